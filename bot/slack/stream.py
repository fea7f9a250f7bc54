"""One streamed reply as Slack means it: begun when there is content, rolled over before its limits, never doubled."""

from __future__ import annotations

import json
import logging
from collections.abc import Awaitable, Callable, Sequence
from enum import Enum, auto
from typing import Any

from slack_sdk.errors import SlackApiError

from bot.slack import limits
from bot.slack.asks import Place
from bot.slack.clock import Clock
from bot.slack.delivery import Chunk, Delivery, Uncertain, error_code, is_uncertain

logger = logging.getLogger(__name__)


class StoppedByUser(Exception):  # noqa: N818 - a wish, not an error
    """The person pressed Stop and Slack ended the stream."""


class State(Enum):
    """What a stream can do."""

    NEW = auto()
    """Nothing is shown yet."""
    OPEN = auto()
    """A message is growing."""
    LOST = auto()
    """A message stands there and cannot grow any more; it can still be updated."""
    UNAVAILABLE = auto()
    """Streams cannot be had here or now; nothing is shown."""


class Stream:
    """A reply that grows.

    Args:
        on_start: told the ts of each message it opens, before anything else happens.
        ts: a message left by a process that died; it is only updated, not streamed to.
        since: ts from which one of its messages may stand, when Slack does not say whether it began.
    """

    def __init__(
        self,
        delivery: Delivery,
        place: Place,
        clock: Clock,
        *,
        on_start: Callable[[str], Awaitable[None]],
        ts: str | None = None,
        since: str | None = None,
    ) -> None:
        self._delivery = delivery
        self._place = place
        self._clock = clock
        self._on_start = on_start
        self._since = since
        self.ts = ts
        self.state = State.LOST if ts else State.NEW
        self._bytes = 0
        self._opened_at = 0.0

    async def push(self, chunks: Sequence[Chunk]) -> bool:
        """Show more; True when it is on the screen. What is not must be shown by updating or posting at the end.

        Raises:
            StoppedByUser: the person pressed Stop.
        """
        if self.state in {State.LOST, State.UNAVAILABLE}:
            return False
        try:
            await self._push(chunks)
        except (SlackApiError, *Uncertain) as error:
            self._give_up(error)
            return False
        return True

    async def _push(self, chunks: Sequence[Chunk]) -> None:
        size = sum(map(_size, chunks))
        if self.state is State.OPEN and self._is_full(size):
            await self.stop("processing")
            self.state = State.NEW
        if self.state is State.NEW:
            await self._start(chunks)
        elif self.ts:
            await self._delivery.append_stream(self._place, self.ts, chunks)
        self._bytes += size

    async def _start(self, chunks: Sequence[Chunk]) -> None:
        self._opened_at = self._clock.monotonic()
        try:
            self.ts = await self._delivery.start_stream(self._place, chunks)
        except (SlackApiError, *Uncertain) as error:
            if is_uncertain(error):
                await self._remove_stray()
            raise
        self.state, self._bytes = State.OPEN, 0
        await self._on_start(self.ts)

    async def _remove_stray(self) -> None:
        """Take away the message of a start nobody confirmed: it would stand there half written beside the reply.

        Where it cannot be told from the stream of another question in the thread, it is left to end by itself.
        """
        try:
            begun = [ts for ts in await self._delivery.unfinished(self._place, self._since) if ts != self.ts]
            if len(begun) == 1:
                await self._remove(begun[0])
        except (SlackApiError, *Uncertain) as error:
            logger.info(
                "A stream that may have begun was not looked for: %s", error_code(error) or type(error).__name__
            )

    async def _remove(self, ts: str) -> None:
        """Delete a message that is still being written; where Slack does not let us, it is ended first."""
        try:
            await self._delivery.remove(self._place, ts)
        except SlackApiError:
            await self._delivery.end_stream(self._place, ts)
            await self._delivery.remove(self._place, ts)

    def _is_full(self, more: int) -> bool:
        age = self._clock.monotonic() - self._opened_at
        return self._bytes + more > limits.STREAM_BYTES or age > limits.STREAM_SECONDS

    def _give_up(self, error: Exception) -> None:
        if error_code(error) == "stopped_by_user":
            self.state = State.LOST
            raise StoppedByUser from error
        self.state = State.LOST if self.state is State.OPEN else State.UNAVAILABLE
        logger.info("Streaming ended early: %s", error_code(error) or type(error).__name__)

    async def finish(self, chunks: Sequence[Chunk], blocks: Sequence[dict[str, Any]], key: str) -> bool:
        """Show the rest and end; False when it could not, and the message must be updated or posted instead.

        Raises:
            StoppedByUser: the person pressed Stop at the last moment.
        """
        if self.state is State.OPEN and self._is_full(sum(map(_size, chunks))):
            await self.push(chunks)
            chunks = ()
        if self.state is not State.OPEN:
            return False
        try:
            await self.stop("active", chunks=chunks or None, blocks=blocks, key=key)
        except (SlackApiError, *Uncertain) as error:
            self._give_up(error)
            return False
        return True

    async def stop(self, status: Any, **final: Any) -> None:
        """End the current message."""
        if self.ts:
            await self._delivery.stop_stream(self._place, self.ts, status, **final)
        self.state = State.LOST

    async def abandon(self) -> None:
        """End the current message so that it can be updated; what Slack thinks of it does not matter."""
        if self.ts:
            await self._delivery.end_stream(self._place, self.ts)
        self.state = State.LOST


def batches(chunks: Sequence[Chunk]) -> list[list[Chunk]]:
    """Group chunks so that each group fits one message, if every chunk does."""
    groups: list[list[Chunk]] = []
    for chunk in chunks:
        if not groups or sum(map(_size, groups[-1])) + _size(chunk) > limits.STREAM_BYTES:
            groups.append([])
        groups[-1].append(chunk)
    return groups


def _size(chunk: Chunk) -> int:
    return len(json.dumps(chunk, ensure_ascii=False).encode())
