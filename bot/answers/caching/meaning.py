"""What a question asks, brought to one form: two questions of one form ask the same thing.

Precision over recall. Nothing is taken for unimportant unless it is listed as such: every other word must stand in
both questions, in the same order. So a number, a name, a negation, a direction, a time or a word of asking that
differs is a difference, whether or not anybody thought of it. Nearness of vectors cannot do this: of the pairs in
`tests/bot/answers/data/same_questions.jsonl`, a cosine of 0.95 is reached by 31 of 74 that ask the same, and by 63 of
169 that differ in a decisive word.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise

from bot.answers.caching.wording import (
    BE,
    BEFORE_A_VERB,
    CONTRACTIONS,
    DERIVED,
    DO,
    NEUTRAL,
    PHRASES,
    POLITENESS,
    SAME_WORDS,
)
from bot.answers.cleaning import clean
from ingest.language.characters import latin_share, normalise
from ingest.language.stemming import english_stem, languages

_TOKEN = re.compile(
    r"(?<!\w)[-−+]?\.?\d[\d.,:/]*\d\w*|(?<!\w)[-−+]?\.?\d\w*|\w+(?:['.]\w+)*[+#]*|[^\w\s.,;:!?\"'()\[\]{}–—…-]"
)
"""Numbers with their sign and separators, words, and any other sign that says something ("<", "%", "€")."""
_CHARACTERS = str.maketrans("’‘`“”„«»²³", "'''" + '"' * 5 + "␞␟")
"""Quotation marks to plain ones; powers kept apart from the digits that folding would make of them."""
_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")
_ASKING = re.compile(
    r"\b(?:what|which|who|whom|whose|when|where|why|how|is|are|do|does|did|can|could|should|would|will|was|were|has"
    r"|have|must|may)\b",
    re.IGNORECASE,
)
_MOSTLY = 0.5
_HYPHEN = re.compile(r"(?<=\w)-(?=\w)")
_CLITIC = re.compile(r"'s$")
_SMALL = NEUTRAL | BE | DO | BEFORE_A_VERB | {"it", "to", "in", "on", "or", "and", "not", "no", "if", "so", "as", "at"}
_PAST = re.compile(r"\w+[^\We]ed")


@lru_cache(maxsize=4_096)
def meaning(question: str) -> str:
    """Return the form of a question that stands alone. Deterministic; equal for wordings known to ask the same.

    Only English is brought to a form; in another language, or without a word of asking, case and spacing are all that
    may differ.
    """
    text = normalise(clean(question).translate(_CHARACTERS))
    if not _is_english(text):
        return " ".join(_TOKEN.findall(text.casefold()))
    for rules in (CONTRACTIONS, POLITENESS, PHRASES):
        for pattern, replacement in rules:
            text = pattern.sub(replacement, text)
    tokens = _TOKEN.findall(_HYPHEN.sub(" ", text))
    words = [_word(token, first=not at, shouted=text.isupper()) for at, token in enumerate(tokens)]
    return " ".join(map(_form, _telling(words)))


def _is_english(text: str) -> bool:
    return latin_share(text) >= _MOSTLY and bool(_ASKING.search(text)) and not languages(text)


def _word(written: str, *, first: bool, shouted: bool) -> str:
    """A word in lower case. A name spelled like a small word ("IT", "US", "WHO", "plan A") is not that word."""
    word = _THOUSANDS.sub("", _CLITIC.sub("", written.casefold()))
    small = word in _SMALL or word in SAME_WORDS
    if small and written.isupper() and not (first or shouted or word == "i"):
        return written
    return SAME_WORDS.get(word, word)


def _telling(words: Sequence[str]) -> Iterator[str]:
    """The words that say something, in order, and at the end whether it is said what something is."""
    asked = False
    for previous, word in pairwise(("", *words)):
        if word in DO and not asked:
            asked = True
        elif not (word in NEUTRAL or word in BE or (word == "to" and previous in BEFORE_A_VERB)):
            yield word
    if not BE.isdisjoint(words):
        yield "be"


def _form(word: str) -> str:
    """A word without its inflection. A past form and a derived word are marked: they are not the same."""
    if not (word.isascii() and word.isalpha()) or word.isupper():
        return word
    derived = DERIVED.search(word)
    ending = derived[1] if derived else "ed" if _PAST.fullmatch(word) else ""
    return f"{english_stem(word)}~{ending}" if ending else english_stem(word)
