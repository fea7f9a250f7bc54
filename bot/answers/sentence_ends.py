"""Where a sentence ends: not after an abbreviation, and not after a label that the next sentence fills."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ingest.language.stopwords import STOPWORDS

LABEL_CHARACTERS = 45
LABEL_WORDS = 6
"""A paragraph's first sentence up to this size ("Legal research.") is the label of the next one: quoted together."""

ARROW = re.compile(r"\s*(?:\S+\s+){0,3}(?:→|->|=>|⇒)")
"""A line, or what follows a full stop, that says where a branch leads."""
FULL_STOP = re.compile(r"(?:[.!?…][\"'”’)\]*_]*(?=\s)|[。！？])\s*")

_ABBREVIATION = re.compile(
    r"(?:\b(?:e\.g|i\.e|etc|vs|cf|approx|fig|mr|mrs|ms|dr|prof|inc|ltd|st|al)|\b[A-Z])\.$", re.IGNORECASE
)
_LETTER = re.compile(r"\b[A-Z]\.$")
_STATES = re.compile(
    r"\b(?:is|are|was|were|has|have|had|do|does|did|can|cannot|must|may|will|should|need|needs|there)\b|n['’]t\b",
    re.IGNORECASE,
)
"""Verbs by which a short sentence says something itself, and is no label."""


def sentences(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Where the sentences of ``text[start:end]`` begin and end, the white space after each included."""
    begin = start
    for i, match in enumerate(FULL_STOP.finditer(text, start, end)):
        before, after = text[begin : match.start() + 1].strip(), text[match.end() : end]
        if match.end() == end or _ends(before, after, first=i == 0):
            yield begin, match.end()
            begin = match.end()
    if text[begin:end].strip():
        yield begin, end


def _ends(before: str, after: str, *, first: bool) -> bool:
    if _is_abbreviated(before, after) or after[:1].islower() or ARROW.match(after.split("\n", 1)[0]):
        return False
    return not (first and _is_label(before))


def _is_abbreviated(before: str, after: str) -> bool:
    """Whether a full stop belongs to its word. In "house D. The key" it does not: no name goes on with "The"."""
    following = after.split(maxsplit=1)[:1]
    opens = bool(following) and following[0].casefold() in STOPWORDS
    return bool(_ABBREVIATION.search(before)) and not (opens and _LETTER.search(before))


def _is_label(sentence: str) -> bool:
    short = len(sentence) <= LABEL_CHARACTERS and len(sentence.split()) <= LABEL_WORDS
    return short and sentence.endswith(".") and not _STATES.search(sentence)
