"""Workbooks (XLSX), by openpyxl: a sheet is a section, and each row a line that names its columns."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from ingest.errors import UnreadableFileError
from ingest.readers.archives import require_harmless_archive
from ingest.readers.base import Reading
from ingest.readers.composer import TextComposer
from ingest.readers.properties import iso_day, meant
from ingest.readers.rows import cell_text, table_lines

if TYPE_CHECKING:
    from openpyxl.worksheet._read_only import ReadOnlyWorksheet

MOST_CELLS = 2_000_000
"""Cells a sheet may have, empty ones between full ones among them. More is a data set, not a document."""


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
            for line in table_lines(_rows(sheet)):
                composer.text(line, tight=True)
    known = book.properties
    date = iso_day(known.modified, known.created)
    return composer.reading(path, title=meant(known.title), author=meant(known.creator), date=date)


def _rows(sheet: ReadOnlyWorksheet) -> Iterator[list[str]]:
    """Yield the rows as text.

    Raises:
        UnreadableFileError: the sheet has more than `MOST_CELLS` cells.
    """
    sheet.reset_dimensions()  # what the file says of its size may be wrong, and would cost or lose rows
    seen = 0
    for row in sheet.iter_rows():
        seen += len(row) or 1
        if seen > MOST_CELLS:
            raise UnreadableFileError(f"A sheet of this workbook has more than {MOST_CELLS:,} cells.")
        yield [_shown(cell) for cell in row]


def _shown(cell: Any) -> str:
    value = cell.value
    number = isinstance(value, int | float)  # of others the format is never asked: for each cell that takes long
    return cell_text(value, cell.number_format) if number else cell_text(value)
