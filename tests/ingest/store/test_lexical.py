from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from contextlib import closing
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, text

from ingest.language.tokens import terms
from ingest.store import lexical, manifest
from ingest.store.database import Database
from ingest.store.fts5 import Fts5
from ingest.store.lexical import affordable, affordable_pairs
from ingest.store.manifest import Revision
from ingest.store.postings import postings
from ingest.store.tables import passages
from tests.ingest.store.filling import forget, passage, phrases, put, revision, search
from tests.ingest.stores import NEEDS_POSTGRES, store_at

ARTICLES = Path(__file__).parents[3] / "knowledge" / "articles"


@pytest.mark.both_stores
def test_the_rarer_term_counts_more_and_the_title_counts_double(database: Database) -> None:
    put(database, revision("a.md", "cost of hosting"), revision("b.md", "cost", title="hosting"), revision("c.md", "x"))
    put(database, revision("d.md", "cost of cost"), revision("e.md", "other words"), revision("f.md", "and more"))
    assert list(search(database, "hosting cost"))[:2] == ["b.md#0", "a.md#0"]


@pytest.mark.both_stores
def test_what_was_forgotten_is_found_no_more_and_what_stays_is(database: Database) -> None:
    put(database, revision("a.md", "zorkmid one", "zorkmid two"), revision("b.md", "zorkmid three", "none"))
    forget(database, "a.md")
    put(database, revision("b.md", "quux instead"))
    put(database, revision("c.md", "zorkmid again", "filler", "filler"))
    assert list(search(database, "zorkmid")) == ["c.md#0"]
    assert list(search(database, "quux")) == ["b.md#0"]
    with database.writing.begin() as connection:
        assert database.lexical.count(connection) == 4
        assert database.lexical.frequencies(connection, ["zorkmid", "three", "gone"]) == {
            "zorkmid": 1,
            "three": 0,
            "gone": 0,
        }
        assert database.lexical.is_sound(connection)


@pytest.mark.both_stores
def test_a_pair_is_found_where_its_terms_touch(database: Database) -> None:
    put(database, revision("a.md", "red apple pie", "apple red", "pie red"), revision("b.md", "apple", title="red"))
    put(database, revision("c.md", *(f"filler{n}" for n in range(9))))
    assert list(phrases(database, [("red", "appl")])) == ["a.md#0"]
    assert phrases(database, [("red", "unseen")]) == {}
    assert phrases(database, []) == {}


@pytest.mark.both_stores
@pytest.mark.parametrize("word", ['"', "a*b", "c++", "日本", "x" * 64, "ﬀ", "1.5", "_", "-", "𞤀"])
def test_a_term_is_found_whole_whatever_it_is_made_of(database: Database, word: str) -> None:
    held = [revision("a.md", "one"), revision("b.md", "two"), revision("c.md", f"{word} three"), revision("d.md", "x")]
    put(database, *held)
    for term in terms(f"{word} three"):
        with database.reading.begin() as connection:
            held = database.lexical.frequencies(connection, [term])
            assert held == {term: 1}
            assert list(database.lexical.search(connection, held, 9)) == ["c.md#0"]


@pytest.mark.both_stores
def test_terms_that_were_lost_are_missed_and_built_again(database: Database) -> None:
    put(database, *(revision(f"{n}.md", f"zorkmid word{n}") for n in range(9)))
    before = search(database, "zorkmid word3")
    on_sqlite = isinstance(database.lexical, Fts5)
    lost = text("INSERT INTO passage_terms (passage_terms) VALUES ('delete-all')")
    with database.writing.begin() as connection:
        connection.execute(lost if on_sqlite else delete(postings).where(postings.c.term == "word3"))
        assert not database.lexical.is_sound(connection)
        database.lexical.rebuild(connection, manifest.numbered(connection))
        assert database.lexical.is_sound(connection)
    assert search(database, "zorkmid word3") == pytest.approx(before)


