"""How well the production pipeline finds what it should: `archie eval retrieval`."""

from __future__ import annotations

import math
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import fmean, quantiles
from tempfile import TemporaryDirectory

from ingest.evaluation_data import Asked, Corpus, passages_of, read_queries
from ingest.index import KnowledgeIndex
from ingest.model import Query
from ingest.search.conversation import Contextualise, contextualise
from ingest.service import open_index
from ingest.store.manifest import Revision

NDCG_AT = 10
_POOL = 4
"""Passages fetched for each row wanted: several passages of one row count once."""
_BATCH = 200
"""Documents written at once."""


@dataclass(frozen=True, slots=True)
class Measures:
    """Means over the queries that have gold, all but the times in [0, 1].

    Attributes:
        recall: by k, the share of a query's gold rows among the first k.
        mrr: reciprocal rank of the first gold row.
        ndcg: nDCG@10 with binary relevance.
        query_ms: median and 95th percentile of one search, in milliseconds, over all queries.
    """

    recall: Mapping[int, float]
    mrr: float
    ndcg: float
    query_ms: tuple[float, float]

    def as_dict(self) -> dict[str, object]:
        """Return plain values, rounded, for JSON."""
        return {
            **{f"recall@{k}": round(value, 4) for k, value in self.recall.items()},
            "mrr": round(self.mrr, 4),
            f"ndcg@{NDCG_AT}": round(self.ndcg, 4),
            "query_ms": {"p50": round(self.query_ms[0], 2), "p95": round(self.query_ms[1], 2)},
        }


@dataclass(frozen=True, slots=True)
class RetrievalScores:
    """What came of an evaluation.

    Attributes:
        documents, passages: in the index; the rows of one ``doc_id`` are one document.
        queries: all that were asked.
        scored: those with gold. Where nothing is right, nothing can be found, and no mean is taken.
        alone: each query by itself.
        with_history: each with the conversation before it; None when no query has one.
        index_seconds: to index all documents.
        memory_mb: most memory this process has had so far, in megabytes; None where the system does not tell.
    """

    documents: int
    passages: int
    queries: int
    scored: int
    alone: Measures
    with_history: Measures | None
    index_seconds: float
    memory_mb: float | None

    def as_dict(self) -> dict[str, object]:
        """Return plain values, rounded, for JSON."""
        return {
            "documents": self.documents,
            "chunks": self.passages,
            "queries": self.queries,
            "scored": self.scored,
            **self.alone.as_dict(),
            "index_seconds": round(self.index_seconds, 2),
            "memory_mb": self.memory_mb and round(self.memory_mb),
            **({"with_history": self.with_history.as_dict()} if self.with_history else {}),
        }


def evaluate_retrieval(
    docs: Path,
    queries: Path,
    ks: Sequence[int] = (5, 10, 20),
    whole: bool = False,
    contextualise: Contextualise = contextualise,
) -> RetrievalScores:
    """Index the documents in a temporary folder and score the queries.

    Rows with the same title and text are one thing to find, under whichever id it is found.

    Args:
        docs: JSON lines ``{"id", "title", "text"}``. Rows with the same ``doc_id`` are parts of one document, in the
            order of their ``pos``. Further keys are ignored.
        queries: JSON lines ``{"id", "query", "gold": [row ids]}``, and ``history`` as ``[{"speaker", "text"}]``.
        whole: make each row one passage instead of splitting it.
        contextualise: makes a query of a question and its history.

    Raises:
        IngestError: a file cannot be read or is not of that shape.
    """
    asked, corpus = read_queries(queries), Corpus(docs)
    with TemporaryDirectory(prefix="archie-eval-") as folder:
        index = open_index(Path(folder))
        try:
            started = time.perf_counter()
            rows = _fill(index, corpus, whole)
            index.warm()
            index_seconds = time.perf_counter() - started
            runner = _Runner(index, rows, sorted(set(ks)))
            alone = runner.run(asked, [Query(query.text) for query in asked])
            followed = [contextualise(query.text, query.history) for query in asked]
            with_history = runner.run(asked, followed) if any(query.history for query in asked) else None
            scored = sum(1 for query in asked if query.gold)
            return RetrievalScores(
                *index.count(), len(asked), scored, alone, with_history, index_seconds, peak_memory_mb()
            )
        finally:
            index.close()


