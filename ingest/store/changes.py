"""What changed and was not told yet: one row for each document, written in the transaction that changed it.

So no change is lost with the process that made it. Several changes of one document are joined to one, from what it was
when it was last told to what it is now, and the table never holds more rows than documents came and went.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from sqlalchemy import JSON, Column, Connection, Row, String, Table, delete, insert, select

from ingest.model import DocumentChange
from ingest.store.tables import metadata

_BATCH = 500
"""Paths in one statement; databases limit its parameters."""

changes = Table(
    "changes",
    metadata,
    Column("path", String, primary_key=True),
    Column("before", JSON, nullable=False),
    Column("after", JSON, nullable=False),
    Column("moved_from", String),
)
"""``before`` and ``after`` are lists of passage ids; see `ingest.model.DocumentChange`."""


def record(connection: Connection, found: Sequence[DocumentChange]) -> None:
    """Add changes to those that wait to be told."""
    touched = [path for change in found for path in (change.path, change.moved_from) if path]
    waiting = _take(connection, touched)
    for change in found:
        source = waiting.pop(change.moved_from, None) if change.moved_from else None
        joined = join(waiting.pop(change.path, None), source, change)
        if joined.before or joined.after:  # else it came and went without anybody knowing
            waiting[joined.path] = joined
    if waiting:
        connection.execute(insert(changes), [_values(change) for change in waiting.values()])


def pending(connection: Connection) -> tuple[DocumentChange, ...]:
    """Return the changes that wait to be told, in order of path."""
    return tuple(map(_change, connection.execute(select(changes).order_by(changes.c.path))))


def forget(connection: Connection, told: Iterable[DocumentChange]) -> None:
    """Remove changes that were told."""
    for paths in _cut([change.path for change in told]):
        connection.execute(delete(changes).where(changes.c.path.in_(paths)))


def join(earlier: DocumentChange | None, source: DocumentChange | None, change: DocumentChange) -> DocumentChange:
    """Make one change of several that were not told.

    Args:
        earlier: the waiting change of the same path.
        source: the waiting change of the path it was moved from.
    """
    if change.moved_from is None:
        before = earlier.before if earlier else change.before
        origin = earlier.moved_from if earlier else None
    else:
        before = (source.before if source else change.before) | (earlier.before if earlier else frozenset())
        origin = (source.moved_from or change.moved_from) if source else change.moved_from
    moved = origin if before and origin != change.path else None
    return DocumentChange(change.path, before, change.after, moved)


def _take(connection: Connection, paths: Sequence[str]) -> dict[str, DocumentChange]:
    taken: dict[str, DocumentChange] = {}
    for batch in _cut(paths):
        rows = connection.execute(select(changes).where(changes.c.path.in_(batch)))
        taken |= {change.path: change for change in map(_change, rows)}
        connection.execute(delete(changes).where(changes.c.path.in_(batch)))
    return taken


def _change(row: Row[tuple[str, list[str], list[str], str | None]]) -> DocumentChange:
    return DocumentChange(row.path, frozenset(row.before), frozenset(row.after), row.moved_from)


def _values(change: DocumentChange) -> dict[str, object]:
    return {
        "path": change.path,
        "before": sorted(change.before),
        "after": sorted(change.after),
        "moved_from": change.moved_from,
    }


def _cut(paths: Sequence[str]) -> Iterator[Sequence[str]]:
    return (paths[start : start + _BATCH] for start in range(0, len(paths), _BATCH))
