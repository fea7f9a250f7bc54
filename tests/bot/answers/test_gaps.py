"""Open questions that ask for the same thing are one topic, and others stay apart."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answers.gaps import Topic, TopicGrouping, is_gap
from bot.answers.model import Answer, EngineName, Outcome
from bot.errors import FallbackReason
from ingest.vectors.wordllama import WordLlamaEmbeddings

SAME = [
    ("How do I reset the kiln?", "How can the kiln be reset?"),
    ("What latency can we expect from streaming?", "How much latency does streaming add?"),
    ("What is our parental leave policy?", "How long is parental leave?"),
    ("What does it cost to host Llama 3?", "llama 3 hosting cost"),
    ("How do we evaluate hallucinations?", "How can hallucination be measured?"),
    ("When is the office closed over Christmas?", "office closing days at christmas"),
    ("latency budgets", "latency budget"),
]
DIFFERENT = [
    ("What is our parental leave policy?", "What is our travel policy?"),
    ("How do I reset the kiln?", "How do I clean the kiln?"),
    ("What does it cost to host Llama 3?", "What does it cost to host Mistral?"),
    ("Does it support Jira?", "Does it support Notion?"),
    ("Who won the 2022 World Cup?", "Who won the 2018 World Cup?"),
    ("How many vacation days do I get?", "How many sick days do I get?"),
    ("How much does RAG cost?", "How much does fine-tuning cost?"),
    ("latency budgets", "token budgets"),
    ("What is the capital of France?", "What is the weather in Berlin?"),
]


@pytest.fixture(scope="module")
def grouping() -> TopicGrouping:
    return TopicGrouping(WordLlamaEmbeddings())


@pytest.mark.parametrize(("one", "other"), SAME)
def test_another_wording_joins_the_topic(grouping: TopicGrouping, one: str, other: str) -> None:
    assert grouping.find(other, [Topic("t", one)]) == "t"


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_another_question_opens_a_topic(grouping: TopicGrouping, one: str, other: str) -> None:
    assert grouping.find(other, [Topic("t", one)]) is None


def test_the_nearest_topic_is_joined_and_the_first_of_equals(grouping: TopicGrouping) -> None:
    topics = [Topic("b", "How much latency does streaming add?"), Topic("a", "How can the kiln be reset?")]
    assert grouping.find("How do I reset the kiln?", [*topics, Topic("c", "How can the kiln be reset?")]) == "a"


def test_without_vectors_words_decide() -> None:
    plain = TopicGrouping()
    assert plain.find("latency budget", [Topic("t", "latency budgets")]) == "t"
    assert plain.find("How do I clean the kiln?", [Topic("t", "How do I reset the kiln?")]) is None


@given(st.text(max_size=200), st.lists(st.text(max_size=80), max_size=5))
def test_any_text_is_grouped_the_same_way_twice(text: str, others: list[str]) -> None:
    topics = [Topic(str(n), other) for n, other in enumerate(others)]
    found = TopicGrouping().find(text, topics)
    assert found == TopicGrouping().find(text, topics)
    assert found is None or found in {topic.id for topic in topics}


@pytest.mark.parametrize(
    ("outcome", "fallback", "gap"),
    [
        (Outcome.NOT_COVERED, None, True),
        (Outcome.PARTLY, None, True),
        (Outcome.ANSWERED, None, False),
        (Outcome.NOT_COVERED, FallbackReason.TIMEOUT, False),
    ],
)
def test_a_gap_is_what_the_articles_lack_not_what_a_model_failed_at(
    outcome: Outcome, fallback: FallbackReason | None, gap: bool
) -> None:
    assert is_gap(Answer(outcome, EngineName.EXTRACTIVE, fallback=fallback)) is gap
