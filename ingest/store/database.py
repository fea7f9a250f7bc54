"""The index's SQL database, whichever it is: how it is opened, read, written and begun again."""

from __future__ import annotations

from abc import ABC, abstractmethod
from pathlib import Path
from typing import Self

from sqlalchemy import Engine, event
from sqlalchemy.engine import ExceptionContext

from ingest.errors import DamagedTablesError, IngestError
from ingest.store import changes  # noqa: F401 - its table is made with the others
from ingest.store.failures import translate
from ingest.store.lexical import Lexical
from ingest.store.lock import Writership

BUSY_SECONDS = 5.0
"""Longest a transaction waits for another. Measured under contention: the longest wait was 4.3 s."""

WRITES = "archie_writes"
"""Execution option of the engine that writes."""


class Database(ABC):
    """Engines for reading and writing one index; errors of the driver come as `ingest.errors.IngestError`.

    A reading transaction sees one moment of the index for as long as it is open. A writing one takes what it needs at
    its beginning, and is refused there when this process is not the writer any more.

    Attributes:
        reading, writing: their ``begin()`` gives transactions.
        lexical: the search terms.
        lock: of the one process that may write, where processes of other machines reach the index; else None, and the
            lock of the index's folder is enough.
    """

    lexical: Lexical
    lock: Writership | None = None

    def __init__(self, engine: Engine, reading: Engine) -> None:
        event.listen(engine, "handle_error", self._translated, retval=True)
        self._engine = engine
        self._damage_met = False
        self.reading = reading
        self.writing = engine.execution_options(**{WRITES: True})

    @staticmethod
    def open(where: Path | str) -> Database:
        """Open the index in a file of SQLite or at a URL of PostgreSQL, creating it when it is missing.

        Raises:
            DamagedTablesError: the file is damaged, or was written by another version of Archie.
            StoreError: the database cannot be used now, or is no PostgreSQL.
        """
        if isinstance(where, Path):
            from ingest.store.sqlite import SqliteDatabase

            return SqliteDatabase(where).opened()
        from ingest.store.postgres import PostgresDatabase  # and numpy

        return PostgresDatabase(where).opened()

    def opened(self) -> Self:
        """Make the tables when they are missing, and return itself; closed again when that fails."""
        try:
            self._prepare()
        except BaseException:
            self._engine.dispose()
            raise
        return self

    @abstractmethod
    def check(self) -> None:
        """Look for damage that reading would meet only by chance.

        Raises:
            DamagedTablesError: there is some.
        """

    @abstractmethod
    def begin_again(self) -> None:
        """Put what is there aside and begin an empty index. The caller holds the writer's lock, and takes it again."""

    def close(self) -> None:
        """Close every connection that is not in use."""
        self._engine.dispose()

    @abstractmethod
    def _prepare(self) -> None: ...

    def _translated(self, context: ExceptionContext) -> IngestError | None:
        error = translate(context)
        self._damage_met |= isinstance(error, DamagedTablesError)
        return error
