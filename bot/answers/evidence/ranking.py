"""Every quotable unit of the evidence, scored against a question.

The weights began as those that found the answer in three sentences for 91 % of 1,459 public questions, against 36 % for
TextRank (facts of the project, measured): rarity-weighted cover of the question's words + 0.35 of what only the
neighbours cover + 0.3 passage score + 0.15 word pairs + 0.15 kind of answer. Those questions share words with their
passage; for freely worded ones, likeness of meaning was added and the kind of answer counts more.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.answers.checks.numbers import Measure, figures
from bot.answers.evidence.answer_types import ANSWER_SIGNS, DECIDING, MEASURES, TIME_UNIT, AnswerType
from bot.answers.evidence.demands import is_about
from bot.answers.evidence.inquiry import Inquiry, Term, inquire
from bot.answers.evidence.matching import Meanings, Text
from bot.answers.evidence.views import Alike, Cut, View, cut_passage
from bot.answers.evidence.vocabulary import GENERIC
from bot.answers.sentences import Unit
from ingest.language.tokens import terms as search_terms
from ingest.model import Hit, Passage, SearchIndex

CONTEXT_WEIGHT = 0.5
"""What only the surroundings cover counts half."""
PASSAGE_WEIGHT = 0.3
PAIR_WEIGHT = 0.3
TYPE_WEIGHT = 0.3
HEADING_STRENGTH = 0.85
"""A word of the question that stands in the heading, the list's introduction or the column headings."""
NEIGHBOUR_STRENGTH = 0.6
"""A word that stands only in the sentence before or after."""
PASSAGE_STRENGTH = 0.4
"""A word that stands only elsewhere in the passage."""
MEASURED_STRENGTH = 0.9
"""A word that a figure with its unit stands for."""
TITLE_STRENGTH = 0.5
"""A word that stands only in the document's title or file name."""
TOPIC_WEIGHT = 0.2
"""A heading all of whose words are asked about ("When RAG shines" for "When does RAG shine?")."""
ALIKE_WEIGHT = 0.5
"""Cosine of the question with the sentence, and with the sentence under its headings: wordings that share no word."""
LEAD_WEIGHT = 0.1
"""A document's first passage: authors put the point first."""
ABOUT_AS_MUCH = 0.5
"""Share of the best sentence's cover that a sentence with the figure asked for must have: any figure is no answer."""
REMEMBERED_PASSAGES = 4_000
SUBJECT_WORDS = 1
"""Content words within which a definition names its subject."""
COUNTED_WITHIN = 5
"""Words between a count and what it counts ("500 historical inspection reports")."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A unit that may answer.

    Attributes:
        cover: share of the question's weight it meets, with its surroundings, in [0, 1].
        own: the same by its own words and headings only.
        pairs: share of the question's pairs of neighbouring words that it holds.
        fits: whether it holds the kind of answer asked for; None when the kind has no sign.
        topic: cosine of the question with its passage; None without word vectors.
        strengths: for each term of the inquiry, how far it is met, in order.
    """

    passage: Passage
    unit: Unit
    index: int
    score: float
    cover: float
    own: float
    pairs: float
    fits: bool | None
    topic: float | None
    strengths: tuple[float, ...]

    @property
    def place(self) -> tuple[str, int, int]:
        """Document, passage and offset: where it stands, and what breaks ties."""
        return self.passage.document, self.passage.position, self.unit.start


