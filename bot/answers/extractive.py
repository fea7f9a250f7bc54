"""The engine that needs no model: the best-supported sentences of the folder, word for word."""

from __future__ import annotations

import re
from asyncio import get_running_loop
from collections.abc import AsyncGenerator, Sequence
from concurrent.futures import Executor
from functools import lru_cache

from bot.answers.evidence.answer_types import FILTERING
from bot.answers.evidence.inquiry import Inquiry
from bot.answers.evidence.matching import Text
from bot.answers.evidence.ranking import TITLE_STRENGTH, Candidate, fitting, must_fit
from bot.answers.evidence.sufficiency import Finding, Inquest
from bot.answers.model import Draft, EngineName, Missing, Quote
from bot.answers.sentences import Unit, UnitKind, display, plain, split_units

MOST_SENTENCES = 4
MOST_SOURCES = 3
RELEVANCE = 0.8
"""Lambda of maximal marginal relevance: the rest is the penalty for repeating what is already said."""
NEW_SOURCE = 0.12
"""What a sentence gains by coming from an article not yet quoted."""
CLOSE_TO_BEST = 0.7
NEXT_TO_BEST = 0.6
SAME_FIGURE = 0.86
"""Score a further sentence must have, as a share of the best one's: in general; in the same passage; and, where
a figure is asked for, in the same document. Another document's figure is shown when it fits less: they may differ."""
UNSURE = 0.3
"""By how much of the best score these fall for each point of confidence that is lacking: the less sure which sentence
is meant, the more of them are shown."""
CONSENSUS_WEIGHT = 2.0
"""Weight of the share of a sentence's words that other documents' sentences use, the question's own left out."""
MOST_COMPARED = 24
REPEATED = 0.75
"""Share of common words from which a sentence says nothing new."""
REMEMBERED_SENTENCES = 4_000

_LEANS_BACK = re.compile(
    r"(?:it|its|this|that|these|those|they|their|he|she|such|here|both|also|then|so|but|and|or|however|otherwise"
    r"|instead|because|not because)\b",
    re.IGNORECASE,
)


class ExtractiveEngine:
    """Quotes: what `Ranker` put first, spread over the sources, in reading order."""

    name = EngineName.EXTRACTIVE

    def __init__(self, executor: Executor | None = None) -> None:
        self._executor = executor

    async def write(self, inquest: Inquest) -> AsyncGenerator[Draft | Missing, None]:
        """Yield the sentences that answer; nothing when none does."""
        for draft in await get_running_loop().run_in_executor(self._executor, self.drafts, inquest):
            yield draft

    def drafts(self, inquest: Inquest) -> list[Draft]:
        """The same at once; blocks while it chooses."""
        chosen: list[Candidate] = []
        for finding in inquest.findings:
            last = finding is inquest.findings[-1]
            room = MOST_SENTENCES - len(chosen) if last else MOST_SENTENCES // len(inquest.findings)
            chosen = _select(_pool(finding), chosen, room)
        alone = len(chosen) == 1 and not must_fit(inquest.findings[0].inquiry)
        return [_draft(candidate, reads_on=alone) for candidate in _reading_order(chosen)]


def _pool(finding: Finding) -> list[Candidate]:
    """What may be said: the best candidate that holds the kind of answer asked for, and those that come close to it."""
    if not finding.covered:
        return []
    inquiry, ranked = finding.inquiry, finding.candidates
    possible = fitting(inquiry, ranked)
    if inquiry.wants in FILTERING:
        possible = _by_consensus(inquiry, possible)
    pool = possible if possible and (must_fit(inquiry) or inquiry.wants in FILTERING) else list(ranked)
    if finding.denial:
        pool = [finding.denial, *(candidate for candidate in ranked if candidate is not finding.denial)]
    loose = UNSURE * (1 - finding.confidence)
    return [pool[0], *(candidate for candidate in pool[1:] if _is_close(inquiry, candidate, pool[0], loose))]


def _by_consensus(inquiry: Inquiry, candidates: list[Candidate]) -> list[Candidate]:
    """Where many sentences fit a broad question, what other documents say too is the point."""
    head = candidates[:MOST_COMPARED]
    asked = {stem for term in inquiry.terms for stem in term.stems}
    said = [_said(candidate.unit.text) - asked for candidate in head]

    def shared(i: int) -> float:
        others = [said[j] for j, other in enumerate(head) if other.passage.document != head[i].passage.document]
        return sum(len(said[i] & other) / max(len(said[i]), 1) for other in others) / max(len(others), 1)

    weighed = [(round(c.score + CONSENSUS_WEIGHT * shared(i), 6), c) for i, c in enumerate(head)]
    return [candidate for _, candidate in sorted(weighed, key=lambda pair: (-pair[0], pair[1].place))]


