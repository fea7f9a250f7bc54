"""Table rows as lines that can be quoted alone: each names its columns."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, groupby, islice, pairwise

_NUMBER = re.compile(r"[-+]?[\d.,\s]*\d[\d.,\s]*%?")
_YEAR = re.compile(r"(?:19|20)\d\d")
_UNIT = re.compile(
    r'(?:[_*\\].)*(?:\[\$([^\]-]+)[^\]]*\]|"([^"]{1,12})"|([$€£¥]))?(?:[_*\\].| )*[#0,.]*0[#0.,]*[\\ ]*'
    r'(?:\[\$([^\]-]+)[^\]]*\]|"\s?([^"]{1,12})")?(?:;|_|$)'
)
"""A unit that a number's format shows before or after it."""
_PERCENT = re.compile(r"#?,?#*0(?:\.0+)?\s?%")
_LONGEST_NAME = 80
_TITLE_ROWS = 10
"""Rows in which the header is looked for: titles and remarks often stand above a table."""


def table_lines(rows: Iterable[list[str]]) -> Iterator[str]:
    """Yield a line for each row of a sheet that is not blank. The first row of several cells may name the columns.

    So may one below a blank row, when there are numbers under it: another table begins there.
    """
    columns: Sequence[str] = ()
    begun = False
    for full, block in groupby(rows, key=lambda row: any(cell.strip() for cell in row)):
        rest = iter(block)
        top = list(islice(rest, _TITLE_ROWS)) if full else []
        header = next((n for n, row in enumerate(top) if _full(row) > 1), None)
        if header is None:
            yield from row_lines(chain(top, rest), ())  # a title or a remark
            continue
        if looks_like_header(_from_first(top[header])) and not (begun and _no_numbers(top[header + 1 : header + 2])):
            yield from row_lines(top[:header], ())
            columns, top = top[header], top[header + 1 :]
        yield from row_lines(chain(top, rest), columns)
        begun = True


def _no_numbers(rows: Sequence[Sequence[str]]) -> bool:
    return not any(_NUMBER.fullmatch(cell.strip()) for row in rows for cell in row)


def _full(row: Sequence[str]) -> int:
    return sum(1 for cell in row if cell.strip())


def _from_first(row: list[str]) -> list[str]:
    """Return a row without the empty cells before its first: many sheets begin in column B."""
    first = next((n for n, cell in enumerate(row) if cell.strip()), len(row))
    return row[first:]


def row_lines(rows: Iterable[Sequence[str]], header: Sequence[str]) -> Iterable[str]:
    """Yield a line for each row that is not blank: ``Name: Ann; Age: 31`` under a header, else ``Ann | 31``.

    Empty cells are left out of a line under a header, where the column's name tells what is there.
    """
    if not any(header):
        yield from (" | ".join(cells).strip(" |") for row in rows if any(cells := [one_line(cell) for cell in row]))
        return
    names = [one_line(name) for name in header]
    bare = True
    for row in rows:
        cells = [one_line(cell) for cell in row]
        if any(cells):
            bare = False
            yield "; ".join(_named(names[n] if n < len(names) else "", cell) for n, cell in enumerate(cells) if cell)
    if bare:
        yield " | ".join(filter(None, names))  # a table of headings alone still says something


def looks_like_header(first: Sequence[str]) -> bool:
    """Tell whether a first row names its columns: at least two names, short, different, and none of them a number.

    Years that follow one another are names: nothing else counts like that.
    """
    names = [one_line(cell) for cell in first]
    while names and not names[-1]:
        names.pop()
    distinct = {name.casefold() for name in names if name}
    return (
        len(distinct) > 1
        and len(distinct) == len([name for name in names if name])
        and len(distinct) >= len(names) - 1
        and all(len(name) <= _LONGEST_NAME and not _NUMBER.fullmatch(name) for name in _without_years(names))
    )


def _without_years(names: Sequence[str]) -> Sequence[str]:
    years = [int(name) for name in names if _YEAR.fullmatch(name)]
    consecutive = len(years) > 1 and {abs(later - year) for year, later in pairwise(years)} == {1}
    rest = [name for name in names if not _YEAR.fullmatch(name)]
    return rest if consecutive and any(rest) else names


def one_line(text: str) -> str:
    """Return a cell as one line."""
    return " ".join(text.split())


def cell_text(value: object, number_format: str = "") -> str:
    """Return a spreadsheet's value as text: dates as ISO 8601, whole numbers without a fraction.

    A number has the percent sign or the unit that its format shows.
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, dt.datetime) and value.time() == dt.time.min:
        return value.date().isoformat()
    if isinstance(value, dt.datetime):
        return value.isoformat(" ", "seconds")
    if isinstance(value, int | float):
        return _with_unit(value, number_format)
    return str(value)


def _with_unit(value: float, number_format: str) -> str:
    if _PERCENT.fullmatch(number_format):
        return f"{round(value * 100, 10):.15g}%"
    number = f"{value:.15g}" if isinstance(value, float) else str(value)
    unit = _UNIT.match(number_format)
    return f"{unit[1] or unit[2] or unit[3] or ''}{number} {unit[4] or unit[5] or ''}".strip() if unit else number


def _named(name: str, cell: str) -> str:
    return f"{name.rstrip(':')}: {cell}" if name else cell
