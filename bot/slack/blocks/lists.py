"""Long lists, a page at a time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from bot.slack import knowledge_texts as texts
from bot.slack.blocks.parts import Block, actions, button, context
from bot.slack.markup import mrkdwn

PAGE = "knowledge_page_"
"""Action id of the buttons between pages, followed by a direction. The value is ``list:page:query``."""
PAGE_SIZE = 20
QUERY_LIMIT = 200

Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class Page(Generic[Item]):
    """Some of a list. ``number`` counts from 1."""

    items: Sequence[Item]
    number: int
    pages: int
    count: int


def page_of(items: Sequence[Item], number: int) -> Page[Item]:
    """Cut one page out of a list; a number beyond its ends gives the nearest page."""
    pages = max(1, -(-len(items) // PAGE_SIZE))
    number = min(max(number, 1), pages)
    return Page(items[(number - 1) * PAGE_SIZE : number * PAGE_SIZE], number, pages, len(items))


def page_blocks(page: Page[Any], name: str, query: str = "") -> list[Block]:
    """Say which page it is, with buttons to the next ones.

    Args:
        name: of the list, for whoever answers the buttons.
        query: what it was searched by.
    """
    blocks = [context(mrkdwn(texts.page_of(page.number, page.pages, page.count)))]
    beside = {"previous": (page.number - 1, texts.PREVIOUS), "next": (page.number + 1, texts.NEXT)}
    row = [
        button(label, f"{PAGE}{way}", f"{name}:{number}:{query[:QUERY_LIMIT]}")
        for way, (number, label) in beside.items()
        if 1 <= number <= page.pages
    ]
    return [*blocks, actions(f"{PAGE}row", row)] if row else blocks


def read_page(value: str) -> tuple[str, int, str]:
    """Read a button's value: name, page and query."""
    name, _, rest = value.partition(":")
    number, _, query = rest.partition(":")
    return name, int(number) if number.isascii() and number.isdecimal() and len(number) < 8 else 1, query  # noqa: PLR2004
