"""Statements that SQLite and PostgreSQL write alike, and that SQLAlchemy has one by one."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import TypeVar

from sqlalchemy import Connection, Table
from sqlalchemy.dialects import postgresql, sqlite

_MOST_VALUES = 5_000
"""Values of one ``IN``; SQLite takes 32,766 in a statement, PostgreSQL 65,535."""

_UNSTORABLE = re.compile(r"[\x00\ud800-\udfff]")

Value = TypeVar("Value", str, int)


def cut(values: Collection[Value]) -> Iterator[list[Value]]:
    """Yield the values in lists short enough for ``IN (…)``."""
    ordered = list(values)
    return (ordered[start : start + _MOST_VALUES] for start in range(0, len(ordered), _MOST_VALUES))


def storable(text: str) -> str:
    """Replace what PostgreSQL does not take (U+0000) and UTF-8 does not have (half of a pair); no offset changes."""
    return _UNSTORABLE.sub("\N{REPLACEMENT CHARACTER}", text)


def upsert(connection: Connection, table: Table, rows: Sequence[Mapping[str, object]]) -> None:
    """Insert rows, or update those columns of the rows that are there. All rows have the same columns."""
    if not rows:
        return
    dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
    statement = dialect.insert(table)
    keys = [column.name for column in table.primary_key]
    changed = {name: statement.excluded[name] for name in rows[0] if name not in keys}
    connection.execute(statement.on_conflict_do_update(index_elements=keys, set_=changed), list(rows))
