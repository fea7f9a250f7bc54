"""How sure one can be that a folder answers a question: one logistic score over a few signs.

The weights are fitted by ``python -m tests.benchmarks.calibration``, which also prints what each threshold would cost.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import astuple, dataclass
from math import exp, log

from bot.answers.evidence.answer_types import UNSIGNED, AnswerType
from bot.answers.evidence.inquiry import Inquiry, Term
from bot.answers.evidence.ranking import Candidate, fitting, must_fit
from ingest.language.tokens import latin_share

LARGEST = 100_000
"""Passages from which a folder only counts as large."""
MOSTLY = 0.5
"""Share of Latin letters from which a text is in Latin script."""
MET = 0.5
"""Strength from which a single word counts as met."""
CAUTIOUS_TOPIC = 0.2
"""What is assumed without word vectors: low, because then nothing has shown what the folder is about."""


@dataclass(frozen=True, slots=True)
class Signs:
    """What is weighed for an inquiry, each in [0, 1]. "The sentence" is the best one that holds the kind of answer.

    None is a score of the search: those change with it, and mean another thing in another folder.

    Attributes:
        met: share of the question's weight that the sentence and its headings meet.
        point: share of the heaviest word that the sentence leaves unmet.
        unknown: share of the words that the folder never uses, in any wording we know.
        stranger: 1 when one of these is a name ("Pinecone"), or in another script than the sentence.
        unfitting: 1 when no sentence holds the figure, date, person or place asked for.
        unexplained: ``point`` among words without figures, when a reason is asked for: what has no place in the
            sentence is not explained by it.
        open: 1 when the kind of answer asked for has no outward sign.
        pairs: share of the question's word pairs that stand together in the sentence.
        topic: cosine of the question with the passage nearest in meaning.
        near: the same with the sentence's own passage.
        size: of the folder: the more passages, the likelier one looks right by accident.
    """

    met: float
    point: float
    unknown: float
    stranger: float
    unfitting: float
    unexplained: float
    open: float
    pairs: float
    topic: float
    near: float
    size: float


WEIGHTS = Signs(
    met=2.1,
    point=-2.9,
    unknown=-1.3,
    stranger=-2.0,
    unfitting=-4.6,
    unexplained=-10.8,
    open=0.8,
    pairs=1.5,
    topic=6.0,
    near=2.8,
    size=-5.7,
)
BIAS = -0.4
ENOUGH = 0.5
"""Confidence from which a question is answered. With weights fitted on the other folders, 93 of 100 questions on an
absent topic stay below it, 83 to 98 by folder. Of the answerable ones 91 to 96 of 100 reach it in four folders, 79 over
code, and 70 in two folders where half of the questions share hardly a word with the documents."""
SURE = 0.8
"""The same for a question that nobody asked us: better silent than beside the point. Over the shipped articles 3 of 100
questions they do not cover reach it, of freely worded ones 8 to 20; of those they do cover, 94, and 52."""


def confidence(signs: Signs) -> float:
    """How likely the folder answers, in [0, 1]."""
    logit = BIAS + sum(weight * sign for weight, sign in zip(astuple(WEIGHTS), astuple(signs), strict=True))
    return 1 / (1 + exp(-logit))


def signs(inquiry: Inquiry, candidates: Sequence[Candidate]) -> Signs:
    """Read the signs from the candidates for an inquiry, best first; there must be one."""
    possible = fitting(inquiry, candidates) if must_fit(inquiry) else candidates
    sentence = (possible or candidates)[0]
    left = [(term, 1 - strength) for term, strength in zip(inquiry.terms, sentence.strengths, strict=True)]
    unknown = [term for i, term in enumerate(inquiry.terms) if _is_unknown(term, i, candidates)]
    total = _weight(inquiry.terms)
    gaps = [(term, term.weight * gap / total) for term, gap in left if not term.generic]
    words = (gap for term, gap in gaps if not term.surface[:1].isdigit())  # figures are compared by their values
    return Signs(
        met=sentence.own,
        point=max((gap for _, gap in gaps), default=0.0),
        unknown=sum(term.weight for term in unknown) / total,
        stranger=float(any(term.named or _is_foreign(term, sentence) for term in unknown)),
        unfitting=float(not possible),
        unexplained=max(words, default=0.0) if inquiry.wants is AnswerType.REASON else 0.0,
        open=float(inquiry.wants in UNSIGNED),
        pairs=sentence.pairs,
        topic=max(_topic(candidate) for candidate in candidates),
        near=_topic(sentence),
        size=min(log(max(inquiry.passages, 1)) / log(LARGEST), 1.0),
    )


def _topic(candidate: Candidate) -> float:
    return CAUTIOUS_TOPIC if candidate.topic is None else candidate.topic


def _is_unknown(term: Term, i: int, candidates: Sequence[Candidate]) -> bool:
    return not (term.known or term.generic or any(candidate.strengths[i] >= MET for candidate in candidates))


def _is_foreign(term: Term, sentence: Candidate) -> bool:
    """Whether a word is written in another script than the sentence."""
    return (latin_share(term.surface) < MOSTLY) != (latin_share(sentence.unit.text) < MOSTLY)


def _weight(terms: Sequence[Term]) -> float:
    return sum(term.weight for term in terms) or 1.0
