"""Tables as text (CSV, TSV): each row a line that names its columns."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from itertools import islice
from pathlib import PurePosixPath

from ingest.errors import UnreadableFileError
from ingest.readers.base import Reading
from ingest.readers.composer import TextComposer
from ingest.readers.rows import table_lines

_DELIMITERS = ",;\t|"
_SAMPLE_ROWS = 50
_DECLARED = re.compile(r"sep=(.)\n", re.IGNORECASE)
"""The first line with which Excel tells itself the delimiter."""


def read_table(path: str, text: str) -> Reading:
    """Read a table. See `TextReader`.

    The delimiter is the one that cuts most of the first rows into the same number of cells, several of them; a file
    named ``.tsv`` has tabs. The first row, or the first below a title, names the columns when it is nothing but
    different short names.

    Raises:
        UnreadableFileError: a cell has more than 131,072 characters; mostly a quotation mark is missing.
    """
    composer = TextComposer()
    declared = _DECLARED.match(text)
    body = text[declared.end() :] if declared else text
    delimiter = declared[1] if declared else _delimiter(path, body)
    try:
        rows = list(_rows(body, delimiter))
    except csv.Error as error:
        raise UnreadableFileError("A cell of this table never ends. Look for a missing quotation mark.") from error
    for line in table_lines(rows):
        composer.text(line, tight=True)
    return composer.reading(path)


def _rows(text: str, delimiter: str) -> Iterator[list[str]]:
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, skipinitialspace=True)
    return (row for row in rows if any(cell.strip() for cell in row))


def _delimiter(path: str, text: str) -> str:
    if PurePosixPath(path).suffix.lower() == ".tsv":
        return "\t"
    return max(_DELIMITERS, key=lambda delimiter: _agreement(text, delimiter))


def _agreement(text: str, delimiter: str) -> tuple[int, int]:
    """Return how many of the first rows have the most common number of cells, and that number; none for one cell."""
    try:
        widths = Counter(map(len, islice(_rows(text, delimiter), _SAMPLE_ROWS)))
    except csv.Error:
        return 0, 0
    width, count = max(widths.items(), key=lambda item: (item[1], item[0]), default=(0, 0))
    return (count, width) if width > 1 else (0, 0)
