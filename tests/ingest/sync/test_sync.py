from __future__ import annotations

import os
import shutil
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ingest.errors import FolderError, MassRemovalError, WriterBusyError
from ingest.model import SyncReport
from ingest.readers import FileKind, FileReaders, Reading
from ingest.readers.base import LARGEST_TEXT
from ingest.readers.registry import KINDS
from ingest.steps import Step
from ingest.store.lock import WriterLock
from ingest.sync.folder import signature_of
from ingest.sync.progress import Phase, Progress
from ingest.sync.synchroniser import Synchroniser
from tests.ingest.house import Build, House


def told(steps: list[tuple[int, int, str, Phase]]) -> Progress:
    def progress(done: int, total: int, path: str, phase: Phase = Phase.READ) -> None:
        steps.append((done, total, path, phase))

    return progress


def counts(report: SyncReport) -> tuple[int, int, int, int]:
    return report.added, report.updated, report.removed, report.unchanged


def test_only_what_changed_is_read_and_everything_is_reported(house: House) -> None:
    for name in ("a.md", "b.md", "c.md"):
        house.write(name, f"# {name}\n\nText of {name}.\n")
    assert counts(house.synchroniser.sync()) == (3, 0, 0, 0)
    assert counts(house.synchroniser.sync()) == (0, 0, 0, 3)
    house.write("b.md", "# b\n\nNew words about zorkmids.\n")
    (house.folder / "c.md").unlink()
    report = house.synchroniser.sync()
    assert counts(report) == (0, 1, 1, 1)
    assert (report.documents, report.chunks) == (2, 2)
    assert house.found("zorkmids")[0] == "b.md"
    house.assert_index_is_folder()


def test_a_rename_is_one_removed_and_one_added(house: House) -> None:
    house.write("old.md", "# Kept title\n\nText.\n")
    house.synchroniser.sync()
    (house.folder / "old.md").rename(house.folder / "new.md")
    assert counts(house.synchroniser.sync()) == (1, 0, 1, 0)
    house.assert_index_is_folder()


def test_a_touched_file_is_unchanged(house: House) -> None:
    file = house.write("a.md", "text")
    house.synchroniser.sync()
    os.utime(file, ns=(1, 1))
    assert counts(house.synchroniser.sync()) == (0, 0, 0, 1)
    assert house.index.entries()["a.md"].signature.mtime_ns == 1


def test_an_edit_that_hides_from_stat_is_found_by_reconciling(house: House) -> None:
    file = house.write("a.md", "one")
    house.synchroniser.sync()
    signature = house.index.entries()["a.md"].signature
    file.write_text("two")
    house.index.note_unchanged({"a.md": signature_of(file)})
    assert counts(house.synchroniser.sync()) == (0, 0, 0, 1)
    assert signature != house.index.entries()["a.md"].signature
    assert counts(house.synchroniser.reconcile()) == (0, 1, 0, 0)
    house.assert_index_is_folder()


def test_the_last_few_documents_can_be_deleted_but_a_missing_folder_is_refused(house: House) -> None:
    house.write("a.md", "zorkmid")
    house.synchroniser.sync()
    moved = house.folder.rename(house.folder.with_name("elsewhere"))
    with pytest.raises(FolderError):
        house.synchroniser.sync()
    assert house.found("zorkmid") == ["a.md"]
    moved.rename(house.folder)
    (house.folder / "a.md").unlink()
    assert counts(house.synchroniser.sync()) == (0, 0, 1, 0)
    assert house.found("zorkmid") == []


def test_a_file_that_went_bad_keeps_its_last_good_version_until_it_is_gone(house: House) -> None:
    file = house.write("a.md", "zorkmid")
    house.synchroniser.sync()
    file.write_bytes(b"\x00binary")
    report = house.synchroniser.sync()
    assert [(failure.path, failure.error) for failure in report.failed] == [("a.md", "This is not a text file.")]
    assert house.synchroniser.sync().failed == report.failed
    assert house.found("zorkmid") == ["a.md"]
    file.write_text("zorkmid")
    assert (counts(house.synchroniser.sync()), house.synchroniser.sync().failed) == ((0, 0, 0, 1), ())
    file.unlink()
    assert counts(house.synchroniser.sync()) == (0, 0, 1, 0)


