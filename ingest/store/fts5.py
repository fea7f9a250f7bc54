"""Search terms in SQLite: an FTS5 table beside the passages.

The table is a list of ready words, and a query is a list of quoted ones: no text a person types is ever read as FTS5
syntax. FTS5 keeps no copy of the words (that would double the index); so they are given again to be taken out.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy import Connection, bindparam, text

from ingest.errors import DamagedTablesError
from ingest.model import Passage
from ingest.store.contenders import assumed_score, ceilings, contenders
from ingest.store.lexical import TITLE_WEIGHT, Pair, affordable, affordable_pairs, text_terms, title_terms

# The tokenizer here only cuts at spaces: every other kind of character belongs to a term, "1.5" and "c++" are one each.
_KINDS = "L* M* N* P* S* Cf Cn Co"
_TERMS = f"""CREATE VIRTUAL TABLE passage_terms
USING fts5(title, body, content = '', tokenize = "unicode61 remove_diacritics 0 categories '{_KINDS}'")"""
_VOCABULARY = "CREATE VIRTUAL TABLE passage_vocabulary USING fts5vocab(passage_terms, 'row')"

CREATE = tuple(map(text, (_TERMS, _VOCABULARY)))
DROP = tuple(map(text, ("DROP TABLE IF EXISTS passage_vocabulary", "DROP TABLE IF EXISTS passage_terms")))

_INSERT = text("INSERT INTO passage_terms (rowid, title, body) VALUES (:number, :title, :body)")
_DELETE = text(
    "INSERT INTO passage_terms (passage_terms, rowid, title, body) VALUES ('delete', :number, :title, :body)"
)
_RANKED = """SELECT passages.id, -found.score FROM (
SELECT rowid, bm25(passage_terms, {title}, 1.0) AS score FROM passage_terms WHERE passage_terms MATCH :query {among}
ORDER BY score, rowid LIMIT :k
) AS found JOIN passages ON passages.number = found.rowid ORDER BY found.score, found.rowid"""
_AMONG = "AND +rowid IN (SELECT rowid FROM passage_terms WHERE passage_terms MATCH :contenders)"
_SEARCH, _SEARCH_AMONG = (text(_RANKED.format(title=TITLE_WEIGHT, among=among)) for among in ("", _AMONG))
"""The best are chosen before they are joined: their ids are looked up for these alone. FTS5's own ``rank`` would sort
all that was found, with every place of every term, in half as much time again. The plus keeps SQLite from looking each
contender up by its number."""
_SOON_RANKED = 8_000
"""Sum of the frequencies up to which all that is found is ranked: choosing takes as long as it spares."""
_MOST_CHOSEN_BY = 24
"""Terms up to which it does not: of many terms together, most passages might be among the best."""
_FREQUENCY = text("SELECT term, doc FROM passage_vocabulary WHERE term IN :terms").bindparams(
    bindparam("terms", expanding=True)
)
_MISSING = text(
    "SELECT EXISTS (SELECT number FROM passages EXCEPT SELECT id FROM passage_terms_docsize) "
    "OR EXISTS (SELECT id FROM passage_terms_docsize EXCEPT SELECT number FROM passages)"
)


class Fts5:
    """Implements `ingest.store.lexical.Lexical` for SQLite."""

    def __init__(self, soon_ranked: int = _SOON_RANKED) -> None:
        """Args:
        soon_ranked: sum of the frequencies of terms up to which all that is found is ranked.
        """
        self._soon_ranked = soon_ranked

    def put(self, connection: Connection, numbered: Sequence[tuple[int, Passage]]) -> None:
        """Add the terms of passages under their row numbers."""
        if numbered:
            connection.execute(_INSERT, _rows(numbered))

    def forget(self, connection: Connection, numbered: Sequence[tuple[int, Passage]]) -> None:
        """Remove the terms of passages."""
        if numbered:
            connection.execute(_DELETE, _rows(numbered))

    def search(self, connection: Connection, frequencies: Mapping[str, int], k: int) -> dict[str, float]:
        """Return scores by passage id for the best ``k``."""
        chosen = {_quoted(word): frequencies[word] for word in affordable(frequencies)}
        if sum(chosen.values()) > self._soon_ranked and len(chosen) <= _MOST_CHOSEN_BY:
            return self._ranked_among_contenders(connection, chosen, k)
        return _ranked(connection, chosen, k)

    def phrases(
        self, connection: Connection, pairs: Sequence[Pair], frequencies: Mapping[str, int], k: int
    ) -> dict[str, float]:
        """Return scores by passage id for the best ``k`` that hold some pair side by side."""
        return _ranked(connection, [_quoted(" ".join(pair)) for pair in affordable_pairs(pairs, frequencies)], k)

    def frequencies(self, connection: Connection, words: Iterable[str]) -> dict[str, int]:
        """Return how many passages hold each term."""
        wanted = dict.fromkeys(words, 0)
        return wanted | {row[0]: row[1] for row in connection.execute(_FREQUENCY, {"terms": list(wanted)})}

    def count(self, connection: Connection) -> int:
        """Return how many passages have terms."""
        return connection.scalar(text("SELECT count(*) FROM passage_terms_docsize")) or 0

    def is_sound(self, connection: Connection) -> bool:
        """Tell whether the table agrees with itself and holds each passage exactly once."""
        try:
            connection.execute(text("INSERT INTO passage_terms (passage_terms) VALUES ('integrity-check')"))
            return not connection.scalar(_MISSING)
        except DamagedTablesError:
            return False

    def rebuild(self, connection: Connection, numbered: Iterable[tuple[int, Passage]]) -> None:
        """Build the table anew from the passages."""
        rows = list(numbered)  # a table cannot be dropped while another is being read
        for statement in (*DROP, *CREATE):
            connection.execute(statement)
        self.put(connection, rows)

    def _ranked_among_contenders(self, connection: Connection, chosen: Mapping[str, int], k: int) -> dict[str, float]:
        """As `_ranked`. What the k-th best of some contenders has is a score to trust: looking for those that reach it
        finds all that are as good.
        """
        known = ceilings(chosen, self.count(connection))
        score = assumed_score(chosen, known, k)
        while score:
            found = _ranked(connection, chosen, k, contenders(known, score))
            last = min(found.values(), default=0.0) if len(found) == k else 0.0
            if last >= score:
                return found
            score = last
        return _ranked(connection, chosen, k)


def _ranked(connection: Connection, phrases: Iterable[str], k: int, among: str | None = None) -> dict[str, float]:
    """Return scores by passage id for the best ``k`` of those that hold any of the phrases, best first.

    Args:
        phrases: quoted.
        among: what else FTS5 has to find in each of them.
    """
    values = {"query": " OR ".join(phrases), "k": k}
    if not values["query"]:
        return {}
    if among is None:
        found = connection.execute(_SEARCH, values)
    else:
        found = connection.execute(_SEARCH_AMONG, values | {"contenders": among})
    return {row[0]: row[1] for row in found}


def _quoted(phrase: str) -> str:
    return '"{}"'.format(phrase.replace('"', '""'))


def _rows(numbered: Sequence[tuple[int, Passage]]) -> list[dict[str, object]]:
    return [
        {"number": number, "title": " ".join(title_terms(passage)), "body": " ".join(text_terms(passage))}
        for number, passage in numbered
    ]
