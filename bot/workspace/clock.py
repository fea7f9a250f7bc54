"""Time as the workspace sees it, so that tests can move it instead of waiting for it."""

from __future__ import annotations

import asyncio
import heapq
import itertools
import time
from collections.abc import Awaitable
from typing import Protocol, TypeVar

T = TypeVar("T")


class Clock(Protocol):
    """What the workspace needs to know about time."""

    def now(self) -> float:
        """Seconds since the Unix epoch."""

    async def sleep(self, seconds: float) -> None:
        """Return once ``seconds`` have passed on this clock."""


class SystemClock:
    """The machine's own time."""

    def now(self) -> float:
        return time.time()

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(seconds)


class ManualClock:
    """Time that stands still until `advance` is called. Starts at the machine's time, which signatures need."""

    def __init__(self, start: float | None = None) -> None:
        self._now = time.time() if start is None else start
        self._sleepers: list[tuple[float, int, asyncio.Future[None]]] = []
        self._order = itertools.count()
        self._someone_sleeps = asyncio.Event()

    def now(self) -> float:
        return self._now

    async def sleep(self, seconds: float) -> None:
        if seconds <= 0:
            await asyncio.sleep(0)
            return
        woken: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        entry = (self._now + seconds, next(self._order), woken)
        heapq.heappush(self._sleepers, entry)
        self._someone_sleeps.set()
        try:
            await woken
        finally:
            self._forget(entry)

    async def sleeper(self) -> None:
        """Return at once if something sleeps on this clock, else as soon as something does."""
        await self._someone_sleeps.wait()

    def advance(self, seconds: float) -> None:
        """Move time on by ``seconds`` and wake, in order, everything that was due."""
        self._now += seconds
        while self._sleepers and self._sleepers[0][0] <= self._now:
            _, _, woken = heapq.heappop(self._sleepers)
            if not woken.done():
                woken.set_result(None)
        if not self._sleepers:
            self._someone_sleeps.clear()

    def _forget(self, entry: tuple[float, int, asyncio.Future[None]]) -> None:
        """Take a sleeper that was cancelled off the list."""
        if entry not in self._sleepers:
            return
        self._sleepers.remove(entry)
        heapq.heapify(self._sleepers)
        if not self._sleepers:
            self._someone_sleeps.clear()


async def within(clock: Clock, seconds: float, work: Awaitable[T]) -> T:
    """The result of ``work``, or TimeoutError once ``seconds`` have passed on ``clock``; ``work`` is then cancelled."""
    task = asyncio.ensure_future(work)
    alarm = asyncio.ensure_future(_until(clock, clock.now() + seconds))
    try:
        await asyncio.wait({task, alarm}, return_when=asyncio.FIRST_COMPLETED)
        if not task.done():
            raise TimeoutError
        return task.result()
    finally:
        alarm.cancel()
        task.cancel()


async def _until(clock: Clock, due: float) -> None:
    """Sleep until ``due``, which may have come before this began to run."""
    await clock.sleep(due - clock.now())
