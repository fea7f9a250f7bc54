"""Time that tests move, and waiting without polling."""

from __future__ import annotations

import asyncio

import pytest

from bot.workspace.clock import ManualClock, SystemClock, within
from bot.workspace.feed import Change, Feed
from bot.workspace.tasks import Background


async def _answer(value: str) -> str:
    return value


async def test_sleepers_wake_in_order_and_only_when_due() -> None:
    clock, woken = ManualClock(start=100.0), []

    async def sleeper(seconds: float) -> None:
        await clock.sleep(seconds)
        woken.append(seconds)

    tasks = [asyncio.create_task(sleeper(seconds)) for seconds in (30.0, 10.0, 60.0)]
    await asyncio.sleep(0)
    clock.advance(30.0)
    await asyncio.wait(tasks[:2])
    assert woken == [10.0, 30.0]
    assert clock.now() == 130.0
    assert not tasks[2].done()
    clock.advance(30.0)
    await tasks[2]


async def test_a_clock_tells_when_something_waits_for_it() -> None:
    clock = ManualClock()
    sleeping = asyncio.create_task(clock.sleep(5))
    await asyncio.wait_for(clock.sleeper(), 60)
    clock.advance(5)
    await sleeping
    with pytest.raises(TimeoutError):
        await asyncio.wait_for(clock.sleeper(), 0.01)


async def test_a_sleep_of_nothing_returns() -> None:
    await ManualClock().sleep(0)


async def test_within_gives_the_result_or_times_out_on_that_clock() -> None:
    clock = ManualClock()
    assert await within(clock, 3.0, _answer("yes")) == "yes"
    late = asyncio.create_task(within(clock, 3.0, asyncio.Event().wait()))
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    clock.advance(3.0)
    with pytest.raises(TimeoutError):
        await late


async def test_within_passes_errors_on() -> None:
    async def fail() -> None:
        raise LookupError("no")

    with pytest.raises(LookupError):
        await within(SystemClock(), 3.0, fail())


async def test_waiting_ends_with_the_first_change_that_matters() -> None:
    feed, seen = Feed(), []
    feed.listen(seen.append)
    waiting = asyncio.create_task(feed.wait_for(lambda: len(seen) == 2 and "both", timeout=60))
    await asyncio.sleep(0)
    feed.publish(Change("one"))
    feed.publish(Change("two"))
    assert await waiting == "both"


async def test_waiting_for_what_never_comes_times_out() -> None:
    with pytest.raises(TimeoutError):
        await Feed().wait_for(lambda: False, timeout=0.01)


async def test_a_listener_that_left_hears_nothing() -> None:
    feed, seen = Feed(), []
    leave = feed.listen(seen.append)
    leave()
    feed.publish(Change("one"))
    assert seen == []


async def test_quiet_needs_calm_and_silence() -> None:
    feed, calm = Feed(), []
    waiting = asyncio.create_task(feed.wait_until_quiet(lambda: bool(calm), quiet=0.01, timeout=60))
    await asyncio.sleep(0)
    assert not waiting.done()
    calm.append(True)
    feed.touch()
    await waiting


async def test_a_background_task_that_fails_is_logged_and_the_rest_is_ended(caplog: pytest.LogCaptureFixture) -> None:
    background, ended = Background(), asyncio.Event()

    async def fail() -> None:
        raise LookupError("no")

    async def linger() -> None:
        try:
            await asyncio.Event().wait()
        finally:
            ended.set()

    failing = background.spawn(fail())
    background.spawn(linger())
    await asyncio.wait({failing})
    await background.close()
    assert ended.is_set()
    assert "LookupError" in caplog.text
