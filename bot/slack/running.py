"""The answers being written in this process right now, so that they can be stopped, and waited for at the end."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from dataclasses import dataclass
from typing import Any, TypeVar

from bot.slack.asks import Place

Result = TypeVar("Result")


@dataclass(slots=True)
class Held:
    """One question being answered.

    Attributes:
        task: everything done for it.
        writing: the part that writes, once it does.
        superseded: the question was edited or deleted; nothing more is shown, and what is shown is left as it is.
        left: ts of the message that was left so.
    """

    task: asyncio.Task[Any]
    writing: asyncio.Task[Any] | None = None
    superseded: bool = False
    left: str | None = None


async def written(writing: asyncio.Task[Any], held: Held | None) -> None:
    """Wait for what writes an answer, however it ends. When the process ends it is cancelled: who starts next goes on.

    Args:
        held: what is to know of it meanwhile.
    """
    if held is not None:
        held.writing = writing
    try:
        await asyncio.wait({writing})
    except asyncio.CancelledError:
        writing.cancel()
        raise


class Running:
    """Tasks by the thread they answer in, and by the question they answer."""

    def __init__(self) -> None:
        self._tasks: dict[asyncio.Task[Any], Place | None] = {}
        self._held: dict[str, Held] = {}

    def hold(self, origin: str, work: Coroutine[Any, Any, None]) -> None:
        """Run ``work`` as the answering of one question, so that `supersede` finds it."""
        held = Held(self.start(work))
        self._held[origin] = held

        def forget(_: asyncio.Task[Any]) -> None:
            if self._held.get(origin) is held:
                del self._held[origin]

        held.task.add_done_callback(forget)

    def held(self, origin: str) -> Held | None:
        """The answering of a question that goes on now."""
        return self._held.get(origin)

    async def supersede(self, origin: str) -> Held | None:
        """Stop answering a question because it was edited or deleted; None when nobody was at it here."""
        held = self._held.get(origin)
        if held is None:
            return None
        held.superseded = True
        if held.writing is not None:
            held.writing.cancel()
        await asyncio.wait({held.task})
        return held

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
        """Wait for everything to end, what is begun meanwhile too.

        Returns:
            False when something was still running after ``seconds`` and was cancelled.
        """
        try:
            async with asyncio.timeout(seconds):
                while self._tasks:
                    await asyncio.wait(self._tasks)
        except TimeoutError:
            late = list(self._tasks)
            for task in late:
                task.cancel()
            await asyncio.wait(late)
            return False
        return True


def _is_in(place: Place, channel: str, thread_ts: str | None) -> bool:
    return place.channel == channel and place.thread_ts == thread_ts
