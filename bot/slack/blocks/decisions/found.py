"""A form that shows what a discussion already answers, each with who said it, to confirm before a decision begins."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.decisions.facts import Fact, FactError, Value
from bot.decisions.frameworks import Matter
from bot.slack import decision_phrases as phrases
from bot.slack import decision_texts as texts
from bot.slack.blocks.decisions import ids
from bot.slack.blocks.decisions.forms import field, form
from bot.slack.blocks.decisions.pieces import option, spoken_name
from bot.slack.blocks.parts import Block, section
from bot.slack.markup import fold, mrkdwn, plain

TOPIC = "decide_topic"
_FOUND = "decide_found_"
_NONE = "-"
_MOST_FACTS = 60
_MOST_CHOICES = 9
"""Of one fact: radio buttons take ten, and one is "ask about it"."""
_TOPIC_LIMIT = 150
_WORDS_LIMIT = 200
_LONGEST_USER = 40


@dataclass(frozen=True, slots=True)
class Found:
    """One thing somebody said in the discussion. ``words`` are theirs."""

    fact: str
    value: Value
    words: str
    user: str


def found_view(
    matter: Matter, topic: str, found: Sequence[Found], people: Mapping[str, str], metadata: str
) -> dict[str, Any]:
    """Ask which of the facts found count. Where people said different things, none is chosen beforehand.

    Args:
        metadata: at most 3,000 characters that come back with the form.
    """
    by_fact: dict[str, list[Found]] = {}
    for each in found:
        if each.fact in matter.facts and len(each.user) <= _LONGEST_USER:
            by_fact.setdefault(each.fact, []).append(each)
    fields = [_fact(matter, name, said, people) for name, said in list(by_fact.items())[:_MOST_FACTS]]
    intro = section(mrkdwn(texts.FOUND_INTRO if fields else texts.FOUND_NONE))
    return form(ids.FOUND_VIEW, texts.FOUND_TITLE, texts.START, metadata, [_topic(topic), intro, *fields])


def _topic(topic: str) -> Block:
    element: dict[str, Any] = {"type": "plain_text_input", "action_id": TOPIC, "max_length": _TOPIC_LIMIT}
    written = plain(topic, _TOPIC_LIMIT)
    return field(TOPIC, texts.TOPIC_LABEL, {**element, "initial_value": written} if written else element)


def _fact(matter: Matter, name: str, said: Sequence[Found], people: Mapping[str, str]) -> Block:
    fact = matter.facts[name]
    said = list({(each.user, each.value): each for each in said}.values())[:_MOST_CHOICES]
    options = [
        option(phrases.said(fact, each.value), f"{each.user}:{ids.code(fact, each.value)}", _who(each, people))
        for each in said
    ]
    options.append(option(texts.ASK_IT, _NONE, texts.ASK_IT_WHY))
    agreed = len({each.value for each in said}) == 1
    element = {
        "type": "radio_buttons",
        "action_id": _FOUND,
        "options": options,
        "initial_option": options[0] if agreed else options[-1],
    }
    hint = " · ".join(f"{_who(each, people)}: “{plain(each.words, _WORDS_LIMIT)}”" for each in said[:3])
    return field(f"{_FOUND}{ids.fact_code(matter, name)}", fact.label, element, hint=hint)


def _who(each: Found, people: Mapping[str, str]) -> str:
    return phrases.said_by(spoken_name(each.user, people))


def found_topic(view: Mapping[str, Any]) -> str:
    """Read what is to be decided; empty when nothing was written."""
    state = view.get("state", {}).get("values", {}).get(TOPIC, {}).get(TOPIC, {})
    return fold(str(state.get("value") or ""))


def confirmed(view: Mapping[str, Any], matter: Matter) -> dict[str, tuple[Value, str]]:
    """Read what counts: for each fact its value, and the user who said it."""
    kept: dict[str, tuple[Value, str]] = {}
    for block_id, inputs in view.get("state", {}).get("values", {}).items():
        fact = ids.fact_of(matter, block_id.removeprefix(_FOUND)) if block_id.startswith(_FOUND) else None
        picked = (inputs.get(_FOUND) or {}).get("selected_option") or {}
        if fact is not None and (read := _read(fact, str(picked.get("value", _NONE)))):
            kept[fact.name] = read
    return kept


def _read(fact: Fact, written: str) -> tuple[Value, str] | None:
    user, colon, code = written.partition(":")
    if not colon:
        return None
    try:
        value = ids.chosen(fact, code)
    except FactError:
        return None
    return None if value is None else (value, user)
