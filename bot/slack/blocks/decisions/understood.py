"""What was understood from somebody's words, with a button to correct each, and what to ask back about."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from bot.decisions.facts import Value
from bot.decisions.frameworks import Matter
from bot.decisions.understanding.reading import Ambiguous, Reading, Understood
from bot.slack import decision_phrases as phrases
from bot.slack import decision_texts as texts
from bot.slack.blocks.decisions import ids
from bot.slack.blocks.decisions.pieces import label, listed, said, words_of
from bot.slack.blocks.decisions.snapshot import Snapshot
from bot.slack.blocks.parts import Block, Message, actions, button, context, section
from bot.slack.markup import bold, fold, mrkdwn

_MOST_FOUND = 15
_MOST_UNCLEAR = 6
_MOST_VALUES = 4
_LEFT_LIMIT = 400
_BUDGET = 3000


def understood_message(snapshot: Snapshot, reading: Reading) -> Message:
    """Say what was taken from a text, what may be meant, and what was not understood."""
    matter, decision_id = snapshot.matter, snapshot.decision.id
    found = [each for each in reading.found if each.fact in matter.facts]
    unclear = [each for each in reading.ambiguous if each.fact in matter.facts]
    suggested = [each for each in reading.suggested if each.fact in matter.facts]
    blocks = _found(matter, decision_id, found[:_MOST_FOUND])
    for place, one in enumerate(suggested[:_MOST_UNCLEAR]):
        blocks += _suggested(matter, decision_id, one, f"s{place}")
    for place, doubtful in enumerate(unclear[:_MOST_UNCLEAR]):
        blocks += _unclear(matter, decision_id, doubtful, f"u{place}")
    if not blocks:
        return Message.of(texts.NOTHING_UNDERSTOOD, [section(mrkdwn(texts.NOTHING_UNDERSTOOD))])
    if fold(reading.left):
        blocks.append(context(f"{mrkdwn(texts.NOT_UNDERSTOOD)}{words_of(reading.left, _LEFT_LIMIT)}"))
    return Message.of(_fallback(matter, found), blocks)


def _fallback(matter: Matter, found: Sequence[Understood]) -> str:
    if not found:
        return texts.PLEASE_CHOOSE
    parts = (f"{fold(matter.facts[e.fact].label)}: {fold(phrases.said(matter.facts[e.fact], e.value))}" for e in found)
    return f"{texts.UNDERSTOOD} {'; '.join(parts)}"


def _found(matter: Matter, decision_id: str, found: Sequence[Understood]) -> list[Block]:
    if not found:
        return []
    lines = [_line(matter, each) for each in found]
    row = [_correct(matter, decision_id, each.fact, str(place)) for place, each in enumerate(found)]
    return [*listed([mrkdwn(texts.UNDERSTOOD), *lines], _BUDGET), actions("decide_understood", row)]


def _line(matter: Matter, each: Understood) -> str:
    fact = matter.facts[each.fact]
    return f"• {label(fact)}: {bold(said(fact, each.value))}{words_of(each.words, 150)}"


def _correct(matter: Matter, decision_id: str, name: str, place: str) -> dict[str, Any]:
    shown = phrases.correct(fold(matter.facts[name].label))
    return button(shown, f"{ids.CORRECT}{place}", ids.value(decision_id, 0, ids.fact_code(matter, name)))


def _suggested(matter: Matter, decision_id: str, each: Understood, place: str) -> list[Block]:
    """What only follows from somebody's words counts once they say so."""
    fact = matter.facts[each.fact]
    asked = f"{label(fact)}: {said(fact, each.value)}?{words_of(each.words, 150)} {mrkdwn(texts.INFERRED)}"
    values = () if each.value is None else (each.value,)
    return [section(asked), _ways(matter, decision_id, each.fact, values, place)]


def _unclear(matter: Matter, decision_id: str, each: Ambiguous, place: str) -> list[Block]:
    asked = f"{label(matter.facts[each.fact])}:{words_of(each.words, 150)} {mrkdwn(texts.DOUBTS[each.doubt])}"
    return [section(asked), _ways(matter, decision_id, each.fact, each.values, place)]


def _ways(matter: Matter, decision_id: str, name: str, values: Sequence[Value], place: str) -> Block:
    """A button for each value that may be meant, and one for another."""
    fact, written = matter.facts[name], ids.fact_code(matter, name)
    row = [
        button(
            phrases.said(fact, value),
            f"{ids.TAKE}{place}_{number}",
            ids.value(decision_id, 0, f"{written}{ids.TAKEN}{ids.code(fact, value)}"),
        )
        for number, value in enumerate(values[:_MOST_VALUES])
    ]
    other = button(texts.SOMETHING_ELSE, f"{ids.CORRECT}{place}", ids.value(decision_id, 0, written))
    return actions(f"decide_unclear_{place}", [*row, other])
