"""Building a document's text out of the pieces a reader takes from a file that is not text itself."""

from __future__ import annotations

import re
from dataclasses import replace

from ingest.errors import UnreadableFileError
from ingest.model import Document
from ingest.readers.assembly import Assembly
from ingest.readers.base import BlockKind, Reading
from ingest.readers.naming import clean_line, title_from_path

LONGEST_TEXT = 10_000_000
"""Characters of text a file may give. More is a data set, not a document; nothing is cut off silently."""

_LINE_END = re.compile(r"\r\n|[\r\v\f\x1c-\x1e\x85\u2028\u2029]")
_HIDDEN = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x9f\u00ad\u200b\u2060\ufeff]")
_SURROGATE = re.compile(r"[\ud800-\udfff]")
_DEEPEST_HEADING = 6
_AT_ITS_BEGINNING = 5
"""Blocks within which a text has its title: a line or two may stand above it."""


class TextComposer:
    """Takes pieces in reading order, cleans them, and gives the reading: the text, and a block for each piece.

    Pieces stand apart by a blank line; list items and table rows, which are ``tight``, follow one another line by line.
    """

    def __init__(self) -> None:
        self._assembly = Assembly()
        self._tight = False

    def heading(self, text: str, level: int, page: int | None = None) -> None:
        """Add a heading as one line. ``level`` counts from 1; deeper ones than Markdown has become 6."""
        line = " ".join(clean_text(text).split())
        self._add(BlockKind.HEADING, line, page, level=min(level, _DEEPEST_HEADING))

    def text(self, text: str, page: int | None = None, *, tight: bool = False) -> None:
        """Add a paragraph, a list item or a table row; a blank one is left out.

        Raises:
            UnreadableFileError: the text becomes longer than `LONGEST_TEXT`.
        """
        self._add(BlockKind.TEXT, clean_text(text), page, tight=tight)

    def include(self, part: Assembly) -> None:
        """Add what another reader took from a part of the file."""
        self._tight = False
        self._assembly.add_reading(part.reading(Document("", "", "")))

    @property
    def only_heading(self) -> str:
        """The heading of the highest level when the text begins with it and no other is as high; else empty.

        Where there are several, they are parts of the document and none is its title.
        """
        headings = [block for block in self._assembly.blocks[:_AT_ITS_BEGINNING] if block.kind is BlockKind.HEADING]
        all_levels = [block.level for block in self._assembly.blocks if block.kind is BlockKind.HEADING]
        if not headings or headings[0].level != min(all_levels) or all_levels.count(headings[0].level) > 1:
            return ""
        return headings[0].heading if headings[0].page in {None, 1} else ""

    def reading(
        self, path: str, *, title: str | None = None, author: str | None = None, date: str | None = None
    ) -> Reading:
        """Return what was composed. Without a title the document is named after its file."""
        title, author = clean_line(title or "") or title_from_path(path), clean_line(author or "") or None
        return self._assembly.reading(Document(path, "", title, author=author, date=date))

    def _add(self, kind: BlockKind, piece: str, page: int | None, *, level: int = 0, tight: bool = False) -> None:
        if not piece:
            return
        self._assembly.add(kind, piece, level=level, close=tight and self._tight)
        self._tight = tight
        blocks = self._assembly.blocks
        blocks[-1] = replace(blocks[-1], page=page)
        if blocks[-1].end > LONGEST_TEXT:
            raise UnreadableFileError(f"This file holds more than {LONGEST_TEXT // 1_000_000} million characters.")


def clean_text(text: str) -> str:
    """Return text with ``\\n`` line ends, without control characters, soft hyphens, blank lines and trailing space."""
    text = _SURROGATE.sub("\ufffd", _HIDDEN.sub("", _LINE_END.sub("\n", text)))
    return "\n".join(line.rstrip() for line in text.split("\n") if line.strip())
