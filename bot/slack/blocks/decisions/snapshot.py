"""What cards are made of: a decision, and what the engine says of it, at one moment."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.decisions.assessment import Advisor, Board
from bot.decisions.frameworks import Matter
from bot.decisions.session.state import Decision


@dataclass(frozen=True, slots=True)
class Snapshot:
    """One decision as it stands.

    Attributes:
        board: on the answers that stand.
        left: about how many more questions there will be.
        open_facts: facts that are not known and can still change the verdict, nobody's knowing them included.
        people: names by user id. Whoever is missing is shown as a mention, which may notify.
        titles: of documents, by path; a missing one is shown by its path.
    """

    decision: Decision
    matter: Matter
    board: Board
    left: int = 0
    open_facts: tuple[str, ...] = ()
    people: Mapping[str, str] = field(default_factory=dict)
    titles: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(
        cls,
        decision: Decision,
        advisor: Advisor,
        people: Mapping[str, str] | None = None,
        titles: Mapping[str, str] | None = None,
    ) -> Snapshot:
        """Ask the engine what a card says."""
        answers = decision.answers
        return cls(
            decision,
            advisor.matter,
            advisor.board(answers),
            advisor.questions_left(answers, decision.unsure),
            advisor.relevant(answers),
            people or {},
            titles or {},
        )
