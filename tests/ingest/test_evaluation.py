from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

from ingest.errors import IngestError
from ingest.evaluation import RetrievalScores, evaluate_retrieval, ndcg, recall, reciprocal_rank
from ingest.evaluation_data import Corpus, Row, passages_of
from ingest.model import Query
from ingest.search.conversation import Turn

DOCS: list[dict[str, object]] = [
    {"id": "cost", "title": "Cost", "text": "A production system costs $15-40k to set up."},
    {"id": "time", "title": "Time", "text": "A prototype takes 2-3 weeks."},
    {"id": "tone", "title": "", "text": "Fine-tuning holds a tone of voice."},
]


def write(file: Path, rows: Sequence[Mapping[str, object]]) -> Path:
    file.write_text("".join(json.dumps(row) + "\n" for row in rows))
    return file


def scored(
    folder: Path, docs: Sequence[Mapping[str, object]], queries: Sequence[Mapping[str, object]], **options: object
) -> RetrievalScores:
    files = write(folder / "docs.jsonl", docs), write(folder / "queries.jsonl", queries)
    return evaluate_retrieval(*files, (1, 3), **options)  # type: ignore[arg-type]


@pytest.mark.parametrize("whole", [True, False])
def test_scores_come_from_the_production_pipeline(tmp_path: Path, whole: bool) -> None:
    queries = [
        {"id": "1", "query": "How much does setup cost?", "gold": ["cost"]},
        {"id": "2", "query": "finetuning for a brand voice", "gold": ["tone"]},
        {"id": "3", "query": "prototype weeks", "gold": ["time", "missing"]},
    ]
    scores = scored(tmp_path, DOCS, queries, whole=whole)
    assert (scores.documents, scores.passages, scores.queries, scores.scored) == (3, 3, 3, 3)
    assert scores.alone.recall == {1: pytest.approx(2.5 / 3), 3: pytest.approx(2.5 / 3)}
    assert scores.alone.mrr == 1.0
    shown = scores.as_dict()
    assert (shown["recall@1"], shown["mrr"]) == (0.8333, 1.0)
    assert "with_history" not in shown
    json.dumps(shown)


def test_rows_of_one_document_are_its_passages_wherever_they_stand(tmp_path: Path) -> None:
    docs: list[Mapping[str, object]] = [
        {"id": "k1", "doc_id": "kiln", "pos": 1, "title": "Kiln", "text": "It takes eleven hours."},
        {"id": "x", "title": "Bread", "text": "It takes two hours."},
        {"id": "k0", "doc_id": "kiln", "pos": 0, "title": "Kiln", "text": "There are two kilns in the yard."},
    ]
    scores = scored(tmp_path, docs, [{"id": "1", "query": "kilns in the yard", "gold": ["k0"]}], whole=True)
    assert (scores.documents, scores.passages, scores.alone.recall[1]) == (2, 3, 1.0)
    documents = dict(Corpus(tmp_path / "docs.jsonl").documents())
    assert [row.id for row in documents["kiln"]] == ["k0", "k1"]


def test_a_split_row_still_knows_its_passages() -> None:
    rows = [
        Row("one", "Kiln", "# Heat\n\n" + "It is hot. " * 200),
        Row("two", "Yard", "Two kilns stand here."),
    ]
    document, owners, passages = passages_of("kiln", rows, as_whole=False)
    assert len(passages) > 2
    assert [passage.position for passage in passages] == list(range(len(passages)))
    assert all(document.text[passage.start : passage.end] == passage.text for passage in passages)
    assert [owners[passage.id] for passage in passages] == ["one"] * (len(passages) - 1) + ["two"]
    assert passages[-1].heading == ("Yard",)


def test_a_row_that_repeats_another_counts_as_it(tmp_path: Path) -> None:
    docs: list[Mapping[str, object]] = [
        *DOCS,
        {"id": "copy", "title": "Cost", "text": "A production system costs $15-40k to set up."},
    ]
    scores = scored(tmp_path, docs, [{"id": "1", "query": "cost to set up", "gold": ["copy"]}])
    assert scores.alone.recall[1] == 1.0


def test_the_conversation_is_scored_beside_the_last_turn_alone(tmp_path: Path) -> None:
    docs: list[Mapping[str, object]] = [
        {"id": "bread", "title": "", "text": "The bread takes two hours in all."},
        {"id": "kiln", "title": "", "text": "The tunnel kiln takes eleven hours in all, and not one less."},
    ]
    history = [
        {"speaker": "user", "text": "Tell me about the tunnel kiln."},
        {"speaker": "agent", "text": "It is big."},
    ]
    queries = [{"id": "1", "query": "How many hours?", "gold": ["kiln"], "history": history}]
    scores = scored(tmp_path, docs, queries)
    assert scores.with_history is not None
    assert (scores.alone.recall[1], scores.with_history.recall[1]) == (0.0, 1.0)
    assert scores.as_dict()["with_history"] == scores.with_history.as_dict()


def test_another_way_to_use_the_conversation_can_be_tried(tmp_path: Path) -> None:
    seen: list[tuple[str, Sequence[Turn]]] = []

    def rewrite(question: str, history: Sequence[Turn]) -> Query:
        seen.append((question, history))
        return Query("tone of voice")

    queries = [{"id": "1", "query": "And that?", "gold": ["tone"], "history": [{"speaker": "user", "text": "Hm."}]}]
    scores = scored(tmp_path, DOCS, queries, contextualise=rewrite)
    assert seen == [("And that?", (("user", "Hm."),))]
    assert scores.with_history is not None
    assert scores.with_history.recall[1] == 1.0


def test_a_query_nothing_is_right_for_moves_no_mean(tmp_path: Path) -> None:
    queries = [
        {"id": "1", "query": "How much does setup cost?", "gold": ["cost"]},
        {"id": "2", "query": "Who won the regatta?", "gold": []},
    ]
    scores = scored(tmp_path, DOCS, queries)
    assert (scores.queries, scores.scored, scores.alone.recall[1]) == (2, 1, 1.0)


def test_measures() -> None:
    gold, ranking = frozenset({"a", "b"}), ["x", "a", "y", "b"]
    assert recall(gold, ranking, 2) == 0.5
    assert reciprocal_rank(gold, ranking) == 0.5
    ideal = 1 + 1 / math.log2(3)
    assert ndcg(gold, ranking, 10) == pytest.approx((1 / math.log2(3) + 1 / math.log2(5)) / ideal)
    assert (recall(frozenset(), ranking, 2), reciprocal_rank(gold, []), ndcg(gold, [], 10)) == (0, 0, 0)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("{", "line 1: this is not JSON"),
        ('{"id": "1"}', "query and gold are needed"),
        ("[1]", "query and gold are needed"),
        ("", "holds no queries"),
        ('{"id": "1", "query": "cost", "gold": []}', "names no document"),
    ],
)
def test_files_of_another_shape_are_refused_with_their_line(tmp_path: Path, content: str, reason: str) -> None:
    docs = write(tmp_path / "docs.jsonl", DOCS)
    queries = tmp_path / "queries.jsonl"
    queries.write_text(content)
    with pytest.raises(IngestError, match=reason):
        evaluate_retrieval(docs, queries)
    with pytest.raises(IngestError, match="cannot be read"):
        evaluate_retrieval(docs, tmp_path / "missing")
    (tmp_path / "latin.jsonl").write_bytes(b'{"query": "caf\xe9", "gold": []}')
    with pytest.raises(IngestError, match="cannot be read"):
        evaluate_retrieval(docs, tmp_path / "latin.jsonl")
