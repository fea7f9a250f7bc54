"""Further folders stand in the index beside the knowledge folder: under their prefix, and counted apart."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from ingest.store.lock import WriterLock
from ingest.sync.further import FurtherFolder
from ingest.sync.synchroniser import Synchroniser
from tests.ingest.house import House
from tests.ingest.sync.annexes import Annex, open_annex

pytestmark = pytest.mark.both_stores


@pytest.fixture
def annex(house: House) -> Iterator[Annex]:
    made = open_annex(house)
    with made.synchroniser:
        yield made


def test_its_documents_are_found_under_the_prefix_and_counted_apart(annex: Annex) -> None:
    annex.house.write("a.md", "# Own\n\nzorkmid\n")
    annex.write("0001-x.md", "# Theirs\n\nquuxword\n")
    report = annex.synchroniser.sync()
    assert (report.documents, report.chunks, report.added, report.further) == (1, 1, 1, 1)
    assert annex.house.found("quuxword")[0] == "records/0001-x.md"
    report = annex.synchroniser.sync()
    assert (report.documents, report.unchanged, report.added, report.further) == (1, 1, 0, 0)


def test_a_change_and_a_removal_are_taken_and_are_in_no_other_count(annex: Annex) -> None:
    annex.house.write("a.md", "own")
    file = annex.write("x.md", "quuxword")
    annex.synchroniser.sync()
    file.write_text("florbword")
    report = annex.synchroniser.sync()
    assert (report.updated, report.unchanged, report.further) == (0, 1, 1)
    assert annex.house.found("florbword")[0] == "records/x.md"
    file.unlink()
    report = annex.synchroniser.sync()
    assert (report.removed, report.unchanged, report.further) == (0, 1, 1)
    assert annex.paths() == ["a.md"]


def test_a_reconcile_reads_it_too_and_finds_nothing_to_do(annex: Annex) -> None:
    annex.house.write("a.md", "own")
    annex.write("x.md", "---\naudience: [C0SECRET]\n---\nquuxword")
    annex.synchroniser.sync()
    version = annex.house.index.overview.version()
    report = annex.synchroniser.reconcile()
    assert (report.unchanged, report.further) == (1, 0)
    assert annex.house.index.overview.version() == version


def test_only_its_own_front_matter_says_who_may_see_it(annex: Annex) -> None:
    annex.house.write("audience.yaml", "audience: [C0TEAM]")
    annex.house.write("records/audience.yaml", "audience: [C0TEAM]")
    annex.write("open.md", "quuxword")
    annex.write("closed.md", "---\naudience: [C0SECRET]\n---\nflorbword")
    annex.synchroniser.sync()
    stranger, member = (annex.house.index.for_audience(reader) for reader in ("C0OTHER", "C0SECRET"))
    assert [hit.passage.document for hit in stranger.search("quuxword")] == ["records/open.md"]
    assert not [hit for hit in stranger.search("florbword") if hit.passage.document == "records/closed.md"]
    assert member.search("florbword")[0].passage.document == "records/closed.md"
    listed = annex.house.index.overview.documents(("C0OTHER", "U0ANYBODY"))
    assert [document.path for document in listed] == ["records/open.md"]


def test_the_teams_own_file_wins_and_the_other_takes_its_place_when_it_goes(annex: Annex) -> None:
    annex.write("x.md", "---\naudience: [C0SECRET]\n---\nsame")
    annex.synchroniser.sync()
    own = annex.house.write("records/x.md", "---\naudience: [C0SECRET]\n---\nsame")
    report = annex.synchroniser.sync()
    assert (report.documents, report.added, report.updated) == (1, 1, 0)
    own.unlink()
    report = annex.synchroniser.sync()
    assert (report.documents, report.removed, report.further) == (0, 1, 1)
    assert annex.paths() == ["records/x.md"]


def test_a_further_folder_inside_the_knowledge_folder_is_no_part_of_it(house: House) -> None:
    house.synchroniser.close()
    inside = house.folder / "data" / "records"
    house.write("data/records/x.md", "---\naudience: [C0SECRET]\n---\nquuxword")
    house.write("a.md", "own")
    lock = WriterLock(house.index_dir / "writer.lock")
    further = [FurtherFolder("records", inside, lambda: None)]
    with Synchroniser(house.folder, house.index, lock, still_seconds=0, further=further) as synchroniser:
        report = synchroniser.sync()
    assert (report.documents, report.further, house.paths()) == (1, 1, ["a.md", "records/x.md"])


def test_it_is_filled_before_each_look(house: House) -> None:
    folder = house.folder.with_name("annex")

    def fill() -> None:
        folder.mkdir(exist_ok=True)
        (folder / "x.md").write_text("quuxword")

    annex = open_annex(house, fill)
    with annex.synchroniser:
        assert annex.synchroniser.sync().further == 1
        (folder / "x.md").unlink()
        assert annex.synchroniser.sync().further == 0
        assert annex.paths() == ["records/x.md"]


def test_the_same_content_in_two_folders_is_no_move(annex: Annex) -> None:
    annex.house.write("a.md", "own")
    own = annex.house.write("b.md", "quuxword")
    annex.synchroniser.sync()
    own.unlink()
    annex.write("b.md", "quuxword")
    report = annex.synchroniser.sync()
    assert (report.moved, report.added, report.further) == (0, 0, 1)
    report = annex.synchroniser.sync()
    assert (report.documents, annex.paths()) == (1, ["a.md", "records/b.md"])
