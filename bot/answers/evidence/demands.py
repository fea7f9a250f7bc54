"""What a question ties its figure or name to, so that another year's or another class's is no answer."""

from __future__ import annotations

import re
from functools import lru_cache

from bot.answers.evidence.matching import Text
from ingest.language.stopwords import STOPWORDS
from ingest.language.tokens import terms

REMEMBERED_QUESTIONS = 256

_YEAR = r"(?:19|20)\d\d"
_IN_YEAR = re.compile(rf"\b(?:was|were|did|had)\b.*\b({_YEAR})\b", re.IGNORECASE)
"""A year that is over: "in 2026" beside a present tense may only mean now."""
_SPAN = r"(?:year|quarter|month|week|season|spring|summer|autumn|fall|winter)"
_LATELY = re.compile(rf"\b(?:last|previous|past) {_SPAN}\b|\bso far this {_SPAN}\b", re.IGNORECASE)
_TOLD = re.compile(rf"\b(?:last|previous|past|recent|recently|was|were|had|did)\b|\b{_YEAR}\b", re.IGNORECASE)
"""Words by which a sentence tells what happened, and is no rule for what should."""
_DID = re.compile(
    r"^\W*who (?:[a-z]+ed|wrote|built|made|found|won|chose|gave|took|led|ran|began|paid|sold|bought|drew|taught)\b",
    re.IGNORECASE,
)
_DONE = re.compile(
    rf"{_TOLD.pattern}|\b[a-z]+(?<!e)ed\b|\b(?:built|made|led|won|ran|sold|bought|wrote|written|chose|chosen|gave|given"
    r"|took|taken|drew|drawn|taught|founded|began|begun)\b",
    re.IGNORECASE,
)
_NUMBERED = re.compile(r"\b([^\W\d_]{3,})[ -](\d{1,3})\b(?![.,]?\d|\s?[%°€$]|[ -][^\W\d_])")
"""A word with its number, as classes and gates have it; not a count of what follows."""

Expressions = tuple[re.Pattern[str], ...]


@lru_cache(REMEMBERED_QUESTIONS)
def time_asked(question: str) -> Expressions:
    """What a sentence must hold to be about the time a question asks for; nothing for what is always so."""
    if match := _IN_YEAR.search(question):
        return (re.compile(rf"\b{match[1]}\b"),)
    if _LATELY.search(question):
        return (_TOLD,)
    return (_DONE,) if _DID.search(question) else ()


@lru_cache(REMEMBERED_QUESTIONS)
def numbered(question: str) -> tuple[tuple[str, str], ...]:
    """Things a question names by their number, as search term and number: "band 5"."""
    pairs = [(match[1], match[2]) for match in _NUMBERED.finditer(question)]
    return tuple((terms(word)[0], number) for word, number in pairs if word.casefold() not in STOPWORDS)


def is_about(question: str, text: Text) -> bool:
    """Whether a text can be about the time, and about the numbered things, that a question names."""
    if not all(expression.search(text.raw) for expression in time_asked(question)):
        return False
    return not any(_names_another(text, stem, number) for stem, number in numbered(question))


def _names_another(text: Text, stem: str, number: str) -> bool:
    others = [following for before, following in text.bigrams if before == stem and following.isdigit()]
    return bool(others) and number not in others
