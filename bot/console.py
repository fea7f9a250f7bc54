"""What the command line prints: answers, passages, reports, and the progress bar."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from bot.answers.model import Answer, Disagreement, EngineName, Outcome

if TYPE_CHECKING:
    from bot.doctor import Check
    from ingest.model import Hit, SyncReport
    from ingest.sync.progress import Progress


def print_json(value: Any) -> None:
    """Print one JSON value on one line, and send it on at once: batch readers wait for lines."""
    sys.stdout.write(json.dumps(value, ensure_ascii=False) + "\n")
    sys.stdout.flush()


def answer_as_dict(answer: Answer, question_id: str) -> dict[str, Any]:
    """Return the contract's form: ``id``, ``answer``, ``outcome``, ``engine``, ``citations``, ``disagreements``."""
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
        "disagreements": [
            {"about": each.about, "views": [{"text": view.text, "citation": view.citation} for view in each.views]}
            for each in answer.disagreements
        ],
        **({"understood": answer.understood} if answer.understood else {}),
    }


def answer_text(answer: Answer) -> str:
    """Return the answer as plain text, with its markers; a sentence when nothing is covered."""
    lines = [answer.text] if answer.claims else []
    lines += map(_differing, answer.disagreements)
    if answer.outcome is Outcome.PARTLY and answer.missing:
        lines.append(f"The articles do not cover {answer.missing}.")
    if answer.outcome is Outcome.NOT_COVERED:
        lines.append("The articles do not cover this.")
        if answer.nearest:
            lines.append("Closest: " + "; ".join(_place(near.title, near.heading) for near in answer.nearest) + ".")
    return "\n".join(lines)


def _differing(disagreement: Disagreement) -> str:
    views = "; ".join(f"{view.text} [{view.citation}]" for view in disagreement.views)
    return f"The articles differ on {disagreement.about}: {views}."


def print_answer(answer: Answer) -> None:
    """Print an answer for a person: the claims, then each numbered quote with its place."""
    if answer.understood:
        print(f"Understood as: {answer.understood}\n")
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
        "moved": report.moved,
        "unchanged": report.unchanged,
        "pending_vectors": report.pending_vectors,
        "failed": [{"path": failure.path, "error": failure.error} for failure in report.failed],
        "seconds": round(report.seconds, 3),
    }


def print_report(report: SyncReport) -> None:
    """Print what a sync did, and each file it could not read."""
    changes = f"{report.added} added, {report.updated} updated, {report.removed} removed, {report.unchanged} unchanged"
    if report.moved:
        changes += f"; {report.moved} of them moved"
    print(f"{report.documents} documents, {report.chunks} passages: {changes} ({report.seconds:.1f} s).")
    for failure in report.failed:
        print(f"  could not read {failure.path!r}: {failure.error}")


def print_estimate(estimate: Mapping[str, Any], *, as_json: bool) -> None:
    """Print what contexts would cost."""
    if as_json:
        print_json(estimate)
        return
    price = "an unknown price" if estimate["dollars"] is None else f"about ${estimate['dollars']:.2f}"
    print(
        f"Contexts are missing for {estimate['passages']:,} passages of {estimate['documents']:,} documents: "
        f"{estimate['requests']:,} requests, {estimate['input_tokens']:,} tokens in ({estimate['cached_tokens']:,} of "
        f"them cached) and {estimate['output_tokens']:,} out, {price}."
    )


def agrees(question: str) -> bool:
    """Ask whoever is at the terminal. Where nobody is, a schedule or a script, the settings have said it already."""
    if not sys.stdin.isatty():
        return True
    return input(f"{question} [y/N] ").strip().lower() in {"y", "yes"}


def print_scores(scores: dict[str, Any], *, as_json: bool) -> None:
    """Print an evaluation: all of it as JSON, or the figures alone as a table."""
    if as_json:
        print_json(scores)
        return
    _print_figures({name: value for name, value in scores.items() if name != "table"})
    _print_table(scores.get("table", {}))


def _print_table(table: Mapping[str, Mapping[str, Any]]) -> None:
    """Print one line for each group of questions, under the names of its figures."""
    for i, (row, figures) in enumerate(table.items()):
        if i == 0:
            print("\n" + " ".join([" " * 16, *(f"{name.replace('_', ' '):>18}" for name in figures)]))
        shown = ("–" if value is None else str(value) for value in figures.values())
        print(" ".join([f"{row.replace('_', ' '):16}", *(f"{value:>18}" for value in shown)]))


def _print_figures(scores: Mapping[str, Any], prefix: str = "") -> None:
    for name, value in scores.items():
        label = f"{prefix}{name.replace('_', ' ')}"
        if isinstance(value, Mapping):
            _print_figures(value, f"{label}: ")
        elif not isinstance(value, list):
            print(f"{label:32} {value}")


def print_checks(checks: Sequence[Check]) -> None:
    """Print the doctor's report: a mark, the name, what was found, what it is for, what to do."""
    marks = {"ok": "✓", "missing": "–", "failed": "✗"}
    for check in checks:
        print(f"{marks[check.status]} {check.name}: {check.detail}")
        if check.status != "ok":
            print(f"    Needed for {check.needed_for}. {check.fix}")


@contextmanager
def progress_bar(*, shown: bool) -> Iterator[Progress]:
    """Draw a bar on standard error while documents are read: phase, how many, how many a second, which.

    Silent when it is not to be shown, or when standard error is not a terminal.

    Yields:
        what is told of each document.
    """
    from rich import progress
    from rich.console import Console

    from ingest.sync.progress import Phase

    console = Console(stderr=True)
    columns = (
        progress.TextColumn("{task.description}"),
        progress.BarColumn(),
        progress.MofNCompleteColumn(),
        progress.TextColumn("{task.fields[speed]}"),
        progress.TextColumn("{task.fields[path]}", markup=False),
    )
    titles = {
        Phase.SCAN: "Looking at the folder",
        Phase.MEND: "Checking the index",
        Phase.READ: "Reading",
        Phase.EMBED: "Embedding",
        Phase.WRITE: "Writing",
    }
    silent = not (shown and console.is_terminal)
    with progress.Progress(*columns, console=console, transient=True, disable=silent) as bars:
        task = bars.add_task(titles[Phase.SCAN], total=None, path="", speed="")
        begun = time.monotonic()

        def advance(done: int, total: int, path: str, phase: Phase = Phase.READ) -> None:
            speed = f"{done / (time.monotonic() - begun):.0f} documents/s" if done else ""
            bars.update(task, description=titles[phase], completed=done, total=total or None, path=path, speed=speed)

        yield advance


def _place(title: str, heading: str) -> str:
    return f"{title} › {heading}" if heading else title