def test_a_hostile_folder_ends_in_one_pass_with_the_good_ones_answerable(house: House) -> None:
    house.write("good.md", "The zorkmid is fine.")
    house.write("empty.md", "")
    os.mkfifo(house.folder / "pipe.md")
    (house.folder / "dir.md").mkdir()
    (house.folder / "loop.md").symlink_to("loop.md")
    (house.folder / "passwd.txt").symlink_to("/etc/passwd")
    (house.folder / "elf.md").write_bytes(b"\x7fELF\x00\x00")
    house.write("bomb.md", "---\na: &a [x]\nb: [*a, *a]\n---\ntext")
    with (house.folder / "huge.txt").open("wb") as file:
        file.truncate(LARGEST_TEXT + 1)
    house.write("word.txt", "x" * 200_000)
    report = house.synchroniser.sync()
    assert {failure.path for failure in report.failed} == {
        *("pipe.md", "dir.md", "loop.md", "passwd.txt", "elf.md", "bomb.md", "huge.txt")
    }
    assert all(failure.error.endswith(".") for failure in report.failed)
    assert house.paths() == ["empty.md", "good.md", "word.txt"]
    assert house.found("zorkmid")[0] == "good.md"


def break_at_once(path: str, text: str) -> Reading:
    raise KeyError(path)


def test_a_reader_that_breaks_costs_one_file(house: House, tmp_path: Path) -> None:
    house.write("a.md", "fine")
    house.write("b.odd", "breaks")
    readers = FileReaders({".md": KINDS[".md"], ".odd": FileKind(f"{__name__}:break_at_once")})
    with Synchroniser(house.folder, house.index, WriterLock(tmp_path / "own"), readers=readers, still_seconds=0) as own:
        report = own.sync()
    assert [failure.path for failure in report.failed] == ["b.odd"]
    assert house.paths() == ["a.md"]


def test_a_folder_that_cannot_be_listed_loses_nothing(house: House) -> None:
    house.write("sub/a.md", "zorkmid")
    house.synchroniser.sync()
    (house.folder / "sub").chmod(0)
    try:
        report = house.synchroniser.sync()
        seen = os.access(house.folder / "sub", os.R_OK)  # root may read everything
    finally:
        (house.folder / "sub").chmod(0o700)
    assert house.paths() == ["sub/a.md"]
    assert [failure.path for failure in report.failed] == ([] if seen else ["sub"])


def test_a_file_that_is_still_being_written_is_left_for_later(build: Build) -> None:
    house = build(still=3600, patience=0.05)
    os.utime(house.write("still.md", "done"), ns=(1, 1))
    file = house.write("half.md", "half")
    assert counts(house.synchroniser.sync()) == (1, 0, 0, 0)
    assert house.paths() == ["still.md"]
    file.write_text("half and half")
    os.utime(file, ns=(1, 1))
    assert counts(house.synchroniser.sync()) == (1, 0, 0, 1)
    house.assert_index_is_folder()


def test_a_fresh_file_is_waited_for(build: Build) -> None:
    house = build(still=0.1, patience=30)
    house.write("a.md", "new")
    assert house.synchroniser.sync().added == 1


def test_progress_counts_the_files_that_are_read_and_names_the_phases(house: House) -> None:
    house.write("a.md", "one")
    house.synchroniser.sync()
    house.write("b.md", "two")
    house.write("c.md", "three")
    steps: list[tuple[int, int, str, Phase]] = []
    house.synchroniser.sync(told(steps))
    assert steps == [
        (0, 0, "", Phase.SCAN),
        (0, 2, "b.md", Phase.READ),
        (1, 2, "c.md", Phase.READ),
        (2, 2, "c.md", Phase.READ),
        (2, 2, "c.md", Phase.EMBED),
        (2, 2, "c.md", Phase.WRITE),
    ]


