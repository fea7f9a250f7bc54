"""One written word taken apart: identifiers, file names, compounds, contractions."""

from __future__ import annotations

import re
from itertools import chain

from ingest.language.figures import figure_terms, scale_ahead, scaled

JOINERS = r"(?:_+|[\-\u2010\u2011])"
_JOINER = re.compile(JOINERS)
_CONTRACTED_NOT = re.compile(r"n['’]t$", re.IGNORECASE)
_CLITIC = re.compile(r"['’][^\W\d_]{1,2}$")
_CAPITAL = "A-ZÀ-ÖØ-ÞΑ-ΩА-ЯЁ"
_SMALL = rf"[^\W\d_{_CAPITAL}]"
_CASE_CHANGE = re.compile(
    rf"(?<={_SMALL})(?=[{_CAPITAL}])"  # runTarget
    rf"|(?<=[{_CAPITAL}])(?=[{_CAPITAL}](?!s(?!{_SMALL})){_SMALL})"  # HTTPServer, but not the plural in parseURLs
)
_INITIALS = re.compile(r"[A-Z]{2,}s")
_VERSION = re.compile(r"[vV](\d+)")
_COUNTED = re.compile(r"\d+[^\W\d_]{1,4}")

# First halves of English compounds that are written apart, hyphenated and closed alike ("fine tuning", "fine-tuning",
# "finetuning"). Only these are joined with the next word, or split off a closed one: a rule for every pair of words
# would double the index.
_COMBINING = (
    "fine real open cross multi pre post over under self long short high low full half large small hard soft "
    "data time work week base back front end key zero few pay off type check log start stand drop"
)
FIRST_HALVES = frozenset(_COMBINING.split())
_LONGEST_HALF = max(map(len, FIRST_HALVES))
_SHORTEST_HALF = 4
"""Letters either half must have for a closed compound to be split: "multiple" and "postal" stay whole."""


def pieces(token: str) -> list[str]:
    """Return a word in lower case and its parts: "runTarget" → ``runtarget run target``, "GPUs" → ``gpu``.

    A contracted "not" is an auxiliary and gives nothing; "'s" and the like are dropped.
    """
    if token[0].isdigit() and _COUNTED.fullmatch(token):
        return figure_terms(token)
    word = "" if _CONTRACTED_NOT.search(token) else _CLITIC.sub("", token)
    if not word:
        return []
    if version := _VERSION.fullmatch(word):
        return [word.casefold(), version[1]]
    parts = [_piece(part) for piece in _JOINER.split(word) for part in _case_parts(piece)]
    if len(parts) == 1:
        return _closed(parts[0])
    if all(part[0].isdigit() for part in parts):
        return _range(token, parts)  # a range or a date: its joined digits would be another number
    return ["".join(parts), *parts]


def _case_parts(piece: str) -> list[str]:
    return [piece] if piece.isupper() else _CASE_CHANGE.split(piece)


def _range(token: str, parts: list[str]) -> list[str]:
    zeros = scale_ahead(token, len(parts[0])) if parts[0].isdigit() else 0  # "15-40k" starts at 15,000
    first, *rest = (figure_terms(part) for part in parts)
    return [*first, *scaled(parts[0], zeros), *chain.from_iterable(rest)]


def _piece(part: str) -> str:
    return (part[:-1] if _INITIALS.fullmatch(part) else part).casefold()


def _closed(word: str) -> list[str]:
    for cut in range(min(_LONGEST_HALF, len(word) - _SHORTEST_HALF), _SHORTEST_HALF - 1, -1):
        if word[:cut] in FIRST_HALVES:
            return [word, word[:cut], word[cut:]]
    return [word]
