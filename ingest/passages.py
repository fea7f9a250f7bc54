"""A document's blocks to passages: by heading first, then by size.

A passage never crosses a heading, and keeps paragraphs, list items, table rows and code whole while they fit.
About 900 characters is where recall per character of context peaked on public sets (600 to 1,000 is a plateau).
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from ingest.model import Document, Passage
from ingest.readers.base import Block, BlockKind, Reading

TARGET = 900
"""Characters a passage aims at, and never exceeds by packing blocks together."""
LONGEST_TEXT = 1_350
"""Characters up to which one paragraph stays whole."""
LONGEST_CODE = 3_600
"""Characters up to which one code block stays whole."""

_SEPARATORS = [r"\n\s*\n", r"\n", r"(?<=[.!?…])\s+", r"(?<=[。！？])", r"(?<=[;:,])\s+", r"\s+", ""]


def split(reading: Reading) -> list[Passage]:
    """Split a document into passages, in order. Every line that is neither blank nor a heading stands in one.

    A heading becomes part of the heading path of what stands under it; one with nothing under it is a passage itself.
    """
    document = reading.document
    return [
        _passage(document, position, heading, start, end)
        for position, (heading, start, end) in enumerate(_spans(reading))
    ]


def whole(document: Document) -> list[Passage]:
    """Return the document as one passage, or none when it is blank."""
    return [_passage(document, 0, (), 0, len(document.text))] if document.text.strip() else []


def passage_id(path: str, position: int, text: str) -> str:
    """Return the id of a passage: the same path, position and text give the same 32 hex digits."""
    return hashlib.sha256(f"{path}|{position}|{text}".encode()).hexdigest()[:32]


def _passage(document: Document, position: int, heading: tuple[str, ...], start: int, end: int) -> Passage:
    text = document.text[start:end]
    return Passage(
        id=passage_id(document.path, position, text),
        document=document.path,
        position=position,
        heading=heading,
        text=text,
        start=start,
        end=end,
        title=document.title,
        date=document.date,
        url=document.url,
    )


def _spans(reading: Reading) -> Iterator[tuple[tuple[str, ...], int, int]]:
    text, title = reading.document.text, reading.document.title
    for headings, blocks in _sections(reading.blocks):
        path = tuple(block.heading for block in headings if block.heading and block.heading != title)
        pieces = [piece for block in blocks for piece in _pieces(block, text)]
        yield from ((path, start, end) for start, end in _pack(pieces, text))


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


def _pieces(block: Block, text: str) -> list[tuple[int, int]]:
    """Return the block's span, or the spans it is cut into when it is too long to stay whole."""
    start, end = block.start, block.end
    limit = LONGEST_CODE if block.kind is BlockKind.CODE else LONGEST_TEXT
    if end - start <= limit:
        return [(start, end)]
    from langchain_text_splitters import RecursiveCharacterTextSplitter  # 0.6 s, and rarely needed

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
    return [(at, at + len(chunk.page_content)) for at, chunk in zip(starts, chunks, strict=True)]


def _pack(pieces: Sequence[tuple[int, int]], text: str) -> Iterator[tuple[int, int]]:
    """Join neighbouring pieces up to the target; a line that introduces what follows goes with it."""
    packed: list[tuple[int, int]] = []
    for piece in pieces:
        if packed and piece[1] - packed[0][0] > TARGET:
            introduction = packed.pop() if len(packed) > 1 and _introduces(text, packed[-1], piece) else None
            yield packed[0][0], packed[-1][1]
            packed = [introduction] if introduction else []
        packed.append(piece)
    if packed:
        yield packed[0][0], packed[-1][1]


def _introduces(text: str, piece: tuple[int, int], following: tuple[int, int]) -> bool:
    return text[: piece[1]].endswith(":") and following[1] - piece[0] <= TARGET
