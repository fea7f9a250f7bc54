from __future__ import annotations

import asyncio
import shutil
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

import pytest

from ingest.errors import FolderError, IngestError, WriterBusyError
from ingest.lock import WriterLock
from ingest.model import SyncReport
from ingest.schedule import KnowledgeSchedule
from tests.ingest.house import House

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
async def running(house: House, scan_seconds: float = 3600) -> AsyncIterator[tuple[KnowledgeSchedule, Told]]:
    told = Told()
    schedule = KnowledgeSchedule(
        house.synchroniser, scan_seconds, "03:30", told.reports.put_nowait, told.errors.put_nowait
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
