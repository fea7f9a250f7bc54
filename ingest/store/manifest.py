"""Reading and writing the index's tables. Every function works inside the caller's transaction."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, Row, Select, String, cast, delete, func, insert, or_, select

from ingest.audience import allows, written
from ingest.model import Document, Passage, Signature
from ingest.store.lexical import Lexical
from ingest.store.statements import cut, storable, upsert
from ingest.store.tables import documents, passages, state

_MOST_ENDS = 100
"""Patterns of one query: SQLite takes expressions only so deep."""


class FileState(StrEnum):
    """What came of a file when it was last looked at."""

    INDEXED = "indexed"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Entry:
    """One file of the manifest.

    Attributes:
        sha256: of the version that is in the index; None while there is none.
        error: why the file failed, when it did.
        audience, governed: who may see it, and what of that its folders decide, as `ingest.audience.written`.
        contexts: who wrote the contexts of its passages; None when they have none.
        origin: prefix of the further folder it comes from; None for the knowledge folder itself.
    """

    path: str
    signature: Signature
    sha256: str | None
    state: FileState
    error: str | None = None
    audience: str | None = None
    governed: str | None = None
    contexts: str | None = None
    origin: str | None = None


@dataclass(frozen=True, slots=True)
class Revision:
    """A new version of a document, ready for the index.

    Attributes:
        sha256: of the file's bytes; empty when there is no file.
        replaces: the path this document was known under before, when it was moved.
        governed: what of its audience its folders decide, as `ingest.audience.written`.
        contexts: who wrote the contexts of its passages; None when they have none.
        origin: prefix of the further folder it comes from; None for the knowledge folder itself.
    """

    document: Document
    passages: Sequence[Passage]
    sha256: str = ""
    signature: Signature = field(default_factory=Signature)
    replaces: str | None = None
    governed: str | None = None
    contexts: str | None = None
    origin: str | None = None


@dataclass(frozen=True, slots=True)
class IndexedDocument:
    """A document of the index, for listing. ``indexed_at`` is ISO 8601 in UTC, ``date`` what the document says."""

    path: str
    title: str
    passages: int
    indexed_at: str
    date: str | None


def entries(connection: Connection) -> dict[str, Entry]:
    """Return the manifest by path."""
    columns = documents.c
    rows = connection.execute(
        select(
            columns.path,
            columns.size,
            columns.mtime_ns,
            columns.ctime_ns,
            columns.sha256,
            columns.state,
            columns.error,
            columns.audience,
            columns.governed,
            columns.contexts,
            columns.origin,
        )
    )
    return {
        path: Entry(path, Signature(size, mtime, ctime), sha256, FileState(status), *rest)
        for path, size, mtime, ctime, sha256, status, *rest in rows
    }


def hidden_documents(connection: Connection, reader: str) -> list[str]:
    """Return the documents a reader may not see, in order of path."""
    columns = documents.c
    rows = connection.execute(select(columns.path, columns.audience).where(columns.audience.is_not(None)))
    return sorted(path for path, audience in rows if not allows(audience, reader))


def indexed_documents(connection: Connection) -> list[IndexedDocument]:
    """Return the documents of the index in order of their paths."""
    rows = connection.execute(
        select(documents.c.path, documents.c.title, func.count(passages.c.id), documents.c.indexed_at, documents.c.date)
        .join_from(documents, passages, isouter=True)
        .where(documents.c.sha256.is_not(None))
        .group_by(documents.c.path)
        .order_by(documents.c.path)
    )
    return [IndexedDocument(*row) for row in rows]


def audiences(connection: Connection) -> dict[str, str | None]:
    """Return who may see each document of the index, as `ingest.audience.written`, by path."""
    query = select(documents.c.path, documents.c.audience).where(documents.c.sha256.is_not(None))
    return {row.path: row.audience for row in connection.execute(query)}


def under_headings(connection: Connection, headings: Collection[str]) -> list[Passage]:
    """Return the passages whose innermost heading is one of these, in order of path and position."""
    written_heading = cast(passages.c.heading, String)
    wanted = sorted(set(headings))
    found: list[Passage] = []
    for begin in range(0, len(wanted), _MOST_ENDS):
        ends = (f"{json.dumps(heading)}]" for heading in wanted[begin : begin + _MOST_ENDS])
        query = _selected().where(or_(*(written_heading.endswith(end, autoescape=True) for end in ends)))
        found += [passage for passage in map(_passage, connection.execute(query)) if passage.heading[-1] in wanted]
    return sorted(found, key=lambda passage: (passage.document, passage.position))


def put(connection: Connection, lexical: Lexical, revisions: Sequence[Revision], indexed_at: str) -> None:
    """Make revisions the current versions of their documents, with their passages and those's terms.

    Args:
        revisions: of different documents.
        indexed_at: ISO 8601 in UTC.
    """
    _forget_passages(connection, lexical, [revision.document.path for revision in revisions])
    _put_entries(connection, [_document_row(revision, indexed_at) for revision in revisions])
    first = (connection.scalar(select(func.max(passages.c.number))) or 0) + 1
    numbered = list(enumerate((passage for revision in revisions for passage in revision.passages), first))
    if numbered:
        connection.execute(insert(passages), [_row(number, passage) for number, passage in numbered])
        lexical.put(connection, numbered)


def put_failure(connection: Connection, path: str, signature: Signature, error: str, origin: str | None = None) -> None:
    """Note that a file could not be read. Its last good version, if there is one, stays."""
    _put_entries(connection, [_entry_row(path, signature, FileState.FAILED, error) | {"origin": origin}])


def put_unchanged(connection: Connection, signatures: Mapping[str, Signature]) -> None:
    """Note new signatures, by path, for files whose content is what the index holds."""
    _put_entries(connection, [_entry_row(path, signature, FileState.INDEXED) for path, signature in signatures.items()])


def forget(connection: Connection, lexical: Lexical, paths: Collection[str]) -> None:
    """Remove documents, their passages and those's terms."""
    _forget_passages(connection, lexical, paths)
    for some in cut(paths):
        connection.execute(delete(documents).where(documents.c.path.in_(some)))


