"""What the command line prints: answers, passages, reports, and the progress bar."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from bot.answers.model import Answer, EngineName, Outcome

if TYPE_CHECKING:
    from bot.doctor import Check
    from ingest.model import Hit, SyncReport
    from ingest.update import Progress


def print_json(value: Any) -> None:
    """Print one JSON value on one line, and send it on at once: batch readers wait for lines."""
    sys.stdout.write(json.dumps(value, ensure_ascii=False) + "\n")
    sys.stdout.flush()


def answer_as_dict(answer: Answer, question_id: str) -> dict[str, Any]:
    """Return the contract's form: ``id``, ``answer``, ``outcome``, ``engine``, ``citations``."""
    citations = [
        {
            "n": citation.n,
            "document": citation.document,
            "title": citation.title,
            "heading": citation.heading,
            "quote": citation.quote,
            "url": citation.url,
        }
        for citation in answer.citations
    ]
    return {
        "id": question_id,
        "answer": answer_text(answer),
        "outcome": answer.outcome.value,
        "engine": answer.engine.value,
        "citations": citations,
    }


def answer_text(answer: Answer) -> str:
    """Return the answer as plain text, with its markers; a sentence when nothing is covered."""
    lines = [answer.text] if answer.claims else []
    if answer.outcome is Outcome.PARTLY and answer.missing:
        lines.append(f"The articles do not cover {answer.missing}.")
    if answer.outcome is Outcome.NOT_COVERED:
        lines.append("The articles do not cover this.")
        if answer.nearest:
            lines.append("Closest: " + "; ".join(_place(near.title, near.heading) for near in answer.nearest) + ".")
    return "\n".join(lines)


def print_answer(answer: Answer) -> None:
    """Print an answer for a person: the claims, then each numbered quote with its place."""
    print(answer_text(answer))
    if answer.citations:
        print()
    for citation in answer.citations:
        print(f"[{citation.n}] {_place(citation.title, citation.heading)} ({citation.document})")
        print(f"    “{' '.join(citation.quote.split())}”")
    if answer.fallback is not None:
        print("\nThe language model could not be used this time; these are the closest quotes.")
    elif answer.engine is EngineName.EXTRACTIVE and answer.claims:
        print("\nQuoted from the articles (no AI key is set).")


def hits_as_list(hits: Sequence[Hit]) -> list[dict[str, Any]]:
    """Return the contract's form of ranked passages: ``document``, ``chunk``, ``heading``, ``text``, ``score``."""
    return [
        {
            "document": hit.passage.document,
            "chunk": hit.passage.position,
            "heading": " › ".join(hit.passage.heading),
            "text": hit.passage.text,
            "score": round(hit.score, 6),
        }
        for hit in hits
    ]


def print_hits(hits: Sequence[Hit]) -> None:
    """Print ranked passages for a person."""
    for rank, hit in enumerate(hits, start=1):
        print(f"{rank}. {_place(hit.passage.title, ' › '.join(hit.passage.heading))} ({hit.score:.2f})")
        print(f"   {' '.join(hit.passage.text.split())}")
    if not hits:
        print("Nothing in the folder matches.")


def report_as_dict(report: SyncReport) -> dict[str, Any]:
    """Return the contract's form of a sync."""
    return {
        "documents": report.documents,
        "chunks": report.chunks,
        "added": report.added,
        "updated": report.updated,
        "removed": report.removed,
        "unchanged": report.unchanged,
        "failed": [{"path": failure.path, "error": failure.error} for failure in report.failed],
        "seconds": round(report.seconds, 3),
    }


def print_report(report: SyncReport) -> None:
    """Print what a sync did, and each file it could not read."""
    changes = f"{report.added} added, {report.updated} updated, {report.removed} removed, {report.unchanged} unchanged"
    print(f"{report.documents} documents, {report.chunks} passages: {changes} ({report.seconds:.1f} s).")
    for failure in report.failed:
        print(f"  could not read {failure.path!r}: {failure.error}")


def print_scores(scores: dict[str, Any], *, as_json: bool) -> None:
    """Print an evaluation: all of it as JSON, or the figures alone as a table."""
    if as_json:
        print_json(scores)
        return
    for name, value in scores.items():
        if not isinstance(value, list | dict):
            print(f"{name.replace('_', ' '):32} {value}")


def print_checks(checks: Sequence[Check]) -> None:
    """Print the doctor's report: a mark, the name, what was found, what it is for, what to do."""
    marks = {"ok": "✓", "missing": "–", "failed": "✗"}
    for check in checks:
        print(f"{marks[check.status]} {check.name}: {check.detail}")
        if check.status != "ok":
            print(f"    Needed for {check.needed_for}. {check.fix}")


@contextmanager
def progress_bar(title: str) -> Iterator[Progress]:
    """Draw a bar on standard error while documents are read; silent when that is not a terminal.

    Yields:
        what is told of each document.
    """
    from rich import progress
    from rich.console import Console

    console = Console(stderr=True)
    columns = (
        progress.TextColumn("{task.description}"),
        progress.BarColumn(),
        progress.MofNCompleteColumn(),
        progress.TextColumn("{task.fields[path]}"),
    )
    with progress.Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bars:
        task = bars.add_task(title, total=None, path="")

        def advance(done: int, total: int, path: str) -> None:
            bars.update(task, completed=done, total=total, path=path)

        yield advance


def _place(title: str, heading: str) -> str:
    return f"{title} › {heading}" if heading else title
