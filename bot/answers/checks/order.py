"""Who does what to whom: the same words in changed places ("RAG is cheaper than fine-tuning", the other way round)."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import pairwise

from bot.answers.checks.opposites import SIDE_STEMS, SIDES
from bot.answers.checks.quantities import UNIT_WORDS, quantities
from bot.answers.checks.words import Word, words
from bot.answers.evidence.vocabulary import GENERIC
from ingest.language.tokens import terms

_MUTUAL_WORDS = """
combin join differ compar versu equal same both mix pair togeth interchang integr between
"""
_MUTUAL = frozenset(_MUTUAL_WORDS.split())
"""Stems of relations that hold in both directions."""
_UNIT_STEMS = frozenset(stems[0] for word in UNIT_WORDS if (stems := terms(word)))
_OF = re.compile(r"\s+of\s+(?:the\s|an?\s|its\s|their\s)?")
_AND = re.compile(r"\s+(?:and|or|nor)\s+(?:(?:the|an?|no|without|in|by|on|of|its|their)\s+)?")
_APART = re.compile(r"[;.!?]\s|\b(?:when|while|if|because|since|although|whereas)\b", re.IGNORECASE)
"""What keeps two statements of a sentence apart: a move across it exchanges nothing."""
_FROM_TO = re.compile(r"[^,;.]{0,12}\bto\s+\W?")
_PART = re.compile(r"(?<=[.;!?])\s+|,\s+and\s+|\s(?:while|whereas|but)\s|\n")
_BY = re.compile(r"(?:\W+\w+){0,3}?\W+by\b")
_BE = re.compile(r"\b(?:is|are|was|were|be|been|being)\s(?:\w+\s)?$")


@dataclass(frozen=True, slots=True)
class Anchor:
    """A word or figure that can be found again in another text.

    Attributes:
        passive: what does it follows with "by".
        turns: it stands on the second side of a pair of opposites.
        part: number of the statement of its sentence.
    """

    key: str
    start: int
    passive: bool
    turns: bool
    part: int = 0


def is_reversed(sentence: str, source: str) -> bool:
    """Whether something stands before a word in the one text and behind it in the other, and something else vice versa.

    Moving a clause to the front moves all of it and crosses nothing; exchanging the two sides of a word does.
    """
    here, there = _shared(_anchors(sentence), _anchors(source))
    return _pairs(sentence) & {(upper, lower) for lower, upper in _pairs(source)} != set() or any(
        _crosses(here, there, anchor) for anchor in here
    )


def _pairs(text: str) -> set[tuple[Decimal, Decimal]]:
    """What goes from one figure to another."""
    found = quantities(text)
    steps = [(one, other) for one, other in pairwise(found) if one.partner is None]
    gaps = ((one, other, text[one.figure.end : other.figure.start]) for one, other in steps)
    return {
        (one.value, other.value) for one, other, gap in gaps if _FROM_TO.fullmatch(gap) and one.value != other.value
    }


def is_mixed(sentence: str, source: str) -> bool:
    """Whether a statement takes its subject from one statement of the source and the rest from another one."""
    known = [part for text in _PART.split(source) if (part := _stems_in_order(text))]
    said = (part for text in _PART.split(sentence) if (part := _stems_in_order(text)))
    return any(_mixes(part, one, other) for part in said for one in known for other in known if one is not other)


def _mixes(said: Sequence[str], one: Sequence[str], other: Sequence[str]) -> bool:
    """Whether of ``one`` only the subject is said, and of ``other`` all but the subject."""
    from_one = [stem for stem in said if stem in one and stem not in other]
    from_other = [stem for stem in said if stem in other and stem not in one]
    if not from_one or not from_other or said[0] != one[0] or other[0] in said:
        return False
    return (
        list(said[: len(from_one)]) == from_one and list(one[: len(from_one)]) == from_one and len(one) > len(from_one)
    )


def _stems_in_order(text: str) -> tuple[str, ...]:
    return tuple(word.stem for word in words(text) if word.stems)


def _crosses(here: Sequence[Anchor], there: Sequence[Anchor], pivot: Anchor) -> bool:
    if pivot.key in _MUTUAL or pivot.key.startswith("#") or pivot.key in _UNIT_STEMS:
        return False
    other = next(anchor for anchor in there if anchor.key == pivot.key)
    before_here, behind_here = _split(here, pivot)
    before_there, behind_there = _split(there, other)
    crossed = bool(before_here & behind_there and behind_here & before_there)
    if pivot.passive != other.passive or pivot.turns != other.turns:
        straight = bool(before_here & before_there and behind_here & behind_there)
        return straight and not crossed and pivot.passive != other.passive
    return crossed


def _split(anchors: Sequence[Anchor], pivot: Anchor) -> tuple[set[str], set[str]]:
    near = [anchor for anchor in anchors if anchor.part == pivot.part]
    before = {anchor.key for anchor in near if anchor.start < pivot.start}
    return before, {anchor.key for anchor in near if anchor.start > pivot.start}


def _shared(one: Sequence[Anchor], other: Sequence[Anchor]) -> tuple[list[Anchor], list[Anchor]]:
    """The anchors that stand exactly once in each text: only these are surely the same thing."""
    counts = Counter(anchor.key for anchor in one), Counter(anchor.key for anchor in other)
    keys = {key for key in counts[0] if counts[0][key] == counts[1][key] == 1}
    return [anchor for anchor in one if anchor.key in keys], [anchor for anchor in other if anchor.key in keys]


def _anchors(text: str) -> list[Anchor]:
    """What can be found again, in order; "the cost of RAG" in the order of "the RAG cost", "b and a" as "a and b"."""
    kept = [word for word in words(text) if word.stems and (word.lower not in GENERIC or word.lower in SIDES)]
    sides = {SIDE_STEMS[word.stem] for word in kept if word.stem in SIDE_STEMS}
    found = [
        Anchor(_key(word.stem, sides), word.start, _is_passive(text, word), SIDES.get(word.lower, (0, 1))[1] < 0)
        for word in kept
    ]
    for i, (one, other) in enumerate(pairwise(kept)):
        gap = text[one.end : other.start]
        listed = _AND.fullmatch(gap) and found[i + 1].key < found[i].key
        if _OF.fullmatch(gap) or listed:
            first, second = found[i], found[i + 1]
            found[i], found[i + 1] = replace(second, start=first.start), replace(first, start=second.start)
    found += [
        Anchor(f"#{q.value.normalize()}{q.figure.measure}", q.figure.start, False, False) for q in quantities(text)
    ]
    cuts = _cuts(text)
    placed = (replace(anchor, part=sum(cut <= anchor.start for cut in cuts)) for anchor in found)
    return sorted(placed, key=lambda anchor: anchor.start)


def _cuts(text: str) -> list[int]:
    """Where another statement begins; one that opens the sentence ("When …, …") ends at its comma."""
    cuts = [match.start() for match in _APART.finditer(text)]
    return [*cuts, text.find(", ")] if cuts and cuts[0] == 0 and ", " in text else cuts


def _is_passive(text: str, word: Word) -> bool:
    done = word.lower.endswith("ed") or bool(_BE.search(text, max(0, word.start - 24), word.start))
    return done and bool(_BY.match(text, word.end))


def _key(stem: str, sides: set[tuple[int, int]]) -> str:
    """Opposites are one pivot ("A is cheaper than B", "B is more expensive than A"), unless the text has both."""
    side = SIDE_STEMS.get(stem)
    return f"±{side[0]}" if side and (side[0], -side[1]) not in sides else stem
