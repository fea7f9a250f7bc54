"""What one answer cost, in money and in time, gathered while it is written."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Callable
from contextlib import aclosing
from dataclasses import replace
from time import monotonic

from bot.answers.budget import added
from bot.answers.model import ClaimReady, Draft, Finished, Missing, Progress, Timing, Usage, Withdrawn

Drafts = AsyncGenerator[Draft | Missing | Usage, None]
"""What an engine yields."""


class Bill:
    """Of one answer. ``clock`` gives seconds from any moment on; it starts now."""

    def __init__(self, clock: Callable[[], float] = monotonic) -> None:
        self._clock = clock
        self._began = clock()
        self._first: float | None = None
        self._waited = 0.0
        self._usage: Usage | None = None
        self._styled = False

    def add(self, usage: Usage) -> None:
        """Count one call."""
        self._usage = added(self._usage, usage)

    def on(self, progress: Progress) -> Progress:
        """Note when claims came, and put what is known at the end into the answer."""
        if isinstance(progress, ClaimReady) and self._first is None:
            self._first = self._clock() - self._began
        elif isinstance(progress, Withdrawn):
            self._first, self._styled = None, False
        elif isinstance(progress, Finished):
            answer = progress.answer
            return Finished(replace(answer, usage=self._usage, styled=self._styled, timing=self._timing()))
        return progress

    def _timing(self) -> Timing:
        """How long it took until now. Waiting counts as the model's only when one was asked."""
        model = self._waited if self._usage is not None else 0.0
        return Timing(self._clock() - self._began, model, self._first)

    async def passing(self, drafts: Drafts) -> AsyncGenerator[Draft | Missing, None]:
        """Let an engine's drafts through and keep what it says of its cost."""
        async with aclosing(drafts):
            while (draft := await self._next(drafts)) is not None:
                if isinstance(draft, Usage):
                    self.add(draft)
                else:
                    self._styled |= isinstance(draft, Draft) and draft.styled
                    yield draft

    async def _next(self, drafts: Drafts) -> Draft | Missing | Usage | None:
        began = self._clock()
        try:
            return await anext(drafts, None)
        finally:
            self._waited += self._clock() - began
