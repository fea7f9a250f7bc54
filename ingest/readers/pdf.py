"""PDF, by pypdf: lines with their place and size; `ingest.readers.pdf_layout` makes paragraphs and headings of them."""

from __future__ import annotations

import io
import math
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import replace
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
_BOLD = re.compile(r"bold|black|heavy|semibd|demi", re.IGNORECASE)
"""In the name of a font; nothing else says for certain how thick its letters are."""
_LEVEL = 0.2
"""Share of their size by which letters on one line may stand higher than others."""
_LIGATURES = {code: unicodedata.normalize("NFKC", chr(code)) for code in range(0xFB00, 0xFB07)}
"""Typeset as one character, and searched for as several."""
_BULLETS = dict.fromkeys((0x7F, 0xF0A7, 0xF0B7, 0xF0D8), "•")
"""What the marks of lists are in fonts of symbols, and in Windows' encoding."""


def read_pdf(path: str, data: bytes) -> Reading:
    """Read a PDF that holds text. See `BytesReader`.

    Title, author and date are those of the document information. Without a title there, the first page's heading is
    the title when it is the only one of the highest level.

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
        return composer.reading(path, title=composer.only_heading)
    date = iso_day(_date(known, "modification_date"), _date(known, "creation_date"))
    title = meant(known.title) or composer.only_heading
    return composer.reading(path, title=title, author=meant(known.author), date=date)


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
        self._pieces: list[tuple[str, float, float, float, bool]] = []

    def visit(self, text: str, cm: Sequence[float], tm: Sequence[float], font: Any, size: float) -> None:
        """Take one stretch, with the matrices in force and its font size."""
        x = tm[4] * cm[0] + tm[5] * cm[2] + cm[4]
        y = tm[4] * cm[1] + tm[5] * cm[3] + cm[5]
        along, up = tm[0] * cm[0] + tm[1] * cm[2], tm[0] * cm[1] + tm[1] * cm[3]
        if abs(up) > abs(along):  # print that stands upright, as on a page that is turned: as if it lay
            x, y = (y, -x) if up > 0 else (-y, x)
        scale = math.hypot(tm[2] * cm[0] + tm[3] * cm[2], tm[2] * cm[1] + tm[3] * cm[3])
        first, *others = text.split("\n")
        bold = _BOLD.search(str((font or {}).get("/BaseFont", ""))) is not None
        self._pieces.append((first, size * scale, x, y, bold))
        for other in others:
            self._end_line()
            self._pieces.append((other, size * scale, x, y, bold))

    def finish(self) -> list[Line]:
        """Return the lines, those without text left out."""
        self._end_line()
        return self._lines

    def _end_line(self) -> None:
        text = " ".join("".join(piece for piece, *_ in self._pieces).split()).translate(_LIGATURES | _BULLETS)
        full = [piece for piece in self._pieces if piece[0].strip()]
        self._pieces = []
        if text and full:
            _, size, _, y, _ = max(full, key=lambda piece: len(piece[0]))
            line = Line(text, round(size, 1), full[0][2], y, self._page, all(piece[-1] for piece in full))
            self._lines[-1:] = _on_one_line(self._lines[-1:], line)


def _on_one_line(last: Sequence[Line], line: Line) -> list[Line]:
    """Join a line to the last one when it goes on at its right: cells of a table are often placed one by one."""
    if last and last[0].size == line.size and abs(last[0].y - line.y) < _LEVEL * line.size and line.x > last[0].x:
        return [replace(last[0], text=f"{last[0].text} {line.text}", bold=last[0].bold and line.bold)]
    return [*last, line]


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
