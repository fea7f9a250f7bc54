"""Figures in texts: what counts as one, what it comes to and what it counts."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.decisions.figures import Figure, figures


def read(text: str) -> list[tuple[str, int | None, str]]:
    return [(found.figure.text, found.figure.value, found.figure.unit) for found in figures(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("fewer than 5,000 labelled rows", [("5,000", 5000, "")]),
        ("<5000 rows", [("5000", 5000, "")]),
        ("$15-40k to set up", [("$15", 15000, "usd"), ("40k", 40000, "usd")]),
        ("$500–$5,000/month", [("$500", 500, "usd"), ("$5,000", 5000, "usd")]),
        ("8–16 weeks at least", [("8", 8, "week"), ("16", 16, "week")]),
        ("2 to 3 weeks", [("2", 2, "week"), ("3", 3, "week")]),
        ("2 and 3 months", [("2", 2, ""), ("3", 3, "month")]),
        ("30-50%", [("30", 30, "percent"), ("50%", 50, "percent")]),
        ("25,000 US dollars", [("25,000", 25000, "usd")]),
        ("a 3-week sprint", [("3", 3, "week")]),
        ("1.5 million rows", [("1.5 million", 1_500_000, "")]),
        ("0.5 seconds", [("0.5", None, "second")]),
        ("GPT-4o and an 8B model", []),
        ("version 1.2.3 at 192.168.1.1", []),
        ("", []),
    ],
)
def test_figures_are_read_as_people_write_them(text: str, expected: list[tuple[str, int | None, str]]) -> None:
    assert read(text) == expected


def test_the_same_figure_is_the_same_however_it_is_written() -> None:
    five, written, other = (Figure("5k", 5000), Figure("5,000", 5000), Figure("$5,000", 5000, "usd"))
    assert five.same(written)
    assert not five.same(other)
    assert not Figure("0.5", None).same(five)


@given(st.text(alphabet="0123456789.,-–$%k abweeksto", max_size=60))
def test_any_text_is_read_and_figures_stand_where_they_say(text: str) -> None:
    found = figures(text)
    assert all(each.start < each.end <= len(text) and each.figure.text.strip("$ ") in text for each in found)
    assert [each.start for each in found] == sorted(each.start for each in found)


@given(st.integers(0, 10**9), st.sampled_from(["", "$", "€"]))
def test_numbers_with_marks_of_thousands_come_to_what_they_are(number: int, sign: str) -> None:
    [found] = figures(f"about {sign}{number:,} of them")
    assert found.figure.value == number
