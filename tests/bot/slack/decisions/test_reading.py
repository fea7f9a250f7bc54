"""Reading what people write: facts by name, questions apart from statements, messages from payloads."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.slack.decisions.facts_named import named_fact
from bot.slack.decisions.questions import part
from bot.slack.decisions.sayings import Saying, read_saying
from tests.bot.slack.support import BOT_USER, shipped_shelf

FACTS = shipped_shelf().matter("rag-or-fine-tune").facts


@pytest.mark.parametrize(
    ("text", "fact"),
    [
        ("citations", "citations"),
        ("the budget", "budget_usd"),
        ("weeks to launch", "weeks_to_launch"),
        ("output format", "output_format"),
        ("how often it changes", "change_rate"),
        ("latency", "latency"),
        ("labelled examples", "labelled_examples"),
        ("bananas", None),
        ("", None),
    ],
)
def test_a_fact_is_found_by_what_people_call_it(text: str, fact: str | None) -> None:
    found = named_fact(text, FACTS)
    assert (found.name if found else None) == fact


@pytest.mark.parametrize("name", list(FACTS))
def test_each_fact_is_found_by_its_own_name_and_label(name: str) -> None:
    for text in (name.replace("_", " "), FACTS[name].label):
        found = named_fact(text, FACTS)
        assert found is not None
        assert found.name == name


@pytest.mark.parametrize(
    ("text", "addressed", "stated", "asked"),
    [
        ("docs change weekly", False, "docs change weekly", ""),
        ("What does it cost?", False, "", "What does it cost?"),
        ("We change weekly. What does it cost?", False, "We change weekly.", "What does it cost?"),
        ("weekly?", False, "weekly?", ""),
        ("tell me about costs", True, "", "tell me about costs"),
        ("tell me about costs", False, "tell me about costs", ""),
        ("", True, "", ""),
    ],
)
def test_questions_and_statements_are_parted(text: str, addressed: bool, stated: str, asked: str) -> None:
    assert part(text, addressed=addressed) == (stated, asked)


@given(st.text(max_size=200), st.booleans())
def test_parting_loses_no_words(text: str, addressed: bool) -> None:
    stated, asked = part(text, addressed=addressed)
    assert sorted(f"{stated} {asked}".split()) == sorted(text.split())


def body(**event: object) -> dict[str, object]:
    return {"team_id": "T1", "event": {"type": "message", "channel": "C1", "user": "U1", "ts": "2.1", **event}}


def test_a_reply_is_read_with_its_mentions() -> None:
    saying = read_saying(body(text=f"<@{BOT_USER}> hand over to <@U2>", thread_ts="1.1"), BOT_USER, 5.0)
    assert saying is not None
    assert (saying.key, saying.written, saying.addressed, saying.thread) == (
        "message:T1:C1:2.1",
        "hand over to <@U2>",
        True,
        True,
    )
    assert Saying.from_work(saying.work()) is not None


@pytest.mark.parametrize(
    "event",
    [
        {"bot_id": "B1", "text": "x"},
        {"subtype": "channel_join", "text": "x"},
        {"subtype": "message_deleted", "previous_message": {"text": "x", "ts": "1.1"}},
        {"edited": {"ts": "3.1"}, "text": "x"},
    ],
)
def test_machines_notices_and_deletions_say_nothing(event: dict[str, object]) -> None:
    assert read_saying(body(**event), BOT_USER, 5.0) is None


def test_an_edit_that_changed_the_words_is_a_saying_of_its_own() -> None:
    before = {"user": "U1", "ts": "2.1", "text": "weekly", "thread_ts": "1.1"}
    after = before | {"text": "daily", "edited": {"ts": "3.1"}}
    edit = body(subtype="message_changed", message=after, previous_message=before)
    saying = read_saying(edit, BOT_USER, 5.0)
    assert saying is not None
    assert (saying.key, saying.ask.text) == ("message:T1:C1:2.1:edit:3.1", "daily")
    unchanged = body(subtype="message_changed", message=after, previous_message=after)
    assert read_saying(unchanged, BOT_USER, 5.0) is None


def test_an_edited_question_is_left_to_whoever_answers_it() -> None:
    before = {"user": "U1", "ts": "2.1", "text": "What does it cost?", "thread_ts": "1.1"}
    after = before | {"text": "What does RAG cost?", "edited": {"ts": "3.1"}}
    assert read_saying(body(subtype="message_changed", message=after, previous_message=before), BOT_USER, 5.0) is None


def test_other_work_is_left_to_others() -> None:
    assert Saying.from_work({"key": "message:T1:C1:2.1"}) is None
