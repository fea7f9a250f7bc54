from __future__ import annotations

from dataclasses import replace

import pytest

from ingest.model import Signature
from ingest.store import manifest
from ingest.store.database import Database
from ingest.store.manifest import FileState
from tests.ingest.store.filling import forget, put, revision

pytestmark = pytest.mark.both_stores


def test_a_passage_comes_back_as_it_was_put(database: Database) -> None:
    held = revision("a.md", "some text")
    passage = replace(held.passages[0], heading=("One", "Two › three"), start=3, end=12, page=7)
    document = replace(held.document, title="Title", date="2026-01-02", url="https://example.org/a?b=c#d")
    put(database, replace(held, document=document, passages=[passage]))
    with database.reading.begin() as connection:
        [found] = manifest.of_documents(connection, ["a.md"])
        assert manifest.find(connection, [passage.id]) == {passage.id: found}
    assert found == replace(passage, title="Title", date="2026-01-02", url="https://example.org/a?b=c#d")


def test_a_new_version_replaces_the_old_and_a_failure_keeps_it(database: Database) -> None:
    put(database, revision("a.md", "one", "two"), revision("b.md", "three"))
    put(database, revision("a.md", "four"))
    with database.writing.begin() as connection:
        manifest.put_failure(connection, "a.md", Signature(1, 2, 3), "This is not a text file.")
        manifest.put_failure(connection, "c.md", Signature(4, 5, 6), "This file is too large.")
        manifest.put_unchanged(connection, {"b.md": Signature(7, 8, 9)})
    with database.reading.begin() as connection:
        entries = manifest.entries(connection)
        assert manifest.count(connection) == (2, 2)
        assert [passage.text for passage in manifest.of_documents(connection, ["b.md", "a.md"])] == ["four", "three"]
    assert (entries["a.md"].state, entries["a.md"].sha256) == (FileState.FAILED, "0" * 64)
    assert (entries["b.md"].signature, entries["b.md"].error) == (Signature(7, 8, 9), None)
    assert (entries["c.md"].error, entries["c.md"].sha256) == ("This file is too large.", None)


def test_thousands_are_written_found_and_forgotten_at_once(database: Database) -> None:
    revisions = [revision(f"{n}.md", f"text {n}") for n in range(5_001)]
    put(database, *revisions)
    ids = [held.passages[0].id for held in revisions]
    with database.reading.begin() as connection:
        assert len(manifest.find(connection, [*ids, "missing"])) == 5_001
        assert manifest.present(connection, [*ids, "gone.md#0"]) == set(ids)
        assert len(manifest.of_documents(connection, [held.document.path for held in revisions])) == 5_001
    forget(database, *(held.document.path for held in revisions[1:]))
    with database.reading.begin() as connection:
        assert manifest.count(connection) == (1, 1)
        assert manifest.passage_ids(connection) == {"0.md#0"}


def test_state_is_set_and_changed(database: Database) -> None:
    with database.writing.begin() as connection:
        manifest.set_state(connection, "key", "one")
        manifest.set_state(connection, "key", "two")
    with database.reading.begin() as connection:
        assert manifest.get_state(connection, "key") == "two"
        assert manifest.get_state(connection, "other") is None
