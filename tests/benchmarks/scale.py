"""How searching, memory and disk grow with the index: 1,000, 10,000 and 100,000 passages.

    python -m tests.benchmarks.scale [--docs DOCS.jsonl …] [--sizes 1000,10000,100000]

Passages are those of the given documents, again and again with every fifth word replaced, so that there are as many
different ones as are wanted. Without documents the shipped articles are used. Queries are sentences of the passages.
"""

from __future__ import annotations

import argparse
import os
import random
import subprocess
import sys
from collections.abc import Iterator, Sequence
from itertools import cycle, islice
from pathlib import Path
from statistics import median, quantiles
from tempfile import TemporaryDirectory
from threading import Event, Thread
from time import perf_counter

from ingest.evaluation_data import read_rows
from ingest.index import KnowledgeIndex
from ingest.model import Document
from ingest.passages import split
from ingest.readers.text import read_blocks
from ingest.service import open_index
from ingest.store.manifest import Revision

ARTICLES = Path(__file__).parents[2] / "knowledge" / "articles"
_QUERIES = 200
_BATCH = 200
_LEAST_WORDS = 8


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure each size in a process of its own, so that its memory is its own."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.scale", description=__doc__.split("\n")[0])
    parser.add_argument("--docs", type=Path, nargs="*", default=[], help="JSON lines with title and text")
    parser.add_argument("--sizes", default="1000,10000,100000", help="passages, comma separated")
    parser.add_argument("--only", type=int, help=argparse.SUPPRESS)
    options = parser.parse_args(arguments)
    if options.only:
        print(measure(options.docs, options.only), flush=True)
        return
    columns = ("passages", "build s", "p50 ms", "p95 ms", "busy p95", "missing", "RSS MB", "terms B", "vectors B")
    print("".join(f"{name:>11}" for name in columns))
    for size in options.sizes.split(","):
        docs = ["--docs", *map(str, options.docs)] if options.docs else []
        subprocess.run([sys.executable, "-m", "tests.benchmarks.scale", *docs, "--only", size], check=True)


def measure(docs: Sequence[Path], size: int) -> str:
    """Build an index of a size and ask it, first in peace and then while a part of it is written again."""
    with TemporaryDirectory() as place:
        index = open_index(Path(place))
        started = perf_counter()
        revisions = list(_fill(index, docs, size))
        build = perf_counter() - started
        index.warm()
        queries = _queries(revisions)
        idle, _ = _ask(index, queries)
        busy, missing = _while_writing(index, queries, revisions)
        texts = sum(len(p.text.encode()) for revision in revisions for p in revision.passages)
        index.close()
        passages = sum(len(revision.passages) for revision in revisions)
        terms = (os.path.getsize(Path(place) / "index.db") - texts) / passages  # noqa: PTH202
        vectors = sum(file.stat().st_size for file in (Path(place) / "chroma").rglob("*") if file.is_file()) / passages
    p50, p95 = median(idle), quantiles(idle, n=20)[-1]
    figures = (passages, build, p50, p95, quantiles(busy, n=20)[-1], missing, _rss(), terms, vectors)
    return "".join(f"{figure:11,.{0 if figure >= 100 else 1}f}" for figure in figures)


def _fill(index: KnowledgeIndex, docs: Sequence[Path], size: int) -> Iterator[Revision]:
    batch: list[Revision] = []
    done = 0
    for revision in _revisions(docs):
        batch.append(revision)
        done += len(revision.passages)
        if len(batch) == _BATCH or done >= size:
            index.apply(batch)
            yield from batch
            batch = []
        if done >= size:
            return


def _revisions(docs: Sequence[Path]) -> Iterator[Revision]:
    sources = list(_sources(docs))
    vocabulary = sorted({word for _, text in sources for word in text.split()})
    chance = random.Random(11)  # noqa: S311 - the same passages in every run
    for n, (title, text) in enumerate(cycle(sources)):
        body = text if n < len(sources) else _mutated(text, vocabulary, chance)
        reading = read_blocks(Document(f"{n:06}.txt", body, title))
        yield Revision(reading.document, split(reading), sha256=f"{n:064}")


def _sources(docs: Sequence[Path]) -> Iterator[tuple[str, str]]:
    for file in docs:
        for _, row in read_rows(file, "text"):
            yield str(row.get("title") or ""), str(row["text"])
    if not docs:
        for note in sorted(ARTICLES.glob("*.md")):
            yield note.stem, note.read_text("utf-8")


def _mutated(text: str, vocabulary: Sequence[str], chance: random.Random) -> str:
    return "\n".join(
        " ".join(chance.choice(vocabulary) if chance.random() < 0.2 else word for word in line.split())
        for line in text.split("\n")
    )


def _queries(revisions: Sequence[Revision]) -> list[tuple[str, str]]:
    """Sentences to ask for, each with the document it stands in."""
    chance = random.Random(13)  # noqa: S311 - the same queries in every run
    chosen = (chance.choice(chance.choice(revisions).passages) for _ in iter(int, 1))
    asked = ((passage.document, " ".join(passage.text.split()[:_LEAST_WORDS])) for passage in chosen)
    return list(islice(((query, document) for document, query in asked if len(query) > 20), _QUERIES))


def _ask(index: KnowledgeIndex, queries: Sequence[tuple[str, str]]) -> tuple[list[float], int]:
    times, missing = [], 0
    for query, document in queries:
        started = perf_counter()
        hits = index.search(query, 20)
        times.append((perf_counter() - started) * 1000)
        missing += not any(hit.passage.document == document for hit in hits)
    return times, missing


def _while_writing(
    index: KnowledgeIndex, queries: Sequence[tuple[str, str]], revisions: Sequence[Revision]
) -> tuple[list[float], int]:
    """Ask while documents are written again, as a full re-ingest does; up to 2,000 of them."""
    again, over = revisions[:2_000], Event()

    def write() -> None:
        for start in range(0, len(again), 32):
            index.apply(again[start : start + 32])
        over.set()

    _, before = _ask(index, queries)
    writer = Thread(target=write)
    writer.start()
    times, missing = [], 0
    while not over.is_set():
        some, lost = _ask(index, queries)
        times += some
        missing = max(missing, lost - before)
    writer.join()
    return times or [0.0, 0.0], missing


def _rss() -> float:
    import resource

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    main()
