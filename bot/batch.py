"""JSON lines in, JSON lines out: the shape of every ``--batch``."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable, Iterable, Iterator
from typing import Any

from bot.answers.model import Turn
from bot.console import print_json
from bot.errors import ArchieError, BatchLineError
from bot.slack.screen import Screen, Source
from ingest.search.conversation import AGENT

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


def history_field(row: Row) -> tuple[Turn, ...]:
    """Return the conversation before a question: ``"history": [{"speaker", "text"}]``, oldest first; none when absent.

    What ``agent`` said counts as our own answers.

    Raises:
        BatchLineError: when it is not of that shape.
    """
    turns = row.get("history") or []
    if not isinstance(turns, list) or not all(_is_turn(turn) for turn in turns):
        raise BatchLineError('This line\'s "history" must be a list of {"speaker", "text"}.')
    return tuple(Turn(turn.get("speaker", ""), turn["text"], turn.get("speaker") == AGENT) for turn in turns)


def _is_turn(turn: object) -> bool:
    return isinstance(turn, dict) and isinstance(turn.get("text"), str) and isinstance(turn.get("speaker", ""), str)


def screened(row: Row) -> Row:
    """Return the ``text`` of a row as it would be posted to Slack; with ``pieces``, as they would be streamed.

    Raises:
        BatchLineError: when the row is not ``{"text","sources":[{"n","title","url","text"}],"pieces":[...]?}``.
    """
    stream = Screen(_sources(row.get("sources", [])))
    shown = "".join(map(stream.add, _pieces(row))) + stream.finish()
    return {**({"id": row["id"]} if "id" in row else {}), "text": shown}


def _pieces(row: Row) -> list[str]:
    pieces = row.get("pieces")
    if pieces is None:
        return [text_field(row, "text")]
    if not isinstance(pieces, list) or not all(isinstance(piece, str) for piece in pieces):
        raise BatchLineError('This line needs "pieces" as a list of texts.')
    return pieces


def _sources(rows: object) -> Iterator[Source]:
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise BatchLineError('This line needs "sources" as a list of objects.')
    for row in rows:
        n, url = row.get("n"), row.get("url")
        if type(n) is not int or not isinstance(url, str | None):
            raise BatchLineError('Each of the "sources" needs "n" as a whole number, and "url" as text or null.')
        yield Source(n, text_field({"title": "", **row}, "title"), text_field(row, "text"), url or None)


def _parse(line: str) -> Row:
    try:
        row = json.loads(line)
    except ValueError as error:
        raise BatchLineError("This line is not JSON.") from error
    if not isinstance(row, dict):
        raise BatchLineError("This line is not a JSON object.")
    return row
