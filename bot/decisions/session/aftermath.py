"""Moves after the end: the record, the review, and what takes a decision's place. A record is never edited."""

from __future__ import annotations

from collections.abc import Sequence

from bot.decisions.grounds import GroundChange
from bot.decisions.rethinking import Outlook
from bot.decisions.session.events import GroundsChanged, Happening, Recorded, ReviewDue, ReviewSet, Superseded
from bot.decisions.session.guards import Guards
from bot.decisions.session.refusals import Reason, Refused


class Aftermath(Guards):
    """What happens to a finished decision. Every move returns all that happened since this object was made."""

    def record(self, number: int) -> Sequence[Happening]:
        """Make its record, under a number no other of the team has; `Desk.record` picks it.

        Raises:
            Refused: NOT_OWNER, NOT_FINISHED, RECORDED, SUPERSEDED, NOT_YOURS.
        """
        self._owner()
        self._finished()
        if self.decision.number is not None:
            raise Refused(Reason.RECORDED, str(self.decision.number))
        self._course.do(Recorded(number))
        return self._happened()

    def set_review(self, at: float | None) -> Sequence[Happening]:
        """Set when it is to be looked at again; None: not any more.

        Raises:
            Refused: NOT_OWNER, NOT_FINISHED, SUPERSEDED, BAD_VALUE when that time has passed.
        """
        self._owner()
        self._finished()
        if at is not None and at <= self._now:
            raise Refused(Reason.BAD_VALUE, "a review is in the future")
        if at != self.decision.review_at:
            self._course.do(ReviewSet(at))
        return self._happened()

    def review_due(self) -> Sequence[Happening]:
        """Say that the time to look at it again has come; once for each time that is set.

        Raises:
            Refused: NOT_DUE, NOT_FINISHED, SUPERSEDED.
        """
        self._finished()
        due = self.decision.review_at
        if due is None or self.decision.review_due_at is not None or self._now < due:
            raise Refused(Reason.NOT_DUE)
        self._course.do(ReviewDue())
        return self._happened()

    def grounds_changed(
        self, changes: Sequence[GroundChange], outlook: Outlook | None = None, *, after: int | None = None
    ) -> Sequence[Happening]:
        """Say that articles it rests on changed, and what the same answers come to now.

        Args:
            after: how many shifts were known when this one was noticed; None for whatever there are.

        Raises:
            Refused: NOT_FINISHED, SUPERSEDED; NOT_DUE when another one was noticed meanwhile.
        """
        self._finished()
        if after is not None and after != len(self.decision.shifts):
            raise Refused(Reason.NOT_DUE)
        if changes:
            documents = tuple(dict.fromkeys(change.document for change in changes))
            self._course.do(GroundsChanged(documents, tuple(changes), outlook))
        return self._happened()

    def supersede(self, successor: str) -> Sequence[Happening]:
        """Let another decision take its place. There is one successor at most.

        Raises:
            Refused: NOT_FINISHED, SUPERSEDED.
        """
        self._finished()
        self._course.do(Superseded(successor))
        return self._happened()

    def stand_again(self, successor: str) -> Sequence[Happening]:
        """Take its place again, because the decision that took it was cancelled."""
        if self.decision.superseded_by == successor:
            self._course.do(Superseded(None))
        return self._happened()
