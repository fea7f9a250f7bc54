"""Numbers in digits and words."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.decisions.understanding.numbers import number
from bot.decisions.understanding.text import tokens


def read(text: str) -> tuple[Fraction, Fraction] | None:
    """The number a text begins with, when it goes to the end of it."""
    words = tokens(text)
    found = number(words, 0) if words else None
    return (found.low, found.high) if found is not None and found.end == len(words) else None


@given(st.integers(0, 10**12))
def test_digits_are_read_with_and_without_marks_of_thousands(whole: int) -> None:
    for text in (str(whole), f"{whole:,}", f"{whole:,}.00"):
        assert read(text) == (whole, whole)


@given(st.integers(0, 999), st.sampled_from([("k", 3), (" thousand", 3), (" million", 6), (" grand", 3), ("bn", 9)]))
def test_scales_multiply(whole: int, scale: tuple[str, int]) -> None:
    word, power = scale
    assert read(f"{whole}{word}") == (whole * 10**power,) * 2
    assert read(f"{whole}.5{word}") == (Fraction(2 * whole + 1, 2) * 10**power,) * 2


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("zero", 0),
        ("twelve", 12),
        ("twenty-five", 25),
        ("a hundred", 100),
        ("two hundred and fifty", 250),
        ("ten thousand", 10_000),
        ("two hundred thousand", 200_000),
        ("one million two hundred thousand", 1_200_000),
        ("half a million", 500_000),
        ("a dozen", 12),
        ("two dozen", 24),
        ("one and a half", Fraction(3, 2)),
        ("50 000", 50_000),
        ("2,5k", 2_500),
        ("1.234.567", 1_234_567),
    ],
)
def test_number_words_and_other_notations(text: str, value: int | Fraction) -> None:
    assert read(text) == (value, value)


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("25.000", 25, 25_000),
        ("a few", 2, 9),
        ("several hundred", 300, 999),
        ("a couple of thousand", 2_000, 2_999),
        ("hundreds", 200, 999),
        ("tens of thousands", 10_000, 99_999),
    ],
)
def test_what_may_be_more_than_one_number_says_so(text: str, low: int, high: int) -> None:
    assert read(text) == (low, high)


@pytest.mark.parametrize("text", ["", "grand", "weeks", "one two", "12,34,5", "9" * 16, "and"])
def test_what_is_no_number_is_none(text: str) -> None:
    assert read(text) is None
