"""Moves with questions: answering them, going on, back, and changing what was said."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.decisions.session.events import (
    Answered,
    AnsweredEarly,
    Dropped,
    Finished,
    Happening,
    Joined,
    Noted,
    Reopened,
    Settled,
)
from bot.decisions.session.guards import Guards, check_value
from bot.decisions.session.refusals import Reason, Refused
from bot.decisions.session.state import Ending, Given, Round, Stance, Status


class Answering(Guards):
    """What people do with questions. ``number`` is the round a button belongs to; without it the current one is meant.

    Every move returns all that happened since this object was made.
    """

    def answer(
        self,
        given: Mapping[str, Given],
        words: str | None = None,
        because: str | None = None,
        *,
        number: int | None = None,
    ) -> Sequence[Happening]:
        """Answer several facts at once. Who does not take part yet joins.

        The fact being asked answers its round, others count when they are asked; in a solo decision each is settled
        at once. What the owner writes of a disputed fact stands. Facts that are closed are left as they are.

        Raises:
            Refused: CLOSED_QUESTION when all of them are closed (in a team; ``detail`` is the first of them),
                OLD_QUESTION, DISPUTED, PAUSED, ENDED, NOT_YOURS, UNKNOWN_FACT, BAD_VALUE.
        """
        by = self._by()
        self._running()
        self._same_question(number)
        for fact, value in given.items():
            check_value(self._course.advisor, fact, value)
        stances = {fact: Stance(by, value, self._now, words, because) for fact, value in given.items()}
        if self.decision.solo:
            self._tell(stances)
        elif stances:
            self._answer_in_team(by, stances, pressed=number is not None)
        return self._happened()

    def _answer_in_team(self, by: str, stances: Mapping[str, Stance], *, pressed: bool) -> None:
        """What is ``pressed`` answers the question as it was asked: it says nothing of a dispute that came of it."""
        current = self.decision.current
        asked = current.fact if current is not None else None
        may_settle = current is not None and current.disputed and by == self.decision.owner
        if may_settle and pressed and current is not None:
            raise Refused(Reason.DISPUTED, current.fact)
        closed = {fact for fact in self.decision.latest if fact != asked}
        if asked in stances and current is not None and current.disputed and not may_settle:
            closed.add(current.fact)
        if stances.keys() <= closed:
            raise Refused(Reason.CLOSED_QUESTION, next(iter(stances)))
        self._join(by)
        for fact, stance in stances.items():
            if fact not in closed and fact != asked:
                self._course.do(AnsweredEarly(fact, stance))
        if current is None or current.fact not in stances or current.fact in closed:
            return
        if may_settle:
            self._stands(current, stances[current.fact].value)
            return
        self._course.do(Answered(current.number, stances[current.fact]))
        self._course.close_if_full()

    def _tell(self, stances: Mapping[str, Stance]) -> None:
        """Settle each fact at once; the one being asked closes its round."""
        current = self.decision.current
        for fact, stance in stances.items():
            if current is not None and fact == current.fact:
                continue
            known = self.decision.latest.get(fact)
            if known is None or known.standing != stance.value:
                self._note(fact, stance, Ending.ALONE if known is None else Ending.CHANGED)
        if current is not None and current.fact in stances:
            self._course.do(Answered(current.number, stances[current.fact]))
            self._course.close(Ending.ALONE)
        else:
            self._course.go_on()

    def _note(self, fact: str, stance: Stance, ending: Ending) -> None:
        self._course.do(Noted(self._course.next_number, fact, stance, ending))

    def _join(self, user: str) -> None:
        if user not in self.decision.participants:
            self._course.do(Joined(user))

    def next(self, number: int | None = None) -> Sequence[Happening]:
        """Close the current question with the answers it has; none leave it unknown.

        Raises:
            Refused: NOT_OWNER, NOT_OPEN, DISPUTED, CLOSED_QUESTION, OLD_QUESTION, PAUSED, ENDED.
        """
        self._owner()
        self._running()
        self._same_question(number)
        self._open_round()
        self._course.close(Ending.NEXT)
        return self._happened()

    def skip(self, number: int | None = None) -> Sequence[Happening]:
        """Leave the current question unknown, whatever others answered; who is not the owner answers "not sure".

        Raises:
            Refused: NOT_OWNER when they answered already, NOT_OPEN, DISPUTED, CLOSED_QUESTION, OLD_QUESTION, PAUSED,
                ENDED, NOT_YOURS.
        """
        by = self._by()
        self._running()
        self._same_question(number)
        current = self._open_round()
        if by != self.decision.owner:
            if by in current.stances and current.stances[by].value is not None:
                self._owner()  # what they answered would be lost
            return self.answer({current.fact: None}, number=number)
        self._course.close(Ending.SKIPPED)
        return self._happened()

    def settle(self, value: Given, number: int | None = None) -> Sequence[Happening]:
        """Say what stands where people differ and it matters; None leaves it unknown.

        Raises:
            Refused: NOT_OWNER, NOT_DISPUTED, BAD_VALUE, CLOSED_QUESTION, OLD_QUESTION, PAUSED, ENDED.
        """
        self._owner()
        self._running()
        self._same_question(number)
        current = self.decision.current
        if current is None or not current.disputed:
            raise Refused(Reason.NOT_DISPUTED)
        self._stands(current, check_value(self._course.advisor, current.fact, value))
        return self._happened()

    def _stands(self, disputed: Round, value: Given) -> None:
        self._course.do(Settled(disputed.number, value, self.decision.owner))
        self._course.go_on()

    def change(self, fact: str, value: Given, words: str | None = None) -> Sequence[Happening]:
        """Change what stands: a new round, closed at once. Only the owner may; others change open answers of their own.

        A fact that is not settled is answered. A finished decision that has no record yet is worked out again, and
        goes on when the answers do not settle it any more; one that the owner ended early stays ended.

        Raises:
            Refused: NOT_OWNER, UNKNOWN_FACT, BAD_VALUE, PAUSED, ENDED, RECORDED, SUPERSEDED, NOT_YOURS.
        """
        by = self._by()
        self._changeable()
        check_value(self._course.advisor, fact, value)
        known = self.decision.latest.get(fact)
        current = self.decision.current
        if self.decision.status is Status.OPEN and (known is None or (current is not None and current.fact == fact)):
            return self.answer({fact: value}, words)
        self._owner()
        if known is None or known.standing != value:
            self._change(fact, Stance(by, value, self._now, words))
        return self._happened()

    def _change(self, fact: str, stance: Stance) -> None:
        ended, early = self.decision.status is Status.FINISHED, self.decision.ended_early
        self._reopen()
        self._note(fact, stance, Ending.CHANGED)
        if ended and early and self._course.next_fact() is not None:
            self._course.do(Finished(early=True))
        else:
            self._course.go_on()

    def _reopen(self) -> None:
        if self.decision.status is Status.FINISHED:
            self._course.do(Reopened())

    def back(self) -> Sequence[Happening]:
        """Ask the settled fact before the current one again; what stands of it stands until it is settled anew.

        Raises:
            Refused: NOT_OWNER, NOTHING_BEFORE, PAUSED, ENDED, RECORDED, SUPERSEDED, NOT_YOURS.
        """
        self._owner()
        self._changeable()
        current, latest = self.decision.current, self.decision.latest
        again = latest.get(current.fact) if current is not None else None
        before = [r for r in latest.values() if again is None or r.number < again.number]
        if not before:
            raise Refused(Reason.NOTHING_BEFORE)
        self._reopen()
        if current is not None:
            self._course.do(Dropped(current.number))
        self._course.ask(max(before, key=lambda round_: round_.number).fact)
        return self._happened()
