"""The answers being written in this process right now, so that they can be stopped, and waited for at the end."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from typing import Any, TypeVar

from bot.slack.asks import Place

Result = TypeVar("Result")


class Running:
    """Tasks by the thread they answer in."""

    def __init__(self) -> None:
        self._tasks: dict[asyncio.Task[Any], Place | None] = {}

    def start(self, work: Coroutine[Any, Any, Result], place: Place | None = None) -> asyncio.Task[Result]:
        """Run ``work``; it is remembered until it ends. With a ``place``, `stop` can cancel it."""
        task = asyncio.create_task(work)
        self._tasks[task] = place
        task.add_done_callback(lambda ended: self._tasks.pop(ended, None))
        return task

    def stop(self, channel: str, thread_ts: str | None) -> int:
        """Cancel what is being answered in a thread; returns how many."""
        stopped = [task for task, place in self._tasks.items() if place and _is_in(place, channel, thread_ts)]
        for task in stopped:
            task.cancel()
        return len(stopped)

    async def drain(self, seconds: float) -> bool:
        """Wait for everything to end; False when something was still running after ``seconds`` and was cancelled."""
        if not self._tasks:
            return True
        _, late = await asyncio.wait(self._tasks, timeout=seconds)
        for task in late:
            task.cancel()
        if late:
            await asyncio.wait(late)
        return not late


def _is_in(place: Place, channel: str, thread_ts: str | None) -> bool:
    return place.channel == channel and place.thread_ts == thread_ts
