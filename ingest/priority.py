"""Letting questions go first: a writer works in small steps, and waits between two of them while somebody asks.

A thread that writes keeps the interpreter to itself for as long as one call of Chroma or one stretch of Python takes;
Chroma's upserts never let go of it. So what decides how long a question waits is the length of a step, and that the
next one is not begun before the question is answered.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Condition

_PATIENCE_SECONDS = 0.02
"""Longest a writer waits before one step: where somebody always asks, it would otherwise never come to an end."""
_QUIET_SECONDS = 60.0
"""How long nobody asked when steps may be large: larger ones are cheaper, and a first index is waited for."""


class QuestionsFirst:
    """Knows whether somebody asks. Safe from any thread; one for all that read or write the same index."""

    def __init__(
        self,
        *,
        now: Callable[[], float] = time.monotonic,
        patience_seconds: float = _PATIENCE_SECONDS,
        quiet_seconds: float = _QUIET_SECONDS,
    ) -> None:
        """Args:
        now: a clock in seconds that never goes back.
        """
        self._now = now
        self._patience_seconds = patience_seconds
        self._quiet_seconds = quiet_seconds
        self._changed = Condition()
        self._asking = 0
        self._last = float("-inf")

    @contextmanager
    def asking(self) -> Iterator[None]:
        """Answer a question in this block."""
        with self._changed:
            self._asking += 1
        try:
            yield
        finally:
            with self._changed:
                self._asking -= 1
                self._last = self._now()
                self._changed.notify_all()

    def give_way(self) -> None:
        """Wait until nobody asks, but not for long. Called by who writes, before each step."""
        with self._changed:
            self._changed.wait_for(lambda: not self._asking, self._patience_seconds)

    @property
    def is_quiet(self) -> bool:
        """Whether nobody asks, or did for a while."""
        return not self._asking and self._now() - self._last > self._quiet_seconds