def test_reconciling_tells_that_it_mends(house: House) -> None:
    steps: list[tuple[int, int, str, Phase]] = []
    house.synchroniser.reconcile(told(steps))
    assert Phase.MEND in [phase for *_, phase in steps]


def test_a_stopped_sync_ends_after_its_document_and_the_next_completes_it(build: Build) -> None:
    house = build()
    for name in ("a.md", "b.md", "c.md"):
        house.write(name, name)

    def stop_after_one(done: int, total: int, path: str, phase: Phase = Phase.READ) -> None:
        if done == 1 and phase is Phase.READ:
            house.synchroniser.stop()

    house.synchroniser.sync(stop_after_one)
    assert house.paths() == ["a.md", "b.md"]
    house.synchroniser.close()
    again = build()
    again.synchroniser.sync()
    again.assert_index_is_folder()


def test_a_second_writer_is_refused_with_a_sentence(build: Build) -> None:
    first, second = build(), build()
    first.synchroniser.sync()
    with pytest.raises(WriterBusyError, match=rf"process {os.getpid()} on .* already"):
        second.synchroniser.sync()
    first.synchroniser.close()
    second.synchroniser.sync()


def test_a_failed_write_is_completed_by_the_next_sync(build: Build) -> None:
    broken = ["switched"]

    def fail_once(step: str) -> None:
        if step in broken:
            broken.clear()
            raise OSError("disk full")

    house = build(checkpoint=fail_once)
    house.write("a.md", "one")
    with pytest.raises(Exception, match="next try completes it"):
        house.synchroniser.sync()
    house.synchroniser.sync()
    house.assert_index_is_folder()


STEPS = [
    Step.WRITING_NOTED,
    Step.VECTORS_WRITTEN,
    Step.SWITCHING,
    Step.SWITCHED,
    Step.OLD_VECTORS_DELETED,
    Step.UNCHANGED_NOTED,
    Step.FINISHED,
]
PATHS = st.sampled_from(["a.md", "b.md", "sub/c.md", "sub/d.txt"])
TEXTS = st.sampled_from(["", "# T\n\none\n", "# T\n\ntwo\n\n## H\n\nthree\n", "word " * 500])
OPERATIONS = st.lists(
    st.one_of(
        st.tuples(st.just("write"), PATHS, TEXTS),
        st.tuples(st.just("delete"), PATHS, st.just("")),
        st.tuples(st.just("move"), PATHS, PATHS),
        st.tuples(st.just("clear"), st.just(""), st.just("")),
        st.tuples(st.just("sync"), st.just(""), st.just("")),
        st.tuples(st.just("crash"), st.sampled_from(STEPS), st.just("")),
    ),
    max_size=12,
)


class Crash(BaseException):
    """The end of the process, as far as a write can tell."""


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(operations=OPERATIONS)
def test_any_changes_and_crashes_end_with_the_index_equal_to_the_folder(
    crashing: tuple[House, list[str]], operations: list[tuple[str, str, str]]
) -> None:
    house, crash_at = crashing
    for kind, one, other in operations:
        crash_at[:] = [one] if kind == "crash" else []
        _apply(house, kind, one, other)
    crash_at.clear()
    house.synchroniser.sync(confirmed=True)
    house.assert_index_is_folder()


@pytest.fixture
def crashing(build: Build) -> tuple[House, list[str]]:
    crash_at: list[str] = []

    def checkpoint(step: str) -> None:
        if step in crash_at:
            raise Crash

    return build(checkpoint=checkpoint), crash_at


def _apply(house: House, kind: str, one: str, other: str) -> None:
    if kind == "write":
        house.write(one, other)
    elif kind == "delete":
        (house.folder / one).unlink(missing_ok=True)
    elif kind == "move" and (house.folder / one).exists():
        (house.folder / other).parent.mkdir(exist_ok=True)
        (house.folder / one).rename(house.folder / other)
    elif kind == "clear":
        shutil.rmtree(house.folder)
        house.folder.mkdir()
    elif kind in {"sync", "crash"}:
        with suppress(Crash, MassRemovalError):
            house.synchroniser.sync()