class Ranker:
    """Scores units. Remembers how passages are cut, since the same ones are read again and again."""

    def __init__(self, meanings: Meanings) -> None:
        self._meanings = meanings
        self._cuts: dict[Passage, Cut] = {}
        self._generic = frozenset(stem for word in GENERIC for stem in search_terms(word))

    def inquire(self, question: str, index: SearchIndex) -> tuple[Inquiry, ...]:
        """Analyse a clean question against what the folder knows."""
        return inquire(question, index.statistics, self._meanings.related)

    def query(self, inquiries: Sequence[Inquiry], question: str) -> str:
        """The question as it is searched for: words the folder never uses bring their synonyms along."""
        unknown = [term for inquiry in inquiries for term in inquiry.terms if not term.known and not term.named]
        return " ".join([question, *sorted({word for term in unknown for word in self._meanings.synonyms(term)})])

    def rank(self, inquiry: Inquiry, evidence: Sequence[Hit]) -> list[Candidate]:
        """All quotable units of the evidence, best first; ties by document and position."""
        top = max((hit.score for hit in evidence), default=0.0) or 1.0
        directions = self._meanings.directions([inquiry.text])
        asked = None if directions is None else directions[0]
        found = [
            self._score(inquiry, hit.passage, view, max(hit.score, 0.0) / top, alike)
            for hit in evidence
            for view, alike in self._cut(hit.passage).alike(asked)
        ]
        return sorted(found, key=lambda candidate: (-round(candidate.score, 6), candidate.place))

    def _cut(self, passage: Passage) -> Cut:
        cut = self._cuts.get(passage)
        if cut is None:
            if len(self._cuts) >= REMEMBERED_PASSAGES:
                self._cuts = {}
            cut = self._cuts[passage] = cut_passage(passage, self._meanings)
        return cut

    def _score(
        self, inquiry: Inquiry, passage: Passage, view: View, passage_score: float, alike: Alike | None
    ) -> Candidate:
        fits = fits_type(inquiry, view.text)
        own = [self._own(inquiry, term, view, fits) for term in inquiry.terms]
        met = [max(o, self._around(term, view)) for o, term in zip(own, inquiry.terms, strict=True)]
        cover = _weighted(inquiry.terms, met)
        pairs = len(inquiry.bigrams & view.text.bigrams) / max(len(inquiry.bigrams), 1)
        mine = _weighted(inquiry.terms, own)
        score = (
            mine
            + CONTEXT_WEIGHT * (cover - mine)
            + PASSAGE_WEIGHT * passage_score
            + PAIR_WEIGHT * pairs
            + TYPE_WEIGHT * bool(fits)
            + LEAD_WEIGHT * (passage.position == 0)
            + TOPIC_WEIGHT * self._topical(inquiry, view.topics)
            + ALIKE_WEIGHT * (alike.sentence + alike.headed if alike else 0.0)
        )
        return Candidate(
            passage=passage,
            unit=view.unit,
            index=view.index,
            score=score,
            cover=cover,
            own=mine,
            pairs=pairs,
            fits=fits,
            topic=alike.passage if alike else None,
            strengths=tuple(met),
        )

    def _own(self, inquiry: Inquiry, term: Term, view: View, fits: bool | None) -> float:
        if fits and term.generic and must_fit(inquiry):
            return 1.0  # the figure itself says "how many … at least"
        strength = max(self._meanings.strength(term, view.text), _measured(term, view.text))
        if strength >= HEADING_STRENGTH:
            return strength
        return max(strength, HEADING_STRENGTH * self._meanings.strength(term, view.heading))

    def _around(self, term: Term, view: View) -> float:
        return max(
            TITLE_STRENGTH * self._meanings.exact(term, view.title),
            NEIGHBOUR_STRENGTH * self._meanings.exact(term, view.neighbours),
            PASSAGE_STRENGTH * self._meanings.exact(term, view.passage),
        )

    def _topical(self, inquiry: Inquiry, topics: Sequence[Text]) -> float:
        """The best share of a heading's words that the question asks about: a section on just that."""
        asked = {s for term in inquiry.terms for stem in term.stems for s in (stem, *self._meanings.related(stem))}
        subjects = (topic.stem_set - self._generic or topic.stem_set for topic in topics)
        return max((len(subject & asked) / len(subject) for subject in subjects if subject), default=0.0)


def fits_type(inquiry: Inquiry, text: Text) -> bool | None:
    """Whether a text holds the kind of answer asked for; None when that kind has no outward sign."""
    sign = ANSWER_SIGNS.get(inquiry.wants)
    if sign is None:
        return None
    if must_fit(inquiry) and not is_about(inquiry.text, text):
        return False
    if inquiry.wants is AnswerType.COUNT:
        return _counts(inquiry, text.raw)
    if inquiry.wants is AnswerType.DEFINITION:
        return bool(sign.search(text.raw)) and _is_about(inquiry, text)
    return bool(sign.search(text.raw))


def _measured(term: Term, text: Text) -> float:
    """Whether a figure with its unit says what a word names: "72 km/h" is a speed."""
    word = term.surface.casefold()
    return MEASURED_STRENGTH * any(word in words and bool(sign.search(text.raw)) for words, sign in MEASURES)


def must_fit(inquiry: Inquiry) -> bool:
    """Whether only a sentence with that sign can answer."""
    return inquiry.wants in DECIDING


def fitting(inquiry: Inquiry, candidates: Sequence[Candidate]) -> list[Candidate]:
    """The candidates that hold the kind of answer asked for, and are about the question as much as the best one."""
    about = ABOUT_AS_MUCH * max((candidate.own for candidate in candidates), default=0.0) if must_fit(inquiry) else 0.0
    return [candidate for candidate in candidates if candidate.fits and candidate.own >= about]


def _weighted(terms: Sequence[Term], strengths: Sequence[float]) -> float:
    total = sum(term.weight for term in terms)
    return sum(t.weight * s for t, s in zip(terms, strengths, strict=True)) / total if total else 0.0


def _is_about(inquiry: Inquiry, text: Text) -> bool:
    """Whether a sentence begins with what is to be defined."""
    return bool({stem for term in inquiry.terms for stem in term.stems} & set(text.stems[:SUBJECT_WORDS]))


_OTHER_UNIT = re.compile(rf"\+?[\s-]?(?:{TIME_UNIT}|°|km|kg|g|m|cm)\b", re.IGNORECASE)
_TOKEN = re.compile(r"[^\W_]+(?:[-'’.,][^\W_]+)*")


def _counts(inquiry: Inquiry, text: str) -> bool:
    """Whether a number stands near the thing that is counted."""
    plain = (n for n in figures(text) if n.measure is Measure.PLAIN and not _OTHER_UNIT.match(text, n.end))
    numbers = [n for n in plain if n.firm or n.value > 1]
    things = [match.start() for match in _TOKEN.finditer(text) if inquiry.counted & Text(match.group()).stem_set]
    return any(len(text[min(n.end, at) : max(n.start, at)].split()) <= COUNTED_WITHIN for n in numbers for at in things)
