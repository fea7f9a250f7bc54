"""Lexical evidence for a query: its terms, those side by side, their synonyms, and what was said before."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import chain, islice, pairwise
from typing import TypeVar

from sqlalchemy import Connection

from ingest.language.synonyms import Synonyms
from ingest.language.tokens import terms
from ingest.model import Query
from ingest.store.lexical import MOST_TERMS, Terms

T = TypeVar("T")

PHRASE_WEIGHT = 0.3
"""BM25 of two terms side by side, beside that of single terms. 0.2 to 0.6 do about as well on three public sets."""


def lexical_scores(
    connection: Connection, lexical: Terms, query: Query, k: int, synonyms: Synonyms
) -> dict[str, float]:
    """Return raw scores by passage id, higher is better, of at most ``k`` passages for each kind of evidence."""
    words = terms(query.text)
    first, pairs = _first(words), _first(pairwise(words))
    held = lexical.frequencies(connection, [*first, *chain.from_iterable(pairs)])
    evidence = [
        (1.0, lexical.search(connection, {word: held[word] for word in first}, k)),
        (PHRASE_WEIGHT, lexical.phrases(connection, pairs, held, k)),
    ]
    further = list(_by_weight(synonyms.expand(words)).items())
    for text, weight in query.context:
        said = terms(text)
        further.append((weight * _brevity(words, said), said))
    for weight, others in further:
        evidence.append((weight, lexical.search(connection, lexical.frequencies(connection, _first(others)), k)))
    return _sum(evidence)


def _first(values: Iterable[T]) -> list[T]:
    return list(islice(dict.fromkeys(values), MOST_TERMS))


def _brevity(words: Sequence[str], said: Sequence[str]) -> float:
    """A long turn must not outvote a short question by the mere number of its terms."""
    return min(1.0, len(set(words)) / max(len(set(said)), 1))


def _by_weight(expansions: Iterable[tuple[str, float]]) -> dict[float, list[str]]:
    """Terms of the same weight are looked for together: there are three or four weights, and many terms."""
    grouped: defaultdict[float, list[str]] = defaultdict(list)
    for term, weight in expansions:
        grouped[weight].append(term)
    return grouped


def _sum(evidence: Sequence[tuple[float, Mapping[str, float]]]) -> dict[str, float]:
    total: defaultdict[str, float] = defaultdict(float)
    for weight, scores in evidence:
        for id_, score in scores.items():
            total[id_] += weight * score
    return dict(total)