def find(connection: Connection, ids: Collection[str]) -> dict[str, Passage]:
    """Return those of the passages that are in the index now, by id."""
    rows = (row for some in cut(ids) for row in connection.execute(_selected().where(passages.c.id.in_(some))))
    return {row.id: _passage(row) for row in rows}


def present(connection: Connection, ids: Collection[str]) -> set[str]:
    """Return those of the ids whose passages are in the index now."""
    id_ = passages.c.id
    return {held for some in cut(ids) for held in connection.scalars(select(id_).where(id_.in_(some))).all()}


def of_documents(connection: Connection, paths: Collection[str], below: int | None = None) -> list[Passage]:
    """Return all passages of some documents, in order of path and position; those below a position when it is given."""
    query = _selected() if below is None else _selected().where(passages.c.position < below)
    rows = [row for some in cut(paths) for row in connection.execute(query.where(passages.c.document.in_(some)))]
    return sorted(map(_passage, rows), key=lambda passage: (passage.document, passage.position))


def numbered(connection: Connection) -> Iterable[tuple[int, Passage]]:
    """Yield every passage with its row number."""
    return ((row.number, _passage(row)) for row in connection.execute(_selected()))


def passage_ids(connection: Connection) -> set[str]:
    """Return the id of every passage."""
    return set(connection.scalars(select(passages.c.id)))


def count(connection: Connection) -> tuple[int, int]:
    """Return how many documents and passages there are."""
    held = select(func.count()).select_from(documents).where(documents.c.sha256.is_not(None))
    return connection.scalar(held) or 0, connection.scalar(select(func.count()).select_from(passages)) or 0


def count_own(connection: Connection) -> tuple[int, int]:
    """As `count`, but only of the knowledge folder itself, without further ones."""
    held, others = count(connection), documents.c.origin.is_not(None)
    further = select(func.count()).where(documents.c.sha256.is_not(None), others)
    theirs = select(func.count()).select_from(passages).join(documents).where(others)
    return held[0] - (connection.scalar(further) or 0), held[1] - (connection.scalar(theirs) or 0)


def newest(connection: Connection) -> str | None:
    """Return when a document was last written, ISO 8601 in UTC; None while there is none."""
    written: str | None = connection.scalar(select(func.max(documents.c.indexed_at)))
    return written


def get_state(connection: Connection, key: str) -> str | None:
    """Return a value of the index's own state."""
    return connection.scalar(select(state.c.value).where(state.c.key == key))


def set_state(connection: Connection, key: str, value: str) -> None:
    """Set a value of the index's own state."""
    upsert(connection, state, [{"key": key, "value": value}])


def _put_entries(connection: Connection, rows: Sequence[Mapping[str, object]]) -> None:
    upsert(connection, documents, rows)


def _entry_row(path: str, signature: Signature, status: FileState, error: str | None = None) -> dict[str, object]:
    return {
        "path": path,
        "size": signature.size,
        "mtime_ns": signature.mtime_ns,
        "ctime_ns": signature.ctime_ns,
        "state": status,
        "error": error,
    }


def _document_row(revision: Revision, indexed_at: str) -> dict[str, object]:
    document = revision.document
    return _entry_row(document.path, revision.signature, FileState.INDEXED) | {
        "sha256": revision.sha256,
        "indexed_at": indexed_at,
        "title": storable(document.title),
        "kind": storable(document.kind),
        "publisher": storable(document.publisher or "") or None,
        "author": storable(document.author or "") or None,
        "date": storable(document.date or "") or None,
        "url": storable(document.url or "") or None,
        "audience": written(document.audience),
        "governed": revision.governed,
        "contexts": revision.contexts,
        "origin": revision.origin,
    }


def _forget_passages(connection: Connection, lexical: Lexical, paths: Collection[str]) -> None:
    for some in cut(paths):
        leaving = connection.execute(_selected().where(passages.c.document.in_(some))).all()
        lexical.forget(connection, [(row.number, _passage(row)) for row in leaving])
        connection.execute(delete(passages).where(passages.c.document.in_(some)))


def _row(number: int, passage: Passage) -> dict[str, object]:
    return {
        "number": number,
        "id": passage.id,
        "document": passage.document,
        "position": passage.position,
        "heading": list(map(storable, passage.heading)),
        "text": storable(passage.text),
        "start": passage.start,
        "end": passage.end,
        "page": passage.page,
        "context": storable(passage.context),
    }


def _selected() -> Select[Any]:
    return select(passages, documents.c.title, documents.c.date, documents.c.url).join_from(passages, documents)


def _passage(row: Row[Any]) -> Passage:
    return Passage(
        id=row.id,
        document=row.document,
        position=row.position,
        heading=tuple(row.heading),
        text=row.text,
        start=row.start,
        end=row.end,
        title=row.title,
        date=row.date,
        url=row.url,
        page=row.page,
        context=row.context,
    )
