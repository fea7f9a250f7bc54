"""JSON lines in, JSON lines out: the shape of every ``--batch``."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable, Iterable
from typing import Any

from bot.console import print_json
from bot.errors import ArchieError, BatchLineError

Row = dict[str, Any]


async def each_line(lines: Iterable[str], handle: Callable[[Row], Awaitable[Row]]) -> int:
    """Handle each line in turn and print its result at once.

    A bad line gives ``{"id", "error"}`` in its place, and the others still answer.

    Returns:
        the exit status: 0 when every line was handled, 1 when at least one was not.
    """
    status = 0
    for line in lines:
        if not line.strip():
            continue
        row: Row = {}
        try:
            row = _parse(line)
            print_json(await handle(row))
        except ArchieError as error:
            print_json({"id": str(row.get("id", "")), "error": str(error)})
            status = 1
    return status


def text_field(row: Row, key: str) -> str:
    """Return a text field of a row.

    Raises:
        BatchLineError: when it is missing or not text.
    """
    value = row.get(key)
    if not isinstance(value, str):
        raise BatchLineError(f'This line needs "{key}" as text.')
    return value


def _parse(line: str) -> Row:
    try:
        row = json.loads(line)
    except ValueError as error:
        raise BatchLineError("This line is not JSON.") from error
    if not isinstance(row, dict):
        raise BatchLineError("This line is not a JSON object.")
    return row
