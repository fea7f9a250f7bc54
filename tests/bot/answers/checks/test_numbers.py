"""Figures are compared by value, whatever their notation."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answers.checks.numbers import Measure, figures, unsupported


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("5,000 or 5000 or 5k", [5000, 5000, 5000]),
        ("$15-40k", [15000, 40000]),
        ("$500–$5,000/month", [500, 5000]),
        ("500-5k", [500, 5000]),
        ("between $20 and $60k", [20000, 60000]),
        ("8–16 weeks", [8, 16]),
        ("1M tokens, 2 million users, 3bn rows", [1_000_000, 2_000_000, 3_000_000_000]),
        ("a 3-question framework and 150+ projects", [3, 150]),
        ("twenty-five, three hundred", [25, 300]),
        ("GPT-4o, Tier-1 and v2 are names", []),
        ("0.5 of 1,234,567.89", ["0.5", "1234567.89"]),
    ],
)
def test_values(text: str, values: list[object]) -> None:
    assert [figure.value for figure in figures(text)] == [Decimal(str(value)) for value in values]


@pytest.mark.parametrize(
    ("text", "measures"),
    [
        ("30-50% overhead", [Measure.PERCENT, Measure.PERCENT]),
        ("15 to 20 percent", [Measure.PERCENT, Measure.PERCENT]),
        ("$200-2000/month", [Measure.MONEY, Measure.MONEY]),
        ("40 euros for 3 loaves", [Measure.MONEY, Measure.PLAIN]),
    ],
)
def test_measures(text: str, measures: list[Measure]) -> None:
    assert [figure.measure for figure in figures(text)] == measures


@pytest.mark.parametrize(
    ("sentence", "source"),
    [
        ("It needs 5,000 examples.", "You have < 5000 labelled examples"),
        ("Setup costs $15,000 to $40,000.", "RAG setup: $15-40k"),
        ("It takes two weeks.", "2-4 weeks"),
        ("It takes 2 weeks.", "two weeks"),
        ("RAG and fine-tuning are two approaches.", "RAG differs from fine-tuning."),
        ("It rose by 35 percent.", "improve accuracy by 35%"),
    ],
)
def test_supported(sentence: str, source: str) -> None:
    assert unsupported(sentence, source) == []


@pytest.mark.parametrize(
    ("sentence", "source"),
    [
        ("It needs 1,000 examples.", "5,000 examples"),
        ("It costs $500.", "500 reports"),
        ("It grew by 80%.", "80 people"),
        ("It has 80 people.", "80% of them"),
        ("It takes three weeks.", "2-4 weeks"),
        ("It costs $15.", "$15-40k"),
    ],
)
def test_not_supported(sentence: str, source: str) -> None:
    assert len(unsupported(sentence, source)) == 1


@given(st.integers(0, 10**9))
def test_thousands_separators_do_not_matter(number: int) -> None:
    assert [f.value for f in figures(f"about {number:,} of them")] == [Decimal(number)]
    assert unsupported(f"about {number:,}", f"exactly {number}.") == []


@given(st.text(max_size=200))
def test_every_text_supports_itself(text: str) -> None:
    assert unsupported(text, text) == []


@given(st.text(max_size=200))
def test_offsets_point_at_the_notation(text: str) -> None:
    for figure in figures(text):
        assert 0 <= figure.start < figure.end <= len(text)
        assert figure.spelled or any(c.isdigit() for c in text[figure.start : figure.end])
