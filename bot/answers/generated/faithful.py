"""Whether another wording of a sentence still says the same, as far as its words can tell.

The checks against the sources cannot see all of it: a source may hold the opposite too, or the same figure for another
thing. So a rewritten sentence is compared with its draft first. What is refused wrongly costs only the house voice.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from decimal import Decimal

from bot.answers.checks.numbers import Measure, figures
from ingest.language.tokens import terms

LONGEST = 1.6
"""Times the length of its sentence another wording may have, with `ROOM` characters more: style adds no content."""
ROOM = 60
CHANGED_WORDS = 0.35
"""Largest share of a wording's words that its sentence does not hold, and of the sentence's that are gone."""
RANGE_GAP = 4
"""Characters between two figures that are one range: "2–3", "two to three"."""

_LINK = re.compile(r"https?:|www\.|\]\(|<[@#!a-z/]|[\w-]\.[a-z]{2,24}/|@(?:channel|here|everyone)\b", re.IGNORECASE)
_WORD = re.compile(r"[^\W_](?:[\w.+#/'’-]*[^\W_])?")
_POSSESSIVE = re.compile(r"['’]s$")
_NEGATION = re.compile(
    r"\b(?:not|no|never|none|nor|neither|nothing|nobody|without|cannot|unless|except|rarely|hardly|un(?:able|likely))\b"
    r"|n['’]t\b",
    re.IGNORECASE,
)
_FORCE = {
    name: re.compile(rf"\b(?:{words})\b", re.IGNORECASE)
    for name, words in {
        "duty": r"must|needs? to|ha(?:s|ve) to|required?|requires",
        "advice": r"should|ought|recommend\w*",
        "possibility": r"may|might|could|can|possibl[ey]|perhaps",
        "habit": r"usually|often|typically|mostly|generally|tends? to",
        "sometimes": r"sometimes|occasionally",
        "always": r"always|every|all",
        "most": r"most",
        "some": r"some|several|few|a few",
        "only": r"only|just|solely",
        "about": r"about|around|roughly|approximately|nearly|almost",
        "least": r"at least|minimum|no less than|from",
        "bound": r"at most|up to|maximum|no more than",
        "above": r"more than|over|above|exceed\w*|beyond",
        "below": r"less than|fewer than|under|below",
        "condition": r"if|when|where|once|while|as long as|in case",
    }.items()
}
_ORDINARY = re.compile(
    r"(?:an?|the|this|that|these|those|it|its|they|we|you|your|our|there|here|for|in|on|at|to|with|from|by|of|as|and|but|so"
    r"|if|when|where|once|while|because|since|though|although|do|don['’]t|not|no|never|only|every|each|all|most|some|both"
    r"|plan|expect|allow|budget|count|reckon|start|begin|use|choose|pick|keep|go|think|take|make|try|avoid|stick|remember"
    r"|two|three|four|five|six|seven|eight|nine|ten|\w+ing|\w+ly)$",
    re.IGNORECASE,
)
"""First words that are no name, though they have a capital."""
_ORDERING = re.compile(r"\b(?:than|before|after|instead of|versus|vs|beats?|replaces?|outperforms?)\b", re.IGNORECASE)


def says_the_same(sentence: str, other: str) -> bool:
    """Whether another wording may stand for the sentence. Necessary, not sufficient: the checks come after it."""
    return (
        len(other) <= LONGEST * len(sentence) + ROOM
        and not _LINK.search(other)
        and all(kept(sentence, other) for kept in _KEPT)
    )


def _figures_kept(sentence: str, other: str) -> bool:
    return Counter(_values(sentence)) == Counter(_values(other))


def _values(text: str) -> list[tuple[Decimal, Measure]]:
    """The figures in order, but for a "one" that may be grammar."""
    return [(figure.value, figure.measure) for figure in figures(text) if figure.firm or figure.value != 1]


def _negations_kept(sentence: str, other: str) -> bool:
    return len(_NEGATION.findall(sentence)) == len(_NEGATION.findall(other))


def _force_kept(sentence: str, other: str) -> bool:
    """Duty, advice, possibility, frequency and bounds: what turns a hint into a rule when it is lost."""
    return all(bool(words.search(sentence)) is bool(words.search(other)) for words in _FORCE.values())


def _names_kept(sentence: str, other: str) -> bool:
    """A name may neither go nor come; the first word of a sentence is one unless it is seen not to be."""
    return _names(sentence) <= _words(other) and _names(other) <= _words(sentence)


def _names(text: str) -> set[str]:
    """Words with a capital letter, a digit or a full stop within, and a first word that need not be an ordinary one."""
    found = _WORD.findall(text)
    return {
        _bare(word)
        for place, word in enumerate(found)
        if (not place and not _ORDINARY.match(word))
        or any(char.isupper() for char in word[0 if place else 1 :])
        or "." in word
        or (any(map(str.isdigit, word)) and any(map(str.isalpha, word)))
    }


def _words(text: str) -> set[str]:
    return {_bare(word) for word in _WORD.findall(text)}


def _bare(word: str) -> str:
    return _POSSESSIVE.sub("", word.casefold())


def _subject_kept(sentence: str, other: str) -> bool:
    said, now = _said(sentence), _said(other)
    return len(now - said) <= CHANGED_WORDS * len(now) and len(said - now) <= CHANGED_WORDS * len(said)


def _order_kept(sentence: str, other: str) -> bool:
    """Nothing changes sides in a comparison; and where figures belong to different things, nothing changes places."""
    shared = _said(sentence) & _said(other)
    if _sides(sentence, shared) != _sides(other, shared):
        return False
    if len(list(_quantities(sentence))) < 2:  # noqa: PLR2004
        return True
    return _sequence(sentence, shared) == _sequence(other, shared) and _values(sentence) == _values(other)


def _sides(text: str, shared: set[str]) -> list[str | frozenset[str]]:
    """The shared words on each side of what orders them ("than", "before"), and these words themselves."""
    parts = _ORDERING.split(text)
    words = [match[0].casefold() for match in _ORDERING.finditer(text)]
    return [*(frozenset(_said(part) & shared) for part in parts), *words] if words else []


def _sequence(text: str, shared: set[str]) -> list[str]:
    """The shared words in order, each once; where "usually" or "at least" stands does not matter."""
    return list(dict.fromkeys(term for term in terms(_without_force(text)) if term in shared))


def _said(text: str) -> set[str]:
    """What a text is about: its words without figures, which are compared by value, and without force."""
    for figure in reversed(figures(text)):
        text = f"{text[: figure.start]} {text[figure.end :]}"
    return set(terms(_without_force(text)))


def _without_force(text: str) -> str:
    for words in _FORCE.values():
        text = words.sub(" ", text)
    return text


def _quantities(text: str) -> Iterator[int]:
    """Where each quantity begins; a range is one."""
    end = -RANGE_GAP - 1
    for figure in figures(text):
        if figure.start - end > RANGE_GAP:
            yield figure.start
        end = figure.end


_KEPT: tuple[Callable[[str, str], bool], ...] = (
    _figures_kept,
    _negations_kept,
    _force_kept,
    _names_kept,
    _subject_kept,
    _order_kept,
)
