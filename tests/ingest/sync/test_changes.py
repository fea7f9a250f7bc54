from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Engine, create_engine

from ingest.model import DocumentChange
from ingest.store import changes
from ingest.store.changes import join


@pytest.fixture
def engine() -> Iterator[Engine]:
    engine = create_engine("sqlite://")
    changes.changes.create(engine)
    yield engine
    engine.dispose()


def change(path: str, before: str, after: str, moved_from: str | None = None) -> DocumentChange:
    return DocumentChange(path, frozenset(before), frozenset(after), moved_from)


def recorded(engine: Engine, *found: DocumentChange) -> tuple[DocumentChange, ...]:
    for one in found:
        with engine.begin() as connection:
            changes.record(connection, [one])
    with engine.begin() as connection:
        return changes.pending(connection)


@pytest.mark.parametrize(
    ("found", "told"),
    [
        ([change("a", "", "12"), change("a", "12", "13")], [change("a", "", "13")]),
        ([change("a", "12", "13"), change("a", "13", "")], [change("a", "12", "")]),
        ([change("a", "", "1"), change("a", "1", "")], []),
        ([change("a", "1", ""), change("a", "", "2")], [change("a", "1", "2")]),
        ([change("b", "1", "2", "a")], [change("b", "1", "2", "a")]),
        ([change("b", "1", "2", "a"), change("c", "2", "3", "b")], [change("c", "1", "3", "a")]),
        ([change("b", "1", "2", "a"), change("a", "2", "1", "b")], [change("a", "1", "1")]),
        ([change("a", "", "1"), change("b", "1", "2", "a")], [change("b", "", "2")]),
        ([change("b", "9", ""), change("b", "1", "2", "a")], [change("b", "19", "2", "a")]),
        ([change("b", "1", "2", "a"), change("b", "2", "3")], [change("b", "1", "3", "a")]),
        ([change("b", "", "2"), change("a", "1", "")], [change("a", "1", ""), change("b", "", "2")]),
    ],
)
def test_changes_that_wait_are_joined_to_one_for_each_document(
    engine: Engine, found: list[DocumentChange], told: list[DocumentChange]
) -> None:
    assert list(recorded(engine, *found)) == told


def test_only_what_was_told_is_forgotten(engine: Engine) -> None:
    told = recorded(engine, change("a", "", "1"))
    recorded(engine, change("b", "", "2"))
    with engine.begin() as connection:
        changes.forget(connection, told)
        assert [waiting.path for waiting in changes.pending(connection)] == ["b"]


def test_more_documents_than_a_statement_has_parameters(engine: Engine) -> None:
    many = [change(f"{n:05}", "", "1") for n in range(1_100)]
    with engine.begin() as connection:
        changes.record(connection, many)
        changes.record(connection, [change(one.path, "1", "2") for one in many])
        waiting = changes.pending(connection)
        assert len(waiting) == 1_100
        assert all(one.before == frozenset() and one.after == {"2"} for one in waiting)
        changes.forget(connection, waiting)
        assert changes.pending(connection) == ()


VERSIONS = st.lists(st.frozensets(st.sampled_from("123")), min_size=2, max_size=6)


@given(VERSIONS)
def test_a_joined_change_leads_from_the_first_version_to_the_last(versions: list[frozenset[str]]) -> None:
    joined: DocumentChange | None = None
    for before, after in pairwise(versions):
        joined = join(joined, None, DocumentChange("a", before, after))
    assert joined == DocumentChange("a", versions[0], versions[-1])
