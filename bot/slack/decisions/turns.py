"""Turns: what one process is asked to do to a decision is done in the order in which it was asked."""

from __future__ import annotations

import asyncio
from weakref import WeakValueDictionary


class Turns:
    """One lock for each decision, kept only while somebody holds it or waits. Whoever asks first is let in first.

    What buttons and forms do goes through here, and only that: showing it in Slack waits for nobody. What is said in
    the thread has an order of its own, because reading it may take a model's time; it looks at a decision after
    every button that was pressed before.
    """

    def __init__(self) -> None:
        self._locks: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()

    def of(self, decision_id: str) -> asyncio.Lock:
        """Return the lock of a decision."""
        return self._locks.setdefault(decision_id, asyncio.Lock())

    async def passed(self, decision_id: str) -> None:
        """Wait until everything that was asked before is done."""
        async with self.of(decision_id):
            pass
