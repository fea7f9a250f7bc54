"""What a database driver's error means, in a sentence: damage is built again, everything else is only waited for."""

from __future__ import annotations

import sqlite3

from sqlalchemy.engine import ExceptionContext

from ingest.errors import DamagedTablesError, IngestError, StoreError

DAMAGED = "The index is damaged. It is built again from the folder."
FULL = "The disk of the index is full. Nothing was lost: make room, and the next try goes on."
BUSY = "The index is busy. Please try again in a moment."
REFUSED = "The index may not be written. Check who owns the data folder, and that its disk is not read-only."
DISK = "The disk of the index does not take or give data. Check it; the next try goes on."
UNREACHABLE = "The database of the index does not answer. Check DATABASE_URL and its server; the next try goes on."
FORBIDDEN = "The database refuses Archie's role. It must be allowed to log in, and to make and use a schema of its own."
GONE = "The tables of the index are not there any more. They are made and filled again."

_SQLITE = {
    sqlite3.SQLITE_CORRUPT: DAMAGED,
    sqlite3.SQLITE_NOTADB: DAMAGED,
    sqlite3.SQLITE_FULL: FULL,
    sqlite3.SQLITE_BUSY: BUSY,
    sqlite3.SQLITE_LOCKED: BUSY,
    sqlite3.SQLITE_PERM: REFUSED,
    sqlite3.SQLITE_READONLY: REFUSED,
    sqlite3.SQLITE_CANTOPEN: REFUSED,
    sqlite3.SQLITE_IOERR: DISK,
}
"""By primary result code, https://sqlite.org/rescode.html."""

_POSTGRES = {
    "XX001": DAMAGED,  # data_corrupted
    "XX002": DAMAGED,  # index_corrupted
    "42P01": GONE,  # undefined_table
    "3F000": GONE,  # invalid_schema_name
    "53100": FULL,  # disk_full
    "55P03": BUSY,  # lock_not_available
    "40001": BUSY,  # serialization_failure
    "40P01": BUSY,  # deadlock_detected
    "53300": BUSY,  # too_many_connections
    "42501": FORBIDDEN,  # insufficient_privilege
    "28P01": FORBIDDEN,  # invalid_password
    "28000": FORBIDDEN,  # invalid_authorization_specification
    "3D000": UNREACHABLE,  # invalid_catalog_name
}
"""By SQLSTATE, https://www.postgresql.org/docs/current/errcodes-appendix.html."""
_POSTGRES_CLASSES = {"08": UNREACHABLE, "57": UNREACHABLE, "58": DISK}
"""By the first two characters: the connection broke, an operator stopped the server, its system failed."""


def translate(context: ExceptionContext) -> IngestError | None:
    """Return what to raise in place of a driver's error, or None for a mistake of ours. Listens to ``handle_error``."""
    if context.is_pre_ping:  # SQLAlchemy's own look at a connection: it opens another one
        return None
    sentence = _of_sqlite(context.original_exception) or _of_postgres(context)
    if sentence is None:
        return None
    return DamagedTablesError(sentence) if sentence in {DAMAGED, GONE} else StoreError(sentence)


def _of_sqlite(error: BaseException) -> str | None:
    code = getattr(error, "sqlite_errorcode", None)
    return _SQLITE.get(code & 0xFF) if isinstance(code, int) else None  # the low byte of an extended code


def _of_postgres(context: ExceptionContext) -> str | None:
    state = getattr(context.original_exception, "sqlstate", None)
    if isinstance(state, str):
        return _POSTGRES.get(state) or _POSTGRES_CLASSES.get(state[:2])
    lost = context.is_disconnect or (context.connection is None and hasattr(context.original_exception, "sqlstate"))
    return UNREACHABLE if lost else None
