"""The state of a decision, made from its events. Pure: the same events always give the same state."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, replace
from functools import reduce
from typing import Any

from bot.decisions.session import events as ev
from bot.decisions.session.events import Event
from bot.decisions.session.state import Decision, Ending, Round, Shift, Stance, Status


class FoldError(ValueError):
    """Events that no session could have made: the first one does not start a decision, or a later one does."""


def fold(events: Iterable[Event]) -> Decision:
    """Return the state after all ``events``.

    Raises:
        FoldError: there are none, or not exactly the first one starts the decision.
    """
    state = reduce(apply, events, None)
    if state is None:
        raise FoldError("A decision has at least one event")
    return state


def apply(decision: Decision | None, event: Event) -> Decision:
    """Return the state after one more event; None stands for no decision yet.

    Raises:
        FoldError: a decision begins with another event than Started, or begins twice.
    """
    if isinstance(event.what, ev.Started) is not (decision is None):
        raise FoldError("A decision starts once, and with its first event")
    if isinstance(event.what, ev.Started):
        return _started(event.what, event.at)
    assert decision is not None  # noqa: S101 - said by the check above, which mypy cannot follow
    changed = _APPLY[type(event.what)](decision, event, event.what)
    return replace(changed, number_of_events=decision.number_of_events + 1)


def _started(what: ev.Started, at: float) -> Decision:
    return Decision(**asdict(what), started_at=at, participants=(what.owner,), number_of_events=1)


# People.


def _joined(decision: Decision, _event: Event, what: ev.Joined) -> Decision:
    return _with_participant(decision, what.user)


def _with_participant(decision: Decision, user: str) -> Decision:
    if user in decision.participants:
        return decision
    return replace(decision, participants=(*decision.participants, user))


def _left(decision: Decision, _event: Event, what: ev.Left) -> Decision:
    """Take their answers along, where they are not part of a closed round."""
    rounds = tuple(r if not r.is_open else replace(r, stances=_without(r.stances, what.user)) for r in decision.rounds)
    participants = tuple(user for user in decision.participants if user != what.user)
    return replace(decision, rounds=rounds, participants=participants, early=_without(decision.early, what.user))


def _without(mapping: Mapping[str, Any], key: str) -> dict[str, Any]:
    return {name: value for name, value in mapping.items() if name != key}


def _handed_over(decision: Decision, _event: Event, what: ev.HandedOver) -> Decision:
    return replace(_with_participant(decision, what.to), owner=what.to)


# Questions.


def _asked(decision: Decision, event: Event, what: ev.Asked) -> Decision:
    stances = {user: said[what.fact] for user, said in decision.early.items() if what.fact in said}
    early = {user: kept for user, said in decision.early.items() if (kept := _without(said, what.fact))}
    made = Round(number=what.number, fact=what.fact, asked_at=event.at, deadline=what.deadline, stances=stances)
    return replace(decision, rounds=(*decision.rounds, made), early=early)


def _answered(decision: Decision, _event: Event, what: ev.Answered) -> Decision:
    stances = {**_round(decision, what.number).stances, what.stance.user: what.stance}
    return _with_round(decision, what.number, stances=stances)


def _answered_early(decision: Decision, _event: Event, what: ev.AnsweredEarly) -> Decision:
    return replace(decision, early=_with_early(decision.early, what.fact, what.stance))


def _with_early(
    early: Mapping[str, Mapping[str, Stance]], fact: str, stance: Stance
) -> dict[str, Mapping[str, Stance]]:
    return {**early, stance.user: {**early.get(stance.user, {}), fact: stance}}


def _noted(decision: Decision, event: Event, what: ev.Noted) -> Decision:
    """Make the closed round. A change keeps what others said, so that their view is not lost."""
    before = decision.latest.get(what.fact) if what.ending is Ending.CHANGED else None
    made = Round(
        number=what.number,
        fact=what.fact,
        asked_at=event.at,
        stances={**(before.stances if before else {}), what.stance.user: what.stance},
        closed_at=event.at,
        closed_by=event.by,
        ending=what.ending,
        standing=what.stance.value,
    )
    early = {user: kept for user, said in decision.early.items() if (kept := _without(said, what.fact))}
    return replace(decision, rounds=(*decision.rounds, made), early=early)


def _closed(decision: Decision, event: Event, what: ev.Closed) -> Decision:
    end = {"closed_at": event.at, "closed_by": event.by, "ending": what.ending}
    return _with_round(decision, what.number, **end, standing=what.standing, disputed=what.disputed)


def _settled(decision: Decision, _event: Event, what: ev.Settled) -> Decision:
    return _with_round(decision, what.number, standing=what.value, disputed=False, settled_by=what.owner)


def _dropped(decision: Decision, event: Event, what: ev.Dropped) -> Decision:
    """Keep the answers for when the fact is asked again, those of people who still take part."""
    dropped = _round(decision, what.number)
    early = decision.early
    for stance in dropped.stances.values():
        if stance.user in decision.participants:
            early = _with_early(early, dropped.fact, stance)
    closed = {"closed_at": event.at, "closed_by": event.by} if dropped.is_open else {}
    end = {"ending": Ending.DROPPED, "disputed": False, "standing": None}
    return _with_round(replace(decision, early=early), what.number, **closed, **end)


def _round(decision: Decision, number: int) -> Round:
    return decision.rounds[number - 1]


def _with_round(decision: Decision, number: int, **changes: Any) -> Decision:
    rounds = list(decision.rounds)
    rounds[number - 1] = replace(rounds[number - 1], **changes)
    return replace(decision, rounds=tuple(rounds))


# The decision as a whole.


def _placed(decision: Decision, _event: Event, what: ev.Placed) -> Decision:
    return replace(decision, root_ts=what.root_ts)


def _paused(decision: Decision, event: Event, _what: ev.Paused) -> Decision:
    return replace(decision, status=Status.PAUSED, paused_by=event.by)


def _resumed(decision: Decision, _event: Event, what: ev.Resumed) -> Decision:
    resumed = replace(decision, status=Status.OPEN, paused_by=None)
    return _with_deadline(resumed, what.deadline)


def _configured(decision: Decision, _event: Event, what: ev.Configured) -> Decision:
    configured = replace(decision, quorum=what.quorum, patience=what.patience)
    return _with_deadline(configured, what.deadline)


def _with_deadline(decision: Decision, deadline: float | None) -> Decision:
    current = decision.current
    if current is None or not current.is_open:
        return decision
    return _with_round(decision, current.number, deadline=deadline)


def _finished(decision: Decision, event: Event, what: ev.Finished) -> Decision:
    return replace(decision, status=Status.FINISHED, ended_at=event.at, ended_early=what.early)


def _reopened(decision: Decision, _event: Event, _what: ev.Reopened) -> Decision:
    return replace(decision, status=Status.OPEN, ended_at=None, ended_early=False)


def _cancelled(decision: Decision, event: Event, _what: ev.Cancelled) -> Decision:
    return replace(decision, status=Status.CANCELLED, ended_at=event.at)


def _recorded(decision: Decision, event: Event, what: ev.Recorded) -> Decision:
    return replace(decision, number=what.number, recorded_at=event.at)


def _review_set(decision: Decision, _event: Event, what: ev.ReviewSet) -> Decision:
    return replace(decision, review_at=what.at, review_due_at=None)


def _review_due(decision: Decision, event: Event, _what: ev.ReviewDue) -> Decision:
    return replace(decision, review_due_at=event.at)


def _grounds_changed(decision: Decision, event: Event, what: ev.GroundsChanged) -> Decision:
    documents = tuple(dict.fromkeys((*decision.changed_documents, *what.documents)))
    shifts = (*decision.shifts, Shift(event.at, what.changes, what.outlook))
    return replace(decision, grounds_changed_at=event.at, changed_documents=documents, shifts=shifts)


def _superseded(decision: Decision, _event: Event, what: ev.Superseded) -> Decision:
    return replace(decision, superseded_by=what.successor)


def _unchanged(decision: Decision, _event: Event, _what: ev.Unchanged) -> Decision:
    return decision


_APPLY: Mapping[type[ev.Happening], Callable[[Decision, Event, Any], Decision]] = {
    ev.Placed: _placed,
    ev.Joined: _joined,
    ev.Left: _left,
    ev.HandedOver: _handed_over,
    ev.Asked: _asked,
    ev.Answered: _answered,
    ev.AnsweredEarly: _answered_early,
    ev.Noted: _noted,
    ev.Closed: _closed,
    ev.Settled: _settled,
    ev.Dropped: _dropped,
    ev.Paused: _paused,
    ev.Resumed: _resumed,
    ev.Configured: _configured,
    ev.Finished: _finished,
    ev.Reopened: _reopened,
    ev.Cancelled: _cancelled,
    ev.Recorded: _recorded,
    ev.ReviewSet: _review_set,
    ev.ReviewDue: _review_due,
    ev.GroundsChanged: _grounds_changed,
    ev.Superseded: _superseded,
    ev.Unchanged: _unchanged,
}
