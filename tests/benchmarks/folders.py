"""Folders with questions, each asked the others' questions too: what one folder answers is absent from the next.

Our own folders come with question sets. A public set is a directory with ``docs.jsonl`` (``{"id", "title", "text"}``)
and ``queries.jsonl`` (``{"id", "query", "gold"}``), as ``archie eval retrieval`` reads them.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from bot.answers.evaluation import QuestionRow, Row, read_rows

DATA = Path(__file__).parents[1] / "bot" / "answers" / "data"
NOTES = Path(__file__).parents[2] / "knowledge" / "articles"
CROSSED = 40
"""Questions of each other folder that a folder is asked."""

_LEANS = re.compile(
    r"\b(?:it|its|they|them|their|this|that|these|those|he|she|his|her|there|ones?|yours?|you|more|others?|same|else)\b",
    re.IGNORECASE,
)
"""Words by which a query of a conversation leans on what was said before."""
_LEAST_WORDS = 6
"""Words below which a query of a conversation hardly stands alone."""
_UNSAFE = re.compile(r"[^\w.-]+")


@dataclass(frozen=True, slots=True)
class Bench:
    """A folder, and what it is asked. Its own questions come first."""

    name: str
    folder: Path
    rows: tuple[QuestionRow, ...]


def own_benches() -> list[Bench]:
    """The folders that are in the repository."""
    sets = {
        "notes": (NOTES, ("questions", "paraphrased")),
        "harbour": (DATA / "harbour", ("harbour", "harbour_paraphrased")),
        "handbook": (DATA / "handbook", ("handbook",)),
        "laser": (DATA / "laser", ("laser",)),
    }
    return [
        Bench(name, folder, tuple(row for file in files for row in _own_rows(DATA / f"{file}.jsonl")))
        for name, (folder, files) in sets.items()
    ]


def public_bench(directory: Path, where: Path) -> Bench:
    """Write a public set's documents as a folder under ``where``; keep the questions that stand alone."""
    folder = where / directory.name
    folder.mkdir(parents=True)
    for document in _json_lines(directory / "docs.jsonl"):
        heading = f"# {document['title']}\n\n" if document.get("title") else ""
        (folder / f"{_UNSAFE.sub('_', document['id'])[:80]}.md").write_text(heading + document["text"], "utf-8")
    rows = tuple(
        QuestionRow(f"{directory.name}-{query['id']}", query["query"], answerable=True, row=Row.ANSWERABLE)
        for query in _json_lines(directory / "queries.jsonl")
        if query["gold"] and _stands_alone(query)
    )
    return Bench(directory.name, folder, rows)


def crossed(benches: Sequence[Bench]) -> list[Bench]:
    """Each folder with a share of the others' answerable questions as absent topics, chosen by hash."""
    return [
        replace(
            bench,
            rows=(
                *bench.rows,
                *(
                    QuestionRow(f"{bench.name}-{row.id}", row.question, answerable=False, row=Row.ABSENT_TOPIC)
                    for other in benches
                    if other.name != bench.name
                    for row in _sample([row for row in other.rows if row.answerable])
                ),
            ),
        )
        for bench in benches
    ]


def _own_rows(file: Path) -> Iterator[QuestionRow]:
    """Rows that are one question: a follow-up is measured with its conversation, by ``archie eval answers``."""
    yield from (row for row in read_rows(file.read_text("utf-8").splitlines()) if not row.history)


def _sample(rows: Sequence[QuestionRow]) -> list[QuestionRow]:
    return sorted(rows, key=lambda row: hashlib.sha256(row.question.encode()).hexdigest())[:CROSSED]


def _stands_alone(query: dict[str, Any]) -> bool:
    if "history" not in query:
        return True
    text = str(query["query"])
    return "?" in text and len(text.split()) >= _LEAST_WORDS and not _LEANS.search(text)


def _json_lines(file: Path) -> Iterator[dict[str, Any]]:
    yield from (json.loads(line) for line in file.read_text("utf-8").splitlines() if line.strip())
