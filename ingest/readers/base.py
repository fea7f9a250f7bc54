"""What a reader is: one file's text or bytes in, a document and its blocks out."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from ingest.model import Document

LARGEST_TEXT = 5 * 1024 * 1024
"""Bytes a file of text may have. Larger ones are exports and logs, not articles."""


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
        page: 1-based page or slide on which the block begins; None for files without pages.
    """

    kind: BlockKind
    start: int
    end: int
    level: int = 0
    heading: str = ""
    page: int | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """What a reader makes of a file. Every line that is not blank stands in exactly one block."""

    document: Document
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class FileKind:
    """One kind of file, and how it is read.

    Attributes:
        reader: ``"package.module:function"``, a `TextReader` or a `BytesReader`; imported when the first such file
            is read.
        binary: the function takes the file's bytes; otherwise its decoded text.
        largest: bytes a file of this kind may have.
        isolated: read in a child process with limits, because its parser can be made to loop, swell or crash.
    """

    reader: str
    binary: bool = False
    largest: int = LARGEST_TEXT
    isolated: bool = False


class TextReader(Protocol):
    """Reads one kind of text file. To add one: write it in its own module and list it in `ingest.readers.registry`."""

    def __call__(self, path: str, text: str, /) -> Reading:
        """Read decoded text with ``\\n`` line ends.

        Args:
            path: POSIX path relative to the knowledge folder; its stem is the title of last resort.

        Raises:
            UnreadableFileError: with a reason that is safe to show.
        """


class BytesReader(Protocol):
    """Reads one kind of file that is not text. ``Document.text`` is the text it takes out of the file."""

    def __call__(self, path: str, data: bytes, /) -> Reading:
        """Read the bytes of a file. Arguments and errors as in `TextReader`."""
