"""Which messages ask something, of nobody in particular."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.slack.asks import Ask, Audience, Place
from bot.slack.overhearing import asks_something
from tests.bot.slack.overheard import QUESTION


@pytest.mark.parametrize(
    "text",
    [
        QUESTION,
        "Was kostet das? Ich frage nur.",
        "检索增强生成什么时候合适？",
        "ما هي تكلفة RAG؟",
        "is it R&amp;D?",
        "see <https://x.example/a|this>, is it right?",
        "have you read https://x.example/a?",
        "is `x` fast?",
    ],
)
def test_a_question_asks_something(text: str) -> None:
    assert asks_something(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "I think RAG.",
        "?!",
        "really?",
        ":thinking_face: ?",
        "100 ?",
        "&lt;&gt;?",
        "look at <https://x.example/?q=1|this page>",
        "look at <https://x.example/|what is this?>",
        "it is at https://x.example/?q=1 now",
        "run `SELECT ?` once",
        "try\n```\nis this code?\n```\nat once",
        "<@U2> what do you think?",
        "what do you think, <!here>?",
        "what do you think, <!subteam^S1|@team>?",
    ],
)
def test_talk_and_what_is_for_others_asks_nothing(text: str) -> None:
    assert not asks_something(text)


WORDS = st.text(alphabet="abcdefghij ?.,é東京", max_size=60)


@given(WORDS)
def test_without_a_mark_nothing_asks(text: str) -> None:
    assert not asks_something(text.replace("?", ""))


@given(WORDS, st.sampled_from(["<@U1>", "<@W1|ann>", "<!here>", "<!channel>", "<!subteam^S1>"]), WORDS)
def test_what_mentions_anybody_asks_nothing(before: str, mention: str, after: str) -> None:
    assert not asks_something(f"{before}{mention}{after}?")


@given(st.text(max_size=40), st.sampled_from("?？؟"))
def test_what_has_two_words_and_a_mark_behind_them_asks(text: str, mark: str) -> None:
    harmless = "".join(each for each in text if each not in "<>`&:")
    assert asks_something(f"{harmless} what now {mark}")


@given(WORDS, WORDS)
def test_code_and_links_make_no_difference(before: str, after: str) -> None:
    plain = asks_something(f"{before} {after}")
    for inserted in ("`x ? y`", "```a ? b```", "<https://x.example/?q|what is it?>", "<#C1|ask-here>"):
        assert asks_something(f"{before} {inserted} {after}") is plain


@given(st.text())
def test_any_text_can_be_read(text: str) -> None:
    assert asks_something(text) in {True, False}


def test_a_very_long_message_is_read_at_once() -> None:
    for text in (
        "a" * 40_000,
        "`" * 40_000,
        "<" * 40_000,
        "https://" * 5_000,
        ":a" * 20_000,
        "https://" + "?" * 40_000,
    ):
        asks_something(f"{text} what now?")


def test_work_written_down_before_there_was_overhearing_is_read() -> None:
    ask = Ask("message:T1:C1:1.1", Place("T1", "C1", "U1", "1.1"), "q", Audience.CHANNEL, 1.0, ts="1.1")
    work = ask.work()
    assert Ask.from_work(work) == ask
    del work["overheard"]
    assert Ask.from_work(work) == ask
