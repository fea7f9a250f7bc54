"""Whether the folder answers a question, decided from evidence before anything is written.

Not one similarity threshold. A question is covered when some sentence meets enough of its weight (rare words weigh
more), meets the thing it asks about, and holds the kind of answer it asks for. It is not covered when it names
something the folder never mentions, however well the rest of its words match.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.answers.answer_types import AnswerType
from bot.answers.inquiry import Inquiry, Term
from bot.answers.model import Nearest, Outcome
from bot.answers.ranking import Candidate, Ranker, must_fit
from ingest.model import Hit, SearchIndex

ENOUGH_COVER = 0.5
"""Share of a question's weight that the best sentence must meet, with its headings and neighbours."""
ENOUGH_WITH_FIGURE = 0.45
"""The same for a sentence that holds the figure asked for."""
ENOUGH_OWN = 0.35
"""The same by its own words and headings, without its neighbours."""
ENOUGH_FOR_WHY = 0.45
"""The same for "why": its premise has to stand in the sentence."""
ENOUGH_FOCUS = 0.5
"""The same for the thing asked about ("Which *chunk overlap* …")."""
HOPELESS_COVER = 0.35
"""Below this the question is about something else. Off-topic questions stayed under it, 95 of 100, in public sets."""
STRANGER_SHARE = 0.2
"""Share of a question's weight from which a word the folder never uses settles that it is not covered."""
POINT_SHARE = 0.4
"""Share of a question's weight from which a single word must be met by the sentence that answers."""
MET = 0.5
"""Strength from which a single word counts as met."""
NEAREST = 3
"""Articles named when a question is not covered."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the evidence allows.

    Attributes:
        missing: what the folder does not say, when the outcome is ``partly``.
        hopeless: nothing in the folder is about this; nobody need be asked to write an answer.
    """

    outcome: Outcome
    missing: str | None = None
    hopeless: bool = False


class Judge:
    """Decides the outcome of questions over one index."""

    def __init__(self, index: SearchIndex, ranker: Ranker) -> None:
        self._index = index
        self._ranker = ranker

    def judge(self, question: str, evidence: Sequence[Hit]) -> Verdict:
        """Decide from the passages found for a clean question."""
        inquiries = self._ranker.inquire(question, self._index)
        ranked = [(inquiry, self._ranker.rank(inquiry, evidence)) for inquiry in inquiries]
        covered = [inquiry for inquiry, candidates in ranked if answering(inquiry, candidates)]
        if not covered:
            best = max((candidate.cover for _, candidates in ranked for candidate in candidates[:1]), default=0.0)
            return Verdict(Outcome.NOT_COVERED, hopeless=best < HOPELESS_COVER)
        missing = [inquiry for inquiry in inquiries if inquiry not in covered]
        if missing:
            return Verdict(Outcome.PARTLY, missing=_named(missing[0]))
        return Verdict(Outcome.ANSWERED)


def answering(inquiry: Inquiry, candidates: Sequence[Candidate]) -> list[Candidate]:
    """The candidates that can answer an inquiry, in their order; none when it is not covered."""
    if not candidates or any(_is_stranger(inquiry, i, candidates) for i in range(len(inquiry.terms))):
        return []
    return [candidate for candidate in candidates if _answers(inquiry, candidate)]


def nearest(evidence: Sequence[Hit]) -> tuple[Nearest, ...]:
    """The closest articles, each once, by their best passage."""
    best = {hit.passage.document: hit.passage for hit in reversed(evidence)}
    order = dict.fromkeys(hit.passage.document for hit in evidence)
    passages = [best[document] for document in order]
    return tuple(Nearest(p.document, p.title, " › ".join(p.heading), p.url) for p in passages[:NEAREST])


def _is_stranger(inquiry: Inquiry, i: int, candidates: Sequence[Candidate]) -> bool:
    """A word that carries the question and that the folder never uses, in any wording we know.

    In questions that folders do answer such words are rare; in those they do not, they are the rule.
    """
    term = inquiry.terms[i]
    carries = term.named or term.focus or _share(inquiry, term) >= STRANGER_SHARE
    if term.known or term.generic or not carries:
        return False
    return not any(candidate.strengths[i] >= MET for candidate in candidates)


def _answers(inquiry: Inquiry, candidate: Candidate) -> bool:
    if must_fit(inquiry) and not candidate.fits:
        return False
    if candidate.own < (ENOUGH_FOR_WHY if inquiry.wants is AnswerType.REASON else ENOUGH_OWN):
        return False
    if candidate.cover < (ENOUGH_WITH_FIGURE if must_fit(inquiry) else ENOUGH_COVER):
        return False
    return not _misses_the_point(inquiry, candidate) and _focus_cover(inquiry, candidate) >= ENOUGH_FOCUS


def _misses_the_point(inquiry: Inquiry, candidate: Candidate) -> bool:
    """Whether the one word that makes the question is missing: "Which vector database is the *fastest*?"."""
    met = zip(inquiry.terms, candidate.strengths, strict=True)
    return any(strength < MET and not term.generic and _share(inquiry, term) >= POINT_SHARE for term, strength in met)


def _share(inquiry: Inquiry, term: Term) -> float:
    return term.weight / (sum(other.weight for other in inquiry.terms) or 1.0)


def _focus_cover(inquiry: Inquiry, candidate: Candidate) -> float:
    focus = [(t.weight, s) for t, s in zip(inquiry.terms, candidate.strengths, strict=True) if t.focus]
    total = sum(weight for weight, _ in focus)
    return sum(weight * strength for weight, strength in focus) / total if total else 1.0


def _named(inquiry: Inquiry) -> str:
    """An inquiry as a short phrase."""
    return " ".join(term.surface for term in inquiry.terms if not term.generic) or inquiry.text
