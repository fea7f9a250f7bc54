"""The pieces cards are made of: people, facts, verdicts, lists that end in time, and messages that are not too long."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from bot.decisions.assessment import Board
from bot.decisions.facts import Fact
from bot.decisions.frameworks import Matter
from bot.decisions.session.state import Given
from bot.slack import decision_phrases as phrases
from bot.slack import decision_texts as texts
from bot.slack import limits
from bot.slack.blocks.decisions.ids import OPTION_VALUE
from bot.slack.blocks.decisions.snapshot import Snapshot
from bot.slack.blocks.parts import Block, Message, context, plain_text, section
from bot.slack.markup import bold, fit, fold, mrkdwn, plain

OPTIONS = 100
"""Options of a select."""
NAME_LIMIT = 80
LABEL_LIMIT = 150
WORDS_LIMIT = 300
_OPTION_BUDGET = 5000
"""Characters of all options of one select: they count as text of the message."""
_MESSAGE_BUDGET = limits.MESSAGE_TEXT - 1000
_MESSAGE_BLOCKS = limits.MESSAGE_BLOCKS - 5


def person(user: str, people: Mapping[str, str]) -> str:
    """Somebody's name, rendered; a mention of whoever has none, which notifies only when it is first posted."""
    name = fold(people.get(user, ""))
    return fit(name, NAME_LIMIT) if name else mention(user)


def mention(user: str) -> str:
    """A live mention, for whoever has to do something."""
    return f"<@{user}>" if user.isascii() and user.isalnum() else fit(user, NAME_LIMIT)


def everyone(users: Iterable[str], people: Mapping[str, str], most: int = 20) -> str:
    """Names, rendered, in the order given."""
    names = [person(user, people) for user in users]
    shown = ", ".join(names[:most])
    return f"{shown} {mrkdwn(phrases.and_more(len(names) - most))}" if len(names) > most else shown


def spoken_name(user: str, people: Mapping[str, str]) -> str:
    """Somebody's name where no mention can stand: in tables, forms and fallbacks."""
    return plain(people.get(user, ""), NAME_LIMIT) or texts.SOMEBODY


def said(fact: Fact, given: Given, limit: int = LABEL_LIMIT) -> str:
    """An answer in people's words, rendered."""
    return fit(fold(phrases.said(fact, given)), limit)


def label(fact: Fact, limit: int = LABEL_LIMIT) -> str:
    """What a fact is called, rendered."""
    return fit(fold(fact.label), limit)


def words_of(text: str | None, limit: int = WORDS_LIMIT) -> str:
    """Somebody's own words in quotation marks, rendered; empty when there are none."""
    said = fold(text[: 4 * limit]) if text else ""
    return f" “{fit(said, limit)}”" if said else ""


def verdict_name(matter: Matter, verdict: str, variant: str | None = None) -> str:
    """``Hybrid, the RAG layer first``; plain text of one line."""
    found = matter.verdicts.get(verdict)
    name = fold(found.label if found else verdict)
    return f"{name}, {fold(matter.variants.get(variant, variant))}" if variant else name


def in_order(matter: Matter, verdicts: Iterable[str]) -> list[str]:
    """Verdicts in the matter's order."""
    places = {name: place for place, name in enumerate(matter.verdicts)}
    return sorted(verdicts, key=lambda name: (places.get(name, len(places)), name))


def verdict_names(matter: Matter, verdicts: Iterable[str], variant: str | None = None) -> str:
    """``RAG or hybrid``; plain text of one line."""
    found = in_order(matter, verdicts)
    return phrases.either([verdict_name(matter, name, variant if len(found) == 1 else None) for name in found])


def board_names(matter: Matter, board: Board) -> str:
    """What the panel says, in plain text of one line."""
    return verdict_names(matter, board.verdicts, board.variant)


def headline(snapshot: Snapshot, most: int = 3) -> str:
    """The verdict, and what it still hangs on; plain text of one line."""
    names = board_names(snapshot.matter, snapshot.board)
    if snapshot.board.settled:
        return names
    open_ = [fold(snapshot.matter.facts[name].label) for name in snapshot.open_facts if name in snapshot.matter.facts]
    rest = [phrases.others(len(open_) - most)] if len(open_) > most else []
    return phrases.depending(names, [*open_[:most], *rest])


def strong(text: str, limit: int = 600) -> str:
    """Bold text of ours, or of theirs on one line; rendered."""
    return bold(fit(fold(text), limit))


def listed(lines: Sequence[str], budget: int, joint: str = "\n") -> list[Block]:
    """Rendered lines in sections, as many as ``budget`` characters hold; then how many more there are."""
    found: list[str] = []
    spent = 0
    for place, line in enumerate(lines):
        spent += len(line) + len(joint)
        if spent > budget:
            return [*map(section, found), context(mrkdwn(phrases.and_more(len(lines) - place)))]
        if found and len(found[-1]) + len(joint) + len(line) <= limits.SECTION_TEXT:
            found[-1] += f"{joint}{line}"
        else:
            found.append(line)
    return [section(text) for text in found]


def option(text: str, value: str, description: str = "") -> dict[str, Any]:
    """One option of a select, radio buttons or a menu."""
    made = {"text": plain_text(text, limits.BUTTON_TEXT), "value": value[:OPTION_VALUE]}
    return {**made, "description": plain_text(description, limits.BUTTON_TEXT)} if description else made


def fitting(options: Sequence[dict[str, Any]], first: dict[str, Any] | None = None) -> list[dict[str, Any]]:
    """The options a select can hold, in their order; ``first``, one of them, is among them whatever happens."""
    kept: list[dict[str, Any]] = [] if first is None else [first]
    spent = 0
    for each in options:
        spent += len(each["text"]["text"])
        if spent > _OPTION_BUDGET or len(kept) == OPTIONS:
            break
        if each is not first:
            kept.append(each)
    return [each for each in options if any(each is one for one in kept)]


def confirm(title: str, text: str, yes: str, no: str) -> dict[str, Any]:
    """What Slack asks before it sends a click."""
    return {
        "title": plain_text(title, 100),
        "text": plain_text(text, 300),
        "confirm": plain_text(yes, 30),
        "deny": plain_text(no, 30),
    }


def weight(value: Any) -> int:
    """Characters of text in blocks, however deep."""
    if isinstance(value, dict):
        return sum(len(v) if k == "text" and isinstance(v, str) else weight(v) for k, v in value.items())
    return sum(map(weight, value)) if isinstance(value, list | tuple) else 0


def packed(text: str, blocks: Sequence[Block], further: str) -> tuple[Message, ...]:
    """Blocks in as few messages as hold them; at most one table each.

    Args:
        text: fallback of the first message, in plain text.
        further: fallback of the others.
    """
    pages: list[list[Block]] = [[]]
    for block in blocks:
        page = pages[-1]
        full = weight(page) + weight(block) > _MESSAGE_BUDGET or len(page) >= _MESSAGE_BLOCKS
        second_table = block["type"] == "table" and any(each["type"] == "table" for each in page)
        if page and (full or second_table):
            pages.append([])
        pages[-1].append(block)
    return tuple(Message.of(further if place else text, page) for place, page in enumerate(pages))
