"""What is missing or taken for granted is named in the question's own words."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from bot.answers.evidence.matching import Meanings
from bot.answers.evidence.phrases import is_denied, presumed_figure, subject
from bot.answers.evidence.ranking import Ranker
from ingest.model import Passage, SearchIndex


@pytest.mark.parametrize(
    ("question", "phrase"),
    [
        ("Who repairs the dishwasher?", "who repairs the dishwasher"),
        ("What is the price of spelt bread?", "price of spelt bread"),
        ("How long does the oven take?", "oven"),
        ("What is it?", "What is it"),
    ],
)
def test_the_subject_of_a_question(guide: SearchIndex, question: str, phrase: str) -> None:
    (inquiry,) = Ranker(Meanings()).inquire(question, guide)
    assert subject(inquiry) == phrase


@pytest.mark.parametrize(
    ("question", "source", "missing"),
    [
        ("Why are there 40 days of holiday?", "There are 27 days of paid holiday.", "40 days"),
        ("Why are there 27 days of holiday?", "There are 27 days of paid holiday.", None),
        ("Why does the warranty run for five years?", "It runs for 24 months. 5 GHz is not supported.", "five years"),
        ("Why does it take 2 weeks?", "It takes 2–3 weeks.", None),
        ("Why does it cost $5,000?", "It costs $5k.", None),
        ("Why are there two approaches?", "One approach.", None),
    ],
)
def test_a_figure_that_no_source_gives(question: str, source: str, missing: str | None) -> None:
    assert presumed_figure(question, [source]) == missing


@pytest.mark.parametrize(
    ("question", "denied"),
    [
        ("Why is the oven opened during that time?", True),
        ("Why must the oven never be opened during that time?", False),
        ("Why does the oven take 40 minutes to heat up?", False),
    ],
)
def test_a_sentence_that_denies_what_is_asked(guide: SearchIndex, question: str, *, denied: bool) -> None:
    ranker = Ranker(Meanings())
    (inquiry,) = ranker.inquire(question, guide)
    candidates = ranker.rank(inquiry, guide.search(question, 8))
    wanted = "never be opened" if "opened" in question else "40 minutes"
    candidate = next(candidate for candidate in candidates if wanted in candidate.unit.text)
    assert is_denied(inquiry, candidate) is denied


@pytest.mark.parametrize(
    ("text", "denied"),
    [
        ("Payslips are online; paper payslips are no longer sent.", True),
        ("Nobody has a paper payslip by now, since the printer is gone.", True),
        ("Paper payslips come by mail, and there is no fee.", False),
    ],
)
def test_a_denial_counts_in_its_own_clause(
    make_passage: Callable[..., Passage], make_index: Callable[..., SearchIndex], text: str, *, denied: bool
) -> None:
    index, ranker, question = make_index([make_passage(text)]), Ranker(Meanings()), "How do I get a paper payslip?"
    (inquiry,) = ranker.inquire(question, index)
    assert is_denied(inquiry, ranker.rank(inquiry, index.search(question, 1))[0]) is denied
