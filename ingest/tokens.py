"""Text to search terms, the same way for passages and for questions.

The order: fold the characters, find words and numbers, take identifiers and compounds apart (keeping the whole),
drop stop words, fold spellings, stem. The result is what the lexical index stores and what questions are matched with.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache

from ingest.spelling import fold_spelling
from ingest.stopwords import STOPWORDS

# Scripts written without spaces between words: Thai, Lao, Myanmar, Khmer, kana, Han. They become character pairs.
_UNSPACED = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_JOINERS = r"(?:_+|[\-\u2010\u2011])"
_PIECE = rf"[^\W_{_UNSPACED}]+"
_TOKEN = re.compile(
    rf"(?P<unspaced>[{_UNSPACED}]+)"
    r"|(?P<number>\d{1,3}(?:,\d{3})+(?!\d)(?:\.\d+)?[^\W\d_]{0,3}\b|\d+(?:\.\d+)+[^\W\d_]{0,3}\b)"
    rf"|(?P<word>{_PIECE}(?:{_JOINERS}{_PIECE})*(?:['’][^\W\d_]{{1,2}}\b)?)"
)
_MARKS = re.compile(r"[\u0300-\u036f\u064b-\u0652\u0640]+")
_CONTRACTED_NOT = re.compile(r"n['’]t$", re.IGNORECASE)
_CLITIC = re.compile(r"['’][^\W\d_]{1,2}$")
_CASE_CHANGE = re.compile(r"(?<=[^\W\d_A-Z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][^\W\d_A-Z])")
_JOINER = re.compile(_JOINERS)

# First halves of English compounds that are written apart, hyphenated and closed alike ("fine tuning", "fine-tuning",
# "finetuning"). Only these are joined with the next word, or split off a closed one: a rule for every pair of words
# would double the index.
_COMBINING = (
    "fine real open cross multi pre post over under self long short high low full half large small hard soft "
    "data time work week base back front end key zero few pay off type check log start stand drop"
)
_FIRST_HALVES = frozenset(_COMBINING.split())
_LONGEST_HALF = max(map(len, _FIRST_HALVES))
_SHORTEST_HALF = 4
"""Letters either half must have for a closed compound to be split: "multiple" and "postal" stay whole."""

_LONGEST_TOKEN = 256
_LONGEST_TERM = 64
"""Characters of a token and of a term that are kept: longer "words" are keys, hashes and base64."""


def terms(text: str) -> list[str]:
    """Return the search terms of a text, in reading order, repeated as often as they stand there.

    A compound or identifier gives the joined whole and its parts: "fine-tuning" → ``finetun fine tune``,
    "runTarget" and "run_target" → ``runtarget run target``. Stop words are dropped unless nothing else is left.
    """
    words = list(_words(text))
    return [stem for word, stem in words if word not in STOPWORDS] or [stem for _, stem in words]


def latin_share(text: str) -> float:
    """Return the share of letters that are Latin, in [0, 1]; 1.0 when there are no letters."""
    letters = [character for character in text if character.isalpha()]
    latin = sum(1 for character in letters if character <= "\u024f" or "\u1e00" <= character <= "\u1eff")
    return latin / len(letters) if letters else 1.0


def _fold(text: str) -> str:
    """Compatibility forms unified, accents dropped; what is composed in its script (kana, Hangul) is composed again."""
    if text.isascii():
        return text
    return unicodedata.normalize("NFC", _MARKS.sub("", unicodedata.normalize("NFKD", text)))


def _words(text: str) -> Iterator[tuple[str, str]]:
    """Yield each word in lower case with its stem."""
    previous, end = "", -1
    folded = _fold(text)
    for match in _TOKEN.finditer(folded):
        token = match[0]
        if match.lastgroup == "unspaced":
            yield from _pairs(token)
            continue
        if previous in _FIRST_HALVES and match.start() == end + 1 and folded[end] == " ":
            yield from _spaced_compound(previous, token)
        yield from _analyse(token[:_LONGEST_TOKEN])
        previous, end = token.casefold(), match.end()


def _spaced_compound(first: str, token: str) -> Iterable[tuple[str, str]]:
    second = token.casefold()
    return ((first + second, _stem(first + second)),) if second.isalpha() and second not in STOPWORDS else ()


@lru_cache(maxsize=1 << 16)
def _analyse(token: str) -> tuple[tuple[str, str], ...]:
    return tuple((word[:_LONGEST_TERM], _stem(word[:_LONGEST_TERM])) for word in _parts(token))


def _parts(token: str) -> list[str]:
    """Take a token apart: a contracted "not" is an auxiliary and gives nothing; "'s" and the like are dropped."""
    if token[0].isdigit() and ("," in token or "." in token):
        return [token.replace(",", "").casefold()]
    word = "" if _CONTRACTED_NOT.search(token) else _CLITIC.sub("", token)
    joined = _JOINER.sub("", word).casefold()
    pieces = [part.casefold() for piece in _JOINER.split(word) for part in _CASE_CHANGE.split(piece)]
    if len(pieces) == 1:
        return _closed(joined) if joined else []
    if all(piece[0].isdigit() for piece in pieces):
        return pieces  # a range or a date: its joined digits would be another number
    return [joined, *pieces]


def _closed(word: str) -> list[str]:
    for cut in range(min(_LONGEST_HALF, len(word) - _SHORTEST_HALF), _SHORTEST_HALF - 1, -1):
        if word[:cut] in _FIRST_HALVES:
            return [word, word[:cut], word[cut:]]
    return [word]


def _pairs(run: str) -> Iterator[tuple[str, str]]:
    return ((run[i : i + 2],) * 2 for i in range(max(1, len(run) - 1)))


def _stem(word: str) -> str:
    """Fold the spelling and stem. A stemmer keeps state while it works: each call has its own, for threads' sake."""
    if not word.isascii() or not word.isalpha():
        return word
    from snowballstemmer.english_stemmer import EnglishStemmer  # only when there is text to stem

    return str(EnglishStemmer().stemWord(fold_spelling(word)))
