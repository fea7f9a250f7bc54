"""Whether the folder answers a question, decided from evidence before anything is written.

Not one similarity threshold: several signs are weighed into one confidence (see `bot.answers.calibration`). A question
is covered when some sentence meets enough of what it asks and holds the kind of answer it asks for; a name the folder
never mentions speaks against it, an everyday word of the asker's own hardly does.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.answers.calibration import ENOUGH, confidence, signs
from bot.answers.inquiry import Inquiry
from bot.answers.model import Nearest, Outcome
from bot.answers.ranking import Candidate, Ranker
from ingest.model import Hit, SearchIndex

HOPELESS_COVER = 0.35
"""Below this the question is about something else. Off-topic questions stayed under it, 95 of 100, in public sets."""
HOPELESS_CONFIDENCE = 0.15
"""The same by all signs. A question must be hopeless by both not to be shown to a model: words alone kept 9 of 90
freely worded answerable questions from it, both together none."""
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
        covered = [inquiry for inquiry, candidates in ranked if is_covered(inquiry, candidates)]
        if not covered:
            return Verdict(Outcome.NOT_COVERED, hopeless=all(_is_hopeless(*pair) for pair in ranked))
        missing = [inquiry for inquiry in inquiries if inquiry not in covered]
        if missing:
            return Verdict(Outcome.PARTLY, missing=_named(missing[0]))
        return Verdict(Outcome.ANSWERED)


def is_covered(inquiry: Inquiry, candidates: Sequence[Candidate]) -> bool:
    """Whether some sentence answers an inquiry, as far as the signs tell."""
    return bool(candidates) and confidence(signs(inquiry, candidates)) >= ENOUGH


def _is_hopeless(inquiry: Inquiry, candidates: Sequence[Candidate]) -> bool:
    """Whether the folder is about something else altogether."""
    if not candidates:
        return True
    return candidates[0].cover < HOPELESS_COVER and confidence(signs(inquiry, candidates)) < HOPELESS_CONFIDENCE


def nearest(evidence: Sequence[Hit]) -> tuple[Nearest, ...]:
    """The closest articles, each once, by their best passage."""
    best = {hit.passage.document: hit.passage for hit in reversed(evidence)}
    order = dict.fromkeys(hit.passage.document for hit in evidence)
    passages = [best[document] for document in order]
    return tuple(Nearest(p.document, p.title, " › ".join(p.heading), p.url) for p in passages[:NEAREST])


def _named(inquiry: Inquiry) -> str:
    """An inquiry as a short phrase."""
    return " ".join(term.surface for term in inquiry.terms if not term.generic) or inquiry.text
