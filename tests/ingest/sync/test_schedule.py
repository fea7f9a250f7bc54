from __future__ import annotations

import asyncio
import logging
import shutil
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from datetime import UTC, datetime, timedelta

import pytest

from ingest.errors import FolderError, IngestError, MassRemovalError, WriterBusyError
from ingest.model import Signature, SyncReport
from ingest.store.lock import WriterLock
from ingest.sync.folder import signature_of
from ingest.sync.schedule import KnowledgeSchedule
from tests.ingest.house import Build, House

WAIT = 20.0
"""Longest a test waits for what should come at once."""


class Told:
    """What a schedule told, to wait for."""

    def __init__(self) -> None:
        self.reports: asyncio.Queue[SyncReport] = asyncio.Queue()
        self.errors: asyncio.Queue[IngestError] = asyncio.Queue()

    async def until(self, found: Callable[[], bool]) -> None:
        async with asyncio.timeout(WAIT):
            while not found():
                await self.reports.get()


@asynccontextmanager
async def running(
    house: House, scan_seconds: float = 3600, now: datetime | None = None
) -> AsyncIterator[tuple[KnowledgeSchedule, Told]]:
    told = Told()
    schedule = KnowledgeSchedule(
        house.synchroniser,
        scan_seconds,
        "03:30",
        told.reports.put_nowait,
        told.errors.put_nowait,
        now=lambda: now or datetime.now(UTC),
    )
    await schedule.start()
    try:
        yield schedule, told
    finally:
        await schedule.stop()


async def test_the_first_sync_comes_at_once(house: House) -> None:
    house.write("a.md", "zorkmid")
    async with running(house) as (_, told):
        await told.until(lambda: house.found("zorkmid") == ["a.md"])


async def test_edits_and_deletions_are_answered_without_waiting_for_a_scan(house: House) -> None:
    house.write("a.md", "one coin")
    async with running(house) as (_, told):
        await told.until(lambda: house.paths() == ["a.md"])
        file = house.write("a.md", "one zorkmid")
        await told.until(lambda: [hit.lexical for hit in house.index.search("zorkmid")] == [1.0])
        file.unlink()
        await told.until(lambda: house.paths() == [])


async def test_a_replaced_folder_is_seen_again(house: House) -> None:
    house.write("a.md", "one")
    async with running(house) as (_, told):
        await told.until(lambda: house.paths() == ["a.md"])
        shutil.move(house.folder, house.folder.with_name("old"))
        house.folder.mkdir()
        house.write("b.md", "two")
        await told.until(lambda: house.paths() == ["b.md"])
        house.write("c.md", "three")
        await told.until(lambda: house.paths() == ["b.md", "c.md"])


async def test_the_interval_scan_needs_no_watcher(house: House) -> None:
    house.folder.rmdir()
    async with running(house, scan_seconds=0.2) as (_, told):
        async with asyncio.timeout(WAIT):
            assert isinstance(await told.errors.get(), FolderError)
        house.folder.mkdir()
        house.write("a.md", "one")
        await told.until(lambda: house.paths() == ["a.md"])


async def test_sync_now_reports_and_raises(house: House) -> None:
    house.write("a.md", "one")
    async with running(house) as (schedule, _):
        async with asyncio.timeout(WAIT):
            assert (await schedule.sync_now()).documents == 1
            shutil.rmtree(house.folder)
            with pytest.raises(FolderError):
                await schedule.sync_now()


async def test_stopping_lets_the_document_finish_and_gives_the_lock_back(house: House) -> None:
    house.write("a.md", "zorkmid")
    async with running(house) as (_, told):
        await told.until(lambda: house.paths() == ["a.md"])
        lock = WriterLock(house.index_dir / "writer.lock")
        with pytest.raises(WriterBusyError):
            lock.acquire()
    with lock:
        assert lock.held
    house.assert_index_is_folder()


async def test_stopping_before_anything_was_synced_is_clean(house: House) -> None:
    for n in range(40):
        house.write(f"{n}.md", f"text {n}")
    async with running(house):
        pass
    assert not house.index.needs_mending()


def delete_all(house: House) -> None:
    for file in house.folder.glob("*.md"):
        file.unlink()


async def quiet(told: Told, schedule: KnowledgeSchedule) -> list[IngestError]:
    """Let a few more scans pass, and return what they told."""
    for _ in range(3):
        with suppress(IngestError):
            await schedule.sync_now()
        await asyncio.sleep(0.1)  # three intervals of the scans that are to stay quiet
    return [told.errors.get_nowait() for _ in range(told.errors.qsize())]


