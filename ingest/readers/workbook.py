"""Workbooks (XLSX), by openpyxl: a sheet is a section, and each row a line that names its columns."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from itertools import chain, islice
from typing import TYPE_CHECKING

from ingest.errors import UnreadableFileError
from ingest.readers.archives import require_harmless_archive
from ingest.readers.base import Reading
from ingest.readers.composer import TextComposer
from ingest.readers.properties import iso_day, meant
from ingest.readers.rows import cell_text, looks_like_header, row_lines

if TYPE_CHECKING:
    from openpyxl.worksheet._read_only import ReadOnlyWorksheet

MOST_CELLS = 2_000_000
"""Cells a sheet may have, empty ones between full ones among them. More is a data set, not a document."""

_TITLE_ROWS = 10
"""Rows in which the header is looked for: titles and remarks often stand above a table."""


def read_xlsx(path: str, data: bytes) -> Reading:
    """Read a workbook. See `BytesReader`.

    Values are those the program that saved it had computed; a formula it never computed is empty. Hidden sheets are
    left out: they hold what the others are computed from. The first row, or the first below a title, names the columns
    when it is nothing but different short names.
    """
    require_harmless_archive(data, "XLSX")
    import openpyxl  # only when a workbook is read

    book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
    composer = TextComposer()
    for sheet in book.worksheets:
        if sheet.sheet_state == "visible":
            composer.heading(sheet.title, 1)
            for line in _lines(_rows(sheet)):
                composer.text(line, tight=True)
    known = book.properties
    date = iso_day(known.modified, known.created)
    return composer.reading(path, title=meant(known.title), author=meant(known.creator), date=date)


def _rows(sheet: ReadOnlyWorksheet) -> Iterator[list[str]]:
    """Yield the rows that are not blank, as text.

    Raises:
        UnreadableFileError: the sheet has more than `MOST_CELLS` cells.
    """
    sheet.reset_dimensions()  # what the file says of its size may be wrong, and would cost or lose rows
    seen = 0
    for row in sheet.iter_rows(values_only=True):
        seen += len(row) or 1
        if seen > MOST_CELLS:
            raise UnreadableFileError(f"A sheet of this workbook has more than {MOST_CELLS:,} cells.")
        cells = [cell_text(value) for value in row]
        if any(cell.strip() for cell in cells):
            yield cells


def _lines(rows: Iterator[list[str]]) -> Iterator[str]:
    top = list(islice(rows, _TITLE_ROWS))
    header = next((n for n, row in enumerate(top) if _full(row) > 1), 0)
    if not top or not looks_like_header(_from_first(top[header])):
        yield from row_lines(chain(top, rows), ())
        return
    yield from row_lines(top[:header], ())
    yield from row_lines(chain(top[header + 1 :], rows), top[header])


def _full(row: Sequence[str]) -> int:
    return sum(1 for cell in row if cell.strip())


def _from_first(row: list[str]) -> list[str]:
    """Return a row without the empty cells before its first: many sheets begin in column B."""
    first = next((n for n, cell in enumerate(row) if cell.strip()), len(row))
    return row[first:]
