"""Steering words: heard when they are the whole message, and not in the middle of talk."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.slack.decisions.words import (
    Change,
    Deadline,
    HandOver,
    Misspoken,
    Plain,
    Quorum,
    WhatIf,
    Why,
    mentioned,
    read_seconds,
    read_word,
    without_mention,
)


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("back", Plain.BACK),
        ("Go back.", Plain.BACK),
        ("skip this one, please", Plain.SKIP),
        ("NEXT", Plain.NEXT),
        ("ok, next question", Plain.NEXT),
        ("status?", Plain.STATUS),
        ("*pause*", Plain.PAUSE),
        ("resume", Plain.RESUME),
        ("please finish", Plain.FINISH),
        ("I’m in", Plain.JOIN),
        ("leave", Plain.LEAVE),
        ("take over", Plain.TAKE_OVER),
        ("help", Plain.HELP),
        ("cancel this decision", Plain.CANCEL),
        ("change citations to no", Change("citations", "no")),
        ("please change the budget to $50k.", Change("budget", "$50k")),
        ("set weeks to launch = 12", Change("weeks to launch", "12")),
        ("change the budget from 20k to 30k", Change("budget", "30k")),
        ("update how often it changes: monthly", Change("how often it changes", "monthly")),
        ("change my answer to no", Change("answer", "no")),
        ("change citations", Change("citations", "")),
        ("summary so far?", Plain.STATUS),
        ("why", Why()),
        ("Why do you ask?", Why()),
        ("why are you asking about the team?", Why("team")),
        ("why labelled examples?", Why("labelled examples")),
        ("what if the budget is 50k?", WhatIf("the budget is 50k")),
        ("What if we suppose docs change yearly", WhatIf("docs change yearly")),
        ("hand over to <@U2>", HandOver("U2")),
        ("hand it over to <@U2|aiko>", HandOver("U2")),
        ("quorum 3", Quorum(3)),
        ("quorum of 2 people", Quorum(2)),
        ("quorum everyone", Quorum(None)),
        ("deadline 2 hours", Deadline(7200.0)),
        ("deadline in 30m", Deadline(1800.0)),
        ("deadline none", Deadline(None)),
    ],
)
def test_a_steering_word_is_heard(text: str, word: object) -> None:
    assert read_word(text) == word


@pytest.mark.parametrize(
    "text",
    [
        "",
        "next we should ask legal",
        "I will be back on Monday",
        "the docs change weekly",
        "let's not skip the hard part",
        "we could change our mind",
        "status of the launch is unclear",
        "join the call when you can",
    ],
)
def test_talk_steers_nothing(text: str) -> None:
    assert read_word(text) is None


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("hand over to Aiko", "hand over"),
        ("hand over to <@U1> or <@U2>", "hand over"),
        ("hand over", "hand over"),
        ("deadline", "deadline"),
        ("what if?", "what if"),
        ("reopen this decision", "revisit"),
        ("quorum 0", "quorum"),
        ("quorum many", "quorum"),
        ("deadline soon", "deadline"),
        ("deadline 2 seconds", "deadline"),
        ("deadline 400 days", "deadline"),
    ],
)
def test_a_word_with_something_it_cannot_take_is_told_apart(text: str, word: str) -> None:
    assert read_word(text) == Misspoken(word)


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("2 hours", 7200),
        ("an hour", 3600),
        ("half an hour", 1800),
        ("90 min", 5400),
        ("1.5 days", 129600),
        ("2w", 1209600),
    ],
)
def test_lengths_of_time(text: str, seconds: float) -> None:
    assert read_seconds(text) == seconds


@pytest.mark.parametrize("text", ["", "2", "soon", "2 parsecs", "-1 hours", "tomorrow"])
def test_no_length_of_time(text: str) -> None:
    assert read_seconds(text) is None


def test_the_mention_of_us_goes_and_others_stay() -> None:
    assert without_mention("<@UBOT> hand over to <@U2>", "UBOT") == "hand over to <@U2>"
    assert without_mention("<@UBOT|archie>, next", "UBOT") == "next"
    assert mentioned("<@U1> and <@U2|x>") == ("U1", "U2")


@given(st.text(max_size=300))
def test_any_text_is_read_without_an_error(text: str) -> None:
    read_word(text)
    read_seconds(text)


@given(st.sampled_from(list(Plain)), st.sampled_from(["", "!", ".", " please", "  "]))
def test_each_word_is_heard_as_itself(word: Plain, after: str) -> None:
    assert read_word(word.value.title() + after) == word
