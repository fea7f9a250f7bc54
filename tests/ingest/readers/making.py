"""Files made for the tests of readers, with the libraries that write them, and what holds of every reading."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise

import pypdf
from docx.document import Document as WordDocument
from openpyxl import Workbook
from pptx.presentation import Presentation
from pypdf.generic import DecodedStreamObject, DictionaryObject, NameObject

from ingest.readers import BlockKind, Reading

Print = tuple[str, float, float, float] | tuple[str, float, float, float, str]
"""Text, size, x and y of a line, in points; ``F2`` after them makes it bold."""


PROSE = (
    "The zorkmid is a unit of money that is used by nobody outside of one",
    "game, where it buys food and armour from shops that are found below.",
    "",
    "A second paragraph says as much in other words, and it also goes on",
    "for more than one line of print.",
)
"""Two paragraphs, line by line."""


def text_of(reading: Reading) -> list[str]:
    """The blocks that are no headings."""
    text = reading.document.text
    return [text[block.start : block.end] for block in reading.blocks if block.kind is not BlockKind.HEADING]


def headings(reading: Reading) -> list[tuple[int, str]]:
    return [(block.level, block.heading) for block in reading.blocks if block.kind is BlockKind.HEADING]


def assert_sound(reading: Reading) -> None:
    """Blocks lie in order, and every line that is not blank stands in exactly one of them."""
    text, blocks = reading.document.text, reading.blocks
    assert all(0 <= block.start < block.end <= len(text) for block in blocks)
    assert all(left.end <= right.start for left, right in pairwise(blocks))
    lines = [line for block in blocks for line in text[block.start : block.end].split("\n") if line.strip()]
    assert lines == [line for line in text.split("\n") if line.strip()]


def make_pdf(pages: Sequence[Sequence[Print]], prepare: Callable[[pypdf.PdfWriter], object] | None = None) -> bytes:
    """A PDF that prints lines in Helvetica. ``prepare`` may add information, bookmarks or a password."""
    writer = pypdf.PdfWriter()
    for lines in pages:
        page = writer.add_blank_page(612, 792)
        stream = DecodedStreamObject()
        stream.set_data(b"\n".join(_print(*line) for line in lines))
        page[NameObject("/Contents")] = writer._add_object(stream)
        fonts = DictionaryObject({NameObject("/F1"): _font("Helvetica"), NameObject("/F2"): _font("Helvetica-Bold")})
        page[NameObject("/Resources")] = DictionaryObject({NameObject("/Font"): fonts})
    if prepare:
        prepare(writer)
    return _saved(writer.write)


def _font(name: str) -> DictionaryObject:
    return DictionaryObject(
        {
            NameObject("/Type"): NameObject("/Font"),
            NameObject("/Subtype"): NameObject("/Type1"),
            NameObject("/BaseFont"): NameObject(f"/{name}"),
            NameObject("/Encoding"): NameObject("/WinAnsiEncoding"),
        }
    )


def _print(text: str, size: float, x: float, y: float, font: str = "F1") -> bytes:
    escaped = text.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
    return f"BT /{font} {size} Tf 1 0 0 1 {x} {y} Tm ({escaped}) Tj ET".encode("cp1252")


def prose(*lines: str, top: float = 700, size: float = 10, x: float = 72) -> list[Print]:
    """Lines one under the other, as in a paragraph; an empty one leaves a gap."""
    return [(line, size, x, top - 12 * number) for number, line in enumerate(lines) if line]


def saved(document: WordDocument | Presentation | Workbook) -> bytes:
    return _saved(document.save)


def _saved(save: Callable[[io.BytesIO], object]) -> bytes:
    file = io.BytesIO()
    save(file)
    return file.getvalue()


def rezipped(data: bytes, changed: Mapping[str, bytes]) -> bytes:
    """The archive with some members replaced or added."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new:
        for name in [name for name in old.namelist() if name not in changed]:
            new.writestr(name, old.read(name))
        for name, content in changed.items():
            new.writestr(name, content)
    return file.getvalue()
