"""A schema of PostgreSQL: made once, versioned, written by one process, and kept through lost connections."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from threading import Barrier

import psycopg
import pytest
from psycopg import sql

from ingest.errors import DamagedTablesError, StoreError, WriterBusyError, WriterLostError
from ingest.store import manifest
from ingest.store.database import Database
from ingest.store.lock import Writership
from tests.ingest.store.filling import put, revision, search
from tests.ingest.stores import NEEDS_POSTGRES, POSTGRES, store_at

pytestmark = NEEDS_POSTGRES


@pytest.fixture
def place(tmp_path: Path) -> Iterator[str]:
    with store_at("postgres", tmp_path) as where:
        yield str(where)


@pytest.fixture
def admin(place: str) -> Iterator[psycopg.Connection]:
    """Somebody else in the same schema."""
    assert POSTGRES is not None
    with psycopg.connect(POSTGRES, autocommit=True, options=f"-csearch_path={schema_of(place)}") as connection:
        yield connection


def schema_of(place: str) -> str:
    return place.rpartition("=")[2]


def lock_of(database: Database) -> Writership:
    assert database.lock is not None
    return database.lock


def cut_connections(admin: psycopg.Connection, place: str) -> int:
    """End every session that has used the schema, as a restarted server does; return how many."""
    found = admin.execute(
        "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity "
        "WHERE application_name = %s AND pid <> pg_backend_pid()",
        [schema_of(place)],
    ).fetchone()
    assert found is not None
    return int(found[0])


def named(place: str) -> str:
    """The place, its sessions bearing the schema's name, so that a test ends no others."""
    return f"{place}&application_name={schema_of(place)}"


def test_processes_that_open_at_once_make_the_tables_once(place: str) -> None:
    together = Barrier(4)

    def open_it() -> Database:
        together.wait()
        return Database.open(place)

    with ThreadPoolExecutor(4) as pool:
        opened = [future.result() for future in [pool.submit(open_it) for _ in range(4)]]
    put(opened[0], revision("a.md", "zorkmid"))
    assert [list(search(database, "zorkmid")) for database in opened] == [["a.md#0"]] * 4
    for database in opened:
        database.close()


def test_what_one_process_writes_another_finds_at_once(place: str) -> None:
    with closing(Database.open(place)) as one, closing(Database.open(place)) as other:
        put(one, revision("a.md", "zorkmid"))
        assert list(search(other, "zorkmid")) == ["a.md#0"]


def test_a_reading_transaction_sees_one_moment_and_writes_nothing(place: str) -> None:
    with closing(Database.open(place)) as database:
        put(database, revision("a.md", "zorkmid old"))
        with database.reading.begin() as connection:
            assert manifest.count(connection) == (1, 1)
            put(database, revision("a.md", "zorkmid new", "zorkmid newer"))
            assert manifest.count(connection) == (1, 1)
            assert len(database.lexical.search(connection, {"zorkmid": 1}, 9)) == 1
        with pytest.raises(Exception, match="read-only"), database.reading.begin() as connection:
            manifest.set_state(connection, "key", "value")


@pytest.mark.parametrize("version", ["1", "0"])
def test_an_older_index_is_built_again_whatever_its_tables_were(
    place: str, admin: psycopg.Connection, version: str
) -> None:
    admin.execute(sql.SQL("CREATE SCHEMA {}").format(sql.Identifier(schema_of(place))))
    admin.execute("CREATE TABLE state (key text PRIMARY KEY, value text)")
    admin.execute("CREATE TABLE unheard_of AS SELECT 1 AS x")
    admin.execute("INSERT INTO state VALUES ('schema', %s)", [version])
    with closing(Database.open(place)) as database:
        put(database, revision("a.md", "zorkmid"))
        assert list(search(database, "zorkmid")) == ["a.md#0"]
    assert admin.execute("SELECT to_regclass('unheard_of')").fetchone() == (None,)


def test_an_older_process_steps_back_from_a_newer_index(place: str, admin: psycopg.Connection) -> None:
    with closing(Database.open(place)) as older, closing(Database.open(place)) as newer:
        lock_of(older).acquire()
        admin.execute("UPDATE state SET value = '999' WHERE key = 'schema'")
        with pytest.raises(WriterLostError, match="newer version"):
            put(older, revision("a.md", "from the past"))
        assert not lock_of(older).held
        lock_of(newer).acquire()
    with pytest.raises(StoreError, match="newer version"):
        Database.open(place)


def test_the_second_writer_learns_who_the_first_is_and_takes_over_when_it_is_gone(place: str) -> None:
    with closing(Database.open(place)) as first, closing(Database.open(place)) as second:
        lock_of(first).acquire()
        lock_of(first).acquire()
        with pytest.raises(WriterBusyError, match=rf"process {os.getpid()} on .*, since 20\d\d-"):
            lock_of(second).acquire()
        lock_of(first).release()
        with lock_of(second):
            assert lock_of(second).held
        assert not lock_of(second).held


def test_the_lock_of_a_killed_process_is_free(place: str) -> None:
    code = (
        "import os, sys; from ingest.store.database import Database; database = Database.open(sys.argv[1]); "
        "database.lock.acquire(); print(os.getpid(), flush=True); sys.stdin.read()"
    )
    with (
        subprocess.Popen(
            [sys.executable, "-c", code, place], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        ) as child,
        closing(Database.open(place)) as database,
    ):
        assert child.stdout is not None
        pid = child.stdout.readline().strip()
        with pytest.raises(WriterBusyError, match=f"process {pid}"):
            lock_of(database).acquire()
        child.kill()
        child.wait()
        _until_free(lock_of(database))


