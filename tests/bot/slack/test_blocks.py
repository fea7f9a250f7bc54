"""Any answer fits Slack's limits, and a person finds in it what the product promises."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.answers.model import Answer, Citation, Claim, EngineName, Nearest, Outcome
from bot.errors import FallbackReason
from bot.slack import limits, texts
from bot.slack.blocks.answer import answer_message, private_message, shared_message, stream_text
from bot.slack.blocks.feedback import feedback_view
from bot.slack.blocks.help import help_message
from bot.slack.blocks.passage import passage_view
from bot.slack.records import from_record, to_record
from bot.workspace.block_kit.surfaces import message_problems, view_problems
from ingest.model import Passage
from tests.bot.slack.support import answered, citation

WORDS = st.text(max_size=60) | st.sampled_from(["<!channel>" * 50, "&" * 4000, "a" * 5000, "\n" * 100, "🚀" * 3000])
CITATIONS = st.builds(
    Citation,
    n=st.integers(1, 99),
    passage_id=WORDS,
    document=WORDS,
    title=WORDS,
    heading=WORDS,
    quote=WORDS,
    url=st.none() | WORDS | st.just("https://a.example/x"),
    date=st.none() | WORDS,
)
ANSWERS = st.builds(
    Answer,
    outcome=st.sampled_from(Outcome),
    engine=st.sampled_from(EngineName),
    claims=st.lists(st.builds(Claim, WORDS, st.lists(st.integers(1, 999), max_size=40).map(tuple)), max_size=60).map(
        tuple
    ),
    citations=st.lists(CITATIONS, max_size=40, unique_by=lambda c: c.n).map(tuple),
    nearest=st.lists(st.builds(Nearest, WORDS, WORDS, WORDS), max_size=10).map(tuple),
    missing=st.none() | WORDS,
    fallback=st.none() | st.sampled_from(FallbackReason),
)
LARGE = settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)


def strings(value: Any) -> Iterator[tuple[str, str]]:
    if isinstance(value, dict):
        for key, item in value.items():
            yield from ((key, item),) if isinstance(item, str) else strings(item)
    elif isinstance(value, list | tuple):
        for item in value:
            yield from strings(item)


def total(blocks: Any) -> int:
    return sum(len(text) for key, text in strings(blocks) if key == "text")


@LARGE
@given(ANSWERS, st.booleans())
def test_any_answer_is_a_message_slack_takes(answer: Answer, share: bool) -> None:
    asked = ("q" * 9000, "a" * 32)
    for message in (
        answer_message(answer, asked[1]),
        private_message(answer, asked[1], asked[0], share=share),
        shared_message(answer, asked[1], asked[0], "U1"),
    ):
        assert message_problems(json.loads(json.dumps(message.blocks))) == []
        assert len(message.blocks) <= limits.MESSAGE_BLOCKS
        assert total(message.blocks) <= limits.MESSAGE_TEXT
        assert 0 < len(message.text) <= limits.FALLBACK_TEXT
        assert "<!" not in json.dumps(message.blocks)


@LARGE
@given(ANSWERS)
def test_each_streamed_paragraph_fits_one_message(answer: Answer) -> None:
    for text in stream_text(answer, answer.claims):
        assert len(text.encode()) < limits.STREAM_BYTES
        assert "<" not in text


@LARGE
@given(ANSWERS)
def test_a_kept_answer_comes_back(answer: Answer) -> None:
    again = from_record(json.loads(json.dumps(to_record(answer))))
    assert to_record(again) == to_record(answer)
    assert (again.outcome, again.fallback) == (answer.outcome, answer.fallback)


@LARGE
@given(CITATIONS, st.none() | WORDS)
def test_any_passage_is_a_modal_slack_takes(source: Citation, text: str | None) -> None:
    found = None if text is None else Passage("p", "d", 0, (), text + source.quote, 0, 1, "t")
    view = passage_view(source, found)
    assert len(view["title"]["text"]) <= limits.MODAL_TITLE
    assert view_problems(view, "modal") == []
    for block in view["blocks"]:
        assert all(0 < len(value) <= limits.SECTION_TEXT for key, value in strings(block) if key == "text")


def shown(answer: Answer) -> str:
    return json.dumps(answer_message(answer, "id").blocks, ensure_ascii=False)


def test_the_answer_begins_with_the_point_and_its_number() -> None:
    first = answer_message(answered("Two to three weeks."), "id").blocks[0]
    assert first["text"]["text"] == "Two to three weeks. [1]"


def test_a_source_shows_title_heading_and_date_and_has_a_button() -> None:
    message = answer_message(answered(), "id42")
    assert "[1] An honest take › Cost › Time · 2025-03-01" in shown(answered())
    (row,) = [block for block in message.blocks if block["type"] == "actions"]
    assert [(b["text"]["text"], b["value"]) for b in row["elements"]] == [("1", "id42:1")]


def test_a_source_with_an_address_is_the_only_link() -> None:
    linked = answered(citations=(citation(url="https://a.example/x"),))
    assert "<https://a.example/x|An honest take>" in shown(linked)


def test_written_answers_show_the_quotes_and_say_who_wrote_them() -> None:
    written = shown(answered(engine=EngineName.GENERATED))
    assert ">A RAG prototype takes" in written
    assert texts.WRITTEN_BY_AI in written


@pytest.mark.parametrize("reason", FallbackReason)
def test_a_fallback_says_what_happened(reason: FallbackReason) -> None:
    said = shown(answered(fallback=reason))
    assert texts.fallback(reason) in said
    assert texts.QUOTES_ONLY not in said


def test_a_partial_answer_names_what_is_missing() -> None:
    assert "do not cover latency budgets." in shown(answered(outcome=Outcome.PARTLY, missing="latency budgets"))


def test_the_share_button_is_there_only_when_asked_for() -> None:
    assert texts.SHARE not in shown(answered())
    asked = "When is RAG <right>?"
    assert texts.SHARE in json.dumps(private_message(answered(), "id", asked, share=True).blocks)
    assert texts.SHARE not in json.dumps(private_message(answered(), "id", asked, share=False).blocks)


def test_a_private_answer_begins_with_what_was_asked() -> None:
    first, *_ = private_message(answered(), "id", "When is RAG <right>?", share=False).blocks
    assert "When is RAG &lt;right&gt;?" in json.dumps(first)


def test_only_an_answer_says_how_it_was_made() -> None:
    nothing = Answer(Outcome.NOT_COVERED, EngineName.EXTRACTIVE)
    assert texts.QUOTES_ONLY in shown(answered())
    assert texts.QUOTES_ONLY not in shown(nothing)


def test_a_long_passage_keeps_its_quote_whole() -> None:
    quote = "The exact quote & more."
    text = "word " * 3000 + quote + " word" * 3000
    view = passage_view(citation(quote=quote), Passage("p", "d", 0, (), text, 0, len(text), "t"))
    assert ">The exact quote &amp; more." in [block.get("text", {}).get("text") for block in view["blocks"]]


def test_help_is_taken_and_names_every_way_to_ask() -> None:
    assert message_problems(list(help_message().blocks)) == []
    for how, _ in texts.HOW:
        assert how in json.dumps(help_message().blocks, ensure_ascii=False)


def test_the_feedback_modal_remembers_where_it_came_from() -> None:
    view = feedback_view("id", "C1", "1.1")
    assert json.loads(view["private_metadata"]) == {"answer": "id", "channel": "C1", "thread_ts": "1.1"}
    assert len(view["title"]["text"]) <= limits.MODAL_TITLE
