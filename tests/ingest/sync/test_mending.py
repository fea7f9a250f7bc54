"""Comparing the index with what its stores really hold."""

from __future__ import annotations

import pytest
from sqlalchemy import Delete, Update, delete, update

from ingest.steps import Step
from ingest.store.database import Database
from ingest.store.tables import documents, passages
from tests.ingest.house import Build, House

ARTICLE = "# Title\n\nThe zorkmid is a coin.\n\n## Part\n\nIt rolls.\n\n## Third\n\nIt shines.\n"


def execute(house: House, statement: Update | Delete) -> None:
    """Change the tables behind the index's back."""
    database = Database.open(house.place)
    with database.writing.begin() as connection:
        connection.execute(statement)
    database.close()
    house.index.reopen()


@pytest.fixture
def filled(house: House) -> House:
    house.write("a.md", ARTICLE)
    house.write("b.md", "# Other\n\nSomething else.\n")
    house.write("empty.md", "")
    house.synchroniser.sync()
    return house


@pytest.mark.both_stores
def test_a_vector_of_another_text_is_made_again(filled: House) -> None:
    passage = filled.index.document_passages("a.md")[0]
    filled.vectors.upsert({passage.id: "something that is not in this passage at all"})
    assert not filled.index.needs_mending()
    filled.synchroniser.reconcile()
    assert filled.index.search("zorkmid coin")[0].dense == 1.0
    filled.assert_index_is_folder()


@pytest.mark.both_stores
def test_missing_and_leftover_vectors_are_seen_at_the_first_sync(build: Build) -> None:
    first = build()
    first.write("a.md", ARTICLE)
    first.synchroniser.sync()
    first.vectors.delete([first.index.document_passages("a.md")[0].id])
    first.synchroniser.close()
    again = build()
    assert again.index.needs_mending()
    again.synchroniser.sync()
    again.assert_index_is_folder()


@pytest.mark.both_stores
@pytest.mark.parametrize(
    "damage",
    [
        update(passages).where(passages.c.position == 1).values(text="It was never written."),
        delete(passages).where(passages.c.position == 1),
        update(passages).where(passages.c.position == 2).values(position=7),
    ],
    ids=["text", "missing", "position"],
)
def test_passages_that_cannot_be_what_was_written_are_read_again(filled: House, damage: Update | Delete) -> None:
    execute(filled, damage)
    assert filled.index.suspects() == {"a.md", "empty.md"}
    report = filled.synchroniser.reconcile()
    assert (report.updated, report.unchanged) == (1, 2)
    filled.assert_index_is_folder()


@pytest.mark.both_stores
def test_a_document_whose_passages_are_all_lost_is_read_again(filled: House) -> None:
    execute(filled, delete(passages).where(passages.c.document == "b.md"))
    filled.synchroniser.reconcile()
    filled.assert_index_is_folder()


@pytest.mark.both_stores
def test_a_hash_that_is_not_the_files_is_corrected(filled: House) -> None:
    execute(filled, update(documents).where(documents.c.path == "a.md").values(sha256="wrong"))
    assert filled.synchroniser.sync().unchanged == 3
    assert filled.synchroniser.reconcile().updated == 1
    filled.assert_index_is_folder()


def test_reconciling_what_is_whole_changes_nothing(filled: House) -> None:
    report = filled.synchroniser.reconcile()
    assert (report.unchanged, report.updated, report.added) == (3, 0, 0)


class Crash(BaseException):
    """The end of the process."""


@pytest.mark.both_stores
def test_a_title_that_changed_in_a_crash_and_back_leaves_no_vector_of_it(build: Build) -> None:
    """The one thing counting does not show: the vector was overwritten in its place, then the file was put back."""
    armed: list[Step] = []

    def crash(step: Step) -> None:
        if step in armed:
            raise Crash

    first = build(checkpoint=crash)
    file = first.write("a.md", ARTICLE)
    first.synchroniser.sync()
    before = file.stat()
    file.write_text(ARTICLE.replace("# Title", "# Quite another"))
    armed.append(Step.VECTORS_WRITTEN)
    with pytest.raises(Crash):
        first.synchroniser.sync()
    first.synchroniser.close()
    file.write_text(ARTICLE)
    again = build()
    assert again.vectors.count() == again.index.count()[1]
    assert again.index.needs_mending()
    again.synchroniser.sync()
    assert before.st_size == file.stat().st_size
    again.assert_index_is_folder()


@pytest.mark.parametrize("fatal", [Step.TERMS_MENDED, Step.MISSING_VECTORS_WRITTEN, Step.LEFTOVER_VECTORS_DELETED])
def test_a_crash_while_mending_is_mended_by_the_next_start(build: Build, fatal: Step) -> None:
    armed: list[Step] = []

    def crash(step: Step) -> None:
        if step in armed:
            raise Crash

    first = build(checkpoint=crash)
    first.write("a.md", ARTICLE)
    first.synchroniser.sync()
    passage = first.index.document_passages("a.md")[0]
    first.vectors.upsert({passage.id: "another text", "0" * 32: "left over"})
    armed.append(fatal)
    with pytest.raises(Crash):
        first.synchroniser.reconcile()
    first.synchroniser.close()
    again = build()
    assert again.index.needs_mending()
    again.synchroniser.sync()
    again.assert_index_is_folder()
    assert not again.index.needs_mending()


def test_a_stopped_mend_is_completed_by_the_next_start(build: Build) -> None:
    first = build()
    first.write("a.md", ARTICLE)
    first.synchroniser.sync()
    first.vectors.upsert({first.index.document_passages("a.md")[0].id: "another text"})
    first.index.mend(lambda: False)
    first.synchroniser.close()
    again = build()
    again.synchroniser.sync()
    again.assert_index_is_folder()
