"""One writer for an index in PostgreSQL, whichever machine it runs on.

A session's advisory lock says that the writer lives: the server frees it with the connection. A row says who it is, and
each write holds that row: so a writer that lost its connection without noticing cannot write once another took over.
"""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime
from threading import RLock
from uuid import uuid4

from sqlalchemy import Column, Connection, Engine, Integer, MetaData, String, Table, select, text

from ingest.errors import IngestError, WriterBusyError, WriterLostError
from ingest.store.lock import Writership, busy, this_process
from ingest.store.statements import upsert

metadata = MetaData()

writers = Table(
    "writers",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("token", String, nullable=False),
    Column("process", String, nullable=False),
    Column("since", String, nullable=False),
)
"""One row: who was the last to become the writer. ``since`` is ISO 8601 in UTC, ``token`` different each time."""

_WRITING = 0x41726377
"""Class of the advisory lock; the key tells indexes apart."""
_LOST = "This Archie is not the one that keeps the index any more: its connection to the database was lost."


class ServerLock(Writership):
    """The lock of one schema, on a connection of its own. Needs sessions: no pooler that lends them by transaction.

    Safe from any thread.
    """

    def __init__(self, engine: Engine, key: int) -> None:
        """Args:
        engine: of the schema.
        key: of the advisory lock, 32 bits with sign.
        """
        self._engine = engine.execution_options(isolation_level="AUTOCOMMIT")
        self._key = {"kind": _WRITING, "key": key}
        self._connection: Connection | None = None
        self._token = ""
        self._turn = RLock()

    @property
    def held(self) -> bool:
        """Whether this object holds the lock. Asks the server, so that a lock that was lost is not called held."""
        with self._turn:
            return self._connection is not None and _lives(self._connection)

    def acquire(self) -> None:
        """Take the lock, or make sure that it is still held; one that was lost is taken again.

        Raises:
            WriterBusyError: another process holds it.
            StoreError: the database does not answer.
        """
        with self._turn:
            if self._connection is not None and not _lives(self._connection):
                self.release()
            if self._connection is None:
                self._take()

    def confirm(self, writing: Connection) -> None:
        """Make sure, in a writing transaction, that nobody else is the writer before it ends. Not held, nothing is.

        Raises:
            WriterLostError: the lock was lost.
        """
        with self._turn:
            if self._connection is None:
                return
            holder = writing.scalar(select(writers.c.token).with_for_update(read=True))
            if holder != self._token or not _lives(self._connection):
                self.release()
                raise WriterLostError(_LOST)

    def release(self) -> None:
        """Give the lock back, with the connection; nothing happens when it is not held."""
        with self._turn:
            connection, self._connection = self._connection, None
            if connection is None:
                return
            if not connection.invalidated:  # a lost connection has lost the lock
                with suppress(IngestError):
                    connection.execute(text("SELECT pg_advisory_unlock(:kind, :key)"), self._key)
            connection.invalidate()
            connection.close()

    def _take(self) -> None:
        connection = self._engine.connect()
        try:
            self._token = self._become(connection)
        except BaseException:
            connection.invalidate()  # the server frees whatever it held
            connection.close()
            raise
        self._connection = connection

    def _become(self, connection: Connection) -> str:
        if not connection.scalar(text("SELECT pg_try_advisory_lock(:kind, :key)"), self._key):
            raise WriterBusyError(busy(_holder(connection)))
        token, since = uuid4().hex, datetime.now(UTC).isoformat(timespec="seconds")
        upsert(connection, writers, [{"id": 1, "token": token, "process": this_process(), "since": since}])
        return token


def _holder(connection: Connection) -> str:
    row = connection.execute(select(writers.c.process, writers.c.since)).first()
    return f"{row.process}, since {row.since}" if row else ""


def _lives(connection: Connection) -> bool:
    try:
        return bool(connection.scalar(text("SELECT 1")))
    except IngestError:
        return False
