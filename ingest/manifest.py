"""Reading and writing the index's tables. Every function works inside the caller's transaction."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, Row, Select, delete, func, insert, select
from sqlalchemy.dialects.sqlite import insert as upsert

from ingest import lexical
from ingest.model import Document, Passage
from ingest.tables import documents, passages, state


class FileState(StrEnum):
    """What came of a file when it was last looked at."""

    INDEXED = "indexed"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Signature:
    """What tells a changed file from an unchanged one without reading it: bytes, and two times in nanoseconds."""

    size: int = 0
    mtime_ns: int = 0
    ctime_ns: int = 0


@dataclass(frozen=True, slots=True)
class Entry:
    """One file of the manifest.

    Attributes:
        sha256: of the version that is in the index; None while there is none.
        error: why the file failed, when it did.
    """

    path: str
    signature: Signature
    sha256: str | None
    state: FileState
    error: str | None = None


@dataclass(frozen=True, slots=True)
class Revision:
    """A new version of a document, ready for the index.

    Attributes:
        sha256: of the file's bytes; empty when there is no file.
        replaces: the path this document was known under before, when it was moved.
    """

    document: Document
    passages: Sequence[Passage]
    sha256: str = ""
    signature: Signature = Signature()
    replaces: str | None = None


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
        )
    )
    return {
        path: Entry(path, Signature(size, mtime, ctime), sha256, FileState(status), error)
        for path, size, mtime, ctime, sha256, status, error in rows
    }


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


def put(connection: Connection, revision: Revision, indexed_at: str) -> None:
    """Make a revision the current version of its document, with its passages and their terms."""
    document = revision.document
    _forget_passages(connection, document.path)
    _put_entry(
        connection,
        document.path,
        revision.signature,
        sha256=revision.sha256,
        state=FileState.INDEXED,
        error=None,
        indexed_at=indexed_at,
        title=document.title,
        kind=document.kind,
        publisher=document.publisher,
        author=document.author,
        date=document.date,
        url=document.url,
    )
    for passage in revision.passages:
        number = connection.execute(insert(passages).values(_row(passage))).inserted_primary_key
        assert number is not None  # noqa: S101 - an INSERT into a table with an integer key
        lexical.put(connection, number[0], passage)


def put_failure(connection: Connection, path: str, signature: Signature, error: str) -> None:
    """Note that a file could not be read. Its last good version, if there is one, stays."""
    _put_entry(connection, path, signature, state=FileState.FAILED, error=error)


def put_unchanged(connection: Connection, path: str, signature: Signature) -> None:
    """Note a new signature for a file whose content is what the index holds."""
    _put_entry(connection, path, signature, state=FileState.INDEXED, error=None)


def forget(connection: Connection, path: str) -> None:
    """Remove a document, its passages and their terms."""
    _forget_passages(connection, path)
    connection.execute(delete(documents).where(documents.c.path == path))


def find(connection: Connection, ids: Collection[str]) -> dict[str, Passage]:
    """Return those of the passages that are in the index now, by id."""
    rows = connection.execute(_selected().where(passages.c.id.in_(ids)))
    return {row.id: _passage(row) for row in rows}


def places(connection: Connection, ids: Collection[str]) -> dict[str, tuple[str, int]]:
    """Return document and position, by id, of those of the passages that are in the index now."""
    columns = (passages.c.id, passages.c.document, passages.c.position)
    return {
        id_: (path, position) for id_, path, position in connection.execute(select(*columns).where(columns[0].in_(ids)))
    }


def of_documents(connection: Connection, paths: Collection[str]) -> list[Passage]:
    """Return all passages of some documents, in order of path and position."""
    rows = connection.execute(
        _selected().where(passages.c.document.in_(paths)).order_by(passages.c.document, passages.c.position)
    )
    return [_passage(row) for row in rows]


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


def get_state(connection: Connection, key: str) -> str | None:
    """Return a value of the index's own state."""
    return connection.scalar(select(state.c.value).where(state.c.key == key))


def set_state(connection: Connection, key: str, value: str) -> None:
    """Set a value of the index's own state."""
    connection.execute(upsert(state).values(key=key, value=value).on_conflict_do_update(set_={"value": value}))


def _put_entry(connection: Connection, path: str, signature: Signature, **values: Any) -> None:
    values |= {"size": signature.size, "mtime_ns": signature.mtime_ns, "ctime_ns": signature.ctime_ns}
    connection.execute(upsert(documents).values(path=path, **values).on_conflict_do_update(set_=values))


def _forget_passages(connection: Connection, path: str) -> None:
    numbers = list(connection.scalars(select(passages.c.number).where(passages.c.document == path)))
    lexical.forget(connection, numbers)
    connection.execute(delete(passages).where(passages.c.document == path))


def _row(passage: Passage) -> Mapping[str, object]:
    return {
        "id": passage.id,
        "document": passage.document,
        "position": passage.position,
        "heading": list(passage.heading),
        "text": passage.text,
        "start": passage.start,
        "end": passage.end,
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
    )
