"""What people press on a decision's cards: action ids, callback ids, and the values that travel with them.

A button's value is ``<decision id>:<round number>:<choice>``. The round is 0 where none is meant. Ids have no colon.
"""

from __future__ import annotations

from dataclasses import dataclass

from bot.decisions.facts import Fact, FactError, Value
from bot.decisions.frameworks import Matter

PREFIX = "decide_"
"""Every action id of a decision begins with it."""

CHOOSE = "decide_choose_"
"""A choice's button, followed by its place. The value's choice goes through `chosen`."""
PICK = "decide_pick"
"""The select that stands for many choices; its options carry what buttons do."""
UNSURE = "decide_unsure"
NUMBER = "decide_number"
"""Opens `edit.number_view`."""
NEXT = "decide_next"
SKIP = "decide_skip"
BACK = "decide_back"
SETTLE = "decide_settle_"
"""The owner says what stands, followed by the reading's place. The choice is what `chosen` reads."""

JOIN = "decide_join"
PAUSE = "decide_pause"
RESUME = "decide_resume"
MORE = "decide_more"
"""An overflow menu; the choice is `FINISH` or `CANCEL`."""
FINISH = "finish"
CANCEL = "cancel"

RECORD = "decide_record"
CHANGE = "decide_change"
"""Opens `edit.answers_view`."""
REVISIT = "decide_revisit"
"""The choice is the number of days."""
REOPEN = "decide_reopen"
"""Starts a decision that supersedes this one."""

CORRECT = "decide_correct_"
"""Corrects one fact of what was understood, followed by its place; opens `edit.fact_view`. `fact_of` reads it."""
TAKE = "decide_take_"
"""Takes one value that may have been meant, followed by its place. `taken` reads the choice."""
TAKEN = "="
SHOW = "decide_show"
"""Shows one decision of a list."""
OPEN = "decide_open"
"""A link to a decision's thread, from the Home tab. Slack tells of it all the same."""
PAGE = "decide_page_"
"""Another page of a list, followed by a direction. The value is ``<list>:<page>``."""

NUMBER_VIEW = "decide_number_view"
ANSWERS_VIEW = "decide_answers_view"
FACT_VIEW = "decide_fact_view"
FOUND_VIEW = "decide_found_view"

OPTION_VALUE = 150
"""Characters of an option's value."""

_PLACE = "#"
_UNSURE = "?"


@dataclass(frozen=True, slots=True)
class Pressed:
    """What a value says."""

    decision: str
    round: int
    choice: str


def value(decision_id: str, round_number: int = 0, choice: str = "") -> str:
    """Write a button's or option's value."""
    return f"{decision_id}:{round_number}:{choice}"


def pressed(text: str) -> Pressed | None:
    """Read a value; None when it is none of ours."""
    decision, _, rest = text.partition(":")
    number, colon, choice = rest.partition(":")
    if not (decision and colon and number.isascii() and number.isdecimal() and len(number) < 8):  # noqa: PLR2004
        return None
    return Pressed(decision, int(number), choice)


def code(fact: Fact, given: Value | None) -> str:
    """Write an answer in a few characters: itself, its place where it is long, or the sign of "not sure"."""
    if given is None:
        return _UNSURE
    text = str(given)
    if fact.is_number or (len(text) <= OPTION_VALUE // 2 and not text.startswith((_PLACE, _UNSURE))):
        return text
    places = [choice.value for choice in fact.choices]
    return f"{_PLACE}{places.index(text)}"


def chosen(fact: Fact, written: str) -> Value | None:
    """Read what `code` wrote; None is "not sure".

    Raises:
        FactError: the fact cannot take it.
    """
    if written == _UNSURE:
        return None
    if written.startswith(_PLACE):
        place = written.removeprefix(_PLACE)
        if place.isascii() and place.isdecimal() and len(place) < 8 and int(place) < len(fact.choices):  # noqa: PLR2004
            return fact.choices[int(place)].value
        raise FactError(f"{fact.name} has no choice {written}")
    if fact.is_number and written.isascii() and written.isdecimal() and len(written) < 20:  # noqa: PLR2004
        return fact.check(int(written))
    return fact.check(written)


def fact_code(matter: Matter, name: str) -> str:
    """Write a fact's name in a few characters: its place among the matter's facts."""
    return str(list(matter.facts).index(name))


def fact_of(matter: Matter, written: str) -> Fact | None:
    """Read what `fact_code` wrote; None when the matter has no such fact."""
    facts = list(matter.facts.values())
    known = written.isascii() and written.isdecimal() and len(written) < 8 and int(written) < len(facts)  # noqa: PLR2004
    return facts[int(written)] if known else None


def taken(matter: Matter, written: str) -> tuple[Fact, Value | None] | None:
    """Read the choice of a `TAKE` button; None when it is none.

    Raises:
        FactError: the fact cannot take the value.
    """
    place, sign, answer = written.partition(TAKEN)
    fact = fact_of(matter, place)
    return (fact, chosen(fact, answer)) if fact is not None and sign else None
