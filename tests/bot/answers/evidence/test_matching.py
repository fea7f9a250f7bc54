"""A word is met by itself, its parts, a synonym, or a word of near meaning, in falling strength."""

from __future__ import annotations

import pytest

from bot.answers.evidence.inquiry import Term
from bot.answers.evidence.matching import SYNONYM_STRENGTH, Meanings, Text, joined
from ingest.language.tokens import terms

VECTORS = {
    "warm": [1.0, 0.0],
    "hot": [0.6, 0.8],
    "oven": [0.0, 1.0],
    "legal": [1.0, 0.1],
    "illegal": [1.0, 0.0],
    "bank": [1.0, 0.0],
    "bankrupt": [1.0, 0.1],
}


class TinyVectors:
    """Two dimensions of meaning; counts what it is asked for."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        self.asked += texts
        return [VECTORS.get(text, [0.0, 0.0]) for text in texts]


def _term(word: str, *, known: bool = True, named: bool = False, closed: frozenset[str] = frozenset()) -> Term:
    return Term(word, tuple(terms(word)), closed, 1.0, named, False, known)


@pytest.mark.parametrize(
    ("word", "text", "strength"),
    [
        ("baking", "we baked it", 1.0),
        ("fine-tuned", "fine tuning it", 1.0),
        ("fine-tuning", "tune the piano", 0.4),
        ("price", "the cost of it", SYNONYM_STRENGTH),
        ("price", "the piano", 0.0),
    ],
)
def test_strength_without_vectors(word: str, text: str, strength: float) -> None:
    assert Meanings().strength(_term(word), Text(text)) == pytest.approx(strength)


def test_vectors_bridge_near_words_only() -> None:
    meanings = Meanings(TinyVectors())
    assert meanings.strength(_term("warm"), Text("a hot day")) == pytest.approx(0.6)
    assert meanings.strength(_term("warm"), Text("an oven")) == 0.0


def test_a_denied_word_is_not_near() -> None:
    assert Meanings(TinyVectors()).strength(_term("illegal"), Text("legal matters")) == 0.0


def test_a_word_that_only_begins_like_another_is_not_near() -> None:
    assert Meanings(TinyVectors()).strength(_term("bankrupt"), Text("a bank")) == 0.0


def test_whole_texts_have_directions_only_with_vectors() -> None:
    assert Meanings().directions(["warm"]) is None
    assert Meanings(TinyVectors()).directions([]) is None
    directions = Meanings(TinyVectors()).directions(["warm", "oven"])
    assert directions is not None
    assert directions.tolist() == [[1.0, 0.0], [0.0, 1.0]]


def test_an_unknown_name_is_never_bridged() -> None:
    assert Meanings(TinyVectors()).strength(_term("warm", known=False, named=True), Text("a hot day")) == 0.0


def test_word_vectors_are_looked_up_once() -> None:
    vectors = TinyVectors()
    meanings = Meanings(vectors)
    for _ in range(3):
        meanings.strength(_term("warm"), Text("a hot day"))
    assert sorted(vectors.asked) == ["day", "hot", "warm"]


def test_joined_writing_meets_a_word_pair() -> None:
    term = _term("data", closed=frozenset(terms("dataset")))
    assert Meanings.exact(term, Text("your dataset is small")) == 1.0


def test_texts_join() -> None:
    assert joined(("a loaf", "", "of rye")).raw == "a loaf\nof rye"
