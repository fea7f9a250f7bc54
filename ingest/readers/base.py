"""What a reader is: one file's decoded text in, a document and its blocks out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from ingest.model import Document


class BlockKind(StrEnum):
    """What a block is to the splitter."""

    HEADING = "heading"
    TEXT = "text"
    """A paragraph, list item, table row or quotation: stays whole while it fits."""
    CODE = "code"
    """Fenced or indented code: stays whole even when it is long, up to a limit."""


@dataclass(frozen=True, slots=True)
class Block:
    """A stretch of ``Document.text``: whole lines, in order, never overlapping.

    Attributes:
        start, end: character offsets; ``end`` is exclusive and does not count the last line break.
        level: 1 to 6 for a heading, else 0.
        heading: the heading as plain text, without mark-up; empty for other kinds.
    """

    kind: BlockKind
    start: int
    end: int
    level: int = 0
    heading: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """What a reader makes of a file. Every line that is not blank stands in exactly one block."""

    document: Document
    blocks: tuple[Block, ...]


class Reader(Protocol):
    """Reads one kind of file. To add one: write it in its own module and list it in `ingest.readers`."""

    def __call__(self, path: str, text: str) -> Reading:
        """Read decoded text with ``\\n`` line ends.

        Args:
            path: POSIX path relative to the knowledge folder; its stem is the title of last resort.

        Raises:
            UnreadableFileError: with a reason that is safe to show.
        """


Readers = Mapping[str, Reader]
"""Reader by lower-case file name suffix, with its dot."""
