"""One engine's try at an answer: its drafts are checked one by one, and only what stands is let through."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Awaitable, Callable, Sequence
from contextlib import aclosing

from bot.answers.checks.outward import reaches_out
from bot.answers.checks.repair import repaired
from bot.answers.checks.support import LEANS_BACK
from bot.answers.checks.verify import Checked
from bot.answers.citations import Citations
from bot.answers.model import Answer, ClaimReady, Draft, EngineName, Missing, Nearest, Outcome
from bot.errors import FallbackReason, ModelError
from ingest.model import Passage


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
        self._gap = False
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

    async def run(self, drafts: AsyncGenerator[Draft | Missing, None]) -> AsyncGenerator[ClaimReady, None]:
        """Let through the drafts that stand. A model's failure ends the run and is kept in `failure`."""
        async with aclosing(drafts):
            try:
                async for draft in drafts:
                    if isinstance(draft, Missing):
                        self._missing.append(draft.text)
                    elif (checked := await self._standing(draft)) is not None:
                        self._gap = False
                        yield self._citations.add(checked)
                    else:
                        self._dropped += 1
                        self._gap = True
            except ModelError as error:
                self._error = error.reason

    async def _standing(self, draft: Draft) -> Checked | None:
        """The draft as it may be shown, or as its source says it; None when it must fall."""
        if self._engine is EngineName.GENERATED and reaches_out(draft.text):
            return None
        if self._gap and LEANS_BACK.match(draft.text):
            return None  # what "this" or "it also" means has fallen
        checked = repaired(await self._check(draft))
        if not checked.stands or self._is_said(checked.draft.text):
            return None
        return checked

    def _is_said(self, text: str) -> bool:
        return any(claim.text == text.strip() for claim in self._citations.claims)

    def answer(
        self,
        missing: str | None,
        nearest: tuple[Nearest, ...],
        fallback: FallbackReason | None,
        evidence: Sequence[Passage] = (),
    ) -> Answer:
        """What stands, as an answer.

        Args:
            missing: what the evidence was found not to cover, when known before; an engine's own word comes first.
            nearest: the closest articles, kept unless the question is answered in full.
            evidence: what was read for it, where other articles may give other figures.
        """
        disagreements = self._citations.disagreements(evidence)
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
            disagreements=disagreements,
        )

    def _outcome(self, missing: str | None) -> Outcome:
        if not self.shown:
            return Outcome.NOT_COVERED
        return Outcome.PARTLY if missing else Outcome.ANSWERED
