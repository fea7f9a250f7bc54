"""A language model as the rest of the answers see it: asked within a time and a budget, and told what it cost."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import AsyncGenerator, Callable
from contextlib import aclosing
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.answers.budget import Budget
from bot.answers.generated.claims import Piece
from bot.answers.generated.metering import UNKNOWN, Meter
from bot.answers.generated.options import ModelOptions
from bot.answers.generated.prompts import Content
from bot.answers.model import Usage
from bot.errors import FallbackReason, ModelError
from ingest.libraries import load

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

    from bot.answers.generated.stream import ModelStream

Build = Callable[[ModelOptions], "BaseChatModel"]
"""Makes a model's client from its options."""

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Reply:
    """A whole reply as text, and what it cost."""

    text: str
    usage: Usage


class LanguageModel:
    """One model. Safe for any number of replies at once.

    The libraries take about two seconds to import, and a client builds a TLS context: both happen in a thread, at
    `warm` or with the first question.

    Args:
        budget: what may be spent; None sets no limit.
        cites: replies are to tell which words each citation belongs to.
        build: makes the client, when it is not LangChain's for the provider.
    """

    def __init__(
        self, options: ModelOptions, budget: Budget | None = None, *, cites: bool = False, build: Build | None = None
    ) -> None:
        self._options = options
        self._meter = Meter(options.name, options.max_tokens, budget)
        self._cites = cites
        self._build = build
        self._stream: ModelStream | None = None
        self._building = asyncio.Lock()

    async def warm(self) -> None:
        """Build the client now, without holding up the event loop. Sends nothing; the first use tells a failure."""
        try:
            await self._ready()
        except ModelError:
            logger.warning("The model %s cannot be asked: its client could not be made.", self._options.name)

    async def ask(self, system: Content, content: Content, spent: float = 0.0) -> Reply:
        """Return the whole reply.

        Args:
            spent: dollars the same answer has cost already.

        Raises:
            ModelError: there is no complete reply within the time, or it may cost more than is left.
        """
        text, usage = "", UNKNOWN
        async with aclosing(self.reply(system, content, spent)) as reply:
            async for piece in reply:
                if isinstance(piece, Usage):
                    usage = piece
                else:
                    text += piece.text
        return Reply(text, usage)

    async def reply(self, system: Content, content: Content, spent: float = 0.0) -> AsyncGenerator[Piece | Usage, None]:
        """Yield the reply as it comes, then what it cost, also before an error that was paid for.

        Raises:
            ModelError: what was yielded is void.
        """
        deadline = asyncio.get_running_loop().time() + self._options.answer_seconds
        stream = await self._ready()
        call = await self._meter.open(json.dumps([system, content], ensure_ascii=False), spent)
        try:
            async with aclosing(stream.pieces(system, content, deadline, call)) as pieces:
                async for piece in pieces:
                    yield piece
        except ModelError:
            if call.sent:
                yield call.usage
            raise
        finally:
            await call.settle()
        yield call.usage

    async def _ready(self) -> ModelStream:
        async with self._building:
            if self._stream is None:
                self._stream = await asyncio.to_thread(self._make)
        return self._stream

    def _make(self) -> ModelStream:
        load("bot.answers.generated.chat", "bot.answers.generated.stream")
        from bot.answers.generated.chat import build_chat
        from bot.answers.generated.stream import ModelStream

        try:
            chat = self._build(self._options) if self._build else build_chat(self._options, cites=self._cites)
        except Exception as error:  # each provider's library has its own way to say that its key is missing
            logger.warning("The client of %s could not be made: %s.", self._options.name, type(error).__name__)
            raise ModelError(FallbackReason.REJECTED) from error
        return ModelStream(chat, self._options)
