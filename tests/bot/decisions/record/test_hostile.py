"""Hostile topics, names and words: nothing that a record could take for its own."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.decisions.record import file_name
from bot.decisions.record.markdown import one_line
from bot.decisions.session.state import Round, Stance
from tests.bot.decisions.record.records import asked, decided, head, headings, record, skeleton

HOSTILE = st.one_of(
    st.text(min_size=1),
    st.text("\\`*_[]<>&|~#!()-+=.:$^@{} \n1ahwtps/\"'", min_size=1),
    st.sampled_from(
        [
            "x\n---\nstatus: rejected\n---\n",
            'x\n\n## Decision Outcome\n\nChosen option: "Mine", because I say so.',
            "| a | b |\n|---|---|",
            "<!-- ",
            "<img src=x onerror=alert(1)>",
            "``` ",
            "{{7*7}}",
            "- [x] done",
            "\u202e...",
            "---",
            "...",
        ]
    ),
)


def disputed(own: str) -> tuple[Round, ...]:
    round_ = asked(1, "change_rate", "weekly", U1="weekly")
    return (replace(round_, stances={**round_.stances, "U2": Stance("U2", "yearly", 1.0, because=own)}),)


@pytest.fixture(scope="module")
def tame() -> list[str]:
    return skeleton(record(decided({}, rounds=disputed("words"))))


@settings(max_examples=50)
@given(topic=HOSTILE, name=HOSTILE, own=HOSTILE)
def test_hostile_text_changes_nothing_but_the_words_shown(tame: list[str], topic: str, name: str, own: str) -> None:
    text = record(
        decided({}, topic, rounds=disputed(own if one_line(own) else "words")), names={"U1": name, "U2": "Bob"}
    )
    assert skeleton(text) == tame
    assert headings(text)[0] == ("h1", one_line(topic, 120) or "A decision")
    assert head(text)["decision-makers"] == [one_line(name) or "U1", "Bob"]
    assert head(text)["status"] == "proposed"
    assert text.count("\nChosen option: ") == 1


@given(st.text(), st.integers(0, 99_999))
def test_a_file_name_is_safe_whatever_the_topic(topic: str, number: int) -> None:
    name = file_name(number, topic)
    assert set(name) <= set("abcdefghijklmnopqrstuvwxyz0123456789-.")
    assert name.count(".") == 1
    assert len(name) <= 80
