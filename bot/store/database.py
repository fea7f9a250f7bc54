"""The database connection: engine, transactions, and the rule that nothing here runs on the event loop."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any, TypeVar

from sqlalchemy import Connection, Engine, Table, create_engine, event
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, SQLAlchemyError

from bot.errors import StoreError
from ingest.store.wal import use_write_ahead_log

Result = TypeVar("Result")
Insert = sqlite.Insert | postgresql.Insert
"""An INSERT that knows what to do with a row that is there already."""

BUSY_SECONDS = 5.0
"""Longest a SQLite writer waits for another. Measured under contention: the longest wait was 4.3 s."""
THREADS = 4
"""A PostgreSQL connection for each of these is enough for one process."""

DAMAGED = (
    "The database of past answers is damaged, and nothing in it was changed. "
    "Restore archie.db in the data folder from a backup, or move it away to begin with an empty one."
)
BUSY = "The database is busy. Please try again in a moment."
UNUSABLE = "The database cannot be used right now. Please try again in a moment."
_DAMAGE_CODES = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}
_BUSY_CODES = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}


def make_engine(url: str, busy_seconds: float = BUSY_SECONDS) -> Engine:
    """Make an engine for ``sqlite:///path`` or ``postgresql://…`` (the psycopg 3 driver is chosen here).

    A SQLite writer waits up to ``busy_seconds`` for another. Parameters are hidden in errors,
    because they hold what people asked.

    Raises:
        StoreError: the URL is neither of the two.
    """
    parsed = _with_driver(url)
    engine = create_engine(parsed, hide_parameters=True, pool_pre_ping=parsed.get_backend_name() == "postgresql")
    if parsed.get_backend_name() == "sqlite":
        event.listen(engine, "connect", partial(_prepare_sqlite, busy_seconds))
        event.listen(engine, "begin", _begin_sqlite)
    return engine


def _with_driver(url: str) -> URL:
    try:
        parsed = make_url(url)
    except ArgumentError as error:
        raise StoreError(
            "DATABASE_URL is not a database address. It looks like postgresql://user@host/name."
        ) from error
    if parsed.drivername in {"postgres", "postgresql"}:
        return parsed.set(drivername="postgresql+psycopg")
    if parsed.get_backend_name() not in {"sqlite", "postgresql"}:
        raise StoreError("DATABASE_URL must begin with postgresql://. Without it, SQLite is used.")
    return parsed


def _prepare_sqlite(busy_seconds: float, connection: Any, _record: object) -> None:
    """Set up a new connection. FULL keeps commits through a power cut, which WAL's usual NORMAL does not."""
    connection.isolation_level = None
    connection.execute(f"PRAGMA busy_timeout={busy_seconds * 1000:.0f}")
    use_write_ahead_log(connection, busy_seconds)
    for pragma in ("synchronous=FULL", "foreign_keys=ON"):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    """Begin at once as a writer where we will write: a deferred BEGIN loses 88 % of contended read-then-writes."""
    reads_only = connection.get_execution_options().get("reads_only", False)
    connection.exec_driver_sql("BEGIN" if reads_only else "BEGIN IMMEDIATE")


def as_store_error(error: SQLAlchemyError) -> StoreError:
    """Say in a sentence what is wrong with the database."""
    code = getattr(error.orig, "sqlite_errorcode", None) if isinstance(error, DBAPIError) else None
    primary = code & 0xFF if isinstance(code, int) else None  # extended codes carry the primary one in their low byte
    if primary in _DAMAGE_CODES:
        return StoreError(DAMAGED)
    return StoreError(BUSY if primary in _BUSY_CODES else UNUSABLE)


class Database:
    """Runs transactions in its own threads. Safe from any coroutine."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self._readers = engine.execution_options(reads_only=True)
        self._threads = ThreadPoolExecutor(THREADS, thread_name_prefix="store")
        self._writers = self._threads
        if engine.dialect.name == "sqlite":  # has one writer: who asks first writes first, and no reader waits for it
            self._writers = ThreadPoolExecutor(1, thread_name_prefix="store-writer")

    async def read(self, work: Callable[[Connection], Result]) -> Result:
        """Run ``work`` in a read transaction.

        Raises:
            StoreError: the database refused.
        """
        return await self._run(self._threads, self._readers, work)

    def read_now(self, work: Callable[[Connection], Result]) -> Result:
        """As `read`, in this thread: for threads that are not the event loop's.

        Raises:
            StoreError: the database refused.
        """
        return transact(self._readers, work)

    async def write(self, work: Callable[[Connection], Result]) -> Result:
        """Run ``work`` in a transaction that is committed when it returns and undone when it raises.

        Raises:
            StoreError: the database refused; nothing was kept.
        """
        return await self._run(self._writers, self.engine, work)

    async def _run(self, threads: ThreadPoolExecutor, engine: Engine, work: Callable[[Connection], Result]) -> Result:
        return await asyncio.get_running_loop().run_in_executor(threads, transact, engine, work)

    def close(self) -> None:
        """Let running transactions end, then close every connection."""
        self._writers.shutdown(wait=True)
        self._threads.shutdown(wait=True)
        self.engine.dispose()


def transact(engine: Engine, work: Callable[[Connection], Result]) -> Result:
    """Run ``work`` in one transaction in this thread, with errors as `StoreError`."""
    try:
        with engine.begin() as connection:
            return work(connection)
    except SQLAlchemyError as error:
        raise as_store_error(error) from error


def insert_into(connection: Connection, table: Table) -> Insert:
    """Begin an INSERT of the kind of this database, for ``on_conflict_do_update`` and ``on_conflict_do_nothing``."""
    return postgresql.insert(table) if connection.dialect.name == "postgresql" else sqlite.insert(table)
