"""How well the production pipeline finds what it should: `archie eval retrieval`."""

from __future__ import annotations

import json
import math
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import fmean, quantiles
from tempfile import TemporaryDirectory
from typing import Any

from ingest.errors import IngestError
from ingest.index import KnowledgeIndex
from ingest.manifest import Revision
from ingest.model import Document
from ingest.passages import split, whole
from ingest.readers.text import read_blocks
from ingest.service import open_index

_NDCG_AT = 10
_POOL = 4
"""Passages fetched for each document wanted: several passages of one document count once."""
_BATCH = 200


@dataclass(frozen=True, slots=True)
class RetrievalScores:
    """Means over the queries, all but the times in [0, 1].

    Attributes:
        recall: by k, the share of a query's gold documents among the first k.
        mrr: reciprocal rank of the first gold document.
        ndcg: nDCG@10 with binary relevance.
        query_ms: median and 95th percentile of one search, in milliseconds.
        index_seconds: to index all documents.
    """

    documents: int
    passages: int
    queries: int
    recall: Mapping[int, float]
    mrr: float
    ndcg: float
    query_ms: tuple[float, float]
    index_seconds: float

    def as_dict(self) -> dict[str, object]:
        """Return plain values, rounded, for JSON."""
        return {
            "documents": self.documents,
            "chunks": self.passages,
            "queries": self.queries,
            **{f"recall@{k}": round(value, 4) for k, value in self.recall.items()},
            "mrr": round(self.mrr, 4),
            f"ndcg@{_NDCG_AT}": round(self.ndcg, 4),
            "query_ms": {"p50": round(self.query_ms[0], 2), "p95": round(self.query_ms[1], 2)},
            "index_seconds": round(self.index_seconds, 2),
        }


@dataclass(frozen=True, slots=True)
class _Query:
    text: str
    gold: frozenset[str]


def evaluate_retrieval(
    docs: Path, queries: Path, ks: Sequence[int] = (5, 10, 20), whole: bool = False
) -> RetrievalScores:
    """Index the documents in a temporary folder and score the queries.

    Args:
        docs: JSON lines ``{"id", "title", "text"}``; further keys are ignored.
        queries: JSON lines ``{"id", "query", "gold": [document ids]}``.
        whole: make each document one passage instead of splitting it.

    Raises:
        IngestError: a file cannot be read or is not of that shape.
    """
    asked = [_Query(str(row["query"]), frozenset(map(str, row["gold"]))) for row in _rows(queries, "query", "gold")]
    if not asked:
        raise IngestError(f"{queries.name} holds no queries.")
    with TemporaryDirectory(prefix="archie-eval-") as folder:
        index = open_index(Path(folder))
        try:
            started = time.perf_counter()
            _fill(index, docs, whole)
            index.warm()
            return _score(index, asked, sorted(set(ks)), time.perf_counter() - started)
        finally:
            index.close()


def _fill(index: KnowledgeIndex, docs: Path, as_whole: bool) -> None:
    batch: list[Revision] = []
    for row in _rows(docs, "id", "text"):
        reading = read_blocks(Document(str(row["id"]), str(row["text"]), str(row.get("title") or "")))
        batch.append(Revision(reading.document, whole(reading.document) if as_whole else split(reading)))
        if len(batch) == _BATCH:
            index.apply(batch)
            batch = []
    index.apply(batch)


def _score(index: KnowledgeIndex, asked: Sequence[_Query], ks: Sequence[int], index_seconds: float) -> RetrievalScores:
    depth = max(*ks, _NDCG_AT)
    rankings, times = [], []
    for query in asked:
        began = time.perf_counter()
        hits = index.search(query.text, depth * _POOL)
        times.append((time.perf_counter() - began) * 1000)
        rankings.append(list(dict.fromkeys(hit.passage.document for hit in hits))[:depth])
    pairs = [(query.gold, ranking) for query, ranking in zip(asked, rankings, strict=True)]
    documents, passages = index.count()
    return RetrievalScores(
        documents=documents,
        passages=passages,
        queries=len(asked),
        recall={k: fmean(recall(gold, ranking, k) for gold, ranking in pairs) for k in ks},
        mrr=fmean(reciprocal_rank(gold, ranking) for gold, ranking in pairs),
        ndcg=fmean(ndcg(gold, ranking, _NDCG_AT) for gold, ranking in pairs),
        query_ms=_median_and_p95(times),
        index_seconds=index_seconds,
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


def _rows(file: Path, *required: str) -> Iterator[dict[str, Any]]:
    try:
        with file.open(encoding="utf-8") as lines:
            for number, line in enumerate(lines, 1):
                if line.strip():
                    yield _row(line, f"{file.name}, line {number}", required)
    except (OSError, UnicodeDecodeError) as error:
        raise IngestError(f"{file.name} cannot be read.") from error


def _row(line: str, place: str, required: Sequence[str]) -> dict[str, Any]:
    try:
        row = json.loads(line)
    except ValueError as error:
        raise IngestError(f"{place}: this is not JSON.") from error
    if not isinstance(row, dict) or any(key not in row for key in required):
        raise IngestError(f"{place}: {' and '.join(required)} are needed.")
    return row
