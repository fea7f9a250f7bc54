"""Who may do what, and when: what every move looks at before anything happens."""

from __future__ import annotations

from bot.decisions.assessment import Advisor
from bot.decisions.facts import Fact, FactError
from bot.decisions.session.course import Course
from bot.decisions.session.events import Happening
from bot.decisions.session.refusals import Reason, Refused
from bot.decisions.session.state import Decision, Given, Round, Status


def check_value(advisor: Advisor, fact: str, value: Given) -> Given:
    """Return the value when the fact can take it; None is always fine.

    Raises:
        Refused: UNKNOWN_FACT or BAD_VALUE.
    """
    known: Fact | None = advisor.matter.facts.get(fact)
    if known is None:
        raise Refused(Reason.UNKNOWN_FACT, fact)
    if value is None:
        return None
    try:
        return known.check(value)
    except FactError as error:
        raise Refused(Reason.BAD_VALUE, str(error)) from error


class Guards:
    """A decision, and who wants to do something with it now. ``by`` None is nobody: time, or the bot itself."""

    def __init__(self, advisor: Advisor, decision: Decision, now: float, by: str | None) -> None:
        self._course = Course(advisor, decision, now, by)

    @property
    def decision(self) -> Decision:
        """How it stands by now."""
        return self._course.decision

    def _happened(self) -> tuple[Happening, ...]:
        return tuple(self._course.happened)

    @property
    def _now(self) -> float:
        return self._course.now

    def _by(self) -> str:
        """Return who asks for it; in a solo decision it can only be the owner."""
        by = self._course.by
        if by is None:
            raise Refused(Reason.NOT_TAKING_PART)
        if self.decision.solo and by != self.decision.owner:
            raise Refused(Reason.NOT_YOURS, self.decision.owner)
        return by

    def _owner(self) -> str:
        by = self._by()
        if by != self.decision.owner:
            raise Refused(Reason.NOT_OWNER, self.decision.owner)
        return by

    def _team(self) -> None:
        if self.decision.solo:
            raise Refused(Reason.SOLO)

    def _running(self) -> None:
        """Check that it goes on right now."""
        self._not_ended()
        if self.decision.status is Status.PAUSED:
            raise Refused(Reason.PAUSED, self.decision.paused_by or "")

    def _not_ended(self) -> None:
        if self.decision.status in {Status.FINISHED, Status.CANCELLED}:
            raise Refused(Reason.ENDED, self.decision.status)

    def _finished(self) -> None:
        """Check that it ended with a result that stands."""
        if self.decision.status is not Status.FINISHED:
            raise Refused(Reason.NOT_FINISHED, self.decision.status)
        if self.decision.superseded_by is not None:
            raise Refused(Reason.SUPERSEDED, self.decision.superseded_by)

    def _changeable(self) -> None:
        """Check that answers may still be changed: while it runs, and after its end until it has a record."""
        if self.decision.status is not Status.FINISHED:
            self._running()
            return
        self._finished()
        if self.decision.number is not None:
            raise Refused(Reason.RECORDED, str(self.decision.number))

    def _same_question(self, number: int | None) -> None:
        """Check that a button, of the round ``number``, is of the question that is current. None: no button.

        Raises:
            Refused: CLOSED_QUESTION, or OLD_QUESTION when it was put aside or asked again since.
        """
        current, rounds = self.decision.current, self.decision.rounds
        if number is None or (current is not None and number == current.number):
            return
        if not 1 <= number <= len(rounds):
            raise Refused(Reason.OLD_QUESTION)
        meant = rounds[number - 1]
        again = meant.is_dropped or any(later.fact == meant.fact for later in rounds[number:])
        raise Refused(Reason.OLD_QUESTION if again else Reason.CLOSED_QUESTION, meant.fact)

    def _open_round(self) -> Round:
        """Return the round people may answer now."""
        current = self.decision.current
        if current is None:
            raise Refused(Reason.NOT_OPEN)
        if current.disputed:
            raise Refused(Reason.DISPUTED, current.fact)
        return current
