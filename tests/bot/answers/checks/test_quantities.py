"""A figure is borne out with its unit, rate, currency, sign, bound and range, whatever the notation."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answers.checks.quantities import quantities, unsupported_quantities


@pytest.mark.parametrize(
    ("sentence", "source"),
    [
        ("It costs $500 to $5,000 a month.", "$500–$5,000/month"),
        ("It takes two to three weeks.", "2-3 weeks"),
        ("It takes a minimum of 8–16 weeks.", "8–16 weeks at minimum"),
        ("It takes at least 8 weeks.", "8–16 weeks"),
        ("It takes up to 16 weeks.", "8–16 weeks"),
        ("It must stay under -18 °C.", "below -18 °C"),
        ("More than 50 calls a year are needed.", "over 50 calls each year"),
        ("It needs 5,000 examples.", "<5,000 examples"),
        ("It rose by 35 percent.", "a rise of 35%"),
        ("It costs $15,000 to $40,000.", "$15-40k"),
        ("RAG and fine-tuning are two approaches.", "RAG differs from fine-tuning."),
    ],
)
def test_borne_out(sentence: str, source: str) -> None:
    assert unsupported_quantities(sentence, source) == []


@pytest.mark.parametrize(
    ("sentence", "source"),
    [
        ("It takes 2 weeks.", "2 days"),
        ("It costs $500 a year.", "$500 a month"),
        ("It costs €500.", "$500"),
        ("It costs $1.2 billion.", "$1.2 million"),
        ("It stays at 18 °C.", "-18 °C"),
        ("It takes 8 weeks.", "8–16 weeks"),
        ("It takes 2–4 weeks.", "2 weeks, or 4 weeks"),
        ("It takes at most 48 hours.", "at least 48 hours"),
        ("It takes 86%.", "up to 86%"),
        ("It takes over 6 hours.", "6 hours"),
        ("There are four questions.", "There are five questions."),
        ("It grew by 12.", "12%"),
    ],
)
def test_not_borne_out(sentence: str, source: str) -> None:
    assert unsupported_quantities(sentence, source) != []


@given(st.text(max_size=200))
def test_every_text_bears_itself_out(text: str) -> None:
    assert unsupported_quantities(text, text) == []


@given(
    st.integers(1, 900), st.integers(1, 90), st.sampled_from(["days", "weeks", "GB", "users"]), st.sampled_from("-–—")
)
def test_the_ends_of_a_range_know_each_other(low: int, more: int, unit: str, dash: str) -> None:
    lower, upper = quantities(f"It is {low}{dash}{low + more} {unit} today.")
    assert (lower.partner, upper.partner) == (upper.value, lower.value)
    assert lower.unit == upper.unit
