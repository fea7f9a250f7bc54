from __future__ import annotations

import random
from collections.abc import Iterator
from contextlib import closing

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text

from ingest.store.contenders import Ceiling, assumed_score, ceilings, contenders
from ingest.store.database import Database
from ingest.store.fts5 import Fts5
from ingest.store.lexical import affordable
from tests.ingest.store.filling import forget, put, revision

CEILINGS = st.lists(st.floats(1e-6, 20), min_size=1, max_size=40).map(lambda values: sorted(values, reverse=True))
PASSAGES, WORDS, LENGTH = 3_000, 300, 40


def is_found(expression: str, held: set[str]) -> bool:
    """Read an expression of FTS5 as it would: AND binds closer than OR."""
    python = expression.replace(" OR ", " or ").replace(" AND ", " and ")
    return bool(python) and bool(eval(python, {}, {word: word in held for word in words(expression)}))  # noqa: S307


def words(expression: str) -> list[str]:
    for sign in ("(", ")", " OR", " AND"):
        expression = expression.replace(sign, " ")
    return expression.split()


@given(CEILINGS, st.data())
def test_whatever_can_reach_the_score_is_a_contender(values: list[float], data: st.DataObject) -> None:
    known: list[Ceiling] = [(f"t{number}", value) for number, value in enumerate(values)]
    held = data.draw(st.sets(st.sampled_from(known)))
    reached = sum(value for term, value in known if (term, value) in held)
    score = data.draw(st.floats(1e-6, max(reached, 2e-6)))
    assert is_found(contenders(known, score), {term for term, _ in held}) or reached < score


def test_a_single_common_term_is_not_enough() -> None:
    expression = contenders([("rare", 9.0), ("known", 4.0), ("usual", 3.0), ("common", 1.0)], 6.0)
    assert [is_found(expression, {word}) for word in ("rare", "known", "usual", "common")] == [True, *[False] * 3]
    assert is_found(expression, {"known", "usual"})


def test_what_no_term_can_reach_has_no_contenders() -> None:
    assert contenders([("a", 2.0), ("b", 1.0)], 4.0) == ""


def test_many_terms_are_named_a_few_times_each() -> None:
    known = [(f"t{number}", 5.0) for number in range(256)]
    assert len(words(contenders(known, 6.0))) <= 256 * 8


def test_too_few_passages_to_leave_any_out_assume_nothing() -> None:
    frequencies = {"a": 2, "b": 5}
    assert assumed_score(frequencies, ceilings(frequencies, 100), k=10) == 0.0
    assert assumed_score(frequencies, ceilings(frequencies, 100), k=2) > 0.0


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    """Passages of words that are as common as in any language, some of them said over and over."""
    generator = random.Random(7)  # noqa: S311 - passages, not secrets
    common = [1 / (n + 2) for n in range(WORDS)]

    def passage() -> str:
        chosen = generator.choices(range(WORDS), common, k=generator.randint(1, LENGTH))
        return " ".join(f"w{n} " * generator.choice((1, 1, 1, 9)) for n in chosen)

    with closing(Database.open(tmp_path_factory.mktemp("large") / "index.db")) as database:
        for n in range(0, PASSAGES, 100):
            put(database, revision(f"{n:05}.md", *(passage() for _ in range(100)), title=f"w{n % WORDS} w1"))
        forget(database, "00300.md")
        yield database


def exactly(database: Database, question: list[str], k: int) -> list[tuple[str, float]]:
    """What FTS5 finds when it ranks everything, with equal scores in order of the row numbers."""
    rank = text(
        "SELECT id, -bm25(passage_terms, 2.0, 1.0) FROM passage_terms JOIN passages ON number = passage_terms.rowid "
        "WHERE passage_terms MATCH :query ORDER BY 2 DESC, passage_terms.rowid LIMIT :k"
    )
    with database.reading.begin() as connection:
        chosen = affordable(database.lexical.frequencies(connection, question))
        return [(row[0], row[1]) for row in connection.execute(rank, {"query": " OR ".join(chosen), "k": k})]


@pytest.mark.parametrize("length", [1, 2, 4, 8, 16, 24, 60])
@pytest.mark.parametrize("k", [1, 20, 200])
def test_the_best_are_exactly_those_of_ranking_everything(large: Database, length: int, k: int) -> None:
    generator = random.Random(length)  # noqa: S311 - questions, not secrets
    lexical = Fts5(soon_ranked=0)
    for _ in range(9):
        question = [f"w{int(WORDS * generator.random() ** 2)}" for _ in range(length)]
        with large.reading.begin() as connection:
            found = lexical.search(connection, lexical.frequencies(connection, question), k)
        assert list(found.items()) == exactly(large, question, k)
