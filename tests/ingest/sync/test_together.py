"""Two syncs at once: in one process they take turns, of two processes one is refused."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest

from ingest.errors import WriterBusyError
from ingest.steps import Step
from ingest.sync.progress import Phase
from ingest.sync.schedule import KnowledgeSchedule
from tests.ingest.house import Build, House

HOLDER = """
import sys
from pathlib import Path
from ingest.service import open_index, open_synchroniser
folder, index_dir = map(Path, sys.argv[1:])
with open_synchroniser(folder, index_dir, open_index(index_dir)) as synchroniser:
    synchroniser.sync()
    print("synced", flush=True)
    sys.stdin.read()
"""


def test_two_threads_take_turns(build: Build) -> None:
    begun, go_on = Event(), Event()

    def wait_once(step: Step) -> None:
        if step is Step.VECTORS_WRITTEN and not begun.is_set():
            begun.set()
            assert go_on.wait(20)

    house = build(checkpoint=wait_once)
    for n in range(5):
        house.write(f"{n}.md", f"zorkmid {n}")
    with ThreadPoolExecutor(2) as pool:
        first = pool.submit(house.synchroniser.sync)
        assert begun.wait(20)
        second = pool.submit(house.synchroniser.sync)
        assert not first.done()
        assert not second.done()
        go_on.set()
        assert (first.result(20).added, second.result(20).added, second.result().unchanged) == (5, 0, 5)
    house.assert_index_is_folder()


async def test_sync_now_while_one_is_running_comes_after_it(build: Build) -> None:
    house = build()
    schedule = KnowledgeSchedule(house.synchroniser, 3600, "03:30")
    await schedule.start()
    try:
        house.write("a.md", "zorkmid")
        reports = await asyncio.wait_for(asyncio.gather(*(schedule.sync_now() for _ in range(3))), 60)
    finally:
        await schedule.stop()
    assert sum(report.added for report in reports) <= 1
    assert house.found("zorkmid") == ["a.md"]


def test_another_process_is_named_and_its_place_taken_when_it_dies(house: House) -> None:
    house.write("a.md", "zorkmid")
    arguments = [sys.executable, "-c", HOLDER, house.folder, house.index_dir]
    with subprocess.Popen(arguments, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == b"synced\n"
        assert house.found("zorkmid") == ["a.md"]  # opens the vectors as a reader
        with pytest.raises(WriterBusyError, match=f"process {holder.pid} on"):
            house.synchroniser.sync()
        holder.kill()
    house.write("b.md", "zorkmid quuxword")
    assert house.synchroniser.sync().added == 1
    best = house.index.search("quuxword", 1)[0]
    assert (best.passage.document, best.dense) == ("b.md", 1.0)
    house.assert_index_is_folder()


def test_a_stopped_sync_removes_nothing_and_keeps_what_was_read(build: Build) -> None:
    house = build()
    house.write("old.md", "the same text")
    house.synchroniser.sync()
    (house.folder / "old.md").rename(house.folder / "z.md")
    house.write("a.md", "zorkmid")

    def stop_at_the_first(done: int, total: int, path: str, phase: Phase = Phase.READ) -> None:
        if done == 0 and phase is Phase.READ:
            house.synchroniser.stop()

    report = house.synchroniser.sync(stop_at_the_first)
    assert (report.added, report.removed, report.moved) == (1, 0, 0)
    assert house.paths() == ["a.md", "old.md"]
    house.synchroniser.close()
    again = build()
    assert again.synchroniser.sync().moved == 1
    again.assert_index_is_folder()
