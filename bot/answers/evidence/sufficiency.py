"""Whether the folder answers a question, decided from evidence before anything is written.

Not one similarity threshold: several signs are weighed into one confidence (see `bot.answers.evidence.calibration`).
A question is covered when some sentence meets enough of what it asks and holds the kind of answer it asks for; a name
the folder never mentions speaks against it, an everyday word of the asker's own hardly does.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.answers.evidence.answer_types import PRESUMING, AnswerType
from bot.answers.evidence.calibration import ENOUGH, SURE, confidence, signs
from bot.answers.evidence.inquiry import Inquiry
from bot.answers.evidence.phrases import is_denied, presumed_figure, subject
from bot.answers.evidence.ranking import Candidate, Ranker
from bot.answers.model import Nearest, Outcome
from ingest.model import Hit

HOPELESS_COVER = 0.35
"""Below this the question is about something else. Off-topic questions stayed under it, 95 of 100, in public sets."""
HOPELESS_CONFIDENCE = 0.15
"""The same by all signs. A question must be hopeless by both not to be shown to a model: words alone kept 9 of 90
freely worded answerable questions from it, both together none."""
FOREMOST = 3
"""Candidates among which a denial is looked for."""
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


@dataclass(frozen=True, slots=True)
class Finding:
    """What there is on one part of a question.

    Attributes:
        candidates: every quotable unit of the evidence, best first.
        confidence: how likely one of them answers, in [0, 1].
        enough: confidence from which it is covered.
        denial: the sentence that denies what the question takes for granted, if that is the best there is.
    """

    inquiry: Inquiry
    candidates: tuple[Candidate, ...]
    confidence: float
    enough: float = ENOUGH
    denial: Candidate | None = None

    @property
    def covered(self) -> bool:
        """Whether some sentence answers, as far as the signs tell."""
        return self.confidence >= self.enough

    @property
    def hopeless(self) -> bool:
        """Whether the folder is about something else altogether; or nobody asked us, and it is not covered."""
        if not self.candidates or self.enough > max(ENOUGH, self.confidence):
            return True
        return self.candidates[0].cover < HOPELESS_COVER and self.confidence < HOPELESS_CONFIDENCE


@dataclass(frozen=True, slots=True)
class Inquest:
    """What the folder holds on a question, worked out once for whoever needs it: the judge and the quoting engine.

    Attributes:
        findings: one for each part of the question.
        evidence: the passages found, best first.
    """

    findings: tuple[Finding, ...]
    evidence: tuple[Hit, ...]

    @property
    def verdict(self) -> Verdict:
        """What the evidence allows."""
        covered = [finding for finding in self.findings if finding.covered]
        if not covered:
            return Verdict(Outcome.NOT_COVERED, hopeless=all(finding.hopeless for finding in self.findings))
        missing = [subject(finding.inquiry) for finding in self.findings if not finding.covered]
        missing += [presumed for finding in covered if (presumed := self._presumed(finding))]
        if missing:
            return Verdict(Outcome.PARTLY, missing=missing[0])
        return Verdict(Outcome.ANSWERED)

    def _presumed(self, finding: Finding) -> str | None:
        """What a question takes for granted: what the best sentence denies; after "Why …?", a figure nobody gives."""
        if finding.denial:
            return subject(finding.inquiry)
        if finding.inquiry.wants is not AnswerType.REASON:
            return None
        return presumed_figure(finding.inquiry.text, [hit.passage.text for hit in self.evidence])


def examine(ranker: Ranker, inquiries: Sequence[Inquiry], evidence: Sequence[Hit], *, unasked: bool = False) -> Inquest:
    """Rank the passages found for each part of a question, and weigh them: more strictly when nobody asked us."""
    enough = SURE if unasked else ENOUGH
    return Inquest(tuple(_finding(ranker, inquiry, evidence, enough) for inquiry in inquiries), tuple(evidence))


def _finding(ranker: Ranker, inquiry: Inquiry, evidence: Sequence[Hit], enough: float) -> Finding:
    candidates = tuple(ranker.rank(inquiry, evidence))
    sure = confidence(signs(inquiry, candidates)) if candidates else 0.0
    return Finding(inquiry, candidates, sure, enough, _denial(inquiry, candidates))


def _denial(inquiry: Inquiry, candidates: Sequence[Candidate]) -> Candidate | None:
    """A sentence that denies what is asked, when none that would be an answer meets as much of it."""
    if inquiry.wants not in PRESUMING or not candidates:
        return None
    met = max(candidate.own for candidate in candidates[:FOREMOST])
    foremost = (candidate for candidate in candidates[:FOREMOST] if candidate.own >= met)
    denial = next((candidate for candidate in foremost if is_denied(inquiry, candidate)), None)
    if denial is None:
        return None
    rivals = (other for other in candidates if other.fits is not False and other.own >= denial.own)
    return denial if all(is_denied(inquiry, rival) for rival in rivals) else None


def nearest(evidence: Sequence[Hit]) -> tuple[Nearest, ...]:
    """The closest articles, each once, by their best passage."""
    best = {hit.passage.document: hit.passage for hit in reversed(evidence)}
    order = dict.fromkeys(hit.passage.document for hit in evidence)
    passages = [best[document] for document in order]
    return tuple(Nearest(p.document, p.title, " › ".join(p.heading), p.url) for p in passages[:NEAREST])
