"""The course of a decision: how a question closes, what stands then, and what is asked next."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from bot.decisions.assessment import Advisor
from bot.decisions.facts import Value
from bot.decisions.session.events import (
    Asked,
    Closed,
    Dropped,
    Event,
    Finished,
    Happening,
    Settled,
)
from bot.decisions.session.fold import apply
from bot.decisions.session.state import Decision, Ending, Given, Round, Status


class Course:
    """A decision on its way. What happens is applied at once, so that the next step sees it.

    ``decision`` is the state after all of ``happened``.
    """

    def __init__(self, advisor: Advisor, decision: Decision, now: float, by: str | None) -> None:
        self.advisor = advisor
        self.decision = decision
        self.now = now
        self.by = by
        self.happened: list[Happening] = []

    def do(self, what: Happening) -> None:
        """Let something happen."""
        self.decision = apply(self.decision, Event(key="", at=self.now, by=self.by, what=what))
        self.happened.append(what)

    @property
    def next_number(self) -> int:
        """Number of the next round."""
        return len(self.decision.rounds) + 1

    def deadline(self, patience: float | None) -> float | None:
        """Until when a question stays open from now on."""
        return None if patience is None or self.decision.solo else self.now + patience

    def next_fact(self) -> str | None:
        """Return what would be asked now."""
        return self.advisor.next_fact(self.decision.answers, self.decision.unsure)

    # Asking.

    def go_on(self) -> None:
        """After something was settled: keep the open question while it matters, else ask the next one, or finish."""
        while self.decision.status is Status.OPEN:
            if self._keeps_current():
                return
            fact = self.next_fact()
            if fact is None:
                self.count(self.told_ahead())
                self.do(Finished())
                return
            self.ask(fact)
            if (full := self._is_full()) is None:
                return
            self.close_only(full)

    def ask(self, fact: str) -> None:
        """Open a round."""
        self.do(Asked(number=self.next_number, fact=fact, deadline=self.deadline(self.decision.patience)))

    def _keeps_current(self) -> bool:
        """Tell whether there is a question that still matters; one that does not is put aside, or settled."""
        current = self.decision.current
        if current is None:
            return False
        if not self._matters(current):
            self.do(Dropped(current.number))
        elif current.disputed and not self._matters_which(current):
            self.do(Settled(current.number, self._of_most(current)))
        return self.decision.current is not None

    def _matters(self, current: Round) -> bool:
        """Tell whether the fact can change the verdict. Asked again on purpose, it is asked whatever it can change."""
        decision = self.decision
        return current.fact in decision.latest or current.fact in self.advisor.relevant(
            decision.answers, decision.unsure
        )

    # Closing.

    def close_if_full(self) -> None:
        """Close the open question when everybody it waits for has answered, and go on."""
        if (ending := self._is_full()) is not None:
            self.close(ending)

    def _is_full(self) -> Ending | None:
        """Return how the open question closes by itself now; None while it waits."""
        decision, current = self.decision, self.decision.current
        if decision.status is not Status.OPEN or current is None or not current.is_open or not current.stances:
            return None
        if decision.solo:
            return Ending.ALONE
        if decision.quorum is not None:
            return Ending.QUORUM if len(current.stances) >= decision.quorum else None
        went_on = any(round_.ending is Ending.NEXT for round_ in decision.rounds)
        everybody = set(decision.participants) <= current.stances.keys()
        return Ending.QUORUM if everybody and (went_on or len(decision.participants) > 1) else None

    def close(self, ending: Ending) -> None:
        """Close the open question, work out what stands, and go on unless the owner has to say it."""
        self.close_only(ending)
        self.go_on()

    def close_only(self, ending: Ending) -> None:
        current = self.decision.current
        assert current is not None  # noqa: S101 - the callers have looked
        disputed = ending is not Ending.SKIPPED and self._matters_which(current)
        standing = None if disputed or ending is Ending.SKIPPED else self._of_most(current)
        self.do(Closed(number=current.number, ending=ending, standing=standing, disputed=disputed))

    # The end.

    def told_ahead(self) -> list[str]:
        """Return the facts that people answered and that were not asked, in the order they were told."""
        told = dict.fromkeys(fact for said in self.decision.early.values() for fact in said)
        return [fact for fact in told if fact not in self.decision.latest]

    def count(self, facts: Iterable[str]) -> None:
        """Let what was told ahead stand, so that the end leaves out nothing that was said.

        Nobody is asked any more. Where people differ and it matters, it stays unknown.
        """
        for fact in facts:
            if fact not in self.decision.latest:
                self.do(Asked(number=self.next_number, fact=fact, deadline=None))
                self.close_only(Ending.AHEAD)
                self.drop_current()

    def drop_current(self) -> None:
        """Put the question aside that is open, or waits for the owner."""
        if (current := self.decision.current) is not None:
            self.do(Dropped(current.number))

    def _matters_which(self, current: Round) -> bool:
        """Tell whether people gave different answers that can end differently, all else being as it is."""
        said = list(dict.fromkeys(_values(current)))
        if len(said) < 2:  # noqa: PLR2004 - it takes two to differ
            return False
        others = {fact: value for fact, value in self.decision.answers.items() if fact != current.fact}
        return self.advisor.disagreement(others, current.fact, said).matters

    def _of_most(self, current: Round) -> Given:
        """Return what most said; of answers said equally often the owner's, else the one said first.

        Nobody knows: None. Asked again, and nobody answered: what stood before.
        """
        said = _values(current)
        if not said:
            before = self.decision.latest.get(current.fact)
            return before.standing if before is not None and not current.stances else None
        counted = Counter(said)
        top = [value for value in counted if counted[value] == max(counted.values())]
        owners = current.stances.get(self.decision.owner)
        return owners.value if owners is not None and owners.value in top else top[0]


def _values(round_: Round) -> list[Value]:
    """Return the values people gave, in the order they gave them."""
    given = sorted(round_.stances.values(), key=lambda stance: stance.at)
    return [stance.value for stance in given if stance.value is not None]
