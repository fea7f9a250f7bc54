"""The lexical half of the index: an SQLite FTS5 table of search terms beside the passages.

Terms come from `ingest.tokens`, so the table is a list of ready words, and a query is a list of quoted ones: no text a
person types is ever read as FTS5 syntax.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sqlalchemy import Connection, bindparam, text
from sqlalchemy.exc import DatabaseError

from ingest.model import Passage
from ingest.tables import CREATE_LEXICAL, DROP_LEXICAL
from ingest.tokens import terms

_MOST_TERMS = 256
"""Different terms of one query; of a longer one, the first. A pasted page would otherwise match everything slowly."""

_INSERT = text("INSERT INTO passage_terms (rowid, title, body) VALUES (:number, :title, :body)")
_DELETE = text("DELETE FROM passage_terms WHERE rowid = :number")
_SEARCH = text(
    "SELECT passages.id, -rank FROM passage_terms JOIN passages ON passages.number = passage_terms.rowid "
    "WHERE passage_terms MATCH :query AND rank MATCH 'bm25(2.0, 1.0)' ORDER BY rank LIMIT :k"
)
"""BM25 with title and headings counting double."""
_FREQUENCY = text("SELECT term, doc FROM passage_vocabulary WHERE term IN :terms").bindparams(
    bindparam("terms", expanding=True)
)
_MISSING = text(
    "SELECT EXISTS (SELECT number FROM passages EXCEPT SELECT rowid FROM passage_terms) "
    "OR EXISTS (SELECT rowid FROM passage_terms EXCEPT SELECT number FROM passages)"
)


def put(connection: Connection, number: int, passage: Passage) -> None:
    """Add a passage's terms under its row number."""
    title = " ".join(terms(" ".join((passage.title, *passage.heading))))
    connection.execute(_INSERT, {"number": number, "title": title, "body": " ".join(terms(passage.text))})


def forget(connection: Connection, numbers: Sequence[int]) -> None:
    """Remove the terms of passages by row number."""
    if numbers:
        connection.execute(_DELETE, [{"number": number} for number in numbers])


def search(connection: Connection, words: Iterable[str], k: int) -> dict[str, float]:
    """Return BM25 by passage id, higher is better, for the best ``k`` that hold any of the terms."""
    query = " OR ".join(f'"{word}"' for word in list(dict.fromkeys(words))[:_MOST_TERMS])
    if not query:
        return {}
    return {row[0]: row[1] for row in connection.execute(_SEARCH, {"query": query, "k": k})}


def frequencies(connection: Connection, words: Iterable[str]) -> dict[str, int]:
    """Return how many passages hold each term in their text, title or headings; 0 when none does."""
    wanted = dict.fromkeys(words, 0)
    return wanted | {row[0]: row[1] for row in connection.execute(_FREQUENCY, {"terms": list(wanted)})}


def count(connection: Connection) -> int:
    """Return how many passages have terms."""
    return connection.scalar(text("SELECT count(*) FROM passage_terms")) or 0


def is_sound(connection: Connection) -> bool:
    """Tell whether the table agrees with itself and holds each passage exactly once."""
    try:
        connection.execute(text("INSERT INTO passage_terms (passage_terms) VALUES ('integrity-check')"))
        return not connection.scalar(_MISSING)
    except DatabaseError:
        return False


def rebuild(connection: Connection, numbered: Iterable[tuple[int, Passage]]) -> None:
    """Build the table anew from the passages."""
    rows = list(numbered)  # a table cannot be dropped while another is being read
    for statement in (*DROP_LEXICAL, *CREATE_LEXICAL):
        connection.execute(statement)
    for number, passage in rows:
        put(connection, number, passage)
