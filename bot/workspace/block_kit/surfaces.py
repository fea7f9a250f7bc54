"""Whole messages and views, checked as Slack checks them before it takes them."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from typing import Any

from bot.workspace.block_kit.layout import HOME, MESSAGE, MODAL
from bot.workspace.block_kit.rules import Report, Rule, items, shape, string, text, typed
from bot.workspace.block_kit.walk import all_blocks, elements_of, identified
from bot.workspace.errors import SlackError
from bot.workspace.model import Json

MESSAGE_BLOCKS_MAX = 50
VIEW_BLOCKS_MAX = 100
MARKDOWN_MAX = 12_000
"""Characters in all ``markdown`` blocks of one message together."""

BLOCK_TEXT_MAX = 13_200
"""Characters in all blocks of one message together, beyond which Slack answers ``msg_blocks_too_long``."""

TABLE_CHARACTERS_MAX = {"table": 10_000, "data_table": 20_000}
VIEW_BYTES_MAX = 250_000

_VIEW_FIELDS: dict[str, Rule] = {
    "title": text(24, plain=True),
    "submit": text(24, plain=True),
    "close": text(24, plain=True),
    "private_metadata": string(3000, 0),
    "callback_id": string(255, 0),
    "external_id": string(255, 0),
}
_MODAL = shape({**_VIEW_FIELDS, "blocks": items(typed(MODAL), VIEW_BLOCKS_MAX)}, "title", "blocks")
_HOME = shape({**_VIEW_FIELDS, "blocks": items(typed(HOME), VIEW_BLOCKS_MAX)}, "blocks")
_MESSAGE_BLOCKS = items(typed(MESSAGE), MESSAGE_BLOCKS_MAX, 0)


def checked_blocks(blocks: Any) -> list[Json]:
    """A message's blocks, with identifiers filled in; none for None.

    Raises SlackError ``invalid_blocks``, naming the places, or ``msg_blocks_too_long``.
    """
    if blocks is None:
        return []
    problems = message_problems(blocks)
    if problems:
        raise refusal("invalid_blocks", problems)
    if block_text_length(blocks) > BLOCK_TEXT_MAX:
        raise SlackError("msg_blocks_too_long")
    return identified(blocks)


def message_problems(blocks: Any) -> list[str]:
    """Everything Slack would refuse in the blocks of a message."""
    report = Report()
    _MESSAGE_BLOCKS(report, blocks, "/blocks")
    if not report.problems:
        _check_duplicates(report, blocks)
        _check_markdown(report, blocks)
        _check_tables(report, blocks)
    return report.problems


def checked_view(view: Any, expected_type: str | None = None) -> Json:
    """The view, with identifiers filled in. Raises ``invalid_arguments``, naming the places, or ``view_too_large``."""
    problems = view_problems(view, expected_type)
    if problems:
        raise refusal("invalid_arguments", problems)
    if len(json.dumps(view).encode()) > VIEW_BYTES_MAX:
        raise SlackError("view_too_large")
    complete: Json = {**view, "blocks": identified(view["blocks"])}
    return complete


def view_problems(view: Any, expected_type: str | None = None) -> list[str]:
    """Everything Slack would refuse in a view."""
    report = Report()
    kind = view.get("type") if isinstance(view, dict) else None
    if kind not in {"modal", "home"} or expected_type not in {None, kind}:
        report.add("/view/type", f"must be a valid enum value: {expected_type or 'modal, home'}")
        return report.problems
    (_MODAL if kind == "modal" else _HOME)(report, view, "/view")
    if not report.problems:
        _check_duplicates(report, view["blocks"], "/view/blocks")
        if kind == "modal" and _has_input(view["blocks"]) and not view.get("submit"):
            report.add("/view", "missing required field: submit")
    return report.problems


def refusal(code: str, problems: list[str]) -> SlackError:
    """The error with the sentences in both places Slack puts them."""
    return SlackError(
        code,
        errors=[problem.removeprefix("[ERROR] ") for problem in problems],
        response_metadata={"messages": problems},
    )


def block_text_length(blocks: list[Json]) -> int:
    """Characters of visible text in blocks, however deep."""
    return sum(len(value) for value in _texts(blocks))


def _texts(value: Any, name: str = "") -> Iterable[str]:
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _texts(inner, key)
    elif isinstance(value, list):
        for inner in value:
            yield from _texts(inner, name)
    elif isinstance(value, str) and name == "text":
        yield value


def _has_input(blocks: list[Json]) -> bool:
    return any(block["type"] == "input" for block in blocks)


def _check_duplicates(report: Report, blocks: list[Json], path: str = "/blocks") -> None:
    """``block_id`` must be unique in the whole payload, ``action_id`` within its block."""
    placed = list(all_blocks(blocks, path))
    block_ids = Counter(block["block_id"] for _, block in placed if block.get("block_id"))
    for place, block in placed:
        if block_ids[block.get("block_id")] > 1:
            report.add(f"{place}/block_id", f"`block_id` {block['block_id']} already exists")
        action_ids = Counter(element["action_id"] for element in elements_of(block) if element.get("action_id"))
        for action_id, count in action_ids.items():
            if count > 1:
                report.add(place, f"`action_id` {action_id} already exists for another element in this block")


def _check_markdown(report: Report, blocks: list[Json]) -> None:
    total = sum(len(block["text"]) for _, block in all_blocks(blocks) if block["type"] == "markdown")
    if total > MARKDOWN_MAX:
        report.add("/blocks", f"markdown blocks must be less than {MARKDOWN_MAX + 1} characters in total")


def _check_tables(report: Report, blocks: list[Json]) -> None:
    for kind, maximum in TABLE_CHARACTERS_MAX.items():
        tables = [(place, block) for place, block in all_blocks(blocks) if block["type"] == kind]
        if kind == "table" and len(tables) > 1:
            report.add(tables[1][0], "only one table is allowed")
        if sum(block_text_length([block]) for _, block in tables) > maximum:
            report.add(tables[0][0], f"tables must be less than {maximum + 1} characters in total")
