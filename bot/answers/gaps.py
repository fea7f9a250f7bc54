"""Which questions the articles left open, and which of them ask for the same thing.

Grouping only orders lists: each question is asked again, and its asker told, for itself. So a question may join a
topic that is a little wider than it, but questions about different things, numbers or years stay apart.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Protocol

from bot.answers.evidence.matching import WordVectors
from bot.answers.model import Answer, Outcome
from ingest.language.tokens import terms

SAME_MEANING = 0.72
"""Cosine of two questions' vectors from which they ask for the same thing, when they share a word. Measured with
WordLlama on 34 pairs: of 18 that differ in one word, three reach it without the guards below, and one with them (who
maintains the recipes, how old they are); of 16 wordings of the same, 12 reach it or have the same terms."""
SAME_WORDS = 0.6
"""Share of common terms that stands in for it where there are no vectors."""
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_NAME = re.compile(r"(?<=[\w,;:] )[A-Z][\w-]*")
"""A capital letter within a sentence."""


@dataclass(frozen=True, slots=True)
class Topic:
    """What one or more open questions are about. ``text`` is that of the first of them."""

    id: str
    text: str


class Grouping(Protocol):
    """Finds the topic a question belongs to."""

    def find(self, text: str, topics: Sequence[Topic]) -> str | None:
        """Return the id of the topic that ``text`` belongs to; None when it opens one of its own. May block."""


def is_gap(answer: Answer) -> bool:
    """Tell whether an answer shows something the articles lack: not one that only a failing model left thin."""
    return answer.outcome is not Outcome.ANSWERED and answer.fallback is None


class TopicGrouping:
    """Groups by words and meaning. The same questions in the same order always give the same groups."""

    def __init__(self, vectors: WordVectors | None = None) -> None:
        self._vectors = vectors

    def find(self, text: str, topics: Sequence[Topic]) -> str | None:
        """Return the topic nearest to ``text``, the earliest in ``topics`` of several; see `Grouping.find`."""
        asked = _words(text)
        akin = [topic for topic in topics if asked & _words(topic.text) and _agree(text, topic.text)]
        nearness = self._nearness(text, [topic.text for topic in akin])
        best = max(nearness, default=0.0)
        return akin[nearness.index(best)].id if best >= 1.0 else None

    def _nearness(self, text: str, others: Sequence[str]) -> list[float]:
        """How near each is, in units of what it takes to be the same; a text of the same terms beats all others."""
        if not others:
            return []
        asked = _words(text)
        if self._vectors is None:
            near = [len(asked & _words(other)) / len(asked | _words(other)) / SAME_WORDS for other in others]
        else:
            own, *vectors = self._vectors.embed_documents([text, *others])
            near = [sum(a * b for a, b in zip(own, vector, strict=True)) / SAME_MEANING for vector in vectors]
        return [2.0 if asked == _words(other) else value for other, value in zip(others, near, strict=True)]


@lru_cache(maxsize=4_096)
def _words(text: str) -> frozenset[str]:
    return frozenset(terms(text)) if text.strip() else frozenset()


def _agree(one: str, other: str) -> bool:
    """The same figures, and no name on each side that the other lacks."""
    if set(_NUMBER.findall(one)) != set(_NUMBER.findall(other)):
        return False
    names, theirs = _names(one), _names(other)
    return not (names - _folded(other) and theirs - _folded(one))


def _names(text: str) -> set[str]:
    return {name.casefold() for name in _NAME.findall(text)}


def _folded(text: str) -> set[str]:
    return set(re.findall(r"\w[\w-]*", text.casefold()))
