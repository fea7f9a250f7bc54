"""SQLite's write-ahead log, switched on by whoever opens a file first."""

from __future__ import annotations

import sqlite3
import time

_PAUSE_SECONDS = 0.01


def use_write_ahead_log(connection: sqlite3.Connection, busy_seconds: float) -> None:
    """Switch the log on, waiting for others as any writer would.

    SQLite's own busy timeout does not hold for this switch: two that open a new file at once would have one fail.

    Raises:
        sqlite3.OperationalError: somebody else was at the file all that time.
    """
    deadline = time.monotonic() + busy_seconds
    while True:
        try:
            connection.execute("PRAGMA journal_mode=WAL")
        except sqlite3.OperationalError as error:
            if (error.sqlite_errorcode & 0xFF) != sqlite3.SQLITE_BUSY or time.monotonic() >= deadline:
                raise
            time.sleep(_PAUSE_SECONDS)
        else:
            return
