"""What the forms of a decision share: their frame, what travels with them, and an input for one fact."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from bot.decisions.facts import LARGEST_NUMBER, Fact, FactError, Value
from bot.slack import decision_phrases as phrases
from bot.slack import decision_texts as texts
from bot.slack import limits
from bot.slack.blocks.decisions import ids
from bot.slack.blocks.decisions.pieces import fitting, option
from bot.slack.blocks.parts import Block, plain_text

ANSWER = "decide_answer"
"""Block and action id of the input for one fact."""
_LABEL_LIMIT = 1000


def form(callback_id: str, title: str, submit: str, metadata: str, blocks: Sequence[Block]) -> dict[str, Any]:
    """A modal."""
    return {
        "type": "modal",
        "callback_id": callback_id,
        "private_metadata": metadata,
        "title": plain_text(title, limits.MODAL_TITLE),
        "submit": plain_text(submit, limits.MODAL_TITLE),
        "close": plain_text(texts.CLOSE, limits.MODAL_TITLE),
        "blocks": list(blocks[: limits.VIEW_BLOCKS]),
    }


def carried(decision_id: str, round_number: int, choice: str = "") -> str:
    """What travels with a form: the same a button carries."""
    return json.dumps({"about": ids.value(decision_id, round_number, choice)})


def about(view: Mapping[str, Any]) -> ids.Pressed | None:
    """Read which decision, round and fact a form is about; None when it is none of ours."""
    try:
        kept = json.loads(view.get("private_metadata") or "{}")
    except ValueError:
        return None
    return ids.pressed(str(kept.get("about", ""))) if isinstance(kept, dict) else None


def field(block_id: str, name: str, element: dict[str, Any], *, hint: str = "", optional: bool = False) -> Block:
    """An input with its label."""
    made: Block = {
        "type": "input",
        "block_id": block_id,
        "optional": optional,
        "label": plain_text(name, _LABEL_LIMIT),
        "element": element,
    }
    return {**made, "hint": plain_text(hint, _LABEL_LIMIT)} if hint else made


def fact_field(fact: Fact, now: Value | None, *, optional: bool) -> Block:
    """The input for one fact, filled with what is known of it."""
    if fact.is_number:
        hint = texts.EMPTY_IS_UNKNOWN if optional else ""
        return field(ANSWER, phrases.number_label(fact), _number(now), hint=hint, optional=optional)
    return field(ANSWER, fact.question, _select(fact, now))


def _number(now: Value | None) -> dict[str, Any]:
    element: dict[str, Any] = {
        "type": "number_input",
        "action_id": ANSWER,
        "is_decimal_allowed": False,
        "min_value": "0",
        "max_value": str(LARGEST_NUMBER),
    }
    return element if now is None else {**element, "initial_value": str(now)}


def _select(fact: Fact, now: Value | None) -> dict[str, Any]:
    values: list[Value | None] = [*(choice.value for choice in fact.choices), None]
    options = [option(_shown(fact, value), ids.code(fact, value)) for value in values]
    stands = options[values.index(now)] if now in values else options[-1]
    return {
        "type": "static_select",
        "action_id": ANSWER,
        "placeholder": plain_text(texts.CHOOSE, 150),
        "options": fitting(options, stands),
        "initial_option": stands,
    }


def _shown(fact: Fact, value: Value | None) -> str:
    return texts.NOT_SURE if value is None else phrases.said(fact, value)


def answered(view: Mapping[str, Any], fact: Fact) -> Value | None:
    """Read the input for one fact; None is "not sure", or left empty.

    Raises:
        FactError: it is nothing the fact can take; said so that it can be shown.
    """
    state = view.get("state", {}).get("values", {}).get(ANSWER, {}).get(ANSWER, {})
    picked = state.get("selected_option") or {}
    written = str(state.get("value") or "").strip() if fact.is_number else str(picked.get("value", ""))
    if fact.is_number and not written:
        return None
    try:
        return ids.chosen(fact, written)
    except FactError as error:
        raise FactError(texts.WHOLE_NUMBER if fact.is_number else texts.CHOOSE_ONE) from error
