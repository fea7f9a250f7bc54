"""What follows ``/decide``: topics are free text, words of ours need an id, slips are pointed out."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.slack.decisions.command import LONGEST_TOPIC, About, Topic, Usage, Verb, read_command, read_spoken


@pytest.mark.parametrize("text", ["", "  ", "help", "HELP", "?", "''"])
def test_nothing_and_help_show_the_usage(text: str) -> None:
    assert read_command(text) in {Usage(), Topic("''")}


@pytest.mark.parametrize("text", ["Support bot", "list price assistant", "cancel culture bot", "show me the way", "a"])
def test_anything_else_is_a_topic(text: str) -> None:
    assert read_command(text) == Topic(text)


def test_quotes_make_a_topic_of_a_word_of_ours() -> None:
    assert read_command('"status"') == Topic("status")
    assert read_command("“show stopper”") == Topic("show stopper")


@pytest.mark.parametrize(
    ("text", "command"),
    [
        ("list", About(Verb.LIST)),
        ("status", About(Verb.STATUS)),
        ("resume", About(Verb.RESUME)),
        ("cancel", About(Verb.CANCEL)),
        ("Status 7F3A", About(Verb.STATUS, "7f3a")),
        ("show #7f3a", About(Verb.SHOW, "7f3a")),
        ("resume 7f3a", About(Verb.RESUME, "7f3a")),
        ("revisit 7f3a", About(Verb.REVISIT, "7f3a")),
        ("cancel 7f3a", About(Verb.CANCEL, "7f3a")),
        ("pause 7f3a", About(Verb.PAUSE, "7f3a")),
    ],
)
def test_a_word_of_ours_with_its_id(text: str, command: About) -> None:
    assert read_command(text) == command


@pytest.mark.parametrize("verb", [Verb.SHOW, Verb.REVISIT])
def test_a_word_that_needs_an_id_says_so(verb: Verb) -> None:
    assert read_command(verb) == Usage(needs_id=verb)
    assert read_command(f"{verb} <@U1>") == Usage(needs_id=verb)


@pytest.mark.parametrize(
    ("text", "meant"), [("statsu", "status"), ("lsit", "list"), ("hlep", "help"), ("reusme 7f3a", "resume")]
)
def test_a_slip_is_pointed_out(text: str, meant: str) -> None:
    assert read_command(text) == Usage(meant=meant)


@pytest.mark.parametrize("word", ["finish", "Next", "why", "quorum 3", "hand over to <@U1>", "take over"])
def test_a_word_for_the_thread_is_no_topic(word: str) -> None:
    assert read_command(word) == Usage(in_thread=word)
    assert read_command(f'"{word}"') == Topic(word)


@pytest.mark.parametrize("text", ["what if we wait", "change billing to Stripe", "why RAG fails us", "Postgres 16"])
def test_what_only_sounds_like_a_word_is_a_topic(text: str) -> None:
    assert read_command(text) == Topic(text)


@pytest.mark.parametrize("text", ["...", "🎉", "delete 7f3a9c", "undo #17f0be"])
def test_what_says_nothing_shows_how_it_is_used(text: str) -> None:
    assert read_command(text) == Usage()


def test_a_topic_longer_than_a_line_is_refused() -> None:
    assert read_command("x" * LONGEST_TOPIC) == Topic("x" * LONGEST_TOPIC)
    assert read_command("x" * (LONGEST_TOPIC + 1)) == Usage(too_long=True)


@pytest.mark.parametrize(
    ("text", "command"),
    [
        ("decide Support bot", Topic("Support bot")),
        ("Decide: support bot", Topic("support bot")),
        ("decide on the search", Topic("the search")),
        ("decide", Usage()),
        ("/decide Support bot", Topic("Support bot")),
        ("decide list", About(Verb.LIST)),
        ("decided yesterday", None),
        ("decide-batch is nice", None),
        ("help us decide", None),
    ],
)
def test_spoken_to_us(text: str, command: object) -> None:
    assert read_spoken(text) == command


@given(st.text(max_size=300))
def test_any_text_is_read_without_an_error(text: str) -> None:
    command = read_command(text)
    assert not isinstance(command, Topic) or 0 < len(command.text) <= LONGEST_TOPIC
    read_spoken(text)
