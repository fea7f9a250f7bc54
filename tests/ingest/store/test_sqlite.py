"""A file of SQLite: what is damage, what is only a bad moment, and when the file is read through."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import event

from ingest.errors import DamagedTablesError, StoreError
from ingest.store.database import Database
from ingest.store.sqlite import SqliteDatabase
from tests.ingest.store.filling import put, revision, search


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """An index of a hundred passages, closed in order."""
    file = tmp_path / "index.db"
    with closing(Database.open(file)) as database:
        put(database, *(revision(f"{n}.md", f"zorkmid word{n} " + "filler " * 300) for n in range(100)))
    return file


def checks(file: Path) -> int:
    """How often opening the file reads it through."""
    asked: list[str] = []
    database = SqliteDatabase(file)
    event.listen(database.reading, "before_cursor_execute", lambda *arguments: asked.append(str(arguments[2])))
    with closing(database):
        database.opened()
    return sum("quick_check" in statement for statement in asked)


def test_a_file_that_was_closed_in_order_is_trusted(file: Path) -> None:
    assert checks(file) == 0


def test_a_file_that_was_left_open_is_read_through_once(file: Path) -> None:
    database = Database.open(file)
    put(database, revision("new.md", "more " * 5000))
    with database.writing.connect() as connection:  # what a power cut leaves: written to, and no note of it
        connection.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        connection.connection.close()
    database.reading.dispose()
    assert checks(file) == 1
    assert checks(file) == 0


def flip(data: bytes) -> bytes:
    return data[:4096] + bytes(byte ^ 0xFF for byte in data[4096:8192]) + data[8192:]


def truncate(data: bytes) -> bytes:
    return data[: len(data) // 2]


def garbage(data: bytes) -> bytes:
    return b"not a database at all" * (len(data) // 21)


@pytest.mark.parametrize("damage", [flip, truncate, garbage])
def test_damage_is_found_when_the_file_is_opened(file: Path, damage: Callable[[bytes], bytes]) -> None:
    file.write_bytes(damage(file.read_bytes()))
    with pytest.raises(DamagedTablesError, match="damaged"):
        Database.open(file)


@pytest.mark.parametrize("suffix", ["", "-wal", "-shm", "-sound"])
def test_any_file_may_be_missing(file: Path, suffix: str) -> None:
    file.with_name(file.name + suffix).unlink(missing_ok=True)
    with closing(Database.open(file)) as database:
        assert len(search(database, "zorkmid", 200)) == (0 if suffix == "" else 100)


@pytest.mark.parametrize("suffix", ["-wal", "-shm", "-sound"])
def test_rubbish_beside_the_file_loses_nothing_that_was_committed(file: Path, suffix: str) -> None:
    file.with_name(file.name + suffix).write_bytes(b"\xff" * 40_000)
    with closing(Database.open(file)) as database:
        assert len(search(database, "zorkmid", 200)) == 100


def test_damage_under_an_open_database_is_named_and_begun_again(file: Path) -> None:
    with closing(Database.open(file)) as database:
        data = file.read_bytes()
        file.write_bytes(data[:8192] + b"\xff" * (len(data) - 8192))
        database.reading.dispose()
        with pytest.raises(DamagedTablesError, match="built again from the folder"):
            search(database, "zorkmid")
        with pytest.raises(DamagedTablesError):
            database.check()
        database.begin_again()
        assert search(database, "zorkmid") == {}
        put(database, revision("a.md", "zorkmid"))
        assert list(search(database, "zorkmid")) == ["a.md#0"]
    assert len(list(file.parent.glob("index.db.damaged-*"))) >= 1


def test_a_file_in_which_damage_was_met_is_not_trusted_though_it_was_closed_in_order(file: Path) -> None:
    with closing(Database.open(file)) as database:
        data = file.read_bytes()
        file.write_bytes(data[:8192] + b"\xff" * (len(data) - 8192))
        database.reading.dispose()
        with pytest.raises(DamagedTablesError):
            search(database, "zorkmid")
    with pytest.raises(DamagedTablesError):
        Database.open(file)


def test_a_full_disk_is_said_reads_go_on_and_room_mends_it(file: Path) -> None:
    """Row 21."""
    with closing(Database.open(file)) as database:
        limits = {"pages": "PRAGMA max_page_count = 1"}  # as many as there are
        event.listen(database.writing, "begin", lambda connection: connection.exec_driver_sql(limits["pages"]))
        big = revision("big.md", *(f"zorkmid {n} " + f"word{n} " * 500 for n in range(200)))
        with pytest.raises(StoreError, match="disk of the index is full"):
            put(database, big)
        assert len(search(database, "zorkmid", 500)) == 100
        limits["pages"] = "PRAGMA max_page_count = 1000000"
        put(database, big)
        assert len(search(database, "zorkmid", 500)) == 300


def test_a_writer_that_finds_the_file_locked_says_so_and_reads_go_on(file: Path) -> None:
    """Row 22."""
    with (
        closing(SqliteDatabase(file, busy_seconds=0.05).opened()) as database,
        closing(sqlite3.connect(file, isolation_level=None)) as other,
    ):
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreError, match="busy"):
            put(database, revision("a.md", "late"))
        assert len(search(database, "zorkmid", 200)) == 100
        other.execute("ROLLBACK")
        put(database, revision("a.md", "late"))
