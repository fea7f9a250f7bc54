"""Nothing stands that its sources do not bear out."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answers.checks.verify import Checked, Fault, check, stands_in
from bot.answers.model import Draft, Quote
from ingest.model import Passage

TEXT = "Setup costs $15-40k. Fine-tuning on 500 reports took 8–16 weeks, and beat GPT-4o by 11% at Tier-1 suppliers."
PASSAGE = Passage("p1", "a.md", 0, ("In 2024",), TEXT, 0, len(TEXT), "A")
DIGITS = [i for i, character in enumerate(TEXT) if character.isdigit()]


def _check(text: str, *quotes: Quote) -> Checked:
    return check(Draft(text, quotes), {"p1": PASSAGE}.get)


@given(st.integers(0, len(TEXT)), st.integers(0, len(TEXT)))
def test_any_verbatim_quote_stands(start: int, end: int) -> None:
    quote = Quote("p1", TEXT[start:end])
    assert stands_in(quote, PASSAGE) == bool(quote.text.strip())


@given(st.text(min_size=1).filter(lambda text: text not in TEXT))
def test_no_other_quote_stands(text: str) -> None:
    assert _check("A claim.", Quote("p1", text)).fault is Fault.QUOTE_NOT_IN_PASSAGE


@given(st.sampled_from(DIGITS), st.sampled_from("0123456789"))
def test_a_changed_digit_falls(position: int, digit: str) -> None:
    changed = TEXT[:position] + digit + TEXT[position + 1 :]
    assert _check(changed, Quote("p1", TEXT)).stands == (changed == TEXT)


@pytest.mark.parametrize(
    ("text", "quotes", "fault"),
    [
        ("It took 8–16 weeks.", [Quote("p1", "took 8–16 weeks")], None),
        ("It took at least 8 weeks.", [Quote("p1", "took 8–16 weeks")], None),
        ("It took 8 weeks.", [Quote("p1", "took 8–16 weeks")], Fault.FIGURE_NOT_IN_SOURCES),
        ("Setup cost $15,000–$40,000 in 2024.", [Quote("p1", "Setup costs")], None),
        ("Setup cost $15,000 in 2024.", [Quote("p1", "Setup costs")], Fault.FIGURE_NOT_IN_SOURCES),
        ("", [Quote("p1", "Setup costs")], Fault.EMPTY),
        ("It is cheap.", [], Fault.NO_QUOTE),
        ("It is cheap.", [Quote("gone", "Setup costs")], Fault.QUOTE_NOT_IN_PASSAGE),
        ("It took 8 weeks.", [Quote("p1", "took 8-16 weeks")], Fault.QUOTE_NOT_IN_PASSAGE),
        ("It took 9 weeks.", [Quote("p1", "took 8–16 weeks")], Fault.FIGURE_NOT_IN_SOURCES),
        ("It beat GPT-5.", [Quote("p1", "beat GPT-4o")], Fault.NAME_NOT_IN_SOURCES),
        ("It beat gpt-4o.", [Quote("p1", "beat GPT-4o")], None),
        ("Managed databases lower the barrier.", [Quote("p1", "took 8–16 weeks")], Fault.WORDS_NOT_IN_SOURCES),
        ("GPT-4o beat fine-tuning on 500 reports by 11%.", [Quote("p1", "beat GPT-4o")], Fault.ROLES_EXCHANGED),
        ("Setup never costs $15-40k.", [Quote("p1", "Setup costs")], Fault.TURNED_ROUND),
        ("Setup always costs $15-40k.", [Quote("p1", "Setup costs")], Fault.OVERSTATED),
        ("Training costs $15-40k.", [Quote("p1", "Setup costs")], Fault.WORDS_NOT_IN_SOURCES),
        (TEXT.replace("suppliers", "retailers"), [Quote("p1", "Tier-1")], Fault.SUBJECT_EXCHANGED),
        ("word " * 300, [Quote("p1", "Setup costs")], Fault.WORDS_NOT_IN_SOURCES),
    ],
)
def test_faults(text: str, quotes: list[Quote], fault: Fault | None) -> None:
    assert _check(text, *quotes).fault is fault


def test_a_draft_keeps_the_quotes_that_stand() -> None:
    good, bad = Quote("p1", "Setup costs"), Quote("p1", "Setup is free")
    checked = _check("Setup costs money.", bad, good)
    assert checked.stands
    assert checked.quotes == ((good, PASSAGE),)
