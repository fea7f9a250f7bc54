"""Text to words with places: lower case, contractions taken apart, quotations and markup blanked out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

LONGEST_TEXT = 10_000
"""Characters that are read; the rest is left."""

_BLANKED = re.compile(
    r"```.{0,2000}?```|`[^`\n]{1,400}`|<[@#!][^<>\n]{1,200}>|<(?:https?|mailto)[^<>\n]{1,800}>|https?://\S{1,800}"
    r"|^[ \t]*(?:>|&gt;).*$|[“„][^“”„\n]{1,400}[”“]|\"[^\"\n]{1,400}\"|«[^»\n]{1,400}»"
    r"|(?<![\w])['‘](?=\w)[^'‘’\n]{2,400}['’](?![\w])"
    r"|\b\d{1,2}:\d\d\b(?: ?[ap]m\b)?|\b\d{1,2} ?[ap]m\b|\b24/7\b|(?<!\S)\+1\b",
    re.MULTILINE | re.DOTALL | re.IGNORECASE,
)
"""Code, mentions, links, clock times and what somebody else is quoted with; each alternative looks ahead a bounded
stretch."""


def words(listed: str) -> frozenset[str]:
    """Return the words of a text, for lists of them in code."""
    return frozenset(listed.split())


_TOKEN = re.compile(
    r"(?P<number>\d+(?:[.,]\d+)*)|(?P<word>[^\W\d_]+(?:['’][^\W\d_]+)*)"
    r"|(?P<end>[.!?;](?=[\s)\"”'’]|$)|[!?]|\n)|(?P<dash>[-–—])|(?P<mark>[,()/$€£¥₹%<>≤≥~≈+&=])"
)
_ENDINGS = {"'re": "are", "'ve": "have", "'ll": "will", "'d": "would", "'m": "am", "'s": "'s"}
_BASES = {"ca": "can", "wo": "will", "sha": "shall", "ai": "is"}
_BARE_NEGATIONS = words(
    "dont doesnt didnt cant wont isnt arent wasnt werent havent hasnt shouldnt mustnt couldnt wouldnt neednt"
)
_ABBREVIATIONS = frozenset({"approx", "ca", "max", "min", "est", "vs", "no", "e.g", "i.e", "etc"})


@dataclass(frozen=True, slots=True)
class Token:
    """A word, number, mark or break.

    Attributes:
        text: lower case, with straight apostrophes; a dash is ``-``.
        start, end: its place in the text as written.
        kind: ``word``, ``number``, ``mark``, ``dash`` or ``end`` (of a sentence).
    """

    text: str
    start: int
    end: int
    kind: str


def tokens(text: str) -> list[Token]:
    """Return the words of a text outside quotations, code and links, in order."""
    text = text[:LONGEST_TEXT]
    masked = _BLANKED.sub(lambda match: re.sub(r"[^\n]", " ", match[0]), text)
    found: list[Token] = []
    for match in _TOKEN.finditer(masked):
        found.extend(_taken_apart(match, masked, found))
    return found


def _taken_apart(match: re.Match[str], masked: str, before: list[Token]) -> Iterator[Token]:
    kind, start, end = str(match.lastgroup), match.start(), match.end()
    if kind == "word":
        yield from _words(match[0].lower().replace("’", "'"), start, end)
    elif kind == "dash":
        if not _joins_words(masked, start):
            yield Token("-", start, end, kind)
    elif (
        match[0] == "."
        and before
        and before[-1].text in _ABBREVIATIONS
        and before[-1].end == start
        and end < len(masked)
        and (before[-1].text != "no" or masked[end:].lstrip(" ")[:1].isdigit())
    ):
        return
    else:
        yield Token(match[0].replace("&", "and"), start, end, "word" if match[0] == "&" else kind)


def _joins_words(masked: str, at: int) -> bool:
    """Whether a dash makes one word of two: a letter stands at one of its sides, and no space at either."""
    left, right = masked[at - 1 : at], masked[at + 1 : at + 2]
    return bool(left.strip() and right.strip()) and right.isalpha()


def _words(word: str, start: int, end: int) -> Iterator[Token]:
    if word == "cannot":
        yield Token("can", start, end, "word")
        yield Token("not", start, end, "word")
        return
    if word.endswith("n't") or word in _BARE_NEGATIONS:
        base = word[:-3] if word.endswith("n't") else word[:-2]
        yield Token(_BASES.get(base, base), start, end, "word")
        yield Token("not", start, end, "word")
        return
    for ending, meaning in _ENDINGS.items():
        if word.endswith(ending) and len(word) > len(ending):
            yield Token(word[: -len(ending)], start, end, "word")
            yield Token(meaning, start, end, "word")
            return
    yield Token(word, start, end, "word")
