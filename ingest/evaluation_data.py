"""Other people's retrieval sets: documents and queries as JSON lines, read in batches however long the files are."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from ingest.errors import IngestError
from ingest.model import Document, Passage
from ingest.passages import passage_id, split, whole
from ingest.readers.text import read_blocks
from ingest.search.conversation import Turn


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the documents' file: a document, or one part of a document in several rows."""

    id: str
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Asked:
    """One query. ``gold`` are row ids, ``history`` the turns before it, oldest first."""

    text: str
    gold: frozenset[str]
    history: tuple[Turn, ...] = ()


class Corpus:
    """The documents' file. The rows of one document are found together wherever they stand in it.

    Attributes:
        copies: by row id, the first row with the same title and text, for rows that only repeat another.
    """

    def __init__(self, file: Path) -> None:
        """Read the file once, keeping where each row stands.

        Raises:
            IngestError: it cannot be read, or a row is not ``{"id", "text"}``.
        """
        self._file = file
        self._places: dict[str, list[tuple[float, int]]] = {}
        self.copies: dict[str, str] = {}
        firsts: dict[int, str] = {}
        for offset, row in read_rows(file, "id", "text"):
            key = str(row["id"])
            document = row.get("doc_id")
            order = _number(row.get("pos"))
            self._places.setdefault(key if document is None else str(document), []).append((order, offset))
            first = firsts.setdefault(hash((row.get("title"), row["text"])), key)
            if first != key:
                self.copies[key] = first

    def documents(self) -> Iterator[tuple[str, list[Row]]]:
        """Yield each document's name and rows, in the order of their ``pos``."""
        with self._file.open("rb") as lines:
            for name, places in self._places.items():
                rows = []
                for _, offset in sorted(places):
                    lines.seek(offset)
                    row = json.loads(lines.readline())
                    rows.append(Row(str(row["id"]), str(row.get("title") or ""), str(row["text"])))
                yield name, rows


def read_queries(file: Path) -> list[Asked]:
    """Read the queries.

    Raises:
        IngestError: the file cannot be read, holds none, or a row is not ``{"query", "gold"}``.
    """
    asked = [
        Asked(str(row["query"]), frozenset(map(str, _list(row["gold"]))), tuple(_turns(row.get("history"))))
        for _, row in read_rows(file, "query", "gold")
    ]
    if not asked:
        raise IngestError(f"{file.name} holds no queries.")
    if not any(query.gold for query in asked):
        raise IngestError(f"{file.name} names no document as the right one for any query.")
    return asked


def passages_of(name: str, rows: Sequence[Row], as_whole: bool) -> tuple[Document, dict[str, str], list[Passage]]:
    """Return a document made of its rows, the row of each passage by passage id, and its passages.

    Args:
        as_whole: make each row one passage instead of splitting it. No passage ever crosses rows.
    """
    title, offset = rows[0].title, 0
    owners: dict[str, str] = {}
    passages: list[Passage] = []
    for row in rows:
        reading = read_blocks(Document(name, row.text, row.title))
        heading = (row.title,) if row.title != title else ()
        for piece in whole(reading.document) if as_whole else split(reading):
            placed = _placed(piece, len(passages), offset, title, heading)
            passages.append(placed)
            owners[placed.id] = row.id
        offset += len(row.text) + len(_BETWEEN)
    return Document(name, _BETWEEN.join(row.text for row in rows), title), owners, passages


def read_rows(file: Path, *required: str) -> Iterator[tuple[int, dict[str, Any]]]:
    """Yield the JSON objects of a file, each with the byte it begins at.

    Raises:
        IngestError: the file cannot be read, or a line is not an object with the required keys.
    """
    offset = 0
    try:
        with file.open("rb") as lines:
            for number, line in enumerate(lines, 1):
                if line.strip():
                    yield offset, _row(line.decode("utf-8"), f"{file.name}, line {number}", required)
                offset += len(line)
    except (OSError, UnicodeDecodeError) as error:
        raise IngestError(f"{file.name} cannot be read.") from error


_BETWEEN = "\n\n"
"""What stands between the rows of a document."""


def _placed(piece: Passage, position: int, offset: int, title: str, heading: tuple[str, ...]) -> Passage:
    return replace(
        piece,
        id=passage_id(piece.document, position, piece.text),
        position=position,
        start=offset + piece.start,
        end=offset + piece.end,
        title=title,
        heading=(*heading, *piece.heading),
    )


def _row(line: str, place: str, required: Sequence[str]) -> dict[str, Any]:
    try:
        row = json.loads(line)
    except ValueError as error:
        raise IngestError(f"{place}: this is not JSON.") from error
    if not isinstance(row, dict) or any(key not in row for key in required):
        raise IngestError(f"{place}: {' and '.join(required)} are needed.")
    return row


def _number(value: object) -> float:
    return float(value) if isinstance(value, int | float) else 0.0


def _list(value: object) -> Sequence[object]:
    return value if isinstance(value, list) else [value]


def _turns(history: object) -> Iterator[Turn]:
    for turn in history if isinstance(history, list) else ():
        if isinstance(turn, dict):
            yield str(turn.get("speaker", "")), str(turn.get("text", ""))
