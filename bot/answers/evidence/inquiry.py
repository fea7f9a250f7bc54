"""What a question asks: the kind of answer, the words that carry its subject, and the thing it wants to know about."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise
from math import log

from bot.answers.cleaning import clean
from bot.answers.evidence.answer_types import QUESTION_FORMS, AnswerType
from bot.answers.evidence.vocabulary import GENERIC
from bot.errors import QuestionError
from ingest.language.characters import UNSPACED
from ingest.language.stopwords import STOPWORDS
from ingest.language.tokens import terms as search_terms
from ingest.model import TermStatistics

LONGEST_QUESTION = 2_000
"""Characters of a question after cleaning; beyond that it is a document, not a question."""
MOST_PARTS = 3
"""Parts of a question that are answered apart."""
LONGEST_INITIALS = 4
"""Words of a phrase that may be written as its initials."""
GENERIC_WEIGHT = 0.25
"""Weight of a word of asking, however rare; a subject's word weighs 0.7 when it is everywhere, up to 4 or more."""

_WORD = re.compile(r"\d{1,3}(?:,\d{3})+[^\W_]*|[^\W_]+(?:[-_.'’][^\W_]+)*")
_CLITIC = re.compile(r"['’](?:s|re|ve|ll|d|m)$")
_UNSPACED = re.compile(f"([{UNSPACED}]+)")
_ASKING = r"(?:what|how|which|who|when|where|why|on how|in what|by how|for how|is|are|do|does|can|should)"
_NEXT_PART = re.compile(rf"(?:[,;]? and(?= {_ASKING}\b))|(?<=\?)\s+(?=\w)", re.IGNORECASE)
_HOW_MANY = re.compile(
    r"\bhow many (?P<thing>(?:(?!(?:does|do|did|is|are|was|were|has|have|should)\b)[\w'-]+\s?){1,3})", re.IGNORECASE
)


Statistics = Callable[[Iterable[str]], TermStatistics]
Related = Callable[[str], frozenset[str]]


@dataclass(frozen=True, slots=True)
class Term:
    """A content word of a question.

    Attributes:
        surface: as it stands in the question, case kept.
        stems: its search terms; a compound gives the whole first, then its parts.
        closed: what it may be part of in other writing: joined with a neighbour ("data set", "dataset"), or as initials
            ("machine learning", "ML").
        weight: how much it carries, from its rarity in the folder; words of asking weigh little.
        named: written like a name ("Novaluxe", "GPT-4o").
        generic: a word of asking.
        known: some passage contains it.
    """

    surface: str
    stems: tuple[str, ...]
    closed: frozenset[str]
    weight: float
    named: bool
    generic: bool
    known: bool


@dataclass(frozen=True, slots=True)
class Inquiry:
    """One question, or one part of a double question.

    Attributes:
        counted: search terms of what "how many" counts, words of asking included.
        passages: how many the folder has.
    """

    text: str
    wants: AnswerType
    terms: tuple[Term, ...]
    counted: frozenset[str] = frozenset()
    passages: int = 0

    @property
    def bigrams(self) -> frozenset[tuple[str, str]]:
        """Neighbouring content words, as stems."""
        stems = [term.stems[0] for term in self.terms]
        return frozenset(pairwise(stems))


def clean_question(text: str) -> str:
    """Return the question as one line of plain text.

    Raises:
        QuestionError: when nothing is left to ask, or far too much.
    """
    text = " ".join(clean(text).split())
    if not text:
        raise QuestionError("There is no question yet. Ask in a sentence, for example: When is RAG the right choice?")
    if len(text) > LONGEST_QUESTION:
        raise QuestionError(
            f"That question has {len(text):,} characters, and I can work with up to {LONGEST_QUESTION:,}. "
            "Please shorten it to what you want to know."
        )
    if not any(character.isalnum() for character in text):
        raise QuestionError("I see only punctuation or symbols there. Please ask in words.")
    return text


