"""Text to search terms, the same way for passages and for questions.

The order: bring the characters to one form, find words and figures, take identifiers and compounds apart (keeping the
whole), drop function words, stem. The result is what the lexical index stores and what questions are matched with.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import chain

from ingest.language.characters import HANGUL, UNSPACED, VOWEL_SIGNS, fold, latin_share, normalise
from ingest.language.figures import NUMBER, figure_terms, scale_ahead, scaled
from ingest.language.function_words import LATIN, OTHER_SCRIPTS
from ingest.language.pieces import FIRST_HALVES, JOINERS, pieces
from ingest.language.stemming import languages, stems
from ingest.language.stopwords import STOPWORDS
from ingest.language.unspaced import groups, joins

__all__ = ["latin_share", "terms"]

_PIECE = rf"[^\W_{UNSPACED}{HANGUL}]+(?:[{VOWEL_SIGNS}]+[^\W_{UNSPACED}{HANGUL}]*)*"
_TOKEN = re.compile(
    rf"(?P<unspaced>[{UNSPACED}]+|[{HANGUL}]+)"
    rf"|(?P<number>{NUMBER})"
    r"|(?<![^\W_])(?P<symbol>[cC]\+\+|[cCfF]#(?!\w)|\.(?:NET|Net)\b)"
    r"|(?<![^\W_])(?P<elided>(?i:[ldjmtsnc]|(?:lors|puis|jus|quoi)?qu|[a-z]{1,4}ll|quest|un)['’](?=[^\W\d_]{2}))"
    rf"|(?P<word>{_PIECE}(?:{JOINERS}{_PIECE})*(?:['’][^\W\d_]{{1,2}}\b)?)"
)
_SYMBOLS = {"c++": "cpp", "c#": "csharp", "f#": "fsharp", ".net": "dotnet"}

_Found = tuple[str, Sequence[str]]
"""A word in lower case, folded, and its terms."""

_ALWAYS_DROPPED = STOPWORDS | OTHER_SCRIPTS

_LONGEST_TOKEN = 256
_LONGEST_TERM = 64
"""Characters of a token and of a term that are kept: longer "words" are keys, hashes and base64."""


def terms(text: str) -> list[str]:
    """Return the search terms of a text, in reading order, repeated as often as they stand there.

    A compound or identifier gives the joined whole and its parts: "fine-tuning" → ``finetun fine tune``,
    "runTarget" and "run_target" → ``runtarget run target``. Function words are dropped unless nothing else is left.
    """
    normal = normalise(text)
    spoken = languages(normal)
    words = list(_words(normal, spoken))
    dropped = _dropped({word for word, _ in words}, spoken)
    kept = [found for word, found in words if word not in dropped and not joins(word)]
    return list(chain.from_iterable(kept or (found for _, found in words)))


def _dropped(words: set[str], spoken: tuple[str, ...]) -> frozenset[str]:
    """English function words always; another language's when two of them stand there: one may be a subject."""
    theirs = _function_words(spoken)
    return _ALWAYS_DROPPED | theirs if len((words & theirs) - STOPWORDS) > 1 else _ALWAYS_DROPPED


@lru_cache(maxsize=256)
def _function_words(spoken: tuple[str, ...]) -> frozenset[str]:
    return frozenset().union(*(LATIN[language] for language in spoken))


def _words(text: str, spoken: tuple[str, ...]) -> Iterator[_Found]:
    previous, end = "", -1
    for match in _TOKEN.finditer(text):
        token, kind = match[0], match.lastgroup
        if kind == "unspaced":
            yield from ((group, (group,)) for group in groups(token))
        elif kind == "number":
            yield from ((term, (term,)) for term in figure_terms(token[:_LONGEST_TERM]))
        elif kind == "symbol":
            yield _SYMBOLS[token.casefold()], (_SYMBOLS[token.casefold()],)
        elif kind == "word":
            if previous in FIRST_HALVES and match.start() == end + 1 and text[end] == " ":
                yield from _spaced_compound(previous, token, spoken)
            yield from _analyse(token[:_LONGEST_TOKEN], spoken)
        if token.isdigit() or kind == "number":
            yield from ((term, (term,)) for term in scaled(token, scale_ahead(text, match.end())))
        previous, end = token.casefold(), match.end()


def _spaced_compound(first: str, token: str, spoken: tuple[str, ...]) -> Iterable[_Found]:
    second = token.casefold()
    return _analyse(first + second, spoken)[:1] if second.isalpha() and second not in STOPWORDS else ()


@lru_cache(maxsize=1 << 16)
def _analyse(token: str, spoken: tuple[str, ...]) -> tuple[_Found, ...]:
    found = (piece[:_LONGEST_TERM] for piece in pieces(token))
    return tuple((fold(word), tuple(term[:_LONGEST_TERM] for term in stems(word, spoken))) for word in found)
