"""One question: how it is answered, who has answered, what stands, and whether differing mattered."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.decisions.assessment import Disagreement
from bot.decisions.facts import Choice, Fact
from bot.decisions.session.state import Ending, Status
from bot.slack import decision_texts as texts
from bot.slack.blocks.decisions import ids
from bot.slack.blocks.decisions.question import question_message
from bot.slack.blocks.decisions.snapshot import Snapshot
from bot.slack.blocks.parts import Message
from tests.bot.slack.blocks.decisions.support import (
    MATTER,
    NOW,
    OPEN_BOARD,
    PEOPLE,
    buttons,
    check_message,
    decision,
    elements,
    open_round,
    settled_round,
    snapshot,
    stance,
    stances,
    words,
)

BEFORE = settled_round(1, "citations", "yes", stances(U1="yes"))


def card(round_: object = None, *before: object, **more: object) -> Message:
    asked = round_ or open_round()
    return question_message(snapshot(*before, asked, **more), asked)  # type: ignore[arg-type]


def with_choices(*labels: str) -> Message:
    choices = tuple(Choice(f"v{place}", label) for place, label in enumerate(labels))
    fact = Fact("pick", "Pick", "Which one?", "It matters.", choices)
    asked = open_round(1, "pick")
    matter = replace(MATTER, facts={"pick": fact})
    return question_message(Snapshot(decision(asked), matter, OPEN_BOARD, 1, (), PEOPLE), asked)


# Open.


def test_it_asks_says_why_and_how_many_are_left() -> None:
    shown = words(card())
    assert "*How often does the knowledge change?*" in shown
    assert "Why we ask: Fine-tuning goes stale." in shown
    assert "Question 1, about 2 more after it" in shown
    assert card().text == "How often does the knowledge change?"


def test_a_few_short_choices_are_buttons_and_not_sure_is_one_of_them() -> None:
    assert list(buttons(card()))[:5] == ["Daily", "Weekly", "Monthly", "Yearly", texts.NOT_SURE]
    assert buttons(card())["Weekly"] == "7f3a:1:weekly"
    assert buttons(card())[texts.NOT_SURE] == "7f3a:1:"


@pytest.mark.parametrize("labels", [["A", "B", "C", "D", "E", "F"], ["A long label " * 5, "Another"]])
def test_many_or_long_choices_are_a_list(labels: list[str]) -> None:
    (select,) = [each for each in elements(with_choices(*labels)) if each["type"] == "static_select"]
    assert [option["value"] for option in select["options"]] == [f"7f3a:1:v{n}" for n in range(len(labels))]


def test_choices_that_do_not_fit_the_list_can_be_written() -> None:
    message = with_choices(*[f"Choice {n}" for n in range(130)])
    check_message(message)
    (select,) = [each for each in elements(message) if each["type"] == "static_select"]
    assert len(select["options"]) == 100
    assert texts.WRITE_OTHERS in words(message)
    assert texts.WRITE_OTHERS not in words(with_choices(*[f"Choice {n}" for n in range(20)]))


@pytest.mark.parametrize(("fact", "example"), [("budget_usd", "$25k"), ("weeks", "3 weeks")])
def test_a_number_is_written_or_typed_into_a_form(fact: str, example: str) -> None:
    message = card(open_round(1, fact))
    assert example in words(message)
    assert texts.ENTER_NUMBER in buttons(message)


def test_names_of_those_who_answered_are_shown_and_never_what_they_said() -> None:
    message = card(open_round(1, "change_rate", stances(U2="weekly", U3=None)))
    assert "Answered: Ben, Cara" in words(message)
    assert message.blocks == card(open_round(1, "change_rate", stances(U2="daily", U3="daily"))).blocks


def test_deadline_and_quorum_are_said() -> None:
    shown = words(card(open_round(deadline=NOW), quorum=2))
    assert "Closes <!date^1760000000^" in shown
    assert "2 answers close it." in shown


def test_the_owner_goes_on_skips_and_goes_back() -> None:
    assert {texts.NEXT, texts.SKIP} <= set(buttons(card()))
    assert texts.BACK not in buttons(card())
    again = card(open_round(2), BEFORE)
    assert texts.BACK in buttons(again)
    assert "Next, Skip and Back are for Ada, who leads." in words(again)


def test_alone_there_is_nobody_to_wait_for() -> None:
    message = card(open_round(2), BEFORE, solo=True)
    assert list(buttons(message))[-1] == texts.BACK
    assert texts.NEXT not in buttons(message)
    assert texts.HIDDEN not in words(message)


def test_facts_known_before_are_not_counted_as_questions() -> None:
    known = settled_round(1, "citations", "yes", stances(U2="yes"), ending=Ending.KNOWN)
    assert "Question 1," in words(card(open_round(2), known))


def test_paused_only_resume_is_left() -> None:
    assert list(buttons(card(status=Status.PAUSED))) == [texts.RESUME]


@pytest.mark.parametrize("status", [Status.CANCELLED, Status.FINISHED])
def test_ended_nothing_is_left_and_nothing_comes_out(status: Status) -> None:
    message = card(open_round(1, "change_rate", stances(U2="weekly")), status=status)
    assert elements(message) == []
    assert "Weekly" not in words(message)


def test_put_aside_it_shows_nothing_of_what_was_answered() -> None:
    aside = settled_round(1, "change_rate", None, stances(U2="weekly"), ending=Ending.DROPPED)
    assert elements(card(aside)) == []
    assert "Weekly" not in words(card(aside))
    assert texts.PUT_ASIDE in words(card(aside))


def test_what_was_put_aside_says_what_became_of_it() -> None:
    aside = settled_round(1, "change_rate", None, stances(U2="weekly"), ending=Ending.DROPPED)
    early = words(card(aside, status=Status.FINISHED, ended_early=True))
    assert texts.ENDED_BEFORE in early
    assert texts.NOT_NEEDED in words(card(aside, status=Status.FINISHED))


def test_asked_again_it_has_the_number_it_had() -> None:
    first = settled_round(1, "change_rate", "weekly", stances(U1="weekly"))
    aside = settled_round(2, "citations", None, {}, ending=Ending.DROPPED)
    assert "Question 1," in words(card(open_round(3, "change_rate"), first, aside))
    assert "Question 2," in words(card(open_round(3, "citations"), first, aside))


def test_ended_it_says_once_that_nothing_comes_out() -> None:
    unanswered = words(card(status=Status.CANCELLED))
    assert texts.ENDED_BEFORE in unanswered
    assert texts.HIDDEN not in unanswered
    assert texts.NOBODY_YET not in unanswered


# Disputed.

DISPUTED = settled_round(1, "change_rate", None, stances(U1="weekly", U2="yearly", U3=None), disputed=True)
DECIDES = Disagreement(
    "change_rate", (("weekly", frozenset({"rag"})), ("yearly", frozenset({"fine_tune", "hybrid"}))), matters=True
)


def test_a_dispute_shows_who_said_what_and_the_verdict_under_each() -> None:
    message = question_message(snapshot(DISPUTED), DISPUTED, DECIDES)
    shown = words(message)
    assert message.text == "People differ on “How often it changes”, and it decides the outcome."
    assert "• Ada: Weekly" in shown
    assert "• Cara: not sure" in shown
    assert "• Yearly: *Fine-tuning or Hybrid*" in shown
    assert "<@U1>, which of them stands?" in shown


def test_the_owner_chooses_a_reading_or_leaves_it_unknown() -> None:
    shown = buttons(question_message(snapshot(DISPUTED), DISPUTED, DECIDES))
    fact = MATTER.facts["change_rate"]
    chosen = {text: ids.chosen(fact, ids.pressed(value).choice) for text, value in shown.items()}  # type: ignore[union-attr]
    assert chosen == {"Weekly": "weekly", "Yearly": "yearly", texts.LEAVE_UNKNOWN: None}


def test_a_dispute_in_a_paused_decision_waits() -> None:
    paused = question_message(snapshot(DISPUTED, status=Status.PAUSED), DISPUTED, DECIDES)
    assert list(buttons(paused)) == [texts.RESUME]
    assert elements(question_message(snapshot(DISPUTED, status=Status.CANCELLED), DISPUTED, DECIDES)) == []


# Settled.


def test_settled_it_reveals_who_said_what_in_which_words() -> None:
    said = {"U1": stance("U1", "weekly", "we ship <b>weekly</b>", "of releases"), "U2": stance("U2", "weekly")}
    message = card(settled_round(1, "change_rate", "weekly", said))
    shown = words(message)
    assert message.text == "How often it changes: Weekly"
    assert "“we ship &lt;b&gt;weekly&lt;/b&gt;” (because “of releases”)" in shown
    assert "• Ben: Weekly" in shown
    assert "Closed by Ada." in shown
    assert elements(message) == []


def test_that_differing_did_not_matter_is_said() -> None:
    differ = settled_round(1, "change_rate", "weekly", stances(U1="weekly", U2="daily"))
    same = Disagreement("change_rate", (("weekly", frozenset({"rag"})), ("daily", frozenset({"rag"}))), matters=False)
    assert texts.DIFFER_SAME in words(question_message(snapshot(differ), differ, same))


def test_who_settled_a_dispute_is_said() -> None:
    settled = settled_round(1, "change_rate", "weekly", stances(U1="weekly", U2="yearly"), settled_by="U1")
    assert "Ada said what stands." in words(question_message(snapshot(settled), settled, DECIDES))


@pytest.mark.parametrize(
    ("ending", "said"),
    [
        (Ending.QUORUM, "Closed when 1 person had answered."),
        (Ending.DEADLINE, "Closed at its deadline."),
        (Ending.SKIPPED, "Left unknown by Ada."),
        (Ending.CHANGED, "Changed by Ada from an earlier answer."),
        (Ending.KNOWN, "Known before the first question."),
    ],
)
def test_how_it_closed_is_said(ending: Ending, said: str) -> None:
    assert said in words(card(settled_round(1, "change_rate", None, stances(U2=None), ending=ending)))


def test_when_nobody_knows_it_stays_unknown() -> None:
    message = card(settled_round(1, "weeks", None, stances(U1=None)))
    assert message.text == "Weeks to launch: unknown"
    assert texts.NOBODY_KNOWS in words(message)


def test_an_answer_that_was_replaced_says_so() -> None:
    first = settled_round(1, "citations", "yes", stances(U1="yes"))
    second = settled_round(2, "citations", "no", stances(U1="no"), ending=Ending.CHANGED)
    assert texts.ASKED_AGAIN in words(question_message(snapshot(first, second), first))
    assert texts.ASKED_AGAIN not in words(question_message(snapshot(first, second), second))
