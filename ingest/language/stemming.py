"""Words to stems, in the language of their script and in those their text is written in."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Protocol

from ingest.language.characters import fold
from ingest.language.function_words import LATIN
from ingest.language.spelling import fold_spelling
from ingest.language.stopwords import STOPWORDS

_LEAST_SHARE = 0.15
"""Function words that are not English too, among its different words, from which a text is not English. Running text
has 0.2 to 0.5; names of places and borrowed phrases in English stay below."""
_NEAR = 0.75
"""Share of the best language's function words another one needs to be considered too: Danish beside Norwegian."""
_MOST_LANGUAGES = 2

_TELLING = frozenset(word for words in LATIN.values() for word in words if len(word) > 1)
_BY_SCRIPT = (
    ("\u0370", "\u03ff", "greek"),
    ("\u0400", "\u052f", "russian"),
    ("\u0530", "\u058f", "armenian"),
    ("\u0600", "\u06ff", "arabic"),
    ("\u0900", "\u097f", "hindi"),
    ("\u0b80", "\u0bff", "tamil"),
)
_COMPOUNDING = frozenset({"german", "dutch", "swedish", "danish", "norwegian", "finnish", "hungarian"})
"""Languages that write a compound as one word."""
_LONG_WORD = 9
_EDGE = 6
"""Letters of a stem from which a word may be a compound, and of its first and last part that are kept beside it."""
_SPELT = re.compile(r"[^aeiouy]{3,}(?<!s)s|[^aeiouy]{2}us")
"""Initials in the plural in lower case: "llms", "pdfs", "gpus". The English stemmer wants a vowel before it cuts."""
_WORD = re.compile(r"[^\W\d_]+")
_ARTICLE = re.compile(r"[وف]?(?:[بك]?ال|لل)(?=\w{3})")
"""The Arabic article with what is written together with it: and, so, with, like, for."""
_LONG_VOWELS = re.compile("[اوي]")
_ROOT = 3


class _Stemmer(Protocol):
    def stemWord(self, word: str) -> str: ...  # noqa: N802 - Snowball's name


def languages(text: str) -> tuple[str, ...]:
    """Return the languages other than English that a normalised text in Latin letters is written in, likeliest first.

    Judged by function words alone, so that a question of five words and a page are judged alike. At most two; none for
    English, for a list of names, or where nothing is certain.
    """
    words = {fold(word.casefold()) for word in _WORD.findall(text)}  # each once: a name often repeated proves nothing
    telling = words & _TELLING
    if not telling:
        return ()
    counts = {language: len(known & telling) for language, known in LATIN.items()}
    best = max(counts, key=lambda language: counts[language])
    if len((LATIN[best] & telling) - STOPWORDS) < _LEAST_SHARE * len(words) or counts[best] < len(words & STOPWORDS):
        return ()
    near = sorted(counts, key=lambda language: -counts[language])
    return tuple(language for language in near[:_MOST_LANGUAGES] if counts[language] >= _NEAR * counts[best])


def stems(word: str, spoken: Sequence[str] = ()) -> list[str]:
    """Return the stems of a lower-case, normalised word, the one that does not depend on ``spoken`` first.

    A word in Latin letters is stemmed as English and in each language ``spoken``: where a question's language is not
    known, its English stem still meets the passage's. Long words of compounding languages add both their ends.
    """
    folded = fold(word)
    if folded.isascii():
        return _latin(word, folded, spoken) if folded.isalpha() else [folded]
    language = next((name for first, last, name in _BY_SCRIPT if first <= folded[0] <= last), None)
    if language == "arabic":
        return _arabic(folded)
    return [fold(_stemmer(language).stemWord(folded)) or folded if language else folded]


def _latin(word: str, folded: str, spoken: Sequence[str]) -> list[str]:
    found = [english_stem(folded)]
    for language in spoken:
        stem = fold(_stemmer(language).stemWord(word))
        found.append(stem)
        if language in _COMPOUNDING and len(stem) >= _LONG_WORD:
            found += [stem[:_EDGE], stem[-_EDGE:]]
    return list(dict.fromkeys(filter(None, found)))


def _arabic(word: str) -> list[str]:
    """The stem, and its consonants alone: plurals change the long vowels within a word ("مفتاح", "مفاتيح")."""
    stem = fold(_stemmer("arabic").stemWord("ال" + _ARTICLE.sub("", word))) or word  # as a noun: "ات" ends only these
    consonants = _LONG_VOWELS.sub("", stem)
    return [stem, consonants] if len(consonants) >= _ROOT and consonants != stem else [stem]


@lru_cache(maxsize=1 << 16)
def english_stem(word: str) -> str:
    """Return the English stem of a lower-case word of ASCII letters."""
    if _SPELT.fullmatch(word):
        return word[:-1]
    return str(_stemmer("english").stemWord(fold_spelling(word)))


def _stemmer(language: str) -> _Stemmer:
    """A stemmer keeps state while it works: each call has its own, for threads' sake."""
    import snowballstemmer  # only when there is text to stem

    return snowballstemmer.stemmer(language)  # type: ignore[no-any-return]
