"""The cells of ``table`` and ``data_table`` blocks."""

from __future__ import annotations

from typing import Any

from bot.workspace.block_kit.rules import Report, Rule, anything, items, one_of, shape, string, typed

CELL_MAX = 10_000
"""Characters in one cell: no limit of its own is known, so the whole table's."""


def _number(report: Report, value: Any, path: str) -> None:
    if isinstance(value, bool) or not isinstance(value, int | float):
        report.add(path, "must provide a number")


def _setting(report: Report, value: Any, path: str) -> None:
    """A column's look, or null to leave that column as it is."""
    if value is not None:
        _COLUMN(report, value, path)


_COLUMN = shape({"align": one_of("left", "center", "right")})
CELL = typed(
    {
        "raw_text": shape({"text": string(CELL_MAX)}, "text"),
        "raw_number": shape({"value": _number, "text": string(CELL_MAX)}, "value"),
        "rich_text": shape({"elements": items(anything, 1000)}, "elements"),
    }
)
"""An empty cell is refused, as Slack refuses it: write a space or a dash."""


def rows(maximum: int) -> Rule:
    """So many rows of at most 20 cells; the first one is the header."""
    return items(items(CELL, 20), maximum)


COLUMN_SETTINGS = items(_setting, 20, 0)
