"""The ways to answer one question: buttons for a few short choices, a select for more, a form for numbers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from bot.decisions.facts import Fact
from bot.decisions.session.state import Decision, Given, Round
from bot.slack import decision_phrases as phrases
from bot.slack import decision_texts as texts
from bot.slack.blocks.decisions import ids
from bot.slack.blocks.decisions.pieces import fitting, option
from bot.slack.blocks.parts import Block, actions, button, plain_text
from bot.slack.markup import fold

_MOST_BUTTONS = 5
_LONGEST_BUTTON = 40
"""Characters: longer labels are cut off on narrow screens."""


def answer_row(decision: Decision, round_: Round, fact: Fact) -> Block:
    """The row everybody answers with."""
    unsure = button(texts.NOT_SURE, ids.UNSURE, ids.value(decision.id, round_.number))
    return actions(f"decide_q{round_.number}_answer", [*_ways(decision, round_, fact), unsure])


def cut_short(fact: Fact) -> bool:
    """Whether some choices can only be written."""
    return not _few(fact) and len(fitting(_options("", 0, fact, _all(fact)))) < len(fact.choices)


def settle_row(decision: Decision, round_: Round, fact: Fact, readings: Sequence[Given]) -> Block:
    """The row by which the owner says which reading stands, or that none does."""
    known = [value for value in readings if value is not None]
    carried = ids.value(decision.id, round_.number, ids.code(fact, None))
    unknown = button(texts.LEAVE_UNKNOWN, f"{ids.SETTLE}unknown", carried)
    if len(known) > _MOST_BUTTONS:
        ways = [_select(f"{ids.SETTLE}pick", _options(decision.id, round_.number, fact, known))]
    else:
        ways = [
            _button(f"{ids.SETTLE}{place}", decision.id, round_.number, fact, value)
            for place, value in enumerate(known)
        ]
    return actions(f"decide_q{round_.number}_settle", [*ways, unknown])


def _ways(decision: Decision, round_: Round, fact: Fact) -> list[dict[str, Any]]:
    if fact.is_number:
        return [button(texts.ENTER_NUMBER, ids.NUMBER, ids.value(decision.id, round_.number))]
    if _few(fact):
        return [
            _button(f"{ids.CHOOSE}{place}", decision.id, round_.number, fact, choice.value)
            for place, choice in enumerate(fact.choices)
        ]
    return [_select(ids.PICK, _options(decision.id, round_.number, fact, _all(fact)))]


def _few(fact: Fact) -> bool:
    short = all(len(fold(choice.label)) <= _LONGEST_BUTTON for choice in fact.choices)
    return len(fact.choices) <= _MOST_BUTTONS and short


def _all(fact: Fact) -> list[Given]:
    return [choice.value for choice in fact.choices]


def _button(action_id: str, decision_id: str, number: int, fact: Fact, given: Given) -> dict[str, Any]:
    return button(phrases.said(fact, given), action_id, ids.value(decision_id, number, ids.code(fact, given)))


def _options(decision_id: str, number: int, fact: Fact, values: Sequence[Given]) -> list[dict[str, Any]]:
    return [
        option(phrases.said(fact, value), ids.value(decision_id, number, ids.code(fact, value))) for value in values
    ]


def _select(action_id: str, options: Sequence[dict[str, Any]]) -> dict[str, Any]:
    return {
        "type": "static_select",
        "action_id": action_id,
        "placeholder": plain_text(texts.CHOOSE, 150),
        "options": fitting(options),
    }
