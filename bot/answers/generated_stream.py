"""One reply of the model, read as a stream. Imports the model's library, so it is imported by `GeneratedEngine` alone.

What the libraries do, as measured on langchain-anthropic 1.7 and anthropic 2.11:

- Without ``thinking`` in the request, streamed text comes as plain strings and its citations cannot be told apart.
- Without ``timeout`` there is none; with it, it counts from byte to byte, so the total needs a deadline of its own.
- A stream that ends early raises nothing: only ``stop_reason`` tells whether a reply is complete.
- ``retry-after`` is obeyed without limit, so retries are made here, where the deadline is known.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncGenerator, Callable, Iterator
from contextlib import aclosing
from typing import Any, cast

from langchain_anthropic import ChatAnthropic
from langchain_core.messages import AIMessageChunk, BaseMessage, HumanMessage, SystemMessage

from bot.answers.claims import Piece
from bot.answers.generated_failures import describe, reason_of, wait_before_retry
from bot.answers.generated_options import ModelOptions, Usage
from bot.answers.prompts import Prompt
from bot.errors import FallbackReason, ModelError

Chunks = AsyncGenerator[AIMessageChunk, None]

logger = logging.getLogger(__name__)

ANTHROPIC_URL = "https://api.anthropic.com"
COMPLETE = "end_turn"
"""The one stop reason of a reply that says all it had to say."""


class ModelStream:
    """A model and its HTTP client, for any number of replies at once. Building one blocks for some 0.1 s."""

    def __init__(self, options: ModelOptions, on_usage: Callable[[Usage], None] | None = None) -> None:
        self._options = options
        self._on_usage = on_usage
        self._chat = ChatAnthropic(
            model_name=options.model,
            api_key=options.api_key,
            base_url=options.base_url or ANTHROPIC_URL,
            timeout=options.stall_seconds,
            max_retries=0,
            max_tokens_to_sample=options.max_tokens,
            thinking={"type": "adaptive"},
            stop=None,
        )
        _ = self._chat._async_client  # otherwise the first request builds it, in the event loop

    async def pieces(self, prompt: Prompt, deadline: float) -> AsyncGenerator[Piece, None]:
        """Yield the reply's text and citations in order, and return when the model has said it is done.

        Args:
            deadline: by the clock of the running loop.

        Raises:
            ModelError: in every other case.
        """
        messages = [SystemMessage(content=[*prompt.system]), HumanMessage(content=[*prompt.content])]
        stop_reason: object = None
        async with aclosing(self._chunks(messages, deadline)) as chunks:
            async for chunk in chunks:
                for piece in pieces_of(chunk):
                    yield piece
                stop_reason = chunk.response_metadata.get("stop_reason", stop_reason)
                self._count(chunk)
        if stop_reason != COMPLETE:
            logger.warning("The model's reply is not complete (stop reason: %s).", stop_reason)
            raise ModelError(FallbackReason.REFUSED if stop_reason == "refusal" else FallbackReason.CUT)

    async def _chunks(self, messages: list[BaseMessage], deadline: float) -> Chunks:
        stream, chunk = await self._open(messages, deadline)
        async with aclosing(stream):
            while chunk is not None:
                yield chunk
                chunk = await _next(stream, deadline)

    async def _open(self, messages: list[BaseMessage], deadline: float) -> tuple[Chunks, AIMessageChunk | None]:
        """The first try that gets a stream, with the first chunk of it."""
        retries = 0
        while True:
            stream = cast(Chunks, self._chat.astream(messages))
            try:
                return stream, await _next(stream, deadline)
            except ModelError as error:
                wait = self._wait(error, retries)
                if wait is None or asyncio.get_running_loop().time() + wait >= deadline:
                    raise
            await asyncio.sleep(wait)
            retries += 1

    def _wait(self, error: ModelError, retries: int) -> float | None:
        if retries == self._options.retries or error.__cause__ is None:
            return None
        return wait_before_retry(error.__cause__, self._options.backoff_seconds * 2**retries)

    def _count(self, chunk: AIMessageChunk) -> None:
        if chunk.usage_metadata and self._on_usage is not None:
            self._on_usage(Usage(chunk.usage_metadata["input_tokens"], chunk.usage_metadata["output_tokens"]))


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


def pieces_of(chunk: AIMessageChunk) -> Iterator[Piece]:
    """The text and citations of a chunk; what the model thinks is left out."""
    blocks: list[Any] = chunk.content if isinstance(chunk.content, list) else [{"type": "text", "text": chunk.content}]
    for block in blocks:
        if isinstance(block, dict) and block.get("type") == "text":
            yield Piece(block.get("index") or 0, block.get("text") or "", tuple(block.get("citations") or ()))
