"""The feed waits no longer than told and loses nothing."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest

from bot.slack.feed import Feed, FeedEnded
from tests.bot.slack.support import ManualClock


async def test_items_come_in_order_and_then_it_ends() -> None:
    async def two() -> AsyncIterator[int]:
        yield 1
        yield 2

    feed = Feed(two(), ManualClock())
    assert [await feed.next(None), await feed.next(1.0)] == [1, 2]
    with pytest.raises(FeedEnded):
        await feed.next(None)
    await feed.close()


async def test_an_item_that_comes_after_the_limit_is_not_lost() -> None:
    clock, gate = ManualClock(), asyncio.Event()

    async def late() -> AsyncIterator[str]:
        await gate.wait()
        yield "late"

    feed = Feed(late(), clock)
    waiting = asyncio.create_task(feed.next(1.0))
    await clock.slept(1.0)
    clock.pass_time(1.0)
    assert await waiting is None
    gate.set()
    assert await feed.next(None) == "late"
    await feed.close()


async def test_what_the_iterator_raises_comes_out() -> None:
    async def broken() -> AsyncIterator[int]:
        raise LookupError("no")
        yield 1

    feed = Feed(broken(), ManualClock())
    with pytest.raises(LookupError):
        await feed.next(None)
    await feed.close()


async def test_closing_lets_the_iterator_clean_up() -> None:
    cleaned = asyncio.Event()

    async def endless() -> AsyncIterator[int]:
        try:
            await asyncio.Event().wait()
            yield 1
        finally:
            cleaned.set()

    feed = Feed(endless(), ManualClock())
    assert await feed.next(0) is None
    await feed.close()
    assert cleaned.is_set()
