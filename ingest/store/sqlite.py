"""The index's tables in a file of SQLite, used by the processes of one machine."""

from __future__ import annotations

import logging
from functools import partial
from pathlib import Path
from typing import Any
from uuid import uuid4

from sqlalchemy import Connection, Engine, create_engine, event, inspect, select, text

from ingest.errors import DamagedTablesError
from ingest.store import changes, fts5
from ingest.store.database import BUSY_SECONDS, WRITES, Database
from ingest.store.failures import DAMAGED
from ingest.store.tables import SCHEMA_VERSION, metadata, state
from ingest.store.wal import use_write_ahead_log

logger = logging.getLogger(__name__)

_TABLES = (metadata, changes.changes)
"""Importing them is what makes them known."""
_PRAGMAS = ("synchronous=FULL", "foreign_keys=ON")
"""FULL keeps what was committed through a power cut, which the log's usual NORMAL does not."""


class SqliteDatabase(Database):
    """One file. A writing transaction takes the write lock at its beginning: begun as a reader, most of them would fail
    at once under contention, whatever the busy timeout.

    Beside the file stands a note of its size and time when it was last known to be sound. As long as they fit, opening
    trusts the file; a file that was left in any other way is read through first (half a second for 100,000 passages).
    """

    def __init__(self, file: Path, busy_seconds: float = BUSY_SECONDS) -> None:
        self._file = file
        self.lexical = fts5.Fts5()
        engine = _engine(file, busy_seconds)
        super().__init__(engine, engine)

    def check(self) -> None:
        """Read the file through; see `Database.check`."""
        with self.reading.begin() as connection:
            if connection.scalar(text("PRAGMA quick_check(1)")) != "ok":
                raise DamagedTablesError(DAMAGED)

    def begin_again(self) -> None:
        """Put the file aside and begin an empty one. The caller holds the writer's lock."""
        self._engine.dispose()
        quarantine(self._file)
        self._damage_met = False
        self._prepare()

    def close(self) -> None:
        """Close every connection that is not in use, and note how the file was left."""
        self._engine.dispose()
        signature = _signature(self._file)
        if signature is not None and not self._damage_met:
            _note(self._file).write_text(signature)

    def _prepare(self) -> None:
        trusted = _signature(self._file) == _noted(self._file)
        with self.writing.begin() as connection:
            if not inspect(connection).has_table(state.name):
                metadata.create_all(connection)
                for statement in fts5.CREATE:
                    connection.execute(statement)
                connection.execute(state.insert().values(key="schema", value=str(SCHEMA_VERSION)))
            if connection.scalar(select(state.c.value).where(state.c.key == "schema")) != str(SCHEMA_VERSION):
                raise DamagedTablesError("The index was written by another version of Archie.")
        if not trusted:
            self.check()


def quarantine(file: Path) -> None:
    """Put a damaged index file and its journals aside, if there is one. The caller holds the writer's lock."""
    mark = uuid4().hex[:8]
    _note(file).unlink(missing_ok=True)
    for suffix in ("", "-wal", "-shm"):
        part = file.with_name(file.name + suffix)
        if part.exists():
            part.rename(file.with_name(f"{file.name}.damaged-{mark}{suffix}"))
    logger.warning("the index was damaged or from another version; it was put aside and is built again")


def _note(file: Path) -> Path:
    return file.with_name(f"{file.name}-sound")


def _noted(file: Path) -> str | None:
    try:
        return _note(file).read_text()
    except (OSError, ValueError):
        return None


def _signature(file: Path) -> str | None:
    """Size and time of the file; None when there is none. Of a new file nothing needs to be checked, as nothing is."""
    try:
        status = file.stat()
    except FileNotFoundError:
        return None
    return f"{status.st_size} {status.st_mtime_ns}\n"


def _engine(file: Path, busy_seconds: float) -> Engine:
    engine = create_engine(
        f"sqlite:///{file}",
        hide_parameters=True,
        connect_args={"timeout": busy_seconds, "check_same_thread": False, "isolation_level": None},
    )
    event.listen(engine, "connect", partial(_configure, busy_seconds))
    event.listen(engine, "begin", _begin)
    return engine


def _configure(busy_seconds: float, connection: Any, _record: object) -> None:
    use_write_ahead_log(connection, busy_seconds)  # lets questions read while a sync writes
    for pragma in _PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")


def _begin(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE" if connection.get_execution_options().get(WRITES) else "BEGIN")
