"""Signs are read from the best sentence, and each moves the confidence the way it should."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answers.evidence.calibration import CAUTIOUS_TOPIC, Signs, confidence, signs
from bot.answers.evidence.matching import Meanings
from bot.answers.evidence.ranking import Ranker
from ingest.model import Passage, SearchIndex

MIDDLING = Signs(
    met=0.6,
    point=0.2,
    unknown=0.2,
    stranger=0.0,
    unfitting=0.0,
    unexplained=0.0,
    open=0.0,
    pairs=0.2,
    topic=0.4,
    near=0.3,
    size=0.4,
)
FOR_IT = {"met", "open", "pairs", "topic", "near"}


def _signs(index: SearchIndex, question: str) -> Signs:
    ranker = Ranker(Meanings())
    (inquiry,) = ranker.inquire(question, index)
    return signs(inquiry, ranker.rank(inquiry, index.search(question, 8)))


@pytest.mark.parametrize("sign", [field.name for field in fields(Signs)])
def test_each_sign_moves_the_confidence_its_own_way(sign: str) -> None:
    low, high = (confidence(replace(MIDDLING, **{sign: value})) for value in (0.0, 1.0))
    assert (high > low) == (sign in FOR_IT)


@given(st.lists(st.floats(0, 1), min_size=len(fields(Signs)), max_size=len(fields(Signs))))
def test_confidence_is_a_share(values: list[float]) -> None:
    assert 0 <= confidence(Signs(*values)) <= 1


def test_a_question_in_the_words_of_the_folder(guide: SearchIndex) -> None:
    found = _signs(guide, "How long does the oven take to heat up?")
    assert (found.met, found.point, found.unknown, found.stranger, found.unfitting) == (1, 0, 0, 0, 0)
    assert found.topic == found.near == CAUTIOUS_TOPIC


def test_a_name_nobody_mentions_is_a_stranger_and_an_everyday_word_is_not(guide: SearchIndex) -> None:
    name, word = _signs(guide, "Does Zanolli heat the oven?"), _signs(guide, "Does granny heat the oven?")
    assert (name.stranger, word.stranger) == (1, 0)
    assert name.unknown == word.unknown > 0
    assert confidence(name) < confidence(word)


def test_without_the_figure_nothing_fits(guide: SearchIndex) -> None:
    assert _signs(guide, "When was the oven built?").unfitting == 1
    assert _signs(guide, "How many days does a starter need?").unfitting == 0


def test_a_figure_in_a_sentence_about_something_else_does_not_fit(guide: SearchIndex) -> None:
    assert _signs(guide, "How long is the damp stone floor of the oven swept?").unfitting == 0
    assert _signs(guide, "How long do guests ask for rye of sourdough?").unfitting == 1


def test_a_reason_must_be_for_what_was_asked(guide: SearchIndex) -> None:
    assert _signs(guide, "Why did the driver steal the rye bread?").unexplained > 0
    assert _signs(guide, "Did the driver steal the rye bread?").unexplained == 0


def test_a_large_folder_needs_more_to_convince(
    make_passage: Callable[..., Passage], make_index: Callable[..., SearchIndex], guide: SearchIndex
) -> None:
    others = [make_passage(f"Shelf {n} holds tins of paint.", f"{n}.md") for n in range(200)]
    large = make_index([make_passage("The oven takes 40 minutes to heat up.", "oven.md"), *others])
    question = "How long does the oven take to heat up?"
    assert _signs(large, question).size > _signs(guide, question).size
