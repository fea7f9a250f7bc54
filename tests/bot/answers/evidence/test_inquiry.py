"""Questions are cleaned, taken apart and weighed."""

from __future__ import annotations

from collections.abc import Iterable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answers.evidence.answer_types import AnswerType
from bot.answers.evidence.inquiry import Inquiry, answer_type, clean_question, inquire
from bot.errors import QuestionError
from ingest.model import TermStatistics

KNOWN = {"bread": 8, "rye": 2, "oven": 4, "heat": 3, "price": 2, "cost": 5, "finetun": 9, "fine": 9, "tune": 9, "ml": 1}


def _statistics(terms: Iterable[str]) -> TermStatistics:
    return TermStatistics(10, {term: KNOWN.get(term, 0) for term in terms})


def _ask(question: str) -> tuple[Inquiry, ...]:
    return inquire(question, _statistics, lambda stem: frozenset({"cost", "price", "fee"} if stem == "fee" else ()))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "no question"),
        (" \n\t\u200b", "no question"),
        ("?!… —", "punctuation"),
        ("🍞🍞", "punctuation"),
        ("why?" * 2500, "10,000 characters"),
    ],
)
def test_a_question_nobody_could_answer_is_refused_with_a_sentence(text: str, said: str) -> None:
    with pytest.raises(QuestionError, match=said):
        clean_question(text)


@given(st.text(max_size=300))
def test_a_clean_question_is_one_printable_line(text: str) -> None:
    try:
        cleaned = clean_question(text)
    except QuestionError as error:
        assert str(error).endswith((".", "?"))
    else:
        assert clean_question(cleaned) == cleaned == cleaned.strip()
        assert cleaned.splitlines() == [cleaned]


@pytest.mark.parametrize(
    ("question", "wants"),
    [
        ("How long does dough rest?", AnswerType.DURATION),
        ("How fast can we open a shop?", AnswerType.DURATION),
        ("How many ovens do we have?", AnswerType.COUNT),
        ("What does a loaf cost?", AnswerType.MONEY),
        ("What is the monthly price of flour?", AnswerType.MONEY),
        ("What makes up the price of flour?", AnswerType.OPEN),
        ("What share of loaves is sold?", AnswerType.PERCENTAGE),
        ("How much salt is in it?", AnswerType.AMOUNT),
        ("How often is the oven cleaned?", AnswerType.FREQUENCY),
        ("When was the bakery founded?", AnswerType.DATE),
        ("When is rye the right choice?", AnswerType.CONDITION),
        ("So, when do you use rye?", AnswerType.CONDITION),
        ("What happens when the oven is opened?", AnswerType.OPEN),
        ("Who won the prize?", AnswerType.PERSON),
        ("Who should use rye?", AnswerType.OPEN),
        ("For the rye, who decides?", AnswerType.PERSON),
        ("Do bakers who work at night get a bonus?", AnswerType.YES_NO),
        ("What time does the oven go on?", AnswerType.TIME),
        ("How late may I order a cake?", AnswerType.TIME),
        ("Where is the bakery based?", AnswerType.PLACE),
        ("Why is rye dark?", AnswerType.REASON),
        ("How is rye baked?", AnswerType.METHOD),
        ("What is sourdough?", AnswerType.DEFINITION),
        ("Which loaves keep for a week?", AnswerType.LIST),
        ("Is rye bread dark?", AnswerType.YES_NO),
    ],
)
def test_the_kind_of_answer(question: str, wants: AnswerType) -> None:
    assert answer_type(question) is wants


def test_rare_words_weigh_more_and_words_of_asking_little() -> None:
    (inquiry,) = _ask("Which option is used for rye bread?")
    weights = {term.surface: term.weight for term in inquiry.terms}
    assert weights["rye"] > weights["bread"] > weights["option"] > 0


def test_an_unknown_word_is_as_rare_as_its_known_synonym() -> None:
    (inquiry,) = _ask("Which fee and gluten?")
    fee, gluten = inquiry.terms
    assert not fee.known
    assert not gluten.known
    assert fee.weight < gluten.weight


def test_contractions_and_words_of_asking_carry_nothing() -> None:
    (inquiry,) = _ask("We've a bakery; who is the head baker of it?")
    assert [term.surface for term in inquiry.terms] == ["bakery", "head", "baker"]


def test_names_are_told_by_their_capitals_unless_everything_has_them() -> None:
    (inquiry,) = _ask("What does Pinecone charge for GPT-4o?")
    assert [term.surface for term in inquiry.terms if term.named] == ["Pinecone", "GPT-4o"]
    (titled,) = _ask("When Is Rye Bread Right?")
    assert not any(term.named for term in titled.terms)


def test_a_double_question_has_two_parts() -> None:
    first, second = _ask("What does rye bread cost, and how long is the oven on?")
    assert (first.wants, second.wants) == (AnswerType.MONEY, AnswerType.DURATION)
    assert len(_ask("What do rye and bread cost?")) == 1


def test_words_may_stand_together_or_as_initials() -> None:
    (inquiry,) = _ask("Who knows machine learning?")
    machine = next(term for term in inquiry.terms if term.surface == "machine")
    assert "ml" in machine.closed
    assert "machinelearn" in machine.closed


def test_the_size_of_the_folder_comes_along() -> None:
    assert [inquiry.passages for inquiry in _ask("What does rye bread cost?")] == [10]