async def test_a_mass_removal_is_told_once_and_again_when_the_numbers_change(house: House) -> None:
    for n in range(24):
        house.write(f"{n}.md", f"zorkmid {n}")
    house.synchroniser.sync()
    for n in range(14):
        (house.folder / f"{n}.md").unlink()
    async with running(house, scan_seconds=0.03) as (schedule, told), asyncio.timeout(WAIT):
        assert "14 of 24" in str(await told.errors.get())
        assert await quiet(told, schedule) == []
        (house.folder / "14.md").unlink()
        assert "15 of 24" in str(await told.errors.get())
        assert len(house.paths()) == 24


async def test_removals_can_be_confirmed(house: House) -> None:
    for n in range(4):
        house.write(f"{n}.md", f"zorkmid {n}")
    house.synchroniser.sync()
    delete_all(house)
    async with running(house) as (schedule, told), asyncio.timeout(WAIT):
        assert isinstance(await told.errors.get(), MassRemovalError)
        assert len(house.paths()) == 4
        assert (await schedule.confirm_removals()).removed == 4
        assert house.paths() == []


async def test_an_error_that_comes_back_after_a_good_sync_is_told_again(house: House) -> None:
    house.write("a.md", "one")
    async with running(house, scan_seconds=0.05) as (_, told), asyncio.timeout(WAIT):
        await told.until(lambda: house.paths() == ["a.md"])
        for _ in range(2):
            away = house.folder.rename(house.folder.with_name("away"))
            assert isinstance(await told.errors.get(), FolderError)
            away.rename(house.folder)
            await told.reports.get()
            while not told.reports.empty():
                told.reports.get_nowait()
            await told.reports.get()


@pytest.mark.both_stores
async def test_of_two_processes_one_waits_quietly_and_takes_over(
    build: Build, caplog: pytest.LogCaptureFixture
) -> None:
    first, second = build(), build()
    first.write("a.md", "one")
    first.synchroniser.sync()
    with caplog.at_level(logging.WARNING):
        async with running(second, scan_seconds=0.03) as (schedule, told), asyncio.timeout(WAIT):
            assert isinstance(await told.errors.get(), WriterBusyError)
            assert await quiet(told, schedule) == []
            first.synchroniser.close()
            first.write("b.md", "zorkmid")
            await told.until(lambda: second.paths() == ["a.md", "b.md"])
            assert [(hit.passage.document, hit.dense) for hit in second.index.search("zorkmid", 1)] == [("b.md", 1.0)]
    assert caplog.text == ""


async def test_a_schedule_that_is_stopped_at_any_point_ends_without_a_word(
    build: Build, caplog: pytest.LogCaptureFixture
) -> None:
    for turns in range(12):
        house = build()
        house.write("a.md", "one")
        async with running(house, scan_seconds=0.001):
            for _ in range(turns):
                await asyncio.sleep(0)
    assert caplog.text == ""


async def test_a_night_that_was_missed_is_caught_up_with(build: Build) -> None:
    first = build()
    file = first.write("a.md", "one")
    first.synchroniser.sync()
    file.write_text("two zorkmid")
    first.index.note_unchanged({"a.md": signature_of(file) or Signature()})  # an edit that hides from stat
    first.synchroniser.close()
    again = build()
    async with running(again, now=datetime.now(UTC) + timedelta(days=2)) as (_, told):
        await told.until(lambda: [hit.lexical for hit in again.index.search("zorkmid")] == [1.0])


async def test_a_file_somebody_has_open_is_taken_once_it_is_closed(house: House) -> None:
    async with running(house) as (_, told):
        with (house.folder / "a.md").open("w") as file:
            file.write("zorkmid half")
            file.flush()
            async with asyncio.timeout(WAIT):
                while not (await told.reports.get()).waiting:
                    pass
            assert house.paths() == []
        await told.until(lambda: house.found("zorkmid") == ["a.md"])


async def test_a_storm_of_edits_is_a_few_syncs_and_the_last_wins(build: Build) -> None:
    """Row 26 and 27 of the fault matrix: fifty writes a second, never a half-written version, few ingests."""
    house = build(still=0.15, patience=0.3)
    seen: list[str] = []
    house.index.subscribe(lambda _: seen.extend(p.text for p in house.index.document_passages("a.md")))
    async with running(house) as (_, told):
        for n in range(60):
            house.write("a.md", f"zorkmid {n} " + "end")
            await asyncio.sleep(0.02)  # the storm itself
        await told.until(lambda: seen[-1:] == ["zorkmid 59 end"])
    assert len(seen) <= 2
    assert all(text.endswith("end") for text in seen)


async def test_after_the_stop_nothing_is_begun(house: House) -> None:
    async with running(house) as (schedule, _):
        pass
    with pytest.raises(IngestError, match="stopping"):
        await schedule.sync_now()
