"""The lexical half of the index: which passages hold which search terms, ranked by BM25.

Terms come ready from `ingest.language.tokens`. There are two implementations, one for each database:
`ingest.store.fts5` and `ingest.store.postings`. They give the same passages with the same scores, to rounding.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from math import log
from typing import Protocol

from sqlalchemy import Connection

from ingest.language.tokens import terms
from ingest.model import Passage

K1 = 1.2
"""BM25: how soon more of the same term stops counting."""
B = 0.75
"""BM25: how much a long passage has to hold more."""
TITLE_WEIGHT = 2.0
"""One occurrence in the title or headings counts as this many in the text."""
SMALLEST_IDF = 1e-6
"""Weight of a term that more than half of the passages hold, as in FTS5: it breaks ties and does no more."""

MOST_TERMS = 256
"""Different terms of one query; of a longer one, the first. A pasted page would otherwise match everything slowly."""
AFFORDABLE = 40_000
"""Sum of the frequencies that one query looks at before its commonest terms are left out.

At 100,000 passages nine of ten questions stay whole, and of the ten best passages 98 of 100 are the same.
"""
FEWEST_TERMS = 3
"""Terms that are looked for however common they are."""

Pair = tuple[str, str]


class Terms(Protocol):
    """Search terms as questions use them, in the caller's transaction. Scores are BM25, higher is better."""

    def search(self, connection: Connection, frequencies: Mapping[str, int], k: int) -> dict[str, float]:
        """Return scores by passage id for the best ``k`` that hold any of the terms; see `affordable`.

        Args:
            frequencies: of the terms, counted in the same transaction.
        """

    def phrases(
        self, connection: Connection, pairs: Sequence[Pair], frequencies: Mapping[str, int], k: int
    ) -> dict[str, float]:
        """Return scores by passage id for the best ``k`` in which the terms of some pair stand side by side.

        Each pair counts as one term would, with the passages that hold it side by side as its frequency.

        Args:
            frequencies: of the terms of all pairs, counted in the same transaction.
        """

    def frequencies(self, connection: Connection, words: Iterable[str]) -> dict[str, int]:
        """Return how many passages hold each term in their text, title or headings; 0 when none does."""


class Lexical(Terms, Protocol):
    """Search terms of passages, in the caller's transaction."""

    def put(self, connection: Connection, numbered: Sequence[tuple[int, Passage]]) -> None:
        """Add the terms of passages under their row numbers, none of which has terms yet."""

    def forget(self, connection: Connection, numbered: Sequence[tuple[int, Passage]]) -> None:
        """Remove the terms of passages, given as they were put."""

    def count(self, connection: Connection) -> int:
        """Return how many passages have terms."""

    def is_sound(self, connection: Connection) -> bool:
        """Tell whether the terms agree with themselves and each passage has its own exactly once."""

    def rebuild(self, connection: Connection, numbered: Iterable[tuple[int, Passage]]) -> None:
        """Build everything anew from the passages."""


def title_terms(passage: Passage) -> list[str]:
    """Return the terms of a passage's title and headings, in order."""
    return terms(" ".join((passage.title, *passage.heading)))


def text_terms(passage: Passage) -> list[str]:
    """Return the terms of a passage's context and text, in order."""
    return terms(f"{passage.context}\n{passage.text}" if passage.context else passage.text)


def inverse_frequency(holding: int, passages: int) -> float:
    """Return the weight of a term that some passages of all hold, as FTS5 has it; 0 when none does."""
    if not holding:
        return 0.0
    return max(log((passages - holding + 0.5) / (holding + 0.5)), SMALLEST_IDF)


def affordable(frequencies: Mapping[str, int]) -> list[str]:
    """Return the terms worth looking for, rarest first: all that occur, but of many passages only the rare ones.

    What a query costs is the sum of its frequencies, and nearly all of it goes into the terms that tell least. Below
    some ten thousand passages nothing is ever left out.
    """
    chosen: list[str] = []
    cost = 0
    for word, frequency in sorted(frequencies.items(), key=lambda item: item[1]):
        cost += frequency
        if cost > AFFORDABLE and len(chosen) >= FEWEST_TERMS:
            break
        if frequency:
            chosen.append(word)
    return chosen


def affordable_pairs(pairs: Collection[Pair], frequencies: Mapping[str, int]) -> list[Pair]:
    """Return the pairs worth looking for; a pair costs what its two terms cost, and occurs only if both do."""
    costs = {
        pair: frequencies[pair[0]] + frequencies[pair[1]]
        for pair in pairs
        if frequencies[pair[0]] and frequencies[pair[1]]
    }
    chosen: list[Pair] = []
    cost = 0
    for pair in sorted(costs, key=costs.__getitem__):
        cost += costs[pair]
        if cost > AFFORDABLE and chosen:
            break
        chosen.append(pair)
    return chosen
