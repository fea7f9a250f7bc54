"""A document's blocks to passages: by heading first, then by size.

A passage never crosses a heading, and keeps paragraphs, list items, table rows and code whole while they fit, and a
question with its answer. What of a table does not begin at its head has the head as its innermost heading, so that a
row is found, and read, by the names of its columns.
About 900 characters is where recall per character of context peaked on public sets (600 to 1,000 is a plateau).
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

from ingest.libraries import load
from ingest.model import Document, Passage
from ingest.readers.base import Block, BlockKind, Reading
from ingest.readers.naming import clean_line

TARGET = 900
"""Characters a passage aims at, and never exceeds by packing blocks together."""
LONGEST_TEXT = 1_350
"""Characters up to which one paragraph stays whole, or a question with its answer."""
LONGEST_CODE = 3_600
"""Characters up to which one code block stays whole."""

LONGEST_QUESTION = 200
"""Characters a line with a question may have to be taken for one that is answered below it."""

_SEPARATORS = [
    r"\n\s*\n",
    r"\n(?=[*_]*(?:Q|Question)\s?\d*[:.)])",
    r"\n",
    r"(?<=[.!?…؟۔।॥])\s+",
    r"(?<=[。！？])",
    r"(?<=[;:,])\s+",
    r"\s+",
    "",
]

_ASKED = re.compile(r"[*_]*(?:Q|Question)\s?\d*[:.)]")
_ITEM = re.compile(r"\s*(?:[-*+•|>]\s|\d{1,3}[.)]\s)")
_RULE = re.compile(r"\s*\|?[\s:|-]*-[\s:|-]*")
"""The line under a table's head. It holds a bar, unlike a rule across the page."""


@dataclass(frozen=True, slots=True)
class _Piece:
    """A stretch that is not cut any more.

    Attributes:
        page: of the block it comes from.
        columns: the head of the table it is a row of; empty for other text, and for the head itself.
    """

    start: int
    end: int
    page: int | None
    columns: str = ""


@dataclass(frozen=True, slots=True)
class _Span:
    """What becomes a passage."""

    heading: tuple[str, ...]
    start: int
    end: int
    page: int | None


def split(reading: Reading) -> list[Passage]:
    """Split a document into passages, in order. Every line that is neither blank nor a heading stands in one.

    A heading becomes part of the heading path of what stands under it; one with nothing under it is a passage itself,
    unless it only repeats the title.
    """
    document = reading.document
    return [_passage(document, position, span) for position, span in enumerate(_spans(reading))]


def whole(document: Document) -> list[Passage]:
    """Return the document as one passage, or none when it is blank."""
    return [_passage(document, 0, _Span((), 0, len(document.text), None))] if document.text.strip() else []


def passage_id(path: str, position: int, text: str) -> str:
    """Return the id of a passage: the same path, position and text give the same 32 hex digits."""
    return hashlib.sha256(f"{path}|{position}|{text}".encode()).hexdigest()[:32]


def _passage(document: Document, position: int, span: _Span) -> Passage:
    text = document.text[span.start : span.end]
    return Passage(
        id=passage_id(document.path, position, text),
        document=document.path,
        position=position,
        heading=span.heading,
        text=text,
        start=span.start,
        end=span.end,
        title=document.title,
        date=document.date,
        url=document.url,
        page=span.page,
    )


def _spans(reading: Reading) -> Iterator[_Span]:
    text, title = reading.document.text, reading.document.title
    has_text = any(block.kind is not BlockKind.HEADING for block in reading.blocks)
    for headings, blocks in _sections(reading.blocks):
        if has_text and blocks[0].kind is BlockKind.HEADING and blocks[0].heading == title:
            continue  # every passage of the document bears it already
        path = tuple(block.heading for block in headings if block.heading and block.heading != title)
        columns = _columns(blocks, text)
        pieces = [
            piece for number, block in enumerate(blocks) for piece in _pieces(block, text, columns.get(number, ""))
        ]
        for packed in _pack(_units(pieces, text)):
            head = packed[0].columns
            yield _Span((*path, head) if head else path, packed[0].start, packed[-1].end, packed[0].page)


