"""The outcome is decided from evidence, before anything is written."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from bot.answers.evidence.matching import Meanings
from bot.answers.evidence.ranking import Ranker
from bot.answers.evidence.sufficiency import NEAREST, Verdict, examine, nearest
from bot.answers.model import Outcome
from ingest.model import Hit, SearchIndex


def _judge(
    index: SearchIndex, question: str, evidence: Sequence[Hit] | None = None, *, unasked: bool = False
) -> Verdict:
    ranker = Ranker(Meanings())
    inquiries = ranker.inquire(question, index)
    found = index.search(ranker.query(inquiries, question), 8) if evidence is None else evidence
    return examine(ranker, inquiries, found, unasked=unasked).verdict


@pytest.mark.parametrize(
    "question",
    [
        "How long does the oven take to heat up?",
        "Why is rye bread baked at 250 °C?",
        "When should I use sourdough?",
        "What is the price of spelt bread?",
        "How many days does a starter need?",
        "Who is the driver?",
    ],
)
def test_answered(guide: SearchIndex, question: str) -> None:
    assert _judge(guide, question) == Verdict(Outcome.ANSWERED)


@pytest.mark.parametrize(
    ("question", "why"),
    [
        ("Who won the 2022 football World Cup?", "absent topic"),
        ("What does Pinecone cost?", "unknown name"),
        ("How long does rye bread keep in the freezer?", "no duration with it"),
        ("When was the bakery founded?", "no date"),
        ("How many ovens are there?", "no count of ovens"),
        ("Why did the driver steal the rye bread?", "false premise"),
        ("Wie lange braucht der Ofen zum Vorheizen?", "another language"),
        ("オーブンの予熱にはどれくらいかかりますか", "another script"),
    ],
)
def test_not_covered(guide: SearchIndex, question: str, why: str) -> None:
    assert _judge(guide, question).outcome is Outcome.NOT_COVERED, why


def test_half_of_a_double_question_is_named_as_missing(guide: SearchIndex) -> None:
    verdict = _judge(guide, "How long does the oven take to heat up, and who repairs the dishwasher?")
    assert verdict.outcome is Outcome.PARTLY
    assert verdict.missing == "who repairs the dishwasher"


def test_another_subject_is_hopeless_and_a_near_miss_is_not(guide: SearchIndex) -> None:
    assert _judge(guide, "Who won the 2022 football World Cup?").hopeless
    assert not _judge(guide, "How many ovens heat up the rye bread?").hopeless


def test_nothing_found_is_not_covered(guide: SearchIndex) -> None:
    assert _judge(guide, "What is rye?", []) == Verdict(Outcome.NOT_COVERED, hopeless=True)


def test_nearest_names_each_article_once_by_its_best_passage(guide: SearchIndex) -> None:
    hits = guide.search("rye bread starter oven driver", 8)
    named = nearest(hits)
    assert [n.document for n in named] == list(dict.fromkeys(h.passage.document for h in hits))[:NEAREST]
    assert named[0].heading == " › ".join(hits[0].passage.heading)
    assert nearest([]) == ()


def test_the_order_of_evidence_does_not_change_the_verdict(guide: SearchIndex) -> None:
    question = "How many days does a starter need?"
    evidence: list[Hit] = guide.search(question, 8)
    assert _judge(guide, question, evidence) == _judge(guide, question, evidence[::-1])


@pytest.mark.parametrize(
    ("question", "missing"),
    [
        ("Why does the oven take 90 minutes to heat up?", "90 minutes"),
        ("Why must the oven be opened during that time?", "oven be opened"),
    ],
)
def test_what_a_why_takes_for_granted_is_named_when_the_source_says_otherwise(
    guide: SearchIndex, question: str, missing: str
) -> None:
    assert _judge(guide, question) == Verdict(Outcome.PARTLY, missing=missing)


@pytest.mark.parametrize(
    ("question", "outcome"),
    [
        ("How do I open the oven during that time?", Outcome.PARTLY),
        ("Which people opened the oven during that time?", Outcome.PARTLY),
        ("May the oven be opened during that time?", Outcome.ANSWERED),
        ("How long does the oven take to heat up?", Outcome.ANSWERED),
    ],
)
def test_a_sentence_that_denies_what_is_asked_for_is_no_full_answer(
    guide: SearchIndex, question: str, outcome: Outcome
) -> None:
    assert _judge(guide, question).outcome is outcome


def test_a_why_whose_figure_stands_in_the_source_is_answered(guide: SearchIndex) -> None:
    assert _judge(guide, "Why does the oven take 40 minutes to heat up?").outcome is Outcome.ANSWERED


def test_what_nobody_asked_us_is_covered_or_not_worth_a_model(guide: SearchIndex) -> None:
    questions = ("How long does the oven take to heat up?", "Who is the driver?", "Who won the 2022 World Cup?")
    for verdict in (_judge(guide, question, unasked=True) for question in questions):
        assert (verdict.outcome is Outcome.NOT_COVERED) is verdict.hopeless
    assert _judge(guide, questions[0], unasked=True).outcome is Outcome.ANSWERED
