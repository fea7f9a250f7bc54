"""Records of decisions and the commands: `archie ingest` counts articles alone, and never takes a record away."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot import app, console
from bot.settings import Settings
from bot.store.decision_records import KeptRecord
from bot.store.decisions import Addition, DecisionRow, EventRecord
from bot.store.store import Store, open_store
from ingest.model import SyncReport
from ingest.sync.progress import silent
from tests.scenarios.town import settings_in

RECORD = "---\ntitle: Decision record 1\naudience: [C0SECRET]\n---\n# Payroll\n\nChosen option: quuxword.\n"


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    (tmp_path / "notes").mkdir()
    (tmp_path / "notes" / "a.md").write_text("# A\n\nzorkmid")
    return settings_in(tmp_path)


@pytest.fixture
def store(settings: Settings) -> Iterator[Store]:
    opened = open_store(settings.data_dir)
    yield opened
    opened.close()


async def keep(store: Store, id_: str, **changes: str) -> None:
    row = {"id": id_, "key": id_, "team": "T1", "channel": "C0SECRET", "thread_ts": None, "owner": "U1", "solo": False}
    state = {"status": "finished", "topic": "Payroll", "matter": "m", "version": "v", "number": 1}
    other = {"supersedes": None, "superseded_by": None, "due_at": None, "started_at": 1.0, "updated_at": 1.0}
    made = DecisionRow(**row, **state, **other, people={})  # type: ignore[arg-type]
    await store.decisions.create(Addition(made, 0, [EventRecord("k", 1.0, "U1", "started", {})]), {})
    text = changes.get("text", RECORD)
    await store.decision_records.keep(KeptRecord(id_, "0001-payroll.md", text, "C0SECRET", "[]", 1))


def synced(settings: Settings, store: Store) -> SyncReport:
    """What a process does that has the database open."""
    with app.knowledge(settings, store.decision_records) as (_, synchroniser):
        return synchroniser.sync()


def found(settings: Settings, reader: str) -> list[str]:
    with app.searching(settings) as index:
        return [hit.passage.document for hit in index.for_audience(reader).search("quuxword zorkmid")]


async def test_the_commands_count_articles_and_leave_records_as_they_are(settings: Settings, store: Store) -> None:
    await keep(store, "d1")
    assert synced(settings, store).further == 1
    counts = console.report_as_dict(app.sync_once(settings, silent))
    assert {name: counts[name] for name in ("documents", "chunks", "added", "updated", "removed", "unchanged")} == {
        "documents": 1,
        "chunks": 1,
        "added": 0,
        "updated": 0,
        "removed": 0,
        "unchanged": 1,
    }
    assert sorted(found(settings, "C0SECRET")) == ["a.md", "decisions/0001-payroll.md"]
    assert found(settings, "C0OTHER") == ["a.md"]


def test_who_never_decided_sees_no_difference(settings: Settings) -> None:
    counts = console.report_as_dict(app.sync_once(settings, silent))
    assert (counts["documents"], counts["added"], counts["failed"]) == (1, 1, [])
    assert not (settings.data_dir / app.DECISIONS).exists()
    assert set(counts) == {
        *("documents", "chunks", "added", "updated", "removed", "moved", "unchanged"),
        *("pending_vectors", "failed", "seconds"),
    }


async def test_a_command_keeps_records_whose_files_are_lost(settings: Settings, store: Store) -> None:
    await keep(store, "d1")
    synced(settings, store)
    for file in (settings.data_dir / app.DECISIONS).iterdir():
        file.unlink()
    assert app.sync_once(settings, silent, confirmed=True).removed == 0
    assert "decisions/0001-payroll.md" in found(settings, "C0SECRET")
    assert synced(settings, store).further == 0


async def test_a_database_that_fails_removes_nothing(settings: Settings, store: Store) -> None:
    await keep(store, "d1")
    synced(settings, store)
    for file in (settings.data_dir / app.DECISIONS).iterdir():
        file.unlink()
    (settings.data_dir / "archie.db").rename(settings.data_dir / "away.db")
    (settings.data_dir / "archie.db").write_text("no database")
    store.close()
    assert synced(settings, store).further == 0
    assert "decisions/0001-payroll.md" in found(settings, "C0SECRET")
