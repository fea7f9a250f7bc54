"""One reply of a model, read as a stream. Imports the models' libraries, so it is imported in a thread.

What the libraries do, as measured on langchain-anthropic 1.7 and anthropic 2.11:

- Without ``timeout`` there is none; with it, it counts from byte to byte, so the total needs a deadline of its own.
- A stream that ends early raises nothing: only the stop reason tells whether a reply is complete.
- ``retry-after`` is obeyed without limit, so retries are made here, where the deadline is known.
- The tokens of a reply are told with its end; a reply that breaks off tells none.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncGenerator, Iterator, Mapping
from contextlib import aclosing
from typing import Any, cast

from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessageChunk, BaseMessage, HumanMessage, SystemMessage

from bot.answers.generated.claims import Piece
from bot.answers.generated.failures import describe, reason_of, wait_before_retry
from bot.answers.generated.metering import Call
from bot.answers.generated.options import ModelOptions
from bot.answers.generated.prompts import Content
from bot.errors import FallbackReason, ModelError

Chunks = AsyncGenerator[AIMessageChunk, None]

logger = logging.getLogger(__name__)

STOP_KEYS = ("stop_reason", "finish_reason", "done_reason", "stopReason")
"""What providers call the reason why a reply ended."""
COMPLETE = frozenset({"end_turn", "stop", "complete", "eos", "eos_token"})
"""The reasons of a reply that says all it had to say. A reply that gives none is taken for broken off."""
DECLINED = frozenset({"refusal", "content_filter", "safety", "prohibited_content"})


class ModelStream:
    """A model and its HTTP client, for any number of replies at once."""

    def __init__(self, chat: BaseChatModel, options: ModelOptions) -> None:
        self._chat = chat
        self._options = options

    async def pieces(
        self, system: Content, content: Content, deadline: float, call: Call
    ) -> AsyncGenerator[Piece, None]:
        """Yield the reply's text and citations in order, and return when the model has said it is done.

        Args:
            deadline: by the clock of the running loop.
            call: is told what the reply cost, when that is known.

        Raises:
            ModelError: in every other case.
        """
        messages = [SystemMessage(content=cast(Any, system)), HumanMessage(content=cast(Any, content))]
        stop_reason: str | None = None
        async with aclosing(self._chunks(messages, deadline, call)) as chunks:
            async for chunk in chunks:
                for piece in pieces_of(chunk):
                    yield piece
                stop_reason = _stop_reason(chunk.response_metadata) or stop_reason
                call.count(chunk.usage_metadata)
        if stop_reason not in COMPLETE:
            logger.warning("The model's reply is not complete (stop reason: %s).", stop_reason)
            raise ModelError(FallbackReason.REFUSED if stop_reason in DECLINED else FallbackReason.CUT)

    async def _chunks(self, messages: list[BaseMessage], deadline: float, call: Call) -> Chunks:
        stream, chunk = await self._open(messages, deadline, call)
        async with aclosing(stream):
            while chunk is not None:
                yield chunk
                chunk = await _next(stream, deadline)

    async def _open(
        self, messages: list[BaseMessage], deadline: float, call: Call
    ) -> tuple[Chunks, AIMessageChunk | None]:
        """The first try that gets a stream, with the first chunk of it."""
        retries = 0
        while True:
            stream = cast(Chunks, self._chat.astream(messages))
            call.sent = True
            try:
                return stream, await _next(stream, deadline)
            except ModelError as error:
                call.sent = error.reason is FallbackReason.TIMEOUT  # what was refused at once costs nothing
                wait = self._wait(error, retries)
                if wait is None or asyncio.get_running_loop().time() + wait >= deadline:
                    raise
            await asyncio.sleep(wait)
            retries += 1

    def _wait(self, error: ModelError, retries: int) -> float | None:
        if retries == self._options.retries or error.__cause__ is None:
            return None
        return wait_before_retry(error.__cause__, self._options.backoff_seconds * 2**retries)


async def _next(stream: Chunks, deadline: float) -> AIMessageChunk | None:
    """The next chunk, or None at the end of the stream.

    Raises:
        ModelError: for whatever the libraries raise over what came or did not come, with that as its cause.
    """
    try:
        async with asyncio.timeout_at(deadline):
            return await anext(stream, None)
    except Exception as error:  # a peer's garbage surfaces as AttributeError as well as ValueError or TransportError
        logger.warning("The model did not answer: %s.", describe(error))
        raise ModelError(reason_of(error)) from error


def _stop_reason(metadata: Mapping[str, Any]) -> str | None:
    return next((str(metadata[key]).casefold() for key in STOP_KEYS if metadata.get(key)), None)


def pieces_of(chunk: AIMessageChunk) -> Iterator[Piece]:
    """The text and citations of a chunk; what the model thinks is left out."""
    blocks: list[Any] = chunk.content if isinstance(chunk.content, list) else [{"type": "text", "text": chunk.content}]
    for block in blocks:
        if isinstance(block, str):
            yield Piece(0, block)
        elif isinstance(block, dict) and block.get("type") == "text":
            yield Piece(block.get("index") or 0, block.get("text") or "", tuple(block.get("citations") or ()))
