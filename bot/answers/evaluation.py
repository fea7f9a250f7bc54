"""How good the answers are, on questions whose evidence is known: the core of ``archie eval answers``."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import PurePosixPath
from statistics import median
from time import perf_counter
from typing import Any

from bot.answers.model import Answer, Answerer, Outcome, Question
from ingest.model import SearchIndex


@dataclass(frozen=True, slots=True)
class QuestionRow:
    """A question with what is known about its answer.

    Attributes:
        articles: stems of the documents that answer it.
        evidence: regular expressions, case-insensitive; a quote that answers holds one of them.
        kind: a group to report apart; empty when the set has none.
    """

    id: str
    question: str
    answerable: bool
    articles: tuple[str, ...] = ()
    evidence: tuple[re.Pattern[str], ...] = ()
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Scored:
    """What became of one row.

    Attributes:
        right: answered (or partly) with evidence in a quote; for an unanswerable row, not covered.
        any_evidence, all_evidence: one, or each, of the expressions stands in a cited quote.
        from_articles: some quote comes from a document that is known to answer.
        quotes, verbatim: quotes shown, and how many stand word for word in their document's passages.
    """

    id: str
    kind: str
    question: str
    answerable: bool
    outcome: str
    right: bool
    any_evidence: bool
    all_evidence: bool
    from_articles: bool
    quotes: int
    verbatim: int
    seconds: float


@dataclass(frozen=True, slots=True)
class Evaluation:
    """All rows, and the shares that matter. Shares are in [0, 1], or None where there is no such row."""

    rows: tuple[Scored, ...]

    def as_dict(self) -> dict[str, Any]:
        """Return everything as JSON values."""
        answerable = [row for row in self.rows if row.answerable]
        unanswerable = [row for row in self.rows if not row.answerable]
        return {
            "questions": len(self.rows),
            "answerable": len(answerable),
            "unanswerable": len(unanswerable),
            "outcome_accuracy": _share((row.outcome != Outcome.NOT_COVERED) == row.answerable for row in self.rows),
            "answered": _share(row.outcome != Outcome.NOT_COVERED for row in answerable),
            "answered_with_evidence": _share(row.right for row in answerable),
            "answered_with_all_evidence": _share(row.right and row.all_evidence for row in answerable),
            "from_known_articles": _share(row.from_articles for row in answerable),
            "not_covered": _share(row.right for row in unanswerable),
            "quotes": sum(row.quotes for row in self.rows),
            "citation_validity": _validity(self.rows),
            "seconds_median": round(median(row.seconds for row in self.rows), 4) if self.rows else None,
            "seconds_p95": _percentile([row.seconds for row in self.rows], 0.95),
            "kinds": {kind: _share(r.right for r in self.rows if r.kind == kind) for kind in _kinds(self.rows)},
            "rows": [asdict(row) for row in self.rows],
        }


def read_rows(lines: Iterable[str]) -> list[QuestionRow]:
    """Read JSON lines ``{"id", "question", "answerable", "articles", "evidence"}``; blank lines are skipped.

    Raises:
        ValueError: naming the line that cannot be used.
    """
    rows = []
    for number, line in enumerate(lines, 1):
        if line.strip():
            try:
                rows.append(_row(json.loads(line)))
            except (ValueError, KeyError, TypeError, AttributeError, re.error) as error:
                raise ValueError(f"Line {number} is not a question row: {type(error).__name__}.") from error
    return rows


async def evaluate(answerer: Answerer, index: SearchIndex, rows: Sequence[QuestionRow]) -> Evaluation:
    """Ask each question, one after the other, and compare."""
    scored = []
    for row in rows:
        started = perf_counter()
        answer = await answerer.answer(Question(row.question))
        scored.append(_scored(row, answer, index, perf_counter() - started))
    return Evaluation(tuple(scored))


def _row(value: Mapping[str, Any]) -> QuestionRow:
    return QuestionRow(
        id=str(value["id"]),
        question=str(value["question"]),
        answerable=bool(value["answerable"]),
        articles=tuple(map(str, value.get("articles", ()))),
        evidence=tuple(re.compile(expression, re.IGNORECASE) for expression in value.get("evidence", ())),
        kind=str(value.get("kind", "")),
    )


def _scored(row: QuestionRow, answer: Answer, index: SearchIndex, seconds: float) -> Scored:
    quotes = [citation.quote for citation in answer.citations]
    found = [any(expression.search(quote) for quote in quotes) for expression in row.evidence]
    answered = answer.outcome is not Outcome.NOT_COVERED
    return Scored(
        id=row.id,
        kind=row.kind,
        question=row.question,
        answerable=row.answerable,
        outcome=answer.outcome.value,
        right=answered and any(found) if row.answerable else not answered,
        any_evidence=any(found),
        all_evidence=bool(found) and all(found),
        from_articles=any(PurePosixPath(citation.document).stem in row.articles for citation in answer.citations),
        quotes=len(quotes),
        verbatim=sum(_stands(citation.quote, citation.document, index) for citation in answer.citations),
        seconds=round(seconds, 6),
    )


def _stands(quote: str, document: str, index: SearchIndex) -> bool:
    return any(quote in passage.text for passage in index.document_passages(document))


def _share(values: Iterable[bool]) -> float | None:
    counted = list(values)
    return round(sum(counted) / len(counted), 4) if counted else None


def _validity(rows: Sequence[Scored]) -> float | None:
    quotes = sum(row.quotes for row in rows)
    return round(sum(row.verbatim for row in rows) / quotes, 4) if quotes else None


def _percentile(values: Sequence[float], share: float) -> float | None:
    ordered = sorted(values)
    return round(ordered[min(int(share * len(ordered)), len(ordered) - 1)], 4) if ordered else None


def _kinds(rows: Sequence[Scored]) -> list[str]:
    return sorted({row.kind for row in rows if row.kind})
