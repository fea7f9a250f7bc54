"""Between the session and its tables: events as rows, and the row a decision is found and listed by."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Sequence
from dataclasses import asdict

from bot.decisions.session.codec import from_record, to_record
from bot.decisions.session.events import Event, Happening
from bot.decisions.session.fold import fold
from bot.decisions.session.moves import Moves
from bot.decisions.session.state import Decision, Status
from bot.store.decisions import Addition, DecisionRow, EventRecord


def addition(key: str, after: int, decision: Decision, events: Sequence[Event]) -> Addition:
    """Return what is kept when ``events`` follow the first ``after`` ones; ``decision`` is the state they lead to.

    ``key`` is of the request that opened it.
    """
    return Addition(row_of(key, decision, events[-1].at), after, [EventRecord(**to_record(event)) for event in events])


def more(events: Sequence[Event], added: Sequence[Event]) -> Addition:
    """Return what is kept when ``added`` follow ``events``, which are all there are so far."""
    return addition(events[0].key, len(events), fold([*events, *added]), added)


def event_of(record: EventRecord) -> Event:
    """Read a stored event.

    Raises:
        EventError: it is of a kind this version does not know, or incomplete.
    """
    return from_record(asdict(record))


def row_of(key: str, decision: Decision, updated_at: float) -> DecisionRow:
    """Return the row of a decision: a function of its state."""
    awaited = decision.awaited
    return DecisionRow(
        id=decision.id,
        key=key,
        team=decision.team,
        channel=decision.channel,
        thread_ts=decision.root_ts,
        owner=decision.owner,
        solo=decision.solo,
        status=decision.status.value,
        topic=decision.topic,
        matter=decision.matter,
        version=decision.version,
        number=decision.number,
        supersedes=decision.supersedes,
        superseded_by=decision.superseded_by,
        due_at=due_at(decision),
        started_at=decision.started_at,
        updated_at=updated_at,
        people={user: user in awaited for user in (*decision.participants, decision.owner)},
    )


def due_at(decision: Decision) -> float | None:
    """Return when the deadline of its question, or its review, is next over; None for never."""
    if decision.status is Status.OPEN:
        current = decision.current
        return current.deadline if current is not None and current.is_open else None
    if decision.status is Status.FINISHED and decision.superseded_by is None and decision.review_due_at is None:
        return decision.review_at
    return None


def waking(decision: Decision) -> tuple[str, None, Callable[[Moves], Sequence[Happening]]]:
    """Return the request that time makes when something is due: its key, the same whoever makes it, and the move."""
    if decision.status is Status.FINISHED:
        return f"review:{decision.review_at}", None, lambda moves: moves.review_due()
    current = decision.current
    asked = f"{current.number}:{current.deadline}" if current is not None else "none"
    return f"deadline:{asked}", None, lambda moves: moves.expire()


def short_id() -> str:
    """Return an id people can type."""
    return secrets.token_hex(3)