def inquire(question: str, statistics: Statistics, related: Related) -> tuple[Inquiry, ...]:
    """Analyse a clean question. A double question ("… , and how much is that?") gives one inquiry for each part.

    Args:
        statistics: how common terms are in the folder.
        related: the synonyms of a term; a word the folder never uses is as rare as the synonym it does use.
    """
    whole = _inquiry(question, statistics, related)
    pieces = (piece.strip(" ,;") for piece in _NEXT_PART.split(question))
    parts = list({piece.casefold(): piece for piece in pieces if piece}.values())[:MOST_PARTS]
    inquiries = [_inquiry(part, statistics, related) for part in parts]
    if len(inquiries) > 1 and all(any(not term.generic for term in inquiry.terms) for inquiry in inquiries):
        return tuple(inquiries)
    return (whole,)


def answer_type(question: str) -> AnswerType:
    """The kind of answer a question asks for."""
    return next((kind for kind, form in QUESTION_FORMS if form.search(question)), AnswerType.OPEN)


def _inquiry(text: str, statistics: Statistics, related: Related) -> Inquiry:
    words = _content_words(text)
    stems = {word: tuple(dict.fromkeys(search_terms(word))) for word in words}
    counted = statistics({other for word in words for stem in stems[word] for other in (stem, *related(stem))})
    names = _names(text)
    closed = _closed(words)
    terms = tuple(
        _term(word, stems[word], closed[word], counted, related, named=word in names) for word in words if stems[word]
    )
    return Inquiry(text, answer_type(text), terms, _counted(text), counted.passages)


def _counted(text: str) -> frozenset[str]:
    match = _HOW_MANY.search(text)
    return frozenset(search_terms(match["thing"])) if match else frozenset()


def _closed(words: list[str]) -> dict[str, frozenset[str]]:
    """For each word, the search terms of what it makes together with its neighbours, joined or as initials."""
    found: dict[str, set[str]] = {word: set() for word in words}
    for first, second in pairwise(words):
        if (first + second).isalpha():
            found[first].add(search_terms(first + second)[0])
            found[second].add(search_terms(first + second)[0])
    for size in range(2, LONGEST_INITIALS + 1):
        for run in (words[i : i + size] for i in range(len(words) - size + 1)):
            initials = "".join(part[0] for word in run for part in word.split("-") if part).casefold()
            for word in run:
                found[word].add(initials)
    return {word: frozenset(others) for word, others in found.items()}


def _content_words(text: str) -> list[str]:
    """The words that are not stop words, each once; runs of scripts without spaces as the pairs they are indexed by."""
    runs = (run for match in _WORD.finditer(text) for run in _UNSPACED.split(match.group()) if run)
    words = [word for run in runs for word in (search_terms(run) if _UNSPACED.fullmatch(run) else [run])]
    kept = [word for word in words if _CLITIC.sub("", word.casefold()) not in STOPWORDS]
    return list({word.casefold(): word for word in reversed(kept or words)}.values())[::-1]


def _term(
    word: str,
    stems: tuple[str, ...],
    closed: frozenset[str],
    counted: TermStatistics,
    related: Related,
    *,
    named: bool,
) -> Term:
    frequency = _frequency(stems, counted.frequency)
    known = frequency > 0
    if not known:
        frequency = max((counted.frequency.get(other, 0) for other in related(stems[0])), default=0)
    generic = word.casefold() in GENERIC
    rarity = log(1 + counted.passages / (max(frequency, 1) + 0.5))
    return Term(
        surface=word,
        stems=stems,
        closed=closed,
        weight=GENERIC_WEIGHT if generic else rarity,
        named=named,
        generic=generic,
        known=known,
    )


def _frequency(stems: tuple[str, ...], frequency: Mapping[str, int]) -> int:
    """Passages with the word: as a whole, or, for a compound written apart, with its rarest part."""
    whole, *parts = stems
    return max(frequency.get(whole, 0), min((frequency.get(part, 0) for part in parts), default=0))


def _names(text: str) -> frozenset[str]:
    """Words that look like names. Where most words are capitalised, capitals say nothing."""
    words = [match.group() for match in _WORD.finditer(text)]
    capitals = [word for word in words[1:] if word[:1].isupper() or any(c.isupper() for c in word[1:])]
    if len(words) > 2 and len(capitals) > len(words) // 2:  # noqa: PLR2004
        return frozenset()
    first = [word for word in words[:1] if any(c.isupper() or c.isdigit() for c in word[1:])]
    return frozenset(word for word in [*first, *capitals] if word.casefold() not in STOPWORDS)
