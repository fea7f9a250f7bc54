"""A search side for the first moments of a process: a question waits for the first look at the folder."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from threading import Event

from ingest.index import KnowledgeIndex
from ingest.model import Hit, Passage, Query, SearchIndex, TermStatistics

EMPTY_SECONDS = 60.0
"""Longest wait while the index holds nothing at all: the very first start."""
STALE_SECONDS = 3.0
"""Longest wait when it holds what the last process left: enough for a usual folder, and nobody waits for a huge one."""


class WaitingIndex:
    """A `SearchIndex` whose searches wait for ``synced``, but not for long.

    Only searching waits; it is the first call of every question. Blocks the calling thread, never the event loop.
    """

    def __init__(
        self,
        index: KnowledgeIndex,
        synced: Event,
        *,
        empty_seconds: float = EMPTY_SECONDS,
        stale_seconds: float = STALE_SECONDS,
        view: SearchIndex | None = None,
    ) -> None:
        """Args:
        view: the index as one reader sees it; the whole of it when not given.
        """
        self._knowledge = index
        self._index = view or index
        self._synced = synced
        self._empty_seconds = empty_seconds
        self._stale_seconds = stale_seconds

    def search(self, query: str | Query, k: int = 8) -> list[Hit]:
        """As `SearchIndex.search`, after the first sync or the end of patience."""
        if not self._synced.is_set():
            documents, _ = self._knowledge.count()
            self._synced.wait(self._stale_seconds if documents else self._empty_seconds)
        return self._index.search(query, k)

    def passage(self, passage_id: str) -> Passage | None:
        """As `SearchIndex.passage`."""
        return self._index.passage(passage_id)

    def document_passages(self, document: str) -> Sequence[Passage]:
        """As `SearchIndex.document_passages`."""
        return self._index.document_passages(document)

    def for_audience(self, reader: str) -> WaitingIndex:
        """As `SearchIndex.for_audience`."""
        return WaitingIndex(
            self._knowledge,
            self._synced,
            empty_seconds=self._empty_seconds,
            stale_seconds=self._stale_seconds,
            view=self._knowledge.for_audience(reader),
        )

    def statistics(self, terms: Iterable[str]) -> TermStatistics:
        """As `SearchIndex.statistics`."""
        return self._index.statistics(terms)
