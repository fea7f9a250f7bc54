"""Answers written by a language model over the evidence, each sentence with the quotes it rests on."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Callable, Sequence
from contextlib import aclosing
from typing import TYPE_CHECKING

from bot.answers.claims import ClaimAssembler
from bot.answers.generated_options import ModelOptions, Usage
from bot.answers.model import Draft, EngineName, Missing, Question
from bot.answers.prompts import build_prompt, draw_nonce
from ingest.model import Hit

if TYPE_CHECKING:
    from bot.answers.generated_stream import ModelStream


class GeneratedEngine:
    """The engine that writes.

    The model's library takes about two seconds to import, and its client builds a TLS context: both happen in a thread,
    at `warm` or with the first question.
    """

    def __init__(
        self,
        options: ModelOptions,
        *,
        on_usage: Callable[[Usage], None] | None = None,
        nonce: Callable[[], str] = draw_nonce,
    ) -> None:
        self._options = options
        self._on_usage = on_usage
        self._nonce = nonce
        self._stream: ModelStream | None = None
        self._warming = asyncio.Lock()

    @property
    def name(self) -> EngineName:
        """Which engine this is."""
        return EngineName.GENERATED

    async def warm(self) -> None:
        """Load the library and build the client now, without holding up the event loop. Sends nothing."""
        await self._model()

    async def write(self, question: Question, evidence: Sequence[Hit]) -> AsyncGenerator[Draft | Missing, None]:
        """Yield each sentence as soon as it and its citations are complete.

        A sentence may rest on no quotes, when the model cited nothing, or nothing that fits what it was sent.
        Closing the iterator early closes the connection.

        Raises:
            ModelError: the drafts so far are void.
        """
        deadline = asyncio.get_running_loop().time() + self._options.answer_seconds
        prompt = build_prompt(question, evidence, self._nonce)
        if not prompt.sources:
            return
        claims = ClaimAssembler(prompt.sources)
        model = await self._model()
        async with aclosing(model.pieces(prompt, deadline)) as pieces:
            async for piece in pieces:
                for draft in claims.add(piece):
                    yield draft
        for draft in claims.finish():
            yield draft

    async def _model(self) -> ModelStream:
        async with self._warming:
            if self._stream is None:
                self._stream = await asyncio.to_thread(self._build)
        return self._stream

    def _build(self) -> ModelStream:
        from bot.answers.generated_stream import ModelStream

        return ModelStream(self._options, self._on_usage)
