"""Text made to take long: no words, one word, too many marks. The time grows with the length and no faster."""

from __future__ import annotations

import pytest

from ingest.language.tokens import terms
from tests.effort import assert_effort, effort

_SMALL, _FACTOR = 10_000, 8
_SECONDS = 0.25
"""Below this a measurement is noise; a quadratic text of the larger size would take many seconds."""


@pytest.mark.parametrize(
    "unit",
    [
        "a",
        "aB",
        "a_",
        "a-",
        "l'",
        "1",
        "1.",
        "111,",
        "111 ",
        "1–",
        "der ",
        "ก",
        "漢",
        "한",
        "ا",
        "\u200d",
        "🙂",
        "\u1100",
    ],
)
def test_time_grows_with_the_length_and_no_faster(unit: str) -> None:
    small = effort(lambda: terms(unit * _SMALL))
    large = effort(lambda: terms(unit * _SMALL * _FACTOR))
    assert large < max(_SECONDS, 4 * _FACTOR * small)


@pytest.mark.parametrize(
    "text",
    [
        "a" + "\u0301\u0316" * 50_000,
        "a" + "\U0001d165\U0001d16e" * 50_000,
        ("z" + "\u0316\u0301" * 40 + "o") * 2_000,
        "ा" * 100_000,
    ],
)
def test_piles_of_marks_are_taken_down_quickly(text: str) -> None:
    assert_effort(lambda: terms(text), below=1)
    assert max(map(len, terms(text)), default=0) <= 64


def test_a_pile_of_marks_leaves_the_word_beneath() -> None:
    assert terms("".join(letter + "\u0316\u0301" * 30 for letter in "zalgo")) == ["zalgo"]