def _sections(blocks: Iterable[Block]) -> Iterator[tuple[list[Block], list[Block]]]:
    """Yield the open headings, outermost first, and the blocks directly under them."""
    path: list[Block] = []
    bare: Block | None = None
    for is_heading, group in groupby(blocks, key=lambda block: block.kind is BlockKind.HEADING):
        if not is_heading:
            bare = None
            yield list(path), list(group)
            continue
        for heading in group:
            if bare is not None and heading.level <= bare.level:
                yield path[:-1], [bare]
            path = [*(block for block in path if block.level < heading.level), heading]
            bare = heading
    if bare is not None:
        yield path[:-1], [bare]


def _columns(blocks: Sequence[Block], text: str) -> dict[int, str]:
    """Return, by the number of each block that is a row of a table, the table's head as one line."""
    found: dict[int, str] = {}
    head, inside = "", False
    for number, (above, block) in enumerate(pairwise(blocks), start=1):
        touches = text[above.end : block.start].count("\n") == 1
        row = text[block.start : block.end]
        if "|" in row and _RULE.fullmatch(row):
            head, inside = _head(text[above.start : above.end]), True
        inside = inside and touches and block.kind is BlockKind.TEXT
        if inside and head:
            found[number] = head
    return found


def _head(row: str) -> str:
    cells = (cell.strip() for cell in row.strip().strip("|").split("|"))
    return clean_line(" | ".join(filter(None, cells)))


def _pieces(block: Block, text: str, columns: str) -> list[_Piece]:
    """Return the block as a piece, or the pieces it is cut into when it is too long to stay whole."""
    start, end = block.start, block.end
    limit = LONGEST_CODE if block.kind is BlockKind.CODE else LONGEST_TEXT
    if end - start <= limit:
        return [_Piece(start, end, block.page, columns)]
    load("langchain_text_splitters")  # 0.6 s, and rarely needed
    from langchain_text_splitters import RecursiveCharacterTextSplitter

    splitter = RecursiveCharacterTextSplitter(
        _SEPARATORS,
        keep_separator="end",
        is_separator_regex=True,
        chunk_size=TARGET,
        chunk_overlap=0,
        add_start_index=True,
    )
    chunks = splitter.create_documents([text[start:end]])
    starts = [start + int(chunk.metadata["start_index"]) for chunk in chunks]
    return [
        _Piece(at, at + len(chunk.page_content), block.page, columns) for at, chunk in zip(starts, chunks, strict=True)
    ]


def _units(pieces: Sequence[_Piece], text: str) -> Iterator[list[_Piece]]:
    """Yield what stays together: a line that introduces the next piece with it, a question with all of its answer.

    An answer goes on until the next question. One that is too long stays with its question as far as its first piece.
    """
    unit: list[_Piece] = []
    answering = False
    for piece in pieces:
        asks = _asks(text[piece.start : piece.end])
        if unit and (asks or not (answering or _introduces(unit[-1], text))):
            yield from _fitting(unit)
            unit = []
        answering = asks or (answering and bool(unit))
        unit.append(piece)
    yield from _fitting(unit)


def _fitting(unit: list[_Piece]) -> Iterator[list[_Piece]]:
    """Yield the unit when it is short enough to stay whole, else what of its beginning is, and the others alone."""
    first = next((count for count in (len(unit), 2) if _length(unit[:count]) <= LONGEST_TEXT), 1)
    if unit:
        yield unit[:first]
    yield from ([piece] for piece in unit[first:])


def _length(unit: Sequence[_Piece]) -> int:
    return unit[-1].end - unit[0].start if unit else 0


def _asks(text: str) -> bool:
    """Tell a question that is answered below it from a question in a list or within a paragraph."""
    if len(text) > LONGEST_QUESTION or _ITEM.match(text):
        return False
    return text.rstrip(" \"'”’»)*_").endswith(("?", "？", "؟")) or bool(_ASKED.match(text))


def _introduces(piece: _Piece, text: str) -> bool:
    return text.endswith(":", piece.start, piece.end)


def _pack(units: Iterable[Sequence[_Piece]]) -> Iterator[list[_Piece]]:
    """Join neighbouring units up to the target; what follows a table does not join rows that bear its head."""
    packed: list[_Piece] = []
    for unit in units:
        beyond = packed and packed[0].columns not in {"", unit[0].columns}
        if packed and (beyond or unit[-1].end - packed[0].start > TARGET):
            yield packed
            packed = []
        packed += unit
    if packed:
        yield packed
