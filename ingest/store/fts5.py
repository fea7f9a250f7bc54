"""Search terms in SQLite: an FTS5 table beside the passages.

The table is a list of ready words, and a query is a list of quoted ones: no text a person types is ever read as FTS5
syntax. FTS5 keeps no copy of the words (that would double the index); so they are given again to be taken out.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import chain

from sqlalchemy import Connection, bindparam, text

from ingest.errors import DamagedTablesError
from ingest.model import Passage
from ingest.store.lexical import MOST_TERMS, TITLE_WEIGHT, Pair, affordable, affordable_pairs, text_terms, title_terms

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
_SEARCH = text(
    "SELECT passages.id, -found.rank FROM (SELECT rowid, rank FROM passage_terms "
    "WHERE passage_terms MATCH :query AND rank MATCH :weights ORDER BY rank LIMIT :k) AS found "
    "JOIN passages ON passages.number = found.rowid ORDER BY found.rank, found.rowid"
)
"""The best are chosen before they are joined: their ids are looked up for these alone."""
_FREQUENCY = text("SELECT term, doc FROM passage_vocabulary WHERE term IN :terms").bindparams(
    bindparam("terms", expanding=True)
)
_MISSING = text(
    "SELECT EXISTS (SELECT number FROM passages EXCEPT SELECT id FROM passage_terms_docsize) "
    "OR EXISTS (SELECT id FROM passage_terms_docsize EXCEPT SELECT number FROM passages)"
)


class Fts5:
    """Implements `ingest.store.lexical.Lexical` for SQLite."""

    def put(self, connection: Connection, numbered: Sequence[tuple[int, Passage]]) -> None:
        """Add the terms of passages under their row numbers."""
        if numbered:
            connection.execute(_INSERT, _rows(numbered))

    def forget(self, connection: Connection, numbered: Sequence[tuple[int, Passage]]) -> None:
        """Remove the terms of passages."""
        if numbered:
            connection.execute(_DELETE, _rows(numbered))

    def search(self, connection: Connection, words: Iterable[str], k: int) -> dict[str, float]:
        """Return scores by passage id for the best ``k``."""
        wanted = list(dict.fromkeys(words))[:MOST_TERMS]
        return self._ranked(connection, affordable(self.frequencies(connection, wanted)), k)

    def phrases(self, connection: Connection, pairs: Sequence[Pair], k: int) -> dict[str, float]:
        """Return scores by passage id for the best ``k`` that hold some pair side by side."""
        wanted = list(dict.fromkeys(pairs))[:MOST_TERMS]
        frequencies = self.frequencies(connection, chain.from_iterable(wanted))
        return self._ranked(connection, [" ".join(pair) for pair in affordable_pairs(wanted, frequencies)], k)

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

    def _ranked(self, connection: Connection, phrases: Sequence[str], k: int) -> dict[str, float]:
        if not phrases:
            return {}
        query = " OR ".join('"{}"'.format(phrase.replace('"', '""')) for phrase in phrases)
        found = connection.execute(_SEARCH, {"query": query, "weights": f"bm25({TITLE_WEIGHT}, 1.0)", "k": k})
        return {row[0]: row[1] for row in found}


def _rows(numbered: Sequence[tuple[int, Passage]]) -> list[dict[str, object]]:
    return [
        {"number": number, "title": " ".join(title_terms(passage)), "body": " ".join(text_terms(passage))}
        for number, passage in numbered
    ]
