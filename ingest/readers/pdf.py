"""PDF, by pypdf: lines with their place and size; `ingest.readers.pdf_layout` makes paragraphs and headings of them."""

from __future__ import annotations

import io
import math
import unicodedata
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from ingest.errors import UnreadableFileError
from ingest.readers.base import Reading
from ingest.readers.composer import TextComposer
from ingest.readers.pdf_layout import Bookmark, Line, compose
from ingest.readers.properties import iso_day, meant

if TYPE_CHECKING:
    from pypdf import PageObject, PdfReader

_MOST_PAGES = 5_000
_MOST_BOOKMARKS = 5_000
_DEEPEST_BOOKMARK = 20
_UNKNOWN_CIPHER = "This PDF is encrypted in a way that Archie cannot read."
_LIGATURES = {code: unicodedata.normalize("NFKC", chr(code)) for code in range(0xFB00, 0xFB07)}
"""Typeset as one character, and searched for as several."""


def read_pdf(path: str, data: bytes) -> Reading:
    """Read a PDF that holds text. See `BytesReader`. Title, author and date are those of the document information.

    Raises:
        UnreadableFileError: it is encrypted, damaged, very long, or holds no text, as scanned pages do.
    """
    reader = _open(data)
    lines = [line for number, page in enumerate(reader.pages, 1) for line in _lines(page, number)]
    if not lines:
        raise UnreadableFileError("There is no text in this PDF, only pictures. Scanned pages need OCR first.")
    composer = TextComposer()
    compose(composer, lines, _bookmarks(reader))
    known = reader.metadata
    if known is None:
        return composer.reading(path)
    date = iso_day(_date(known, "modification_date"), _date(known, "creation_date"))
    return composer.reading(path, title=meant(known.title), author=meant(known.author), date=date)


def _open(data: bytes) -> PdfReader:
    from pypdf import PdfReader  # only when a PDF is read
    from pypdf.errors import DependencyError, PyPdfError

    try:
        reader = PdfReader(io.BytesIO(data))
        if reader.is_encrypted and not reader.decrypt(""):
            raise UnreadableFileError("This PDF is protected by a password.")
        pages = len(reader.pages)
    except DependencyError as error:
        raise UnreadableFileError(_UNKNOWN_CIPHER) from error
    except PyPdfError as error:
        raise UnreadableFileError("This PDF is damaged, or is something else than its name says.") from error
    if pages > _MOST_PAGES:
        raise UnreadableFileError(f"This PDF has more than {_MOST_PAGES:,} pages.")
    return reader


def _lines(page: PageObject, number: int) -> list[Line]:
    """Return a page's lines in the order of the file, which mostly is that of reading.

    Raises:
        UnreadableFileError: the page is damaged. The file is refused, as its text would be incomplete.
    """
    from pypdf.errors import DependencyError

    collector = _Collector(number)
    try:
        page.extract_text(visitor_text=collector.visit)
    except MemoryError:
        raise
    except DependencyError as error:  # AES, without a library for it
        raise UnreadableFileError(_UNKNOWN_CIPHER) from error
    except Exception as error:  # the edge: a damaged page makes pypdf raise anything
        raise UnreadableFileError(f"Page {number} of this PDF is damaged.") from error
    return collector.finish()


class _Collector:
    """Takes the stretches of text that pypdf finds and puts lines together."""

    def __init__(self, page: int) -> None:
        self._page = page
        self._lines: list[Line] = []
        self._pieces: list[tuple[str, float, float, float]] = []

    def visit(self, text: str, cm: Sequence[float], tm: Sequence[float], _font: Any, size: float) -> None:
        """Take one stretch, with the matrices in force and its font size."""
        x = tm[4] * cm[0] + tm[5] * cm[2] + cm[4]
        y = tm[4] * cm[1] + tm[5] * cm[3] + cm[5]
        scale = math.hypot(tm[2] * cm[0] + tm[3] * cm[2], tm[2] * cm[1] + tm[3] * cm[3])
        first, *others = text.split("\n")
        self._pieces.append((first, size * scale, x, y))
        for other in others:
            self._end_line()
            self._pieces.append((other, size * scale, x, y))

    def finish(self) -> list[Line]:
        """Return the lines, those without text left out."""
        self._end_line()
        return self._lines

    def _end_line(self) -> None:
        text = " ".join("".join(piece for piece, *_ in self._pieces).split()).translate(_LIGATURES)
        full = [piece for piece in self._pieces if piece[0].strip()]
        self._pieces = []
        if text and full:
            _, size, _, y = max(full, key=lambda piece: len(piece[0]))
            self._lines.append(Line(text, round(size, 1), full[0][2], y, self._page))


def _bookmarks(reader: PdfReader) -> list[Bookmark]:
    """Return the outline, flat; nothing when it is damaged, for the text is there without it."""
    try:
        return [mark for _, mark in zip(range(_MOST_BOOKMARKS), _walk(reader, reader.outline, 1), strict=False)]
    except MemoryError:
        raise
    except Exception:  # noqa: BLE001 - the edge: a damaged outline makes pypdf raise anything
        return []


def _walk(reader: PdfReader, entries: Sequence[Any], level: int) -> Iterator[Bookmark]:
    for entry in entries:
        if isinstance(entry, list):
            if level < _DEEPEST_BOOKMARK:
                yield from _walk(reader, entry, level + 1)
        elif (page := reader.get_destination_page_number(entry)) is not None:
            yield Bookmark(str(entry.title or ""), level, page + 1)


def _date(known: Any, name: str) -> Any:
    try:
        return getattr(known, name)
    except (ValueError, TypeError, AttributeError):  # a date that is none
        return None
