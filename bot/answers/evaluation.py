"""How good the answers are, on questions whose evidence is known: the core of ``archie eval answers``."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import PurePosixPath
from statistics import median
from time import perf_counter
from typing import Any

from bot.answers.evaluation_rows import QuestionRow, Row, read_rows
from bot.answers.model import Answer, Answerer, Outcome, Question
from bot.answers.support import Support, support
from ingest.model import SearchIndex

__all__ = ["Evaluation", "QuestionRow", "Row", "Scored", "evaluate", "read_rows"]


@dataclass(frozen=True, slots=True)
class Scored:
    """What became of one row.

    Attributes:
        row: the group it is reported in.
        right: answered (or partly) with evidence in a quote, where some is known; of a conflict, with all its sides;
            for an unanswerable row, not covered, or partly with the source's own word on a false premise.
        any_evidence, all_evidence: one, or each, of the expressions stands in a cited quote.
        from_articles: some quote comes from a document that is known to answer.
        quotes, verbatim: quotes shown, and how many stand word for word in their document's passages.
        support: how far the quotes hold the sentences up.
        words: length of the answer.
    """

    id: str
    row: str
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
    support: Support
    words: int
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
            "citation_validity": _ratio(sum(r.verbatim for r in self.rows), sum(r.quotes for r in self.rows)),
            "seconds_median": round(median(row.seconds for row in self.rows), 4) if self.rows else None,
            "seconds_p95": _percentile([row.seconds for row in self.rows], 0.95),
            "kinds": {kind: _share(r.right for r in self.rows if r.kind == kind) for kind in _kinds(self.rows)},
            "table": {row: _figures([r for r in self.rows if r.row == row]) for row in _groups(self.rows)},
            "rows": [asdict(row) for row in self.rows],
        }


async def evaluate(answerer: Answerer, index: SearchIndex, rows: Sequence[QuestionRow]) -> Evaluation:
    """Ask each question, one after the other, and compare."""
    scored = []
    for row in rows:
        question = Question(row.question, history=row.history, audience=row.audience)
        started = perf_counter()
        answer = await answerer.answer(question)
        scored.append(_scored(row, answer, index, perf_counter() - started))
    return Evaluation(tuple(scored))


def _figures(rows: Sequence[Scored]) -> dict[str, Any]:
    """The figures of one group. Lengths are those of answers; questions that got none have none."""
    held = [row.support for row in rows]
    lengths = [row.words for row in rows if row.outcome != Outcome.NOT_COVERED]
    return {
        "n": len(rows),
        "answered": _share(row.outcome != Outcome.NOT_COVERED for row in rows),
        "partly": _share(row.outcome == Outcome.PARTLY for row in rows),
        "right": _share(row.right for row in rows),
        "citation_precision": _ratio(sum(s.right for s in held), sum(s.markers for s in held)),
        "citation_recall": _ratio(sum(s.supported for s in held), sum(s.sentences for s in held)),
        "number_support": _ratio(sum(s.borne_out for s in held), sum(s.figures for s in held)),
        "quote_exactness": _ratio(sum(row.verbatim for row in rows), sum(row.quotes for row in rows)),
        "words_median": median(lengths) if lengths else None,
        "seconds_p50": _percentile([row.seconds for row in rows], 0.5),
        "seconds_p95": _percentile([row.seconds for row in rows], 0.95),
    }


def _scored(row: QuestionRow, answer: Answer, index: SearchIndex, seconds: float) -> Scored:
    quotes = [citation.quote for citation in answer.citations]
    found = _found(row.evidence, quotes)
    return Scored(
        id=row.id,
        row=row.row,
        kind=row.kind,
        question=row.question,
        answerable=row.answerable,
        outcome=answer.outcome.value,
        right=_is_right(row, answer, any(found) or not row.evidence),
        any_evidence=any(found),
        all_evidence=bool(found) and all(found),
        from_articles=any(PurePosixPath(citation.document).stem in row.articles for citation in answer.citations),
        quotes=len(quotes),
        verbatim=sum(_stands(citation.quote, citation.document, index) for citation in answer.citations),
        support=support(answer, index),
        words=sum(len(claim.text.split()) for claim in answer.claims),
        seconds=round(seconds, 6),
    )


def _is_right(row: QuestionRow, answer: Answer, evidence: bool) -> bool:
    if answer.outcome is Outcome.NOT_COVERED:
        return not row.answerable
    if not row.answerable:
        corrected = row.row == Row.FALSE_PREMISE and bool(row.evidence) and evidence
        return corrected and answer.outcome is Outcome.PARTLY
    shown = [citation.quote for citation in answer.citations]
    shown += [view.text for disagreement in answer.disagreements for view in disagreement.views]
    return evidence and all(_found(row.conflict, shown))


def _found(expressions: Iterable[re.Pattern[str]], texts: Sequence[str]) -> list[bool]:
    return [any(expression.search(text) for text in texts) for expression in expressions]


def _stands(quote: str, document: str, index: SearchIndex) -> bool:
    return any(quote in passage.text for passage in index.document_passages(document))


def _share(values: Iterable[bool]) -> float | None:
    counted = list(values)
    return _ratio(sum(counted), len(counted))


def _ratio(part: int, whole: int) -> float | None:
    return round(part / whole, 4) if whole else None


def _percentile(values: Sequence[float], share: float) -> float | None:
    ordered = sorted(values)
    return round(ordered[min(int(share * len(ordered)), len(ordered) - 1)], 4) if ordered else None


def _kinds(rows: Sequence[Scored]) -> list[str]:
    return sorted({row.kind for row in rows if row.kind})


def _groups(rows: Sequence[Scored]) -> list[str]:
    """The groups there are: known ones in their order, then any other."""
    found = {row.row for row in rows}
    return [*(row for row in Row if row in found), *sorted(found - set(Row))]
