"""A document's text, put together from pieces: for files whose text stands between mark-up and not in one stretch."""

from __future__ import annotations

from dataclasses import replace

from ingest.model import Document
from ingest.readers.base import Block, BlockKind, Reading
from ingest.readers.naming import clean_line


class Assembly:
    """Collects blocks and the text they stand in. Blank pieces are left out."""

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self._pieces: list[str] = []
        self._length = 0

    def add(self, kind: BlockKind, text: str, *, level: int = 0, close: bool = False) -> None:
        """Add a block after a blank line.

        Args:
            level: 1 to 6 for a heading.
            close: only a line break stands between this block and the one before: items of a list, rows of a table.
        """
        text = text.strip("\n")
        if not text.strip():
            return
        if self._pieces:
            self._append("\n" if close else "\n\n")
        start = self._length
        self._append(text)
        heading = clean_line(text) if kind is BlockKind.HEADING else ""
        self.blocks.append(Block(kind, start, self._length, level, heading))

    def add_reading(self, reading: Reading) -> None:
        """Add the blocks of another document after a blank line, with the text between them."""
        if not reading.blocks:
            return
        if self._pieces:
            self._append("\n\n")
        first = reading.blocks[0].start
        shift = self._length - first
        self._append(reading.document.text[first : reading.blocks[-1].end])
        self.blocks += [replace(block, start=block.start + shift, end=block.end + shift) for block in reading.blocks]

    def reading(self, document: Document) -> Reading:
        """Return what was collected, as the text of this document."""
        return Reading(replace(document, text="".join(self._pieces)), tuple(self.blocks))

    def _append(self, text: str) -> None:
        self._pieces.append(text)
        self._length += len(text)
