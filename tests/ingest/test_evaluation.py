from __future__ import annotations

import json
import math
from pathlib import Path

import pytest

from ingest.errors import IngestError
from ingest.evaluation import evaluate_retrieval, ndcg, recall, reciprocal_rank

DOCS = [
    {"id": "cost", "title": "Cost", "text": "A production system costs $15-40k to set up."},
    {"id": "time", "title": "Time", "text": "A prototype takes 2-3 weeks.", "doc_id": "d", "pos": 1},
    {"id": "tone", "title": "", "text": "Fine-tuning holds a tone of voice."},
]


def write(file: Path, rows: list[dict[str, object]]) -> Path:
    file.write_text("".join(json.dumps(row) + "\n" for row in rows))
    return file


@pytest.mark.parametrize("whole", [True, False])
def test_scores_come_from_the_production_pipeline(tmp_path: Path, whole: bool) -> None:
    docs = write(tmp_path / "docs.jsonl", DOCS)
    queries = write(
        tmp_path / "queries.jsonl",
        [
            {"id": "1", "query": "How much does setup cost?", "gold": ["cost"]},
            {"id": "2", "query": "finetuning for a brand voice", "gold": ["tone"]},
            {"id": "3", "query": "prototype weeks", "gold": ["time", "missing"]},
        ],
    )
    scores = evaluate_retrieval(docs, queries, (1, 3), whole)
    assert (scores.documents, scores.passages, scores.queries) == (3, 3, 3)
    assert scores.recall == {1: pytest.approx(2.5 / 3), 3: pytest.approx(2.5 / 3)}
    assert scores.mrr == 1.0
    shown = scores.as_dict()
    assert (shown["recall@1"], shown["mrr"]) == (0.8333, 1.0)
    json.dumps(shown)


def test_measures() -> None:
    gold, ranking = frozenset({"a", "b"}), ["x", "a", "y", "b"]
    assert recall(gold, ranking, 2) == 0.5
    assert reciprocal_rank(gold, ranking) == 0.5
    ideal = 1 + 1 / math.log2(3)
    assert ndcg(gold, ranking, 10) == pytest.approx((1 / math.log2(3) + 1 / math.log2(5)) / ideal)
    assert (recall(frozenset(), ranking, 2), reciprocal_rank(gold, []), ndcg(gold, [], 10)) == (0, 0, 0)


@pytest.mark.parametrize(
    ("content", "reason"),
    [("{", "line 1: this is not JSON"), ('{"id": "1"}', "query and gold are needed"), ("", "holds no queries")],
)
def test_files_of_another_shape_are_refused_with_their_line(tmp_path: Path, content: str, reason: str) -> None:
    docs = write(tmp_path / "docs.jsonl", DOCS)
    queries = tmp_path / "queries.jsonl"
    queries.write_text(content)
    with pytest.raises(IngestError, match=reason):
        evaluate_retrieval(docs, queries)
    with pytest.raises(IngestError, match="cannot be read"):
        evaluate_retrieval(docs, tmp_path / "missing")
