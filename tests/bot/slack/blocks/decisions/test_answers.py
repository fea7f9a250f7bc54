"""What buttons, forms and menus carry comes back as it was meant."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.decisions.facts import Choice, Fact, FactError
from bot.decisions.understanding.reading import Ambiguous, Doubt, Reading, Understood
from bot.slack import decision_texts as texts
from bot.slack.blocks.decisions import ids
from bot.slack.blocks.decisions.edit import (
    answers_view,
    edited_fact,
    fact_view,
    number_view,
    picked_fact,
    written_answer,
)
from bot.slack.blocks.decisions.forms import ANSWER, about
from bot.slack.blocks.decisions.found import Found, confirmed, found_topic, found_view
from bot.slack.blocks.decisions.understood import understood_message
from tests.bot.slack.blocks.decisions.support import (
    FACTS,
    MATTER,
    PEOPLE,
    QUICK,
    buttons,
    check_view,
    elements,
    open_round,
    settled_round,
    snapshot,
    stances,
    words,
)

SNAPSHOT = snapshot(settled_round(1, "citations", "yes", stances(U1="yes")), open_round(2))


def submitted(view: dict[str, Any], **said: Any) -> dict[str, Any]:
    """The view as Slack sends it back; what nobody touched keeps what it began with."""
    values: dict[str, Any] = {}
    for block in view["blocks"]:
        if block["type"] == "input":
            element = block["element"]
            held = {"value": element.get("initial_value"), "selected_option": element.get("initial_option")}
            values[block["block_id"]] = {element["action_id"]: said.get(block["block_id"], held)}
    return {**view, "state": {"values": values}}


@QUICK
@given(st.lists(st.text(min_size=1, max_size=200), min_size=1, max_size=9, unique=True))
def test_every_choice_comes_back_however_long_it_is(values: list[str]) -> None:
    fact = Fact("f", "F", "F?", "", tuple(Choice(value, value) for value in values))
    for value in values:
        assert ids.chosen(fact, ids.code(fact, value)) == value
        assert len(ids.code(fact, value)) <= ids.OPTION_VALUE // 2
    assert ids.chosen(fact, ids.code(fact, None)) is None


@given(st.integers(0, 10**12))
def test_every_number_comes_back(number: int) -> None:
    assert ids.chosen(FACTS["budget_usd"], ids.code(FACTS["budget_usd"], number)) == number


@pytest.mark.parametrize("written", ["hourly", "#9", "#x", "", "#", "-1"])
def test_what_the_fact_cannot_take_is_refused(written: str) -> None:
    for fact in FACTS.values():
        with pytest.raises(FactError):
            ids.chosen(fact, written)


@given(st.text())
def test_any_value_is_read_or_refused(text: str) -> None:
    read = ids.pressed(text)
    assert read is None or ids.value(read.decision, 0, read.choice).startswith(f"{read.decision}:")
    assert ids.fact_of(MATTER, text) is None or text.isdecimal()


def test_a_value_says_decision_round_and_choice() -> None:
    assert ids.pressed(ids.value("7f3a", 12, "a:b")) == ids.Pressed("7f3a", 12, "a:b")
    assert ids.pressed("7f3a") is None
    assert ids.pressed("7f3a:x:y") is None


def test_a_number_is_read_from_its_form() -> None:
    view = number_view(FACTS["budget_usd"], "7f3a", 3)
    check_view(view)
    assert about(view) == ids.Pressed("7f3a", 3, "")
    assert written_answer(submitted(view, **{ANSWER: {"value": "25000"}}), FACTS["budget_usd"]) == 25000


@pytest.mark.parametrize("written", ["-3", "2.5", "many", "9" * 40, "9" * 15, "²"])
def test_what_is_no_number_is_explained_beside_the_input(written: str) -> None:
    view = submitted(number_view(FACTS["weeks"], "7f3a", 3), **{ANSWER: {"value": written}})
    with pytest.raises(FactError, match=texts.WHOLE_NUMBER):
        written_answer(view, FACTS["weeks"])


def test_a_choice_that_is_none_is_explained_beside_the_input() -> None:
    view = submitted(fact_view(SNAPSHOT, "citations"), **{ANSWER: {"selected_option": {"value": "perhaps"}}})
    with pytest.raises(FactError, match=texts.CHOOSE_ONE):
        written_answer(view, FACTS["citations"])


def test_an_answer_is_changed_in_two_steps() -> None:
    which = answers_view(SNAPSHOT)
    check_view(which)
    (option,) = which["blocks"][0]["element"]["options"]
    assert (option["text"]["text"], option["description"]["text"]) == ("Citations", "Yes")
    fact = picked_fact(submitted(which, decide_which={"selected_option": option}), MATTER)
    assert fact is FACTS["citations"]
    form = fact_view(SNAPSHOT, "citations")
    assert edited_fact(form, MATTER) is fact
    assert written_answer(submitted(form), fact) == "yes"
    unsure = form["blocks"][0]["element"]["options"][-1]
    assert written_answer(submitted(form, **{ANSWER: {"selected_option": unsure}}), fact) is None


def test_a_number_left_empty_is_unknown() -> None:
    assert written_answer(submitted(fact_view(SNAPSHOT, "weeks")), FACTS["weeks"]) is None


def test_with_nothing_settled_there_is_nothing_to_submit() -> None:
    view = answers_view(snapshot(open_round()))
    assert "submit" not in view
    assert picked_fact(submitted(view), MATTER) is None
    check_view(view)


def test_what_travels_with_a_strange_view_is_ignored() -> None:
    for metadata in ("", "[]", "{", '{"about": 3}'):
        assert about({"private_metadata": metadata}) is None


# What a thread already says.

FOUND = [
    Found("citations", "yes", "legal wants sources", "U1"),
    Found("change_rate", "weekly", "every week", "U1"),
    Found("change_rate", "yearly", "once a year", "U2"),
    Found("unheard of", "x", "", "U2"),
]


def test_facts_of_a_thread_are_shown_with_who_said_them() -> None:
    view = found_view(MATTER, "Support bot", FOUND, PEOPLE, "m")
    check_view(view)
    shown = words(view)
    assert "said by Ada: “legal wants sources”" in shown
    assert "said by Ben" in shown
    assert view["private_metadata"] == "m"
    assert found_topic(submitted(view)) == "Support bot"


def test_what_people_agree_on_counts_and_what_they_differ_on_is_asked() -> None:
    view = submitted(found_view(MATTER, "Support bot", FOUND, PEOPLE, ""))
    assert confirmed(view, MATTER) == {"citations": ("yes", "U1")}


def test_one_of_several_can_be_chosen() -> None:
    view = found_view(MATTER, "Support bot", FOUND, PEOPLE, "")
    (block,) = [b for b in view["blocks"] if b.get("block_id") == "decide_found_0"]
    second = {"selected_option": block["element"]["options"][1]}
    assert confirmed(submitted(view, decide_found_0=second), MATTER)["change_rate"] == ("yearly", "U2")


def test_a_thread_without_facts_says_so() -> None:
    view = found_view(MATTER, "", [], PEOPLE, "")
    check_view(view)
    assert texts.FOUND_NONE in words(view)
    assert confirmed(submitted(view), MATTER) == {}
    assert found_topic(submitted(view)) == ""


# What somebody's words were taken for.


def test_what_was_understood_can_be_corrected() -> None:
    reading = Reading(
        (Understood("change_rate", "weekly", "docs change weekly"), Understood("weeks", 3, "3 weeks")), left="a bank"
    )
    message = understood_message(SNAPSHOT, reading)
    assert message.text == "I understood: How often it changes: Weekly; Weeks to launch: 3 weeks"
    assert "• How often it changes: *Weekly* “docs change weekly”" in words(message)
    assert f"{texts.NOT_UNDERSTOOD} “a bank”" in words(message)
    carried = ids.pressed(buttons(message)["Correct Weeks to launch"])
    assert carried is not None
    assert ids.fact_of(MATTER, carried.choice) is FACTS["weeks"]


def test_what_is_unclear_is_asked_back_with_the_values_that_may_be_meant() -> None:
    reading = Reading(ambiguous=(Ambiguous("weeks", Doubt.RANGE, "2 to 4 weeks", (2, 4), 2, 4),))
    message = understood_message(SNAPSHOT, reading)
    assert texts.DOUBTS[Doubt.RANGE] in words(message)
    assert list(buttons(message)) == ["2 weeks", "4 weeks", texts.SOMETHING_ELSE]
    carried = ids.pressed(buttons(message)["4 weeks"])
    assert carried is not None
    assert ids.taken(MATTER, carried.choice) == (FACTS["weeks"], 4)
    assert ids.taken(MATTER, "nonsense") is None


def test_what_only_follows_counts_once_somebody_says_so() -> None:
    message = understood_message(SNAPSHOT, Reading(suggested=(Understood("citations", "yes", "we are a bank", True),)))
    assert "Citations: Yes? “we are a bank”" in words(message)
    assert list(buttons(message)) == ["Yes", texts.SOMETHING_ELSE]


def test_nothing_understood_says_what_to_do() -> None:
    message = understood_message(SNAPSHOT, Reading(left="hm"))
    assert message.text == texts.NOTHING_UNDERSTOOD
    assert elements(message) == []


@pytest.mark.parametrize("doubt", Doubt)
def test_every_doubt_has_its_question(doubt: Doubt) -> None:
    assert texts.DOUBTS[doubt].endswith("?")


def test_a_fact_whose_label_is_long_has_a_button_all_the_same() -> None:
    long = replace(FACTS["weeks"], label="w" * 500)
    made = replace(SNAPSHOT, matter=replace(MATTER, facts={"weeks": long}))
    (button,) = elements(understood_message(made, Reading((Understood("weeks", 3, "3"),))))
    assert len(button["text"]["text"]) == 75
