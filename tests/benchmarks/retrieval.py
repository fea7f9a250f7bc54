"""Compare what Archie finds with LangChain's defaults, side by side over the same sets in the same run.

    python -m tests.benchmarks.retrieval [--data FOLDER] [--held-out]

FOLDER holds a folder for each set, with ``docs.jsonl`` and ``queries.jsonl`` as `archie eval retrieval` reads them.
Each set is measured twice: with its rows as the passages, and with its rows split.

The other side is what a LangChain tutorial builds: ``RecursiveCharacterTextSplitter`` 1000/200, ``BM25Retriever`` and a
vector store over the same embedder as Archie's, joined by ``EnsembleRetriever`` with weights 0.5 and c = 60. Titles
stand before the texts, and each retriever gives as many as are measured: both help it.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import warnings
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import TYPE_CHECKING

from ingest.evaluation import NDCG_AT, Measures, evaluate_retrieval, measure
from ingest.evaluation_data import Corpus, read_queries, read_rows

if TYPE_CHECKING:
    from langchain_core.documents import Document
    from langchain_core.retrievers import BaseRetriever

OWN = Path(__file__).parents[1] / "ingest" / "search" / "data"
KS = (5, 10, 20)
_CHUNK, _OVERLAP = 1000, 200
_RANK_CONSTANT = 60
_NAME_WIDTH = 44


@dataclass(frozen=True, slots=True)
class Line:
    """One row of the table."""

    name: str
    measures: Measures

    def __str__(self) -> str:
        found = [*self.measures.recall.values(), self.measures.mrr, self.measures.ndcg]
        times = "".join(f"{time:9.1f}" for time in self.measures.query_ms)
        return f"{self.name:{_NAME_WIDTH}}" + "".join(f"{100 * value:8.1f}" for value in found) + times


def main(arguments: Sequence[str] | None = None) -> None:
    """Print the table, each line as it is known."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.retrieval", description=__doc__.split("\n")[0])
    parser.add_argument("--data", type=Path, default=OWN, help="folder with a folder for each set")
    parser.add_argument("--held-out", action="store_true", help="only the half of the queries nothing was fitted to")
    options = parser.parse_args(arguments)
    columns = (*(f"R@{k}" for k in KS), "MRR", f"nDCG@{NDCG_AT}")
    print(f"{'':{_NAME_WIDTH}}" + "".join(f"{name:>8}" for name in columns) + f"{'p50 ms':>9}{'p95 ms':>9}")
    for folder in sets(options.data):
        with TemporaryDirectory() as place:
            queries = folder / "queries.jsonl"
            if options.held_out:
                queries = held_out(queries, Path(place) / "held-out.jsonl")
            for line in compare(folder.name, folder / "docs.jsonl", queries):
                print(line, flush=True)


def sets(data: Path) -> list[Path]:
    """Return the folders that hold a set, in order of their names."""
    return sorted(file.parent for file in data.glob("*/docs.jsonl") if (file.parent / "queries.jsonl").exists())


def held_out(queries: Path, file: Path) -> Path:
    """Write the queries whose id has an odd SHA-256 to a file: weights were found on the others."""
    kept = [
        row for _, row in read_rows(queries, "id") if int(hashlib.sha256(str(row["id"]).encode()).hexdigest(), 16) % 2
    ]
    file.write_text("".join(json.dumps(row) + "\n" for row in kept), encoding="utf-8")
    return file


def compare(name: str, docs: Path, queries: Path) -> Iterator[Line]:
    """Measure both sides over one set, with its rows as the passages and with its rows split."""
    for whole in (True, False):
        mode = f"{name}, {'rows whole' if whole else 'rows split'}"
        scores = evaluate_retrieval(docs, queries, KS, whole)
        yield Line(f"{mode}: Archie", scores.alone)
        if scores.with_history:
            yield Line(f"{mode}: Archie, conversation", scores.with_history)
        yield Line(f"{mode}: LangChain", langchain_defaults(docs, queries, whole))


def langchain_defaults(docs: Path, queries: Path, whole: bool) -> Measures:
    """Measure LangChain's defaults as `evaluate_retrieval` measures Archie: the same gold, copies counted as one."""
    corpus, asked = Corpus(docs), read_queries(queries)
    retriever = ensemble(_chunks(corpus, whole), max(*KS, NDCG_AT))
    pairs, times = [], []
    for query in asked:
        began = perf_counter()
        found = retriever.invoke(query.text)
        times.append((perf_counter() - began) * 1000)
        rows = (str(document.metadata["row"]) for document in found)
        ranking = list(dict.fromkeys(corpus.copies.get(row, row) for row in rows))
        pairs.append((frozenset(corpus.copies.get(row, row) for row in query.gold), ranking))
    return measure(pairs, KS, times)


def ensemble(chunks: Sequence[Document], k: int) -> BaseRetriever:
    """Return LangChain's hybrid retriever over some chunks, with its own defaults but for ``k`` from each half."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # langchain-community announces its own end
        from langchain_classic.retrievers import EnsembleRetriever
        from langchain_community.retrievers import BM25Retriever
    from langchain_core.vectorstores import InMemoryVectorStore

    from ingest.vectors.wordllama import WordLlamaEmbeddings

    lexical = BM25Retriever.from_documents(chunks, k=k)
    dense = InMemoryVectorStore.from_documents(list(chunks), WordLlamaEmbeddings())
    nearest = dense.as_retriever(search_kwargs={"k": k})
    return EnsembleRetriever(retrievers=[lexical, nearest], weights=[0.5, 0.5], c=_RANK_CONSTANT)


def _chunks(corpus: Corpus, whole: bool) -> list[Document]:
    from langchain_core.documents import Document
    from langchain_text_splitters import RecursiveCharacterTextSplitter

    rows = [
        Document("\n\n".join(filter(None, (row.title, row.text))), metadata={"row": row.id})
        for _, document in corpus.documents()
        for row in document
        if row.text.strip()
    ]
    splitter = RecursiveCharacterTextSplitter(chunk_size=_CHUNK, chunk_overlap=_OVERLAP)
    return rows if whole else splitter.split_documents(rows)


if __name__ == "__main__":
    main()
