"""What the process that keeps the index tells the others, and does for them."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.store.store import Store, open_store
from bot.upkeep import Upkeep
from ingest.errors import FolderError, IngestError, MassRemovalError, WriterBusyError
from ingest.model import Failure, SyncReport

WAIT = 10.0


def report(**changes: int) -> SyncReport:
    counts = {"documents": 5, "chunks": 20, "added": 0, "updated": 0, "removed": 0, "unchanged": 5}
    return SyncReport(**(counts | changes), failed=(Failure("a.pdf", "broken"),), seconds=0.25)


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    opened = await asyncio.to_thread(open_store, tmp_path)
    yield opened
    await asyncio.to_thread(opened.close)


async def done(outcome: SyncReport | IngestError) -> SyncReport:
    if isinstance(outcome, IngestError):
        raise outcome
    return outcome


async def test_a_sync_is_told_and_the_last_change_stays_beside_it(store: Store) -> None:
    upkeep = Upkeep(store.knowledge, {})
    upkeep.report(report(added=2))
    upkeep.report(report())
    await upkeep.tell()

    notes = await store.knowledge.notes()
    assert (notes["sync"].value["added"], notes["change"].value["added"]) == (0, 2)
    assert (notes["sync"].value["failed"], notes["sync"].value["seconds"]) == (1, 0.25)


async def test_what_keeps_it_from_syncing_is_told_until_a_sync_goes_well(store: Store) -> None:
    upkeep = Upkeep(store.knowledge, {})
    upkeep.problem(MassRemovalError(12, 14))
    await upkeep.tell()
    assert dict((await store.knowledge.notes())["refused"].value) == {"missing": 12, "documents": 14}
    upkeep.problem(FolderError("The folder is not there."))
    await upkeep.tell()
    notes = await store.knowledge.notes()
    assert "refused" not in notes
    assert notes["problem"].value == {"error": "The folder is not there."}
    upkeep.report(report())
    await upkeep.tell()
    assert set(await store.knowledge.notes()) == {"sync"}


async def test_the_same_refusal_told_again_is_the_same_one(store: Store) -> None:
    upkeep = Upkeep(store.knowledge, {"sync": lambda: done(MassRemovalError(12, 14))})
    upkeep.problem(MassRemovalError(12, 14))
    await upkeep.tell()
    first = (await store.knowledge.notes())["refused"].at
    await store.knowledge.ask("sync", "U1")
    await upkeep.turn()
    assert (await store.knowledge.notes())["refused"].at == first
    upkeep.problem(MassRemovalError(13, 14))
    await upkeep.tell()
    assert (await store.knowledge.notes())["refused"].at > first


async def test_that_another_process_keeps_the_index_is_no_problem(store: Store) -> None:
    upkeep = Upkeep(store.knowledge, {})
    upkeep.problem(WriterBusyError("busy"))
    await upkeep.tell()
    assert await store.knowledge.notes() == {}


@pytest.mark.parametrize(
    ("outcome", "result"),
    [(report(removed=3), ("report", 3)), (FolderError("The folder is not there."), ("error", None))],
)
async def test_a_request_is_done_and_its_result_comes_back(
    store: Store, outcome: SyncReport | IngestError, result: tuple[str, int | None]
) -> None:
    upkeep = Upkeep(store.knowledge, {"confirm": lambda: done(outcome)})
    made = await store.knowledge.ask("confirm", "U1")
    assert made is not None
    await upkeep.turn()

    settled = await store.knowledge.result(made)
    assert settled is not None
    key, removed = result
    assert set(settled) == {key}
    assert removed is None or settled["report"]["removed"] == removed


async def test_what_was_begun_is_done_and_told_before_it_ends(store: Store) -> None:
    begun, may_end = asyncio.Event(), asyncio.Event()

    async def slowly() -> SyncReport:
        begun.set()
        await may_end.wait()
        return report(added=1)

    upkeep = Upkeep(store.knowledge, {"sync": slowly}, poll_seconds=0.01)
    running = asyncio.create_task(upkeep.run())
    made = await store.knowledge.ask("sync", "U1")
    assert made is not None
    await asyncio.wait_for(begun.wait(), WAIT)
    upkeep.end()
    upkeep.report(report(added=1))
    may_end.set()
    await asyncio.wait_for(running, WAIT)

    assert (await store.knowledge.result(made) or {})["report"]["added"] == 1
    assert (await store.knowledge.notes())["change"].value["added"] == 1
