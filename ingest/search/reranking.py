"""A second look at what was found: somebody who reads the best passages puts them into another order."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Protocol

from ingest.model import Hit, Passage, Query, SearchIndex, TermStatistics

READ = 30
"""Passages that are read for one question."""


class Reranker(Protocol):
    """Puts passages into another order. Blocks; safe from any thread."""

    def rerank(self, question: str, passages: Sequence[Passage]) -> Sequence[int] | None:
        """Return places in ``passages``, best first; None when no better order is known."""


class RerankedIndex:
    """A `SearchIndex` whose best passages are reordered. What is not named keeps its order behind what is."""

    def __init__(self, index: SearchIndex, reranker: Reranker) -> None:
        self._index = index
        self._reranker = reranker

    def search(self, query: str | Query, k: int = 8) -> list[Hit]:
        """Return the best ``k`` passages. Scores are those of the places, so that they still fall from the first on."""
        hits = self._index.search(query, max(k, READ))
        read = hits[:READ]
        if len(read) < 2:  # noqa: PLR2004 - one passage has one order
            return hits[:k]
        question = query.text if isinstance(query, Query) else query
        named = self._reranker.rerank(question, [hit.passage for hit in read]) or ()
        order = dict.fromkeys([*(place for place in named if 0 <= place < len(read)), *range(len(read))])
        ranked = [replace(read[place], score=hit.score) for place, hit in zip(order, read, strict=True)]
        return [*ranked, *hits[READ:]][:k]

    def passage(self, passage_id: str) -> Passage | None:
        """As `SearchIndex.passage`."""
        return self._index.passage(passage_id)

    def document_passages(self, document: str) -> Sequence[Passage]:
        """As `SearchIndex.document_passages`."""
        return self._index.document_passages(document)

    def statistics(self, terms: Iterable[str]) -> TermStatistics:
        """As `SearchIndex.statistics`."""
        return self._index.statistics(terms)

    def for_audience(self, reader: str) -> SearchIndex:
        """As `SearchIndex.for_audience`."""
        return RerankedIndex(self._index.for_audience(reader), self._reranker)
