"""How sure one can be that a folder answers a question: one logistic score over a few signs.

The weights are fitted by ``python -m tests.benchmarks.calibration``, which also prints what each threshold would cost.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import astuple, dataclass
from math import exp

from bot.answers.inquiry import Inquiry, Term
from bot.answers.ranking import Candidate, must_fit

MET = 0.5
"""Strength from which a single word counts as met."""
CAUTIOUS_TOPIC = 0.2
"""What is assumed without word vectors: low, because then nothing has shown what the folder is about."""


@dataclass(frozen=True, slots=True)
class Signs:
    """What is weighed for an inquiry, each in [0, 1]. "The sentence" is the best one that holds the kind of answer.

    Attributes:
        met: share of the question's weight that the sentence and its headings meet.
        point: share of the heaviest word that the sentence leaves unmet.
        focus: share of the thing asked about ("Which *chunk overlap* …") that the sentence leaves unmet.
        unknown: share of the words that the folder never uses, in any wording we know.
        stranger: 1 when one of these is a name ("Pinecone").
        name: 1 when a name of the question is missing from the sentence and what stands around it.
        unfitting: 1 when no sentence holds the figure, date, person or place asked for.
        topic: cosine of the question with the passage nearest in meaning.
    """

    met: float
    point: float
    focus: float
    unknown: float
    stranger: float
    name: float
    unfitting: float
    topic: float


WEIGHTS = Signs(
    met=3.2,
    point=-2.3,
    focus=-1.5,
    unknown=-1.4,
    stranger=-2.7,
    name=-1.6,
    unfitting=-6.1,
    topic=2.9,
)
BIAS = -0.2
ENOUGH = 0.62
"""Confidence from which a question is answered. Cross-validated over 684 inquiries of 355 questions: 83 of 100
unanswerable questions stay below it; of the answerable, 80 to 86 of 100 freely worded ones reach it, and 99 of 100
worded like the articles."""


def confidence(signs: Signs) -> float:
    """How likely the folder answers, in [0, 1]."""
    logit = BIAS + sum(weight * sign for weight, sign in zip(astuple(WEIGHTS), astuple(signs), strict=True))
    return 1 / (1 + exp(-logit))


def signs(inquiry: Inquiry, candidates: Sequence[Candidate]) -> Signs:
    """Read the signs from the candidates for an inquiry, best first; there must be one."""
    fitting = [candidate for candidate in candidates if candidate.fits] if must_fit(inquiry) else candidates
    sentence = (fitting or candidates)[0]
    left = [(term, 1 - strength) for term, strength in zip(inquiry.terms, sentence.strengths, strict=True)]
    unknown = [term for i, term in enumerate(inquiry.terms) if _is_unknown(term, i, candidates)]
    total = _weight(inquiry.terms)
    return Signs(
        met=sentence.own,
        point=max((term.weight * gap for term, gap in left if not term.generic), default=0.0) / total,
        focus=_share([(term, gap) for term, gap in left if term.focus]),
        unknown=sum(term.weight for term in unknown) / total,
        stranger=float(any(term.named for term in unknown)),
        name=float(any(term.named and 1 - gap < MET for term, gap in left)),
        unfitting=float(not fitting),
        topic=max((candidate.topic for candidate in candidates if candidate.topic is not None), default=CAUTIOUS_TOPIC),
    )


def _is_unknown(term: Term, i: int, candidates: Sequence[Candidate]) -> bool:
    return not (term.known or term.generic or any(candidate.strengths[i] >= MET for candidate in candidates))


def _share(gaps: Sequence[tuple[Term, float]]) -> float:
    return sum(term.weight * gap for term, gap in gaps) / _weight([term for term, _ in gaps])


def _weight(terms: Sequence[Term]) -> float:
    return sum(term.weight for term in terms) or 1.0
