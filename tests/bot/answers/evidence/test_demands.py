"""Another year's figure, a rule for what happened, and another class's figure are no answers."""

from __future__ import annotations

import pytest

from bot.answers.evidence.demands import is_about, numbered
from bot.answers.evidence.matching import Text


@pytest.mark.parametrize(
    ("question", "text", "about"),
    [
        ("What was the bonus in 2023?", "The bonus is 8 percent.", False),
        ("What was the bonus in 2023?", "In 2023 the bonus was 8 percent.", True),
        ("What does the oven cost in 2026?", "The oven costs €900.", True),
        ("How many loaves did we burn last year?", "Burn at most 2 loaves a day.", False),
        ("How many loaves did we burn last year?", "Last year 40 loaves were burnt.", True),
        ("Who designed the oven?", "The baker on duty cleans the oven.", False),
        ("Who designed the oven?", "The oven was designed by Ida Lund.", True),
        ("Who cleans the oven?", "The baker on duty cleans the oven.", True),
        ("What is the salary in band 5?", "In band 6 the salary is €4,000.", False),
        ("What is the salary in band 5?", "In band 4 it is €3,000, in band 5 €3,500.", True),
        ("What is the salary in band 5?", "The salary is €4,000.", True),
        ("How long does dough of 5 kg rest?", "Dough of 3 kg rests for an hour.", True),
    ],
)
def test_a_text_is_about_the_time_and_the_thing_asked_for(question: str, text: str, *, about: bool) -> None:
    assert is_about(question, Text(text)) is about


@pytest.mark.parametrize(
    ("question", "pairs"),
    [
        ("What is delivered at gate 3?", (("gate", "3"),)),
        ("Is it under 20 euros for 12 loaves?", ()),
        ("Does the oven 250 °C?", ()),
        ("What costs budget 5,000?", ()),
        ("What happened on route 66?", (("rout", "66"),)),
    ],
)
def test_things_named_by_their_number(question: str, pairs: tuple[tuple[str, str], ...]) -> None:
    assert numbered(question) == pairs
