"""Documents kept for some conversations only: for everybody else they do not exist."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.audience import NOBODY, allows, narrowed, parse_audience, written
from ingest.language.tokens import terms
from ingest.model import Document
from ingest.readers.markdown import read_markdown
from tests.ingest.house import Build, House

pytestmark = pytest.mark.both_stores

HERON = "---\naudience: [C0DEAL, U0BOSS]\n---\n# Merger\n\nProject Heron buys the Osprey yard for 40 million.\n"
OPEN = "# Yard\n\nThe yard repairs tugs, and the Osprey yard across the river builds ferries.\n"


@pytest.fixture
def closed(house: House) -> House:
    house.write("private/merger.md", HERON)
    house.write("yard.md", OPEN)
    house.synchroniser.sync()
    return house


def seen(house: House, reader: str, query: str = "Who buys the Osprey yard?") -> list[str]:
    return [hit.passage.document for hit in house.index.for_audience(reader).search(query)]


@pytest.mark.parametrize("reader", ["C0DEAL", "U0BOSS", ""])
def test_those_it_is_kept_for_and_the_operator_find_it(closed: House, reader: str) -> None:
    assert seen(closed, reader)[0] == "private/merger.md"


@pytest.mark.parametrize("reader", ["C0OTHER", "U0ELSE", "C0DEA", "C0DEALS"])
def test_for_others_it_does_not_exist(closed: House, reader: str) -> None:
    view = closed.index.for_audience(reader)
    (passage,) = closed.index.document_passages("private/merger.md")
    assert seen(closed, reader) == ["yard.md"]
    assert seen(closed, reader, "Heron merger million") == ["yard.md"]
    assert view.passage(passage.id) is None
    assert view.document_passages("private/merger.md") == []
    hidden, shared = terms("heron osprey")
    statistics = view.statistics([hidden, shared])
    assert (statistics.passages, dict(statistics.frequency)) == (1, {hidden: 0, shared: 1})
    assert [document.path for document in closed.index.overview.documents((reader,))] == ["yard.md"]


def test_what_others_find_is_ranked_as_if_it_were_not_there(closed: House) -> None:
    before = closed.index.for_audience("C0OTHER").search("Osprey yard ferries")
    (closed.folder / "private" / "merger.md").unlink()
    closed.synchroniser.sync()
    after = closed.index.for_audience("C0OTHER").search("Osprey yard ferries")
    assert [(hit.passage.id, hit.lexical, hit.dense) for hit in before] == [
        (hit.passage.id, hit.lexical, hit.dense) for hit in after
    ]


def test_closed_documents_that_fill_the_whole_pool_hide_nothing_else(house: House) -> None:
    lines = "\n\n".join(f"## Part {n}\n\nzorkmid zorkmid zorkmid {n}" for n in range(300))
    house.write("closed.md", f"---\naudience: C0DEAL\n---\n# Zorkmid\n\n{lines}\n")
    house.write("open.md", "# Coins\n\nAmong the many other coins of the museum is one zorkmid, on the upper floor.\n")
    house.synchroniser.sync()
    assert seen(house, "C0OTHER", "zorkmid") == ["open.md"]
    assert set(seen(house, "C0DEAL", "zorkmid")) == {"closed.md"}


def test_a_narrowed_audience_counts_at_the_next_question(closed: House) -> None:
    closed.write("private/merger.md", HERON.replace("C0DEAL", "C0BOARD"))
    closed.synchroniser.sync()
    assert seen(closed, "C0DEAL") == ["yard.md"]
    assert seen(closed, "C0BOARD")[0] == "private/merger.md"


@pytest.mark.parametrize("value", ["everyone", "[]", "{C0DEAL: yes}", "[C0DEAL, '#general']", "12", "", "[[C0DEAL]]"])
def test_what_cannot_be_read_as_an_audience_lets_nobody_in(house: House, value: str) -> None:
    house.write("merger.md", f"---\naudience: {value}\n---\n# Merger\n\nHeron buys Osprey.\n")
    house.write("yard.md", OPEN)
    house.synchroniser.sync()
    assert seen(house, "C0DEAL") == ["yard.md"]
    assert "merger.md" in seen(house, "")


def test_a_folder_says_who_may_see_all_that_is_below(closed: House) -> None:
    closed.write("private/audience.yaml", "audience: [C0DEAL, C0BOARD]\n")
    closed.write("private/deep/note.txt", "Heron closes on the first of May.\n")
    closed.synchroniser.sync()
    assert set(seen(closed, "C0BOARD", "Heron")) == {"private/deep/note.txt", "yard.md"}
    assert "private/deep/note.txt" in seen(closed, "C0DEAL", "Heron")
    assert seen(closed, "U0BOSS", "Heron") == ["yard.md"]  # allowed by the document, not by its folder
    closed.write("private/audience.yaml", "audience: C0BOARD\n")
    assert closed.synchroniser.sync().updated == 2
    assert seen(closed, "C0DEAL", "Heron") == ["yard.md"]
    (closed.folder / "private" / "audience.yaml").unlink()
    closed.synchroniser.sync()
    assert "private/deep/note.txt" in seen(closed, "C0OTHER", "Heron")
    assert closed.synchroniser.sync().unchanged == 3


@pytest.mark.parametrize("text", ["", "audience: []\n", "a: &x [C0A]\nb: *x\n", "{{", "audience: all\n"])
def test_a_broken_folder_file_closes_the_folder_and_is_named(closed: House, text: str) -> None:
    closed.write("private/audience.yaml", text)
    report = closed.synchroniser.sync()
    assert [failure.path for failure in report.failed] == ["private/audience.yaml"]
    assert seen(closed, "C0DEAL") == ["yard.md"]


def test_a_move_into_a_closed_folder_closes_the_document(house: House) -> None:
    house.write("private/audience.yaml", "audience: C0DEAL\n")
    house.write("yard.md", OPEN)
    house.synchroniser.sync()
    (house.folder / "yard.md").rename(house.folder / "private" / "yard.md")
    house.synchroniser.sync()
    assert seen(house, "C0OTHER") == []
    assert seen(house, "C0DEAL") == ["private/yard.md"]


def test_it_holds_after_a_restart(closed: House, build: Build) -> None:
    closed.synchroniser.close()
    closed.index.close()
    assert seen(build(), "C0OTHER") == ["yard.md"]


IDS = st.sampled_from(["C0A", "C0B", "U0C", "G0D"])


@given(st.lists(st.none() | st.frozensets(IDS), max_size=4), IDS)
def test_who_is_in_all_audiences_is_in_the_narrowed_one(audiences: list[frozenset[str] | None], reader: str) -> None:
    expected = all(audience is None or reader in audience for audience in audiences)
    assert allows(written(narrowed(audiences)), reader) == expected
    assert allows(written(narrowed(audiences)), "")


def test_ids_are_whole_and_nothing_else_is_an_id() -> None:
    assert parse_audience("C0DEAL") == frozenset({"C0DEAL"})
    assert parse_audience(None) is None
    for value in ("c0deal", "#general", "C0 DEAL", ["C0DEAL", 5], {"C0DEAL": 1}, True):
        assert parse_audience(value) == NOBODY
    assert not allows("", "C0DEAL")
    assert read_markdown("a.md", "---\naudience: C0DEAL\n---\nText.\n").document == Document(
        "a.md", "Text.\n", "A", audience=frozenset({"C0DEAL"})
    )
