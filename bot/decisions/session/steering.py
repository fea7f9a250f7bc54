"""Moves with the decision as a whole: who takes part, who owns it, whether it goes on, and how questions close."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from bot.decisions.session.events import (
    Cancelled,
    Configured,
    Finished,
    HandedOver,
    Happening,
    Joined,
    Left,
    Paused,
    Placed,
    Resumed,
)
from bot.decisions.session.guards import Guards
from bot.decisions.session.refusals import Reason, Refused
from bot.decisions.session.state import Decision, Ending, Status

SILENCE_SECONDS = 24 * 3600.0
"""How long an owner may be silent where no question has a deadline."""
SHORTEST_PATIENCE = 60.0
LONGEST_PATIENCE = 90 * 24 * 3600.0
MOST_QUORUM = 1000


class Kept:
    """Stands for a setting that stays as it is."""


KEPT: Final = Kept()


class Steering(Guards):
    """What people do with a decision as a whole. Every move returns all that happened since this object was made."""

    def place(self, root_ts: str) -> Sequence[Happening]:
        """Say which message its thread hangs on. Anybody may, once; later calls change nothing."""
        if self.decision.root_ts is None:
            self._course.do(Placed(root_ts))
        return self._happened()

    def join(self) -> Sequence[Happening]:
        """Take part.

        Raises:
            Refused: NOT_YOURS, ENDED.
        """
        by = self._by()
        self._not_ended()
        if by not in self.decision.participants:
            self._course.do(Joined(by))
        return self._happened()

    def leave(self) -> Sequence[Happening]:
        """Take part no longer. Answers to open and coming questions go; a question that waited for them may close.

        Raises:
            Refused: NOT_YOURS, SOLO, ENDED.
        """
        by = self._by()
        self._team()
        self._not_ended()
        if by in self.decision.participants:
            self._course.do(Left(by))
            self._course.close_if_full()
        return self._happened()

    def hand_over(self, to: str) -> Sequence[Happening]:
        """Make somebody else the owner; they join. After the end too, so that somebody may record it.

        Raises:
            Refused: NOT_OWNER, SOLO, ALREADY_OWNER, ENDED when it was cancelled.
        """
        self._owner()
        self._team()
        self._not_cancelled()
        if to == self.decision.owner:
            raise Refused(Reason.ALREADY_OWNER, to)
        self._course.do(HandedOver(to))
        return self._happened()

    def take_over(self) -> Sequence[Happening]:
        """Become the owner in place of one who left, or was silent past the deadline of the current question.

        Where there is no deadline, a day of silence since the question was asked, closed or the decision ended counts.

        Raises:
            Refused: NOT_TAKING_PART, ALREADY_OWNER, OWNER_PRESENT, SOLO, ENDED when it was cancelled.
        """
        by = self._by()
        self._team()
        self._not_cancelled()
        if by == self.decision.owner:
            raise Refused(Reason.ALREADY_OWNER, by)
        if by not in self.decision.participants:
            raise Refused(Reason.NOT_TAKING_PART)
        if self.decision.owner in self.decision.participants and self._now <= owner_has_until(self.decision):
            raise Refused(Reason.OWNER_PRESENT, self.decision.owner)
        self._course.do(HandedOver(by, taken=True))
        return self._happened()

    def _not_cancelled(self) -> None:
        if self.decision.status is Status.CANCELLED:
            raise Refused(Reason.ENDED, self.decision.status)

    def pause(self) -> Sequence[Happening]:
        """Stop for now.

        Raises:
            Refused: NOT_OWNER, PAUSED, ENDED, NOT_YOURS.
        """
        self._owner()
        self._running()
        self._course.do(Paused())
        return self._happened()

    def resume(self) -> Sequence[Happening]:
        """Go on; the open question has its whole time again. Whoever takes part may when nobody paused it.

        Raises:
            Refused: NOT_OWNER, NOT_TAKING_PART, NOT_PAUSED, ENDED, NOT_YOURS.
        """
        by = self._by()
        self._not_ended()
        if self.decision.status is not Status.PAUSED:
            raise Refused(Reason.NOT_PAUSED)
        if self.decision.paused_by is not None:
            self._owner()
        elif by not in {self.decision.owner, *self.decision.participants}:
            raise Refused(Reason.NOT_TAKING_PART)
        self._course.do(Resumed(self._course.deadline(self.decision.patience)))
        self._course.close_if_full()
        return self._happened()

    def cancel(self) -> Sequence[Happening]:
        """End it without a result.

        Raises:
            Refused: NOT_OWNER, ENDED, NOT_YOURS.
        """
        self._owner()
        self._not_ended()
        self._course.do(Cancelled())
        return self._happened()

    def finish(self) -> Sequence[Happening]:
        """End it with what is known: the answers the open question has, and those given to questions not asked yet.

        Where people differ and it matters, their answers count for nothing.

        Raises:
            Refused: NOT_OWNER, PAUSED, ENDED, NOT_YOURS.
        """
        self._owner()
        self._running()
        current = self.decision.current
        told = self._course.told_ahead()
        if current is not None and current.is_open and current.stances:
            self._course.close_only(Ending.NEXT)
        self._course.drop_current()
        self._course.count(told)
        self._course.do(Finished(early=self._course.next_fact() is not None))
        return self._happened()

    def configure(
        self, *, quorum: int | Kept | None = KEPT, patience: float | Kept | None = KEPT
    ) -> Sequence[Happening]:
        """Set how many answers close a question (None: everybody's), and how many seconds it stays open (None: ever).

        Raises:
            Refused: NOT_OWNER, SOLO, BAD_VALUE, ENDED.
        """
        self._owner()
        self._team()
        self._not_ended()
        decision = self.decision
        quorum = decision.quorum if isinstance(quorum, Kept) else quorum
        same_patience = isinstance(patience, Kept) or patience == decision.patience
        patience = decision.patience if isinstance(patience, Kept) else patience
        check_settings(quorum, patience)
        if quorum == decision.quorum and same_patience:
            return self._happened()
        current = decision.current
        kept = current.deadline if current is not None else None
        deadline = kept if current is None or same_patience else self._course.deadline(patience)
        self._course.do(Configured(quorum, patience, deadline))
        self._course.close_if_full()
        return self._happened()

    def expire(self) -> Sequence[Happening]:
        """Close the current question, because its time is over; with no answers at all, pause instead.

        Raises:
            Refused: NOT_DUE, NOT_OPEN, DISPUTED, PAUSED, ENDED.
        """
        self._running()
        current = self._open_round()
        if current.deadline is None or self._now < current.deadline:
            raise Refused(Reason.NOT_DUE)
        if current.stances:
            self._course.close(Ending.DEADLINE)
        else:
            self._course.do(Paused())
        return self._happened()


def owner_has_until(decision: Decision) -> float:
    """Until when the owner is taken to be there, though silent (seconds since the epoch)."""
    current = decision.current
    if decision.ended_at is not None:
        return decision.ended_at + SILENCE_SECONDS
    if current is None:
        return decision.started_at + SILENCE_SECONDS
    if current.deadline is not None:
        return current.deadline
    return max(current.asked_at, current.closed_at or 0.0) + SILENCE_SECONDS


def check_settings(quorum: int | None, patience: float | None) -> None:
    """Check how questions are to close.

    Raises:
        Refused: BAD_VALUE.
    """
    if quorum is not None and not 1 <= quorum <= MOST_QUORUM:
        raise Refused(Reason.BAD_VALUE, f"a quorum is a number from 1 to {MOST_QUORUM}, not {quorum}")
    if patience is not None and not SHORTEST_PATIENCE <= patience <= LONGEST_PATIENCE:
        raise Refused(
            Reason.BAD_VALUE,
            f"a question stays open for {SHORTEST_PATIENCE:.0f} to {LONGEST_PATIENCE:.0f} seconds, not {patience:g}",
        )