def _is_close(inquiry: Inquiry, candidate: Candidate, best: Candidate, loose: float) -> bool:
    if must_fit(inquiry) and candidate.passage.document == best.passage.document:
        share = SAME_FIGURE
    else:
        share = NEXT_TO_BEST if candidate.passage.id == best.passage.id else CLOSE_TO_BEST
    if candidate.score < (share - loose) * best.score:
        return False
    return inquiry.wants not in FILTERING or _same_subject(inquiry, candidate, best)


def _same_subject(inquiry: Inquiry, candidate: Candidate, best: Candidate) -> bool:
    """Whether a further sentence is about what the best one names outright: not RAG, when that is fine-tuning."""
    met = zip(inquiry.terms, candidate.strengths, best.strengths, strict=True)
    return all(term.generic or named < 1.0 or strength > TITLE_STRENGTH for term, strength, named in met)


def _select(pool: Sequence[Candidate], chosen: list[Candidate], room: int) -> list[Candidate]:
    """Add up to ``room`` candidates: relevant, new, and from few sources."""
    left = [candidate for candidate in pool if candidate not in chosen]
    said = len(chosen)
    while left and len(chosen) < said + room:
        best = left[0] if len(chosen) == said else max(left, key=lambda c: round(_marginal(c, chosen), 6))
        left.remove(best)
        if _admissible(best, chosen):
            chosen = [*chosen, best]
    return chosen


def _marginal(candidate: Candidate, chosen: Sequence[Candidate]) -> float:
    repeated = max((_likeness(candidate, other) for other in chosen), default=0.0)
    new = all(other.passage.document != candidate.passage.document for other in chosen)
    return RELEVANCE * candidate.score - (1 - RELEVANCE) * repeated + NEW_SOURCE * new


def _admissible(candidate: Candidate, chosen: Sequence[Candidate]) -> bool:
    documents = {other.passage.document for other in chosen}
    if candidate.passage.document not in documents and len(documents) >= MOST_SOURCES:
        return False
    return all(_likeness(candidate, other) < REPEATED for other in chosen)


def _likeness(one: Candidate, other: Candidate) -> float:
    a, b = _said(one.unit.text), _said(other.unit.text)
    return len(a & b) / max(min(len(a), len(b)), 1)


@lru_cache(REMEMBERED_SENTENCES)
def _said(text: str) -> frozenset[str]:
    return Text(text).stem_set


def _reading_order(chosen: Sequence[Candidate]) -> list[Candidate]:
    """The best first; its source next; the other sources in the order they were chosen, each in its own order."""
    documents = list(dict.fromkeys(candidate.passage.document for candidate in chosen))
    rest = sorted(chosen[1:], key=lambda c: (documents.index(c.passage.document), c.place))
    return [*chosen[:1], *rest]


def _draft(candidate: Candidate, *, reads_on: bool) -> Draft:
    """A candidate as a draft, with what it leans on.

    Args:
        reads_on: take the next sentence along, for an answer that would otherwise be one sentence without context.
    """
    units = split_units(candidate.passage.text)
    first = _first_of_thought(units, candidate.index)
    last = _end_of_thought(units, candidate.index) if reads_on else candidate.index
    quote = Quote(candidate.passage.id, candidate.passage.text[units[first].start : units[last].end])
    text = " ".join(display(unit) for unit in units[first : last + 1])
    lead = _lead(units, candidate)
    if lead is None:
        return Draft(text, (quote,))
    return Draft(f"{plain(lead.text).rstrip(': ')}: {text}", (Quote(candidate.passage.id, lead.text), quote))


def _first_of_thought(units: Sequence[Unit], index: int) -> int:
    """A sentence that starts with "it" or "this" takes the one before it along."""
    before = units[index - 1] if index else None
    if before is not None and plain(before.text) == units[index].lead and before.text.rstrip("*_").endswith("?"):
        return index - 1  # the question it answers
    leans = units[index].kind is UnitKind.SENTENCE and _LEANS_BACK.match(display(units[index]))
    return index - 1 if leans and before is not None and before.kind is UnitKind.SENTENCE else index


def _end_of_thought(units: Sequence[Unit], index: int) -> int:
    following = units[index + 1] if index + 1 < len(units) else None
    prose = units[index].kind is UnitKind.SENTENCE
    return index + 1 if prose and following and following.kind is UnitKind.SENTENCE and following.quotable else index


def _lead(units: Sequence[Unit], candidate: Candidate) -> Unit | None:
    """The line that introduces a list item: the item says little without it."""
    if candidate.unit.kind is not UnitKind.ITEM or not candidate.unit.lead:
        return None
    before = reversed(units[: candidate.index])
    return next((unit for unit in before if plain(unit.text) == candidate.unit.lead), None)
