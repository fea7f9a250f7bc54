"""Signs are read from the best sentence, and each moves the confidence the way it should."""

from __future__ import annotations

from dataclasses import astuple, fields, replace

import pytest

from bot.answers.calibration import CAUTIOUS_TOPIC, WEIGHTS, Signs, confidence, signs
from bot.answers.matching import Meanings
from bot.answers.ranking import Ranker
from ingest.model import SearchIndex

MIDDLING = Signs(met=0.6, point=0.2, focus=0.2, unknown=0.2, stranger=0.0, name=0.0, unfitting=0.0, topic=0.4)


def _signs(index: SearchIndex, question: str) -> Signs:
    ranker = Ranker(Meanings())
    (inquiry,) = ranker.inquire(question, index)
    return signs(inquiry, ranker.rank(inquiry, index.search(question, 8)))


@pytest.mark.parametrize("sign", [field.name for field in fields(Signs)])
def test_each_sign_moves_the_confidence_its_own_way(sign: str) -> None:
    for_it = sign in {"met", "topic"}
    low, high = (confidence(replace(MIDDLING, **{sign: value})) for value in (0.0, 1.0))
    assert (high > low) == for_it
    assert (getattr(WEIGHTS, sign) > 0) == for_it


def test_confidence_is_a_share() -> None:
    assert 0 < confidence(Signs(0, 1, 1, 1, 1, 1, 1, 0)) < 0.01
    assert 0.95 < confidence(Signs(1, 0, 0, 0, 0, 0, 0, 0.5)) < 1


def test_a_question_in_the_words_of_the_folder(guide: SearchIndex) -> None:
    assert astuple(_signs(guide, "How long does the oven take to heat up?")) == (1, 0, 0, 0, 0, 0, 0, CAUTIOUS_TOPIC)


def test_a_name_nobody_mentions_is_a_stranger_and_an_everyday_word_is_not(guide: SearchIndex) -> None:
    name, word = _signs(guide, "Does Zanolli heat the oven?"), _signs(guide, "Does granny heat the oven?")
    assert (name.stranger, name.name, word.stranger, word.name) == (1, 1, 0, 0)
    assert name.unknown == word.unknown > 0
    assert confidence(name) < confidence(word)


def test_what_is_asked_about_must_stand_in_the_sentence(guide: SearchIndex) -> None:
    assert _signs(guide, "Which oven brand bakes rye?").focus > _signs(guide, "Which oven bakes rye?").focus


def test_without_the_figure_nothing_fits(guide: SearchIndex) -> None:
    assert _signs(guide, "When was the oven built?").unfitting == 1
    assert _signs(guide, "How many days does a starter need?").unfitting == 0
