"""The index's SQLite file: opening it the durable way, and putting a damaged one aside."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Any
from uuid import uuid4

from sqlalchemy import Connection, Engine, create_engine, event, inspect, select, text
from sqlalchemy.exc import DatabaseError

from ingest.errors import DamagedIndexError
from ingest.tables import CREATE_LEXICAL, SCHEMA_VERSION, metadata, state

logger = logging.getLogger(__name__)

_BUSY_SECONDS = 5.0
_PRAGMAS = ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON")
"""WAL lets questions read while a sync writes; FULL keeps what was committed through a power cut."""


class Database:
    """Engines for reading and writing one index file.

    A reading transaction sees one moment of the index for as long as it is open. A writing one takes the write lock at
    its beginning: begun as a reader, most of them would fail at once under contention, whatever the busy timeout.
    """

    def __init__(self, file: Path) -> None:
        self._file = file
        self._engine = _engine(file)
        self.reading: Engine = self._engine
        self.writing: Engine = self._engine.execution_options(archie_immediate=True)

    @classmethod
    def open(cls, file: Path) -> Database:
        """Open the file, creating it when it is missing.

        Raises:
            DamagedIndexError: it is damaged, or was written by another version of Archie.
        """
        database = cls(file)
        try:
            database._prepare()
        except DatabaseError as error:
            database.close()
            raise DamagedIndexError("The index cannot be read.") from error
        except DamagedIndexError:
            database.close()
            raise
        return database

    def begin_again(self) -> None:
        """Put the file aside and begin an empty one. The caller holds the writer's lock."""
        self.close()
        quarantine(self._file)
        self._prepare()

    def close(self) -> None:
        """Close every connection that is not in use."""
        self._engine.dispose()

    def _prepare(self) -> None:
        with self.writing.begin() as connection:
            if not inspect(connection).has_table(state.name):
                metadata.create_all(connection)
                for statement in CREATE_LEXICAL:
                    connection.execute(statement)
                connection.execute(state.insert().values(key="schema", value=SCHEMA_VERSION))
            _require_sound(connection)


def quarantine(file: Path) -> None:
    """Put a damaged index file and its journals aside, if there is one. The caller holds the writer's lock."""
    mark = uuid4().hex[:8]
    for suffix in ("", "-wal", "-shm"):
        part = file.with_name(file.name + suffix)
        if part.exists():
            part.rename(file.with_name(f"{file.name}.damaged-{mark}{suffix}"))
    logger.warning("the index was damaged or from another version; it was put aside and is built again")


def _engine(file: Path) -> Engine:
    engine = create_engine(
        f"sqlite:///{file}",
        connect_args={"timeout": _BUSY_SECONDS, "check_same_thread": False, "isolation_level": None},
    )
    event.listen(engine, "connect", _configure)
    event.listen(engine, "begin", _begin)
    return engine


def _configure(connection: Any, _record: object) -> None:
    for pragma in _PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")


def _begin(connection: Connection) -> None:
    immediate = connection.get_execution_options().get("archie_immediate")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if immediate else "BEGIN")


def _require_sound(connection: Connection) -> None:
    if connection.scalar(select(state.c.value).where(state.c.key == "schema")) != SCHEMA_VERSION:
        raise DamagedIndexError("The index was written by another version of Archie.")
    if connection.scalar(text("PRAGMA quick_check(1)")) != "ok":
        raise DamagedIndexError("The index is damaged.")
