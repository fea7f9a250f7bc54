"""Finding one's way in blocks: every block and element with its place, and the identifiers Slack fills in."""

from __future__ import annotations

import copy
from collections.abc import Iterator

from bot.workspace.ids import short_id
from bot.workspace.model import Json

_SINGLE = ("accessory", "element")
_SEVERAL = ("elements", "actions")
_INERT = frozenset({"image", "plain_text", "mrkdwn", "raw_text"})


def all_blocks(blocks: list[Json], path: str = "/blocks") -> Iterator[tuple[str, Json]]:
    """Each block with its JSON pointer, those inside containers, carousels and plans included."""
    for index, block in enumerate(blocks):
        if not isinstance(block, dict):
            continue
        place = f"{path}/{index}"
        yield place, block
        inner = "child_blocks" if block.get("type") == "container" else "elements"
        if block.get("type") in {"container", "carousel"} and isinstance(block.get(inner), list):
            yield from all_blocks(block[inner], f"{place}/{inner}")


def elements_of(block: Json) -> Iterator[Json]:
    """The interactive elements of one block."""
    if block.get("type") in {"rich_text", "carousel", "container"}:
        return
    candidates = [block.get(name) for name in _SINGLE]
    for name in _SEVERAL:
        candidates += block.get(name) or []
    for element in candidates:
        if isinstance(element, dict) and element.get("type") not in _INERT:
            yield element


def identified(blocks: list[Json]) -> list[Json]:
    """A copy in which every block has a ``block_id`` and every interactive element an ``action_id``."""
    complete = copy.deepcopy(blocks)
    for _, block in all_blocks(complete):
        block.setdefault("block_id", short_id())
        for element in elements_of(block):
            element.setdefault("action_id", short_id())
    return complete


def find_element(blocks: list[Json], block_id: str, action_id: str) -> Json | None:
    """The element a person clicked, or None when there is no such thing (any more)."""
    for _, block in all_blocks(blocks):
        if block.get("block_id") == block_id:
            return next((element for element in elements_of(block) if element.get("action_id") == action_id), None)
    return None
