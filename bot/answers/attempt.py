"""One engine's try at an answer: its drafts are checked one by one, and only what stands is let through."""

from __future__ import annotations

from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable

from bot.answers.citations import Citations
from bot.answers.model import Answer, ClaimReady, Draft, EngineName, Missing, Nearest, Outcome
from bot.answers.verify import Checked
from bot.errors import FallbackReason, ModelError


class Attempt:
    """Runs once; afterwards it knows what stands and what went wrong.

    Args:
        engine: named in the answer.
        check: checks a draft without blocking the event loop.
    """

    def __init__(self, engine: EngineName, check: Callable[[Draft], Awaitable[Checked]]) -> None:
        self._engine = engine
        self._check = check
        self._citations = Citations()
        self._missing: list[str] = []
        self._dropped = 0
        self._error: FallbackReason | None = None

    @property
    def failure(self) -> FallbackReason | None:
        """Why this try gives no answer; None when it does, or when the evidence held none."""
        if self._error is None and self._dropped and not self.shown:
            return FallbackReason.UNSUPPORTED
        return self._error

    @property
    def shown(self) -> bool:
        """Whether a reader has seen a claim of this try."""
        return bool(self._citations.claims)

    async def run(self, drafts: AsyncIterator[Draft | Missing]) -> AsyncGenerator[ClaimReady, None]:
        """Let through the drafts that stand. A model's failure ends the run and is kept in `failure`."""
        try:
            async for draft in drafts:
                if isinstance(draft, Missing):
                    self._missing.append(draft.text)
                elif (checked := await self._check(draft)).stands:
                    yield self._citations.add(checked)
                else:
                    self._dropped += 1
        except ModelError as error:
            self._error = error.reason
        finally:
            if isinstance(drafts, AsyncGenerator):
                await drafts.aclose()

    def answer(self, missing: str | None, nearest: tuple[Nearest, ...], fallback: FallbackReason | None) -> Answer:
        """What stands, as an answer.

        Args:
            missing: what the evidence was found not to cover, when known before; an engine's own word comes first.
            nearest: the closest articles, kept unless the question is answered in full.
        """
        missing = self._missing[0] if self._missing else missing
        outcome = self._outcome(missing)
        return Answer(
            outcome=outcome,
            engine=self._engine,
            claims=self._citations.claims,
            citations=self._citations.all,
            nearest=() if outcome is Outcome.ANSWERED else nearest,
            missing=missing if outcome is Outcome.PARTLY else None,
            fallback=fallback,
        )

    def _outcome(self, missing: str | None) -> Outcome:
        if not self.shown:
            return Outcome.NOT_COVERED
        return Outcome.PARTLY if missing else Outcome.ANSWERED
