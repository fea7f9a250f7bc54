"""What people said, kept beside the decisions by a few lines of its own, to hold them against."""

from __future__ import annotations

from collections.abc import Sequence

from bot.decisions.session.events import (
    Answered,
    AnsweredEarly,
    Asked,
    Closed,
    Event,
    Finished,
    Left,
    Noted,
    Reopened,
)
from bot.decisions.session.fold import apply
from bot.decisions.session.state import Decision, Round, Status
from tests.bot.decisions.session.toy import ToyAdvisor

ENDED = {Status.FINISHED, Status.CANCELLED}


class Ledger:
    """Follows every decision. ``last`` is each as it was seen last."""

    def __init__(self) -> None:
        self.last: dict[str, Decision] = {}
        self._said: dict[str, dict[tuple[str, str], object]] = {}

    def check(self, before: Decision | None, after: Decision, events: Sequence[Event]) -> None:
        """Look at one step of one decision."""
        state = before
        for event in events:
            new = apply(state, event)
            self._tally(state, new, event)
            if state is not None:
                _immutable(state, new)
                _relevant(state, event, events)
            state = new
        assert state == after
        assert sum(not r.is_settled and not r.is_dropped for r in after.rounds) <= 1
        if after.status is not Status.CANCELLED:
            assert (after.current is not None) == (after.status in {Status.OPEN, Status.PAUSED})
            _still_relevant(after)
        if before is not None:
            _stays_ended(before, after, events)
        self.last[after.id] = after

    def _tally(self, before: Decision | None, after: Decision, event: Event) -> None:
        """Hold each open round, and each one that closes, against the last answers of who takes part."""
        said = self._said.setdefault(after.id, {})
        what = event.what
        if isinstance(what, Answered | AnsweredEarly):
            fact = what.fact if isinstance(what, AnsweredEarly) else after.rounds[what.number - 1].fact
            assert what.stance.user == event.by
            said[what.stance.user, fact] = what.stance.value
        if isinstance(what, Left):
            for user, fact in [key for key in said if key[0] == what.user]:
                del said[user, fact]
        if isinstance(what, Closed):
            self._forget(said, self._agree(said, after.rounds[what.number - 1]))
        if isinstance(what, Noted):
            self._forget(said, after.rounds[what.number - 1])
        if after.current is not None and after.current.is_open:
            self._agree(said, after.current)

    @staticmethod
    def _agree(said: dict[tuple[str, str], object], round_: Round) -> Round:
        told = {user: value for (user, fact), value in said.items() if fact == round_.fact}
        assert {user: stance.value for user, stance in round_.stances.items()} == told
        return round_

    @staticmethod
    def _forget(said: dict[tuple[str, str], object], round_: Round) -> None:
        for user, fact in [key for key in said if key[1] == round_.fact]:
            del said[user, fact]


def _immutable(before: Decision, after: Decision) -> None:
    for old, new in zip(before.rounds, after.rounds, strict=False):
        if old.is_settled or old.is_dropped:
            assert old == new
        elif not old.is_open:
            assert (old.stances, old.closed_at) == (new.stances, new.closed_at)
    assert len(before.rounds) <= len(after.rounds)


def _relevant(state: Decision, event: Event, events: Sequence[Event]) -> None:
    """No question is asked whose answer can change nothing, except again because the owner goes back.

    At the end what was told ahead is counted, without anybody being asked.
    """
    counted = any(isinstance(each.what, Finished) for each in events) and any(
        isinstance(each.what, Closed) and isinstance(event.what, Asked) and each.what.number == event.what.number
        for each in events
    )
    if isinstance(event.what, Asked) and event.what.fact not in state.latest and not counted:
        advisor = ToyAdvisor(int(state.version[1:]))
        assert event.what.fact in advisor.relevant(state.answers, state.unsure), events


def _still_relevant(state: Decision) -> None:
    """A question that can change nothing any more does not stay open."""
    current = state.current
    if current is not None and current.fact not in state.latest:
        advisor = ToyAdvisor(int(state.version[1:]))
        assert current.fact in advisor.relevant(state.answers, state.unsure)


def _stays_ended(before: Decision, after: Decision, events: Sequence[Event]) -> None:
    """What is cancelled, recorded or superseded stays so; else only the owner changes what is finished."""
    if before.status not in ENDED:
        return
    if before.status is Status.CANCELLED or before.number is not None or before.superseded_by is not None:
        assert (after.status, after.rounds, after.number or before.number) == (
            before.status,
            before.rounds,
            after.number,
        )
    opened = [event for event in events if isinstance(event.what, Reopened)]
    assert all(event.by == before.owner for event in opened)
    if not opened:
        assert after.status is before.status
        assert after.rounds == before.rounds
