"""Table rows as lines that can be quoted alone: each names its columns."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Sequence

_NUMBER = re.compile(r"[-+]?[\d.,\s]*\d[\d.,\s]*%?")
_LONGEST_NAME = 80


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
    """Tell whether a first row names its columns: at least two names, short, different, and none of them a number."""
    names = [one_line(cell) for cell in first]
    while names and not names[-1]:
        names.pop()
    distinct = {name.casefold() for name in names if name}
    return (
        len(distinct) > 1
        and len(distinct) == len([name for name in names if name])
        and len(distinct) >= len(names) - 1
        and all(len(name) <= _LONGEST_NAME and not _NUMBER.fullmatch(name) for name in names)
    )


def one_line(text: str) -> str:
    """Return a cell as one line."""
    return " ".join(text.split())


def cell_text(value: object) -> str:
    """Return a spreadsheet's value as text: dates as ISO 8601, whole numbers without a fraction."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, dt.datetime) and value.time() == dt.time.min:
        return value.date().isoformat()
    if isinstance(value, dt.datetime):
        return value.isoformat(" ", "seconds")
    if isinstance(value, float):
        return f"{value:.15g}"
    return str(value)


def _named(name: str, cell: str) -> str:
    return f"{name.rstrip(':')}: {cell}" if name else cell
