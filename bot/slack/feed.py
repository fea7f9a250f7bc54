"""Reads an async generator with a time limit on each wait, without losing an item when the limit passes."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator
from typing import Generic, TypeVar

from bot.slack.clock import Clock

Item = TypeVar("Item")


class FeedEnded(Exception):  # noqa: N818 - a signal, not an error
    """The iterator has no more items."""


class Feed(Generic[Item]):
    """One iterator, read one item ahead. Close it when done."""

    def __init__(self, items: AsyncGenerator[Item, None], clock: Clock) -> None:
        self._items = items
        self._clock = clock
        self._next = self._advance()

    def _advance(self) -> asyncio.Task[Item]:
        async def read() -> Item:
            try:
                return await anext(self._items)
            except StopAsyncIteration:
                raise FeedEnded from None

        return asyncio.create_task(read())

    async def next(self, seconds: float | None) -> Item | None:
        """Return the next item, or None when there is none within ``seconds`` (None waits for ever).

        Raises:
            FeedEnded: there are no more. What the iterator itself raises comes out as it is.
        """
        if not self._next.done():
            await self._wait(seconds)
        if not self._next.done():
            return None
        item = self._next.result()
        self._next = self._advance()
        return item

    async def _wait(self, seconds: float | None) -> None:
        if seconds is None:
            await asyncio.wait({self._next})
            return
        timer = asyncio.ensure_future(self._clock.sleep(max(seconds, 0)))
        try:
            await asyncio.wait({self._next, timer}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            timer.cancel()

    async def close(self) -> None:
        """Stop reading and let the iterator clean up."""
        self._next.cancel()
        await asyncio.wait({self._next})
        if not self._next.cancelled():
            self._next.exception()  # looked at, so that asyncio does not report it as forgotten
        await self._items.aclose()
