"""Putting passages into a database and finding them, without files and vectors."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain

from ingest.language.tokens import terms
from ingest.model import Document, Passage
from ingest.store import manifest
from ingest.store.database import Database
from ingest.store.manifest import Revision


def passage(path: str, position: int, text: str, title: str = "", heading: tuple[str, ...] = ()) -> Passage:
    return Passage(f"{path}#{position}"[:32], path, position, heading, text, 0, len(text), title)


def revision(path: str, *texts: str, title: str = "") -> Revision:
    held = [passage(path, position, text, title) for position, text in enumerate(texts)]
    return Revision(Document(path, "", title), held, sha256="0" * 64)


def put(database: Database, *revisions: Revision) -> None:
    with database.writing.begin() as connection:
        manifest.put(connection, database.lexical, revisions, "2026-01-01T00:00:00+00:00")


def forget(database: Database, *paths: str) -> None:
    with database.writing.begin() as connection:
        manifest.forget(connection, database.lexical, paths)


def search(database: Database, query: str, k: int = 10) -> dict[str, float]:
    with database.reading.begin() as connection:
        return database.lexical.search(connection, database.lexical.frequencies(connection, terms(query)), k)


def phrases(database: Database, pairs: Sequence[tuple[str, str]], k: int = 10) -> dict[str, float]:
    with database.reading.begin() as connection:
        held = database.lexical.frequencies(connection, chain.from_iterable(pairs))
        return database.lexical.phrases(connection, pairs, held, k)
