"""Further folders that are missing, cannot be filled or read, or lose their process: nothing goes by mistake."""

from __future__ import annotations

import shutil
from collections.abc import Iterator

import pytest

from ingest.errors import MassRemovalError
from ingest.steps import Step
from ingest.store.lock import WriterLock
from ingest.sync.synchroniser import Synchroniser
from tests.ingest.house import Build, House
from tests.ingest.sync.annexes import Annex, open_annex

pytestmark = pytest.mark.both_stores


class KilledError(Exception):
    """Stands for the death of the process."""


@pytest.fixture
def annex(house: House) -> Iterator[Annex]:
    made = open_annex(house)
    with made.synchroniser:
        yield made


def test_a_missing_folder_removes_nothing(annex: Annex) -> None:
    annex.house.write("a.md", "own")
    annex.write("x.md", "quuxword")
    annex.synchroniser.sync()
    shutil.rmtree(annex.folder)
    report = annex.synchroniser.sync()
    assert (report.removed, report.further) == (0, 0)
    assert annex.house.found("quuxword")[0] == "records/x.md"


def test_a_missing_folder_keeps_nothing_of_the_teams_own(annex: Annex) -> None:
    annex.house.write("a.md", "own")
    own = annex.house.write("records/y.md", "florbword")
    annex.synchroniser.sync()
    own.unlink()
    assert annex.synchroniser.sync().removed == 1
    assert annex.paths() == ["a.md"]


def test_as_long_as_it_cannot_be_filled_it_removes_nothing_and_still_takes_what_is_new(
    house: House, caplog: pytest.LogCaptureFixture
) -> None:
    failing: list[Exception] = []

    def fill() -> None:
        for failure in failing:
            raise failure

    annex = open_annex(house, fill)
    with annex.synchroniser:
        file = annex.write("x.md", "quuxword")
        annex.synchroniser.sync()
        failing.append(OSError("the disk is full"))
        file.unlink()
        annex.write("y.md", "florbword")
        house.write("a.md", "own")
        assert annex.synchroniser.sync().added == 1
        assert annex.paths() == ["a.md", "records/x.md", "records/y.md"]
        assert "records" in caplog.text
        failing.clear()
        annex.synchroniser.sync()
        assert annex.paths() == ["a.md", "records/y.md"]


def test_whoever_does_not_fill_it_never_removes(house: House) -> None:
    annex = open_annex(house, None)
    with annex.synchroniser:
        file = annex.write("x.md", "quuxword")
        annex.synchroniser.sync()
        file.unlink()
        annex.synchroniser.sync(confirmed=True)
        annex.synchroniser.reconcile()
        assert annex.paths() == ["records/x.md"]


def test_its_files_neither_hide_nor_make_a_mass_removal(annex: Annex) -> None:
    own = [annex.house.write(f"{n}.md", f"own {n}") for n in range(4)]
    theirs = [annex.write(f"{n}.md", f"theirs {n}") for n in range(40)]
    annex.synchroniser.sync()
    for file in theirs:
        file.unlink()
    assert annex.synchroniser.sync().further == 40
    annex.write("x.md", "quuxword")
    for file in own:
        file.unlink()
    with pytest.raises(MassRemovalError, match="4 of 4"):
        annex.synchroniser.sync()
    assert annex.house.found("quuxword")[0] == "records/x.md"


def test_what_cannot_be_read_is_reported_and_its_last_good_version_stays(annex: Annex) -> None:
    annex.house.write("a.md", "own")
    file = annex.write("x.md", "quuxword")
    annex.synchroniser.sync()
    file.write_bytes(b"\x00\x01")
    [failure] = annex.synchroniser.sync().failed
    assert failure.path == "records/x.md"
    assert annex.house.found("quuxword")[0] == "records/x.md"
    assert annex.synchroniser.sync().failed == (failure,)


def test_what_never_could_be_read_is_kept_from_readers_as_nobody_knows_whom_it_is_for(annex: Annex) -> None:
    annex.house.write("a.md", "own")
    annex.write("secret-topic.md", "---\naudience: [C0SECRET\n---\nquuxword")
    annex.synchroniser.sync()
    overview = annex.house.index.overview
    assert [failure.path for failure in overview.failures()] == ["records/secret-topic.md"]
    assert not overview.failures(("C0OTHER", "U0ANYBODY"))


@pytest.mark.parametrize("step", [Step.VECTORS_WRITTEN, Step.SWITCHING, Step.SWITCHED, Step.OLD_VECTORS_DELETED])
def test_what_a_crash_interrupted_the_next_process_completes(build: Build, step: Step) -> None:
    def kill(passed: Step) -> None:
        if armed and passed is step:
            raise KilledError

    armed: list[bool] = []
    annex = open_annex(build(kill))
    with annex.synchroniser:
        annex.house.write("a.md", "own")
        annex.write("gone.md", "gone")
        changed = annex.write("changed.md", "before")
        annex.synchroniser.sync()
        changed.write_text("florbword")
        (annex.folder / "gone.md").unlink()
        annex.write("new.md", "quuxword")
        armed.append(True)
        with pytest.raises(Exception, match=r"not be brought up to date"):
            annex.synchroniser.sync()
    annex.house.index.close()
    again = open_annex(build())
    with again.synchroniser:
        again.synchroniser.sync()
        assert again.paths() == ["a.md", "records/changed.md", "records/new.md"]
        assert (again.house.found("florbword")[0], again.house.found("quuxword")[0]) == (
            "records/changed.md",
            "records/new.md",
        )
        assert again.house.index.mend() == 0


def test_without_a_further_folder_the_documents_it_left_go(annex: Annex) -> None:
    annex.house.write("a.md", "own")
    for n in range(30):
        annex.write(f"{n}.md", f"theirs {n}")
    annex.synchroniser.sync()
    annex.synchroniser.close()
    lock = WriterLock(annex.house.index_dir / "writer.lock")
    with Synchroniser(annex.house.folder, annex.house.index, lock, still_seconds=0) as alone:
        report = alone.sync()
    assert (report.documents, report.removed, report.further) == (1, 0, 30)
