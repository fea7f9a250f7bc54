"""What happens in the workspace, told to whoever listens: open pages, and tests that wait."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that happened.

    Attributes:
        type: the frame type of the page's protocol, e.g. ``message_changed``.
        users: who may see it; None for everybody.
        data: the frame's other members; messages and views as domain objects, valid while listeners are told.
    """

    type: str
    users: frozenset[str] | None = None
    data: dict[str, Any] = field(default_factory=dict)


Listener = Callable[[Change], None]


class Feed:
    """Tells listeners of each change at once, and wakes those who wait for a condition."""

    def __init__(self) -> None:
        self._listeners: list[Listener] = []
        self._waiters: list[asyncio.Future[None]] = []

    def listen(self, listener: Listener) -> Callable[[], None]:
        """Call ``listener`` for each change from now on; the returned function ends that."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    def publish(self, change: Change) -> None:
        for listener in list(self._listeners):
            listener(change)
        self.touch()

    def touch(self) -> None:
        """Something a waiter may care about happened, though nothing a page shows."""
        waiters, self._waiters = self._waiters, []
        for waiter in waiters:
            if not waiter.done():
                waiter.set_result(None)

    async def changed(self) -> None:
        """Return at the next change or touch."""
        waiter: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiters.append(waiter)
        await waiter

    async def wait_for(self, predicate: Callable[[], T], timeout: float) -> T:  # noqa: ASYNC109 - real seconds, for tests
        """The first truthy value of ``predicate``, asked again after each change. TimeoutError after ``timeout`` s."""
        async with asyncio.timeout(timeout):
            while not (value := predicate()):
                await self.changed()
            return value

    async def wait_until_quiet(self, calm: Callable[[], bool], quiet: float, timeout: float) -> None:  # noqa: ASYNC109
        """Return when ``calm`` holds and nothing has happened for ``quiet`` real seconds."""
        async with asyncio.timeout(timeout):
            while True:
                await self.wait_for(calm, timeout)
                try:
                    await asyncio.wait_for(self.changed(), quiet)
                except TimeoutError:
                    if calm():
                        return
