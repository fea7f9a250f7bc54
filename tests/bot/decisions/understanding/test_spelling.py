"""Slips of the keyboard are put right, and words that only look alike are left alone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.decisions.understanding import Reader
from bot.decisions.understanding.spelling import Spelling
from bot.decisions.understanding.text import tokens

KNOWN = ["citations", "monthly", "examples", "external", "learning", "launch"]
SPELLING = Spelling(KNOWN, ["weekly"])


def right(text: str) -> str:
    return " ".join(token.text for token in SPELLING.corrected(tokens(text)))


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("wekly", "weekly"),
        ("weeekly", "weekly"),
        ("weelky", "weekly"),
        ("montly", "monthly"),
        ("citatoins", "citations"),
        ("exampels", "examples"),
    ],
)
def test_a_letter_missing_doubled_or_swapped_is_put_right(written: str, meant: str) -> None:
    assert right(written) == meant


@pytest.mark.parametrize("word", ["lunch", "eternal", "leaning", "weakly", "example", "citation", "launches", "12", ""])
def test_other_words_stay(word: str) -> None:
    assert right(word) == word


def test_places_stay_as_written() -> None:
    (token,) = SPELLING.corrected(tokens("citatons"))
    assert (token.text, token.start, token.end) == ("citations", 0, 8)


@given(st.sampled_from(["citations", "monthly", "examples"]), st.integers(1, 5))
def test_any_inner_letter_may_be_missing(word: str, at: int) -> None:
    assert right(word[:at] + word[at + 1 :]) == word


def test_a_slip_does_not_hide_a_fact(reader: Reader) -> None:
    reading = reader.read("the docuemnts change montly and citatons are mandatroy")
    assert {each.fact: each.value for each in reading.found} == {"change_rate": "monthly", "citations": "yes"}
    assert all(each.words in "the docuemnts change montly and citatons are mandatroy" for each in reading.found)