@pytest.mark.both_stores
def test_row_numbers_may_lie_far_apart(database: Database) -> None:
    """They only rise: after years of edits a few passages lie in blocks of thousands."""
    put(database, revision("near.md", "zorkmid near"))
    far = [(number, passage("near.md", number, f"zorkmid far{number}")) for number in (4_095, 4_096, 70_000)]
    with database.writing.begin() as connection:
        for number, held in far:
            row = {"number": number, "id": held.id, "document": held.document, "position": number, "text": held.text}
            connection.execute(passages.insert().values(**row, heading=[], start=0, end=0, context=""))
        database.lexical.put(connection, far)
        assert database.lexical.is_sound(connection)
    assert set(search(database, "zorkmid")) == {"near.md#0", *(held.id for _, held in far)}
    assert list(search(database, "far70000")) == ["near.md#70000"]
    forget(database, "near.md")
    with database.writing.begin() as connection:
        assert database.lexical.count(connection) == 0
        assert database.lexical.is_sound(connection)


def test_cheap_queries_keep_all_their_terms_and_dear_ones_their_rarest() -> None:
    assert affordable({"the": 9_000, "cost": 40, "unseen": 0, "zorkmid": 1}) == ["zorkmid", "cost", "the"]
    dear = {f"common{n}": 40_000 for n in range(9)} | {"rare": 5}
    assert affordable(dear)[0] == "rare"
    assert len(affordable(dear)) == lexical.FEWEST_TERMS


def test_of_dear_pairs_the_rarest_stay() -> None:
    frequencies = {"a": 45_000, "b": 45_000, "c": 3, "unseen": 0}
    assert affordable_pairs([("a", "b"), ("c", "a"), ("c", "unseen")], frequencies) == [("c", "a")]


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Database, Database]]:
    """The shipped articles and generated passages, on SQLite and PostgreSQL."""
    generator = random.Random(4)  # noqa: S311 - passages, not secrets
    vocabulary = [f"w{n}" for n in range(400)]
    made = [
        " ".join(generator.choices(vocabulary, [1 / (n + 1) for n in range(400)], k=generator.randint(1, 120)))
        for _ in range(300)
    ]
    revisions: list[Revision] = [
        revision(file.name[:20], *file.read_text().split("\n\n"), title=file.stem)
        for file in sorted(ARTICLES.glob("*.md"))
    ]
    revisions += [revision(f"made{n}", *made[n : n + 10], title=made[n][:20]) for n in range(0, 300, 10)]
    folder = tmp_path_factory.mktemp("both")
    with (
        store_at("sqlite", folder) as file,
        store_at("postgres", folder) as url,
        closing(Database.open(file)) as sqlite,
        closing(Database.open(url)) as postgres,
    ):
        for database in (sqlite, postgres):
            put(database, *revisions)
            forget(database, revisions[0].document.path, "made0")
        yield sqlite, postgres


def same(first: dict[str, float], second: dict[str, float], k: int) -> None:
    """Same scores in the same order; where the last place is shared, any of those that share it."""
    assert sorted(first.values()) == pytest.approx(sorted(second.values()), rel=1e-9)
    last = min(first.values(), default=0.0) if len(first) == k else 0.0
    for id_ in {id_ for id_, score in [*first.items(), *second.items()] if score > last * (1 + 1e-9)}:
        assert first[id_] == pytest.approx(second[id_], rel=1e-9)


@NEEDS_POSTGRES
def test_both_stores_rank_alike(both: tuple[Database, Database]) -> None:
    k = 20
    lines = [line for file in sorted(ARTICLES.glob("*.md")) for line in file.read_text().split("\n") if line]
    generator = random.Random(5)  # noqa: S311 - questions, not secrets
    made = [" ".join(f"w{int(400 * generator.random() ** 3)}" for _ in range(n % 9 + 1)) for n in range(100)]
    found = 0
    for question in [*generator.sample(lines, 100), *made]:
        sqlite, postgres = (search(database, question, k) for database in both)
        same(sqlite, postgres, k)
        pairs = list(pairwise(terms(question)))
        first, second = (phrases(database, pairs, k) for database in both)
        same(first, second, k)
        found += len(first)
    assert found > 100


@NEEDS_POSTGRES
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.text(max_size=12), max_size=6))
def test_both_stores_make_the_same_of_any_text(both: tuple[Database, Database], words: Sequence[str]) -> None:
    question = " ".join(["w3", *words])
    sqlite, postgres = (search(database, question, 9) for database in both)
    same(sqlite, postgres, 9)
