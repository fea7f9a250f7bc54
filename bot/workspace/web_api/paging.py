"""Long lists in pages, with Slack's ``next_cursor``."""

from __future__ import annotations

import base64
import binascii

from bot.workspace.errors import SlackError
from bot.workspace.model import Json
from bot.workspace.web_api.method import Arguments

PAGE_MAX = 999


def paged(name: str, entries: list[Json], arguments: Arguments, default: int = 100) -> Json:
    """The page of ``entries`` that ``limit`` and ``cursor`` ask for, under ``name``."""
    start = read_cursor(arguments)
    end = start + arguments.number("limit", default, PAGE_MAX)
    return {name: entries[start:end], **next_cursor(end if end < len(entries) else None)}


def read_cursor(arguments: Arguments) -> int:
    """The position a cursor stands for; ``invalid_cursor`` for a made-up one."""
    cursor = arguments.text("cursor")
    if cursor is None:
        return 0
    try:
        return int(base64.b64decode(cursor, validate=True).decode().removeprefix("at:"))
    except (binascii.Error, ValueError) as error:
        raise SlackError("invalid_cursor") from error


def next_cursor(position: int | None) -> Json:
    """The metadata that points at the next page, or says that this was the last."""
    cursor = "" if position is None else base64.b64encode(f"at:{position}".encode()).decode()
    return {"response_metadata": {"next_cursor": cursor}}
