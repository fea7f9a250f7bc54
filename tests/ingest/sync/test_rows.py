"""Rows of the fault matrix that one process can show: full disks, busy stores, and files that change as they are read.

Row 23 (the database of decisions) is tested in tests/bot/store, rows 31 to 36 in tests/ingest/readers and
tests/ingest/hostile; row 24 is `test_rows_damage`, row 29 `test_rows_load`.
"""

from __future__ import annotations

import asyncio
import os
import resource
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from threading import Event

import pytest

from ingest.errors import IngestError, StoreError, WriterBusyError
from ingest.model import SyncReport
from ingest.service import open_index, open_synchroniser
from ingest.sync.schedule import KnowledgeSchedule
from tests.faults.grounds import ground_at, opened, shut
from tests.faults.versions import Version
from tests.faults.witness import Witness
from tests.ingest.house import House

ROOT = Path(__file__).parents[3]
OLD = Version("zorkmid")
PATIENCE_SECONDS = 30.0
"""What would wait for ever takes longer, whatever else the machine does."""


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    with ground_at(tmp_path / "ground", "sqlite") as ground, opened(ground) as house:
        yield house


@contextmanager
def no_larger_files_than(size: int) -> Iterator[None]:
    """Let no file of this process grow beyond a size in bytes, as on a full disk."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def test_a_full_disk_refuses_the_sync_and_not_the_questions(house: House) -> None:
    """Row 21."""
    OLD.write(house.folder / "a.md")
    house.synchroniser.sync()
    for number in range(40):
        Version(f"blorple{number}", parts=30).write(house.folder / f"{number}.md")
    with no_larger_files_than(300_000):
        with pytest.raises(IngestError) as refused:
            house.synchroniser.sync()
        assert str(refused.value).endswith(".")
        assert house.found(OLD.marker)[0] == "a.md"
    house.synchroniser.sync()
    house.assert_index_is_folder()


def test_a_store_locked_by_another_program_is_waited_for_and_then_called_busy(house: House) -> None:
    """Row 22."""
    OLD.write(house.folder / "a.md")
    house.synchroniser.sync()
    OLD.later().write(house.folder / "a.md")
    with closing(sqlite3.connect(house.index_dir / "index.db", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        began = time.monotonic()
        with pytest.raises(StoreError):
            house.synchroniser.sync()
        assert 4 < time.monotonic() - began < PATIENCE_SECONDS
        assert house.found(OLD.marker)[0] == "a.md"
        other.execute("ROLLBACK")
    house.synchroniser.sync()
    house.assert_index_is_folder()


def test_a_second_process_is_refused_by_name(tmp_path: Path) -> None:
    """Row 25."""
    folder, data = tmp_path / "knowledge", tmp_path / "data"
    OLD.write(folder / "a.md")
    script = (
        "import sys; from pathlib import Path; from ingest.service import *; "
        "index = open_index(Path(sys.argv[2])); open_synchroniser(Path(sys.argv[1]), Path(sys.argv[2]), index).sync()"
    )
    with closing(open_index(data)) as index, open_synchroniser(folder, data, index) as first:
        first.sync()
        second = subprocess.run(
            [sys.executable, "-c", script, folder, data],
            cwd=ROOT,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
        assert WriterBusyError.__name__ in second.stderr
        assert f"process {os.getpid()}" in second.stderr
    assert (
        subprocess.run([sys.executable, "-c", script, folder, data], cwd=ROOT, timeout=60, check=False).returncode == 0
    )


def test_a_half_written_file_is_not_served_before_it_is_closed(house: House) -> None:
    """Row 26: the program that writes it may pause for as long as it likes."""
    file, new = house.folder / "a.md", OLD.later()
    OLD.write(file)
    house.synchroniser.sync()
    with file.open("w", encoding="utf-8") as writing:
        writing.write(new.half)
        writing.flush()
        for _ in range(3):
            assert house.synchroniser.sync().waiting == 1
            assert OLD.text.count("edition1") >= len(house.index.document_passages("a.md")) > 0
            assert all("edition1" in passage.text for passage in house.index.document_passages("a.md"))
        writing.write(new.text[len(new.half) :])
    house.synchroniser.sync()
    house.assert_index_is_folder()


async def test_a_storm_of_edits_is_read_once_or_twice_and_the_last_one_stays(tmp_path: Path) -> None:
    """Row 27: 50 edits a second."""
    folder, reports, settled = tmp_path / "knowledge", list[SyncReport](), asyncio.Event()
    folder.mkdir()
    version, index = OLD, open_index(tmp_path / "index")

    def told(report: SyncReport) -> None:
        reports.append(report)
        if any(
            str(version.number) in passage.text.split("edition")[1][:4] for passage in index.document_passages("a.md")
        ):
            settled.set()

    schedule = KnowledgeSchedule(open_synchroniser(folder, tmp_path / "index", index), 3600, "03:00", told)
    await schedule.start()
    try:
        pace = Event()
        for _ in range(75):
            version = version.later()
            (folder / "a.md").write_text(version.text, encoding="utf-8")
            await asyncio.to_thread(pace.wait, 0.02)
        await asyncio.wait_for(settled.wait(), 30)
    finally:
        await schedule.stop()
        index.close()
    assert sum(report.added + report.updated for report in reports) <= 3


@pytest.mark.parametrize("change", ["replaced", "deleted", "moved", "swapped"])
def test_a_file_that_changes_while_the_folder_is_read_is_never_lost(tmp_path: Path, change: str) -> None:
    """Row 28."""
    with ground_at(tmp_path / "ground", "sqlite") as ground, Witness() as witness:
        house = ground.open(lambda _step: witness.look())
        files = [house.folder / f"{name}.md" for name in ("a", "b", "c")]
        versions = [Version(f"zork{number}q") for number in range(3)]
        for file, version in zip(files, versions, strict=True):
            version.write(file)
        house.synchroniser.sync()
        for file, version in zip(files, versions, strict=True):
            version.later().write(file)
        witness.watch(house.index)
        witness.promise(version.marker for version in (versions[1:] if change == "deleted" else versions))
        house.synchroniser.sync(lambda done, *_: _change(files, versions, change) if done == 1 else None)
        witness.look()
        house.synchroniser.sync()
        witness.look()
        house.assert_index_is_folder()
        witness.watch(None)
        shut(house)
    assert witness.faults == []


def _change(files: list[Path], versions: list[Version], change: str) -> None:
    """Change the first file, which was read, and the last, which was not. Done again, it changes nothing more."""
    first, second, last = files
    if change == "replaced":
        versions[2].later().later().write(last)
        versions[0].later().later().write(first)
    elif change == "deleted":
        first.unlink(missing_ok=True)
    elif change == "moved" and last.exists():
        last.rename(last.with_name("z.md"))
        first.rename(first.with_name("y.md"))
    elif change == "swapped" and not (second.parent / "swapped").exists():
        (second.parent / "swapped").mkdir()
        last.rename(second.with_name("aside"))
        second.rename(last)
        second.with_name("aside").rename(second)


def test_links_pipes_sockets_and_devices_are_told_and_never_waited_for(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Row 30."""
    OLD.write(house.folder / "good.md")
    (house.folder / "again").symlink_to(house.folder)
    (house.folder / "endless.md").symlink_to("/dev/zero")
    (house.folder / "terminal.md").symlink_to("/dev/tty")
    (house.folder / "one.md").symlink_to("two.md")
    (house.folder / "two.md").symlink_to("one.md")
    os.mkfifo(house.folder / "pipe.md")
    (house.folder / "linked.md").symlink_to(house.folder / "pipe.md")
    monkeypatch.chdir(house.folder)  # a socket's whole path would be too long
    with closing(socket.socket(socket.AF_UNIX)) as listening:
        listening.bind("socket.md")
        report = house.synchroniser.sync()
    wrong = {"again", "endless.md", "terminal.md", "one.md", "two.md", "pipe.md", "linked.md", "socket.md"}
    assert {failure.path for failure in report.failed} == wrong
    assert house.paths() == ["good.md"]
    assert report.seconds < PATIENCE_SECONDS
