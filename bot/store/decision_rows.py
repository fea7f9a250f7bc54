"""Rows of decisions: what they hold, and how they are written and read within a transaction."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, delete, func, insert, select, update
from sqlalchemy.exc import IntegrityError

from bot.store.decision_tables import decision_events, decision_people, decisions

OPEN = ("open", "paused")
"""Statuses in which a decision has its thread to itself."""


@dataclass(frozen=True, slots=True)
class EventRecord:
    """One event. ``key`` is of the request, ``data`` what JSON can hold."""

    key: str
    at: float
    by: str | None
    kind: str
    data: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class DecisionRow:
    """A decision, to find and list it by.

    Attributes:
        key: of the request that opened it.
        status: one of `OPEN` while it has its thread to itself.
        thread_ts: the message its thread hangs on; None until that is posted.
        number: of its record in the team.
        due_at: when the next deadline or review is over; None for never.
        people: who takes part or owns it, and whether it waits for them.
        started_at, updated_at: seconds since the epoch.
    """

    id: str
    key: str
    team: str
    channel: str
    thread_ts: str | None
    owner: str
    solo: bool
    status: str
    topic: str
    matter: str
    version: str
    number: int | None
    supersedes: str | None
    superseded_by: str | None
    due_at: float | None
    started_at: float
    updated_at: float
    people: Mapping[str, bool]


@dataclass(frozen=True, slots=True)
class Addition:
    """Events to add to a decision that has ``after`` of them, and its row as it is then."""

    row: DecisionRow
    after: int
    events: Sequence[EventRecord]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A message that shows a part of a decision."""

    slot: str
    ts: str
    digest: str


class _ConflictError(Exception):
    """Somebody else was faster."""


def all_or_nothing(connection: Connection, work: Callable[[Connection], None]) -> bool:
    """Do all of ``work``, or nothing when somebody else has done something it cannot stand beside; tells which."""
    try:
        with connection.begin_nested():
            work(connection)
    except (IntegrityError, _ConflictError):
        return False
    return True


def add_new(connection: Connection, addition: Addition) -> None:
    """Write a decision that is new."""
    connection.execute(insert(decisions).values(_values(addition.row)))
    _add_events(connection, addition)
    _set_people(connection, addition.row)


def add(connection: Connection, addition: Addition) -> None:
    """Write more events of a decision, and its row as it is then."""
    row = addition.row
    mine = decision_events.c.decision_id == row.id
    if connection.scalar(select(func.count()).where(mine)) != addition.after:
        raise _ConflictError
    _add_events(connection, addition)
    changed = {name: value for name, value in _values(row).items() if name not in {"id", "key"}}
    connection.execute(update(decisions).where(decisions.c.id == row.id).values(changed))
    _set_people(connection, row)


def _values(row: DecisionRow) -> dict[str, Any]:
    values = {name: value for name, value in asdict(row).items() if name != "people"}
    taken = row.thread_ts is not None and row.status in OPEN
    return {**values, "open_thread": f"{row.team}:{row.channel}:{row.thread_ts}" if taken else None}


def _add_events(connection: Connection, addition: Addition) -> None:
    parts: dict[str, int] = {}
    rows = []
    for seq, event in enumerate(addition.events, addition.after + 1):
        part = parts[event.key] = parts.get(event.key, -1) + 1
        rows.append({"decision_id": addition.row.id, "seq": seq, "part": part, **asdict(event)})
    connection.execute(insert(decision_events), rows)


def _set_people(connection: Connection, row: DecisionRow) -> None:
    connection.execute(delete(decision_people).where(decision_people.c.decision_id == row.id))
    rows = [{"decision_id": row.id, "user": user, "awaited": awaited} for user, awaited in row.people.items()]
    if rows:
        connection.execute(insert(decision_people), rows)


def has_person(who: ColumnElement[bool]) -> ColumnElement[bool]:
    """Hold for decisions with such a person."""
    return select(decision_people.c.user).where(and_(decision_people.c.decision_id == decisions.c.id, who)).exists()


def rows_of(connection: Connection, statement: Select[Any]) -> list[DecisionRow]:
    """Return the decisions a query over their table finds, in its order."""
    found = [dict(row) for row in connection.execute(statement).mappings()]
    people: dict[str, dict[str, bool]] = {row["id"]: {} for row in found}
    mine = select(decision_people).where(decision_people.c.decision_id.in_(people)).order_by(decision_people.c.user)
    for decision_id, user, awaited in connection.execute(mine):
        people[decision_id][user] = awaited
    for row in found:
        del row["open_thread"]
    return [DecisionRow(**row, people=people[row["id"]]) for row in found]
