"""Lists, Home, help, and what is said once: each leads with its point and says what can be done."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.decisions.loading.errors import FrameworkError
from bot.decisions.session.refusals import Reason, Refused
from bot.decisions.session.state import Status
from bot.slack import decision_texts as texts
from bot.slack import refusal_texts
from bot.slack.blocks.decisions.home import home_blocks
from bot.slack.blocks.decisions.lists import Line, help_message, list_message, read_page, status_message
from bot.slack.blocks.decisions.notes import (
    framework_errors_message,
    handed_over_message,
    refused_message,
    review_due_message,
    what_if_message,
    why_message,
)
from bot.slack.blocks.lists import page_of
from bot.slack.blocks.parts import Message
from tests.bot.slack.blocks.decisions.support import (
    OPEN_BOARD,
    PEOPLE,
    RAG_BOARD,
    buttons,
    check_message,
    decision,
    finished,
    open_round,
    settled_round,
    snapshot,
    stances,
    words,
)

ANSWERED = settled_round(1, "citations", "yes", stances(U1="yes", U2="no"))
NOW_OPEN = snapshot(ANSWERED, open_round(2))


def test_a_what_if_compares_and_changes_nothing() -> None:
    message = what_if_message(NOW_OPEN, {"budget_usd": 50000}, RAG_BOARD)
    assert message.text == "What if – Budget: $50,000? The verdict would be RAG, instead of RAG or Hybrid."
    assert "The decision tree: RAG instead of RAG or Hybrid" in words(message)
    assert texts.CHANGED_NOTHING in words(message)
    same = what_if_message(NOW_OPEN, {"budget_usd": 1}, OPEN_BOARD)
    assert same.text == "What if – Budget: $1? The verdict stays the same: RAG or Hybrid."


def test_why_a_question_is_asked_names_what_it_can_still_move() -> None:
    shown = words(why_message(NOW_OPEN, "budget_usd"))
    assert "It rules options out." in shown
    assert "The decision tree" in shown
    assert "An honest take" not in shown
    assert texts.MOVES_NOTHING in words(why_message(NOW_OPEN, "weeks"))


def test_why_the_verdict_gives_reasons_with_sources() -> None:
    shown = words(why_message(NOW_OPEN))
    assert "• *An honest take*: RAG – the knowledge changes every week [1]; users must see sources [2]" in shown
    assert "[1] An honest take › Cost" in shown


def test_a_review_calls_the_owner_with_the_verdict() -> None:
    message = review_due_message(finished(ANSWERED))
    assert "<@U1> *It is time to look at this decision again.*" in words(message)
    assert message.text.endswith("The verdict was: RAG.")
    assert list(buttons(message)) == [texts.REOPEN]
    over = review_due_message(finished(ANSWERED, superseded_by="9c2b11"))
    assert list(buttons(over)) == []
    assert "Superseded by decision 9c2b11." in words(over)


def test_handing_over_calls_the_new_owner_only() -> None:
    message = handed_over_message(snapshot(owner="U2"), "U1")
    assert message.text == "<@U2> now leads this decision. Until now it was Ada."


def test_broken_files_are_named_with_file_and_line() -> None:
    broken = [FrameworkError("tree.yaml", 12, "unknown fact"), FrameworkError("x.yaml", None, "empty")]
    message = framework_errors_message(broken, some_work=False)
    assert message.text.startswith(texts.BROKEN_FILES)
    assert "• tree.yaml, line 12: unknown fact\\n• x.yaml: empty" in words(message)
    assert framework_errors_message(broken, some_work=True).text.startswith(texts.SOME_BROKEN_FILES)


@pytest.mark.parametrize("reason", Reason)
@pytest.mark.parametrize("detail", ["", "citations", "U2", "{fact} {0}"])
def test_every_refusal_is_explained_without_its_code(reason: Reason, detail: str) -> None:
    said = refusal_texts.refusal(Refused(reason, detail), NOW_OPEN.matter, PEOPLE)
    assert said.endswith(".")
    assert reason.value not in said or "_" not in reason.value
    check_message(refused_message(Refused(reason, detail), NOW_OPEN))
    check_message(refused_message(Refused(reason, detail)))


def test_a_refusal_names_the_owner_and_the_question() -> None:
    assert "Only Ben can do that" in words(refused_message(Refused(Reason.NOT_OWNER, "U2"), NOW_OPEN))
    assert "“Citations” is closed" in words(refused_message(Refused(Reason.CLOSED_QUESTION, "citations"), NOW_OPEN))


# Lists, status, help, Home.

LINES = [Line(decision(id=f"id{n}", topic=f"Topic {n}"), "RAG" if n else None) for n in range(45)]


def test_a_list_shows_each_with_a_button_and_turns_its_pages() -> None:
    message = list_message(page_of(LINES, 2), "all", PEOPLE)
    assert "*Topic 20* · Open · led by Ada · <!date^" in words(message)
    assert message.text == "Decisions: Page 2 of 3, 45 in all"
    pages = {text: read_page(value) for text, value in buttons(message).items() if text != texts.SHOW}
    assert pages == {texts.PREVIOUS_PAGE: ("all", 1), texts.NEXT_PAGE: ("all", 3)}
    assert read_page("all:x") == ("all", 1)


def test_a_line_links_to_its_thread_when_the_address_is_short() -> None:
    near = replace(LINES[0], link="https://a.example/p1")
    assert "<https://a.example/p1|Topic 0>" in words(list_message(page_of([near], 1), "all", PEOPLE))
    far = replace(LINES[0], link="https://a.example/" + "p" * 200)
    assert "*Topic 0*" in words(list_message(page_of([far], 1), "all", PEOPLE))


def test_an_empty_list_says_how_to_begin() -> None:
    assert list_message(page_of([], 1), "all", {}).text == texts.NO_DECISIONS


def test_status_says_what_stands_and_for_whom_it_waits() -> None:
    waiting = snapshot(ANSWERED, open_round(2, "weeks", stances(U2=3)))
    shown = words(status_message(waiting, "https://a.example/p1"))
    assert "• Citations: Yes" in shown
    assert "Waits for: Ada, Cara" in shown
    assert "Ben: Citations: No (what stands: Yes)" in shown
    assert "<https://a.example/p1|Open the thread>" in shown


def test_the_status_of_a_finished_one_is_its_verdict() -> None:
    assert status_message(finished(ANSWERED)).text.startswith("RAG: ")
    assert texts.NO_ANSWERS in words(status_message(snapshot(open_round())))


def test_help_lists_the_command_and_the_words_of_the_thread() -> None:
    shown = words(help_message())
    for how, _ in (*texts.HELP, *texts.HELP_WORDS):
        assert how in shown
    assert help_message("Did you mean this?").text == "Did you mean this?"


def test_home_begins_with_what_waits_and_shows_nothing_twice() -> None:
    waiting, other, past = LINES[:1], LINES[:2], [Line(decision(id="old", status=Status.FINISHED), "RAG")]
    blocks = home_blocks(waiting, other, past, PEOPLE)
    shown = words(Message("", tuple(blocks)))
    assert shown.index(texts.WAITING) < shown.index(texts.OPEN_DECISIONS) < shown.index(texts.PAST_DECISIONS)
    assert shown.count("Topic 0*") == 1
    assert len(home_blocks(LINES, LINES[9:], LINES, PEOPLE)) <= 19


def test_an_empty_home_teaches_by_example() -> None:
    assert texts.EXAMPLE in words(Message("", tuple(home_blocks([], [], [], {}))))
