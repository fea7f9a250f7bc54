"""Opening: migrations equal the tables, a second start does nothing, damage is told and never deleted."""

from __future__ import annotations

import asyncio
import sqlite3
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from sqlalchemy import text

from bot.errors import StoreError
from bot.store import decision_tables  # noqa: F401 - its tables are among the metadata's
from bot.store.database import Database, make_engine, transact
from bot.store.schema import MIGRATIONS, newest_revision
from bot.store.store import FILE, open_store
from bot.store.tables import metadata


def test_migrations_make_the_tables_the_code_uses(open_it, tmp_path: Path, database_url: str | None) -> None:
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    open_it()
    engine = make_engine(database_url or f"sqlite:///{tmp_path / 'data' / FILE}")
    with engine.begin() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []
    engine.dispose()


def test_the_newest_file_is_alembics_head() -> None:
    from alembic.config import Config
    from alembic.script import ScriptDirectory

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    assert ScriptDirectory.from_config(config).get_heads() == [newest_revision()]


def test_an_up_to_date_database_is_opened_without_alembic(tmp_path: Path) -> None:
    open_store(tmp_path).close()
    script = f"""
import sys, pathlib
from bot.store.store import open_store
open_store(pathlib.Path({str(tmp_path)!r})).close()
sys.exit("alembic" in sys.modules)
"""
    assert subprocess.run([sys.executable, "-c", script], check=False).returncode == 0


def test_two_processes_may_open_a_new_database_at_once(tmp_path: Path, database_url: str | None) -> None:
    failures: list[StoreError] = []

    def open_one() -> None:
        try:
            open_store(tmp_path, database_url).close()
        except StoreError as error:
            failures.append(error)

    threads = [threading.Thread(target=open_one) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert failures == []


def test_sqlite_is_set_up_to_keep_what_was_committed(tmp_path: Path) -> None:
    open_store(tmp_path).close()
    engine = make_engine(f"sqlite:///{tmp_path / FILE}")
    with engine.connect() as connection:
        found = [connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in ("journal_mode", "synchronous")]
        assert found == ["wal", 2]
        assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1
    engine.dispose()


@pytest.mark.parametrize("damage", ["header", "middle"])
def test_damage_is_told_and_the_file_is_left_alone(tmp_path: Path, damage: str) -> None:
    open_store(tmp_path).close()
    file = tmp_path / FILE
    content = bytearray(file.read_bytes())
    start = 0 if damage == "header" else 4096
    content[start : start + 2048] = b"\x5a" * 2048
    file.write_bytes(content)
    with pytest.raises(StoreError, match="damaged") as caught:
        open_store(tmp_path)
    assert str(tmp_path) not in str(caught.value)
    assert file.read_bytes() == bytes(content)


def test_a_database_of_a_newer_version_is_refused(open_it, tmp_path: Path, database_url: str | None) -> None:
    open_it()
    engine = make_engine(database_url or f"sqlite:///{tmp_path / 'data' / FILE}")
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    engine.dispose()
    with pytest.raises(StoreError, match="newer version"):
        open_it()


@pytest.mark.parametrize("url", ["not a url", "mysql://host/name"])
def test_an_unusable_url_names_the_setting(tmp_path: Path, url: str) -> None:
    with pytest.raises(StoreError, match="DATABASE_URL"):
        open_store(tmp_path, url)


def test_an_unreachable_server_is_a_sentence_without_the_password(tmp_path: Path) -> None:
    with pytest.raises(StoreError) as caught:
        open_store(tmp_path, "postgresql://archie:secret@127.0.0.1:1/none")
    assert "secret" not in str(caught.value)


def test_a_data_folder_that_cannot_be_made_names_the_setting(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(StoreError, match="ARCHIE_DATA_DIR"):
        open_store(tmp_path / "file" / "below")


def test_a_locked_database_says_busy(tmp_path: Path) -> None:
    open_store(tmp_path).close()
    holder = sqlite3.connect(tmp_path / FILE, isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    engine = make_engine(f"sqlite:///{tmp_path / FILE}", busy_seconds=0.05)
    try:
        with pytest.raises(StoreError, match="busy"):
            transact(engine, lambda connection: connection.execute(text("DELETE FROM claims")))
    finally:
        holder.close()
        engine.dispose()


async def test_waiting_for_the_database_does_not_hold_the_event_loop(tmp_path: Path) -> None:
    database = Database(make_engine(f"sqlite:///{tmp_path / 'x.db'}"))
    entered, leave = threading.Event(), threading.Event()

    def slow(_connection: object) -> str:
        entered.set()
        assert leave.wait(10)
        return "done"

    waiting = asyncio.create_task(database.write(slow))
    assert await asyncio.to_thread(entered.wait, 10)
    assert not waiting.done()
    leave.set()
    assert await asyncio.wait_for(waiting, 10) == "done"
    database.close()


async def test_a_failed_transaction_leaves_nothing(tmp_path: Path) -> None:
    store = open_store(tmp_path)
    database = Database(make_engine(f"sqlite:///{tmp_path / FILE}"))

    def fail(connection: object) -> None:
        connection.execute(text("INSERT INTO claims VALUES ('k', 'o', 'held', 0, NULL, 0)"))  # type: ignore[attr-defined]
        raise ValueError("changed my mind")

    with pytest.raises(ValueError, match="mind"):
        await database.write(fail)
    assert await store.claims.take("k")
    database.close()
    store.close()


async def test_ping_answers(open_it) -> None:
    await open_it().ping()


async def test_the_store_forgets_what_has_served_its_time(open_it, clock) -> None:
    store = open_it()
    await store.claims.take("k")
    await store.claims.done("k")
    await store.purge()
    assert not await store.claims.take("k")
    clock.now += 4 * 24 * 3600
    await store.purge()
    assert await store.claims.take("k")