@dataclass(frozen=True, slots=True)
class _Rows:
    """Which row each passage is of, and which rows only repeat another."""

    by_passage: Mapping[str, str]
    copies: Mapping[str, str]

    def of_passage(self, passage_id: str) -> str:
        return self.first(self.by_passage[passage_id])

    def first(self, row: str) -> str:
        return self.copies.get(row, row)


def _fill(index: KnowledgeIndex, corpus: Corpus, as_whole: bool) -> _Rows:
    batch: list[Revision] = []
    owners: dict[str, str] = {}
    for name, rows in corpus.documents():
        document, held, passages = passages_of(name, rows, as_whole)
        owners |= held
        batch.append(Revision(document, passages))
        if len(batch) == _BATCH:
            index.apply(batch)
            batch = []
    index.apply(batch)
    return _Rows(owners, corpus.copies)


class _Runner:
    """Asks an index queries and measures what it finds."""

    def __init__(self, index: KnowledgeIndex, rows: _Rows, ks: Sequence[int]) -> None:
        self._index = index
        self._rows = rows
        self._ks = ks
        self._depth = max(*ks, NDCG_AT)

    def run(self, asked: Sequence[Asked], queries: Sequence[Query]) -> Measures:
        """Search for each query and compare with the gold of what was asked."""
        rankings, times = [], []
        for query in queries:
            began = time.perf_counter()
            hits = self._index.search(query, self._depth * _POOL)
            times.append((time.perf_counter() - began) * 1000)
            rankings.append(list(dict.fromkeys(self._rows.of_passage(hit.passage.id) for hit in hits))[: self._depth])
        golds = [frozenset(map(self._rows.first, query.gold)) for query in asked]
        return measure(list(zip(golds, rankings, strict=True)), self._ks, times)


def measure(
    pairs: Sequence[tuple[frozenset[str], Sequence[str]]], ks: Sequence[int], times: Sequence[float]
) -> Measures:
    """Return the means over the pairs of gold and ranking that have gold; there must be one.

    Args:
        times: of every search, in milliseconds.
    """
    scored = [(gold, ranking) for gold, ranking in pairs if gold]
    return Measures(
        recall={k: fmean(recall(gold, ranking, k) for gold, ranking in scored) for k in ks},
        mrr=fmean(reciprocal_rank(gold, ranking) for gold, ranking in scored),
        ndcg=fmean(ndcg(gold, ranking, NDCG_AT) for gold, ranking in scored),
        query_ms=_median_and_p95(times),
    )


def recall(gold: frozenset[str], ranking: Sequence[str], k: int) -> float:
    """Return the share of gold documents among the first ``k``; 0 when there is no gold."""
    return len(gold & set(ranking[:k])) / len(gold) if gold else 0.0


def reciprocal_rank(gold: frozenset[str], ranking: Sequence[str]) -> float:
    """Return 1/rank of the first gold document, 0 when none was found."""
    return next((1 / rank for rank, document in enumerate(ranking, 1) if document in gold), 0.0)


def ndcg(gold: frozenset[str], ranking: Sequence[str], k: int) -> float:
    """Return normalised discounted cumulative gain at ``k``, each gold document counting the same."""
    gain = sum(1 / math.log2(rank + 1) for rank, document in enumerate(ranking[:k], 1) if document in gold)
    ideal = sum(1 / math.log2(rank + 1) for rank in range(1, min(len(gold), k) + 1))
    return gain / ideal if ideal else 0.0


def _median_and_p95(times: Sequence[float]) -> tuple[float, float]:
    if len(times) == 1:
        return times[0], times[0]
    cuts = quantiles(times, n=20, method="inclusive")
    return cuts[9], cuts[18]


def peak_memory_mb() -> float | None:
    """Return the most memory this process has had so far, in megabytes; None where the system does not tell."""
    if sys.platform == "win32":
        return None
    import resource  # not on every system

    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (1 << 20 if sys.platform == "darwin" else 1 << 10)
