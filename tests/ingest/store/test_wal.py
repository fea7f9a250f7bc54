"""Switching the write-ahead log on while others are at the file."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from threading import Thread

import pytest

from ingest.store.wal import use_write_ahead_log


def connect(file: Path) -> sqlite3.Connection:
    return sqlite3.connect(file, timeout=0, isolation_level=None, check_same_thread=False)


def test_it_waits_for_who_is_writing(tmp_path: Path) -> None:
    file = tmp_path / "new.db"
    with closing(connect(file)) as writer, closing(connect(file)) as opener:
        writer.execute("BEGIN EXCLUSIVE")
        waiting = Thread(target=use_write_ahead_log, args=(opener, 10))
        waiting.start()
        waiting.join(0.05)
        assert waiting.is_alive()
        writer.execute("COMMIT")
        waiting.join(10)
        assert opener.execute("PRAGMA journal_mode").fetchone() == ("wal",)


def test_it_gives_up_when_its_time_is_over(tmp_path: Path) -> None:
    file = tmp_path / "new.db"
    with closing(connect(file)) as writer, closing(connect(file)) as opener:
        writer.execute("BEGIN EXCLUSIVE")
        with pytest.raises(sqlite3.OperationalError, match="locked"):
            use_write_ahead_log(opener, 0.03)


def test_what_is_no_database_is_told_at_once(tmp_path: Path) -> None:
    (tmp_path / "bad.db").write_bytes(b"no database, but long enough to be read as one" * 100)
    with closing(connect(tmp_path / "bad.db")) as opener, pytest.raises(sqlite3.DatabaseError):
        use_write_ahead_log(opener, 10)