def _until_free(lock: Writership) -> None:
    """The server notices a dead connection within moments."""
    for _ in range(2000):
        try:
            return lock.acquire()
        except WriterBusyError:
            continue
    lock.acquire()


def test_a_writer_that_lost_its_connection_stops_even_when_nobody_took_over(
    place: str, admin: psycopg.Connection
) -> None:
    with closing(Database.open(named(place))) as database:
        lock_of(database).acquire()
        put(database, revision("a.md", "zorkmid"))
        assert cut_connections(admin, place) >= 1
        with pytest.raises((WriterLostError, StoreError)):
            put(database, revision("b.md", "never"))
        lock_of(database).acquire()
        put(database, revision("b.md", "zorkmid"))
        assert set(search(database, "zorkmid")) == {"a.md#0", "b.md#0"}


def test_a_writer_that_was_replaced_cannot_write_though_its_connections_live(
    place: str, admin: psycopg.Connection
) -> None:
    with closing(Database.open(place)) as first:
        lock_of(first).acquire()
        admin.execute("UPDATE writers SET token = 'of another'")
        with pytest.raises(WriterLostError, match="connection to the database was lost"):
            put(first, revision("a.md", "never"))
        assert search(first, "never") == {}


def test_a_writer_cannot_be_replaced_in_the_middle_of_a_transaction(place: str) -> None:
    with closing(Database.open(place)) as first, ThreadPoolExecutor(1) as pool:
        lock_of(first).acquire()
        with closing(Database.open(place)) as second, first.writing.begin() as connection:
            manifest.put(connection, first.lexical, [revision("a.md", "zorkmid")], "2026")
            lock_of(first).release()  # as if the server had lost sight of it
            taking = pool.submit(lock_of(second).acquire)
            with pytest.raises(TimeoutError):
                taking.result(0.1)
            connection.commit()
            taking.result(10)
            assert list(search(second, "zorkmid")) == ["a.md#0"]


def test_readers_go_on_after_the_server_restarted(place: str, admin: psycopg.Connection) -> None:
    """Row 50."""
    with closing(Database.open(named(place))) as database:
        put(database, revision("a.md", "zorkmid"))
        for _ in range(2):
            assert cut_connections(admin, place) >= 1
            assert list(search(database, "zorkmid")) == ["a.md#0"]


def test_a_connection_lost_in_the_middle_loses_nothing_and_the_next_try_completes_it(
    place: str, admin: psycopg.Connection
) -> None:
    """Row 50."""
    with closing(Database.open(named(place))) as database:
        put(database, revision("a.md", "zorkmid old"))
        with (
            pytest.raises(StoreError, match="does not answer"),
            database.writing.begin() as connection,
        ):
            manifest.put(connection, database.lexical, [revision("a.md", "zorkmid new")], "2026")
            cut_connections(admin, place)
        assert list(search(database, "old")) == ["a.md#0"]
        put(database, revision("a.md", "zorkmid new"))
        assert list(search(database, "new")) == ["a.md#0"]


def test_a_table_in_use_is_waited_for_and_then_called_busy(place: str, admin: psycopg.Connection) -> None:
    """Row 22; the server's limit on waiting is shortened by the test."""
    with closing(Database.open(place)) as database, database.writing.begin() as holding:
        manifest.set_state(holding, "key", "held")
        with pytest.raises(StoreError, match="busy"), database.writing.begin() as waiting:
            waiting.exec_driver_sql("SET LOCAL lock_timeout = '20ms'")
            manifest.set_state(waiting, "key", "late")


def test_tables_that_were_dropped_are_named_and_made_again(place: str, admin: psycopg.Connection) -> None:
    with closing(Database.open(place)) as database:
        lock_of(database).acquire()
        admin.execute("DROP TABLE passages CASCADE")
        with pytest.raises(DamagedTablesError, match="made and filled again"):
            search(database, "anything") or put(database, revision("a.md", "zorkmid"))
        database.begin_again()
        put(database, revision("a.md", "zorkmid"))
        assert list(search(database, "zorkmid")) == ["a.md#0"]


@pytest.mark.parametrize(
    ("url", "sentence"),
    [
        ("mysql://host/name", "must begin with postgresql://"),
        ("no address", "not a database address"),
        ("postgresql://nobody@127.0.0.1:9/nothing", "does not answer"),
    ],
)
def test_an_address_that_cannot_be_used_is_explained(url: str, sentence: str) -> None:
    with pytest.raises(StoreError, match=sentence) as caught:
        Database.open(url)
    assert "nobody" not in str(caught.value)


def test_what_postgresql_cannot_hold_is_replaced_where_it_stood(place: str, tmp_path: Path) -> None:
    held = revision("a.md", "zorkmid\x00one \ud800two", title="t\x00")
    for where in (place, tmp_path / "index.db"):
        with closing(Database.open(where)) as database:
            put(database, held)
            with database.reading.begin() as connection:
                [found] = manifest.of_documents(connection, ["a.md"])
            assert (found.text, found.title) == ("zorkmid\ufffdone \ufffdtwo", "t\ufffd")
