"""Articles that give different figures for the same thing. Each is shown, none is chosen and nothing is averaged.

Precision comes first: a disagreement that is none costs more trust than one that is not mentioned. Two figures are of
the same thing when they are of one kind, come from different documents, and the words around them agree; that a word of
the one stands in the place of another word of the other ("rye" for "spelt") makes them figures of different things.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from bot.answers.checks.measurements import Measurement, measurements
from bot.answers.checks.opposites import SIDES
from bot.answers.checks.words import Word, words
from bot.answers.model import Quote
from bot.answers.sentences import UnitKind, label
from ingest.model import Passage

LEAST_SHARED = 2
"""Words two figures must have in common around them, those of their headings counted too."""
LEAST_SHARED_IF_UNSURE = 3
"""The same where things are counted, which is done by many words, and where "it" stands for what is measured."""
LEAST_SHARE = 0.25
"""The same as a share of the shorter of the two sentences."""
MOST_SHOWN = 3
"""Disagreements shown with one answer."""
ABOUT_WORDS = 4

_HOLLOW_WORDS = """
system infrastructur solut approach project pipelin setup tool platform servic process applic technologi
"""
_HOLLOW = frozenset(_HOLLOW_WORDS.split())
"""Nouns that add nothing to the name they follow: a RAG system is RAG infrastructure."""


@dataclass(frozen=True, slots=True)
class Figure:
    """One side of a disagreement: the figure as it stands, and the words it can be checked in."""

    text: str
    quote: Quote
    passage: Passage


@dataclass(frozen=True, slots=True)
class Conflict:
    """Figures of different documents for the same thing."""

    about: str
    figures: tuple[Figure, ...]


def conflicts(cited: Iterable[tuple[Quote, Passage]], evidence: Sequence[Passage]) -> list[Conflict]:
    """Where the evidence gives other figures than the cited words, at most `MOST_SHOWN`.

    Args:
        cited: what an answer quotes; only what it says is worth contradicting.
        evidence: the passages that were read for it.
    """
    passages = list(dict.fromkeys((*(passage for _, passage in cited), *evidence)))
    others = [found for passage in passages for found in measurements(passage)]
    topics = _topics(passages)
    found: list[Conflict] = []
    told: set[tuple[str, str]] = set()
    for one in _cited_measurements(cited):
        differing = _differing(one, others, topics)
        keys = {(one.passage.document, _key(one)), *((other.passage.document, _key(other)) for other in differing)}
        if differing and not keys & told:
            found.append(Conflict(_about(one, differing[0]), tuple(map(_figure, (one, *differing)))))
            told |= keys
    return found[:MOST_SHOWN]


def _cited_measurements(cited: Iterable[tuple[Quote, Passage]]) -> Iterator[Measurement]:
    for quote, passage in cited:
        start = passage.text.find(quote.text)
        for found in measurements(passage):
            if found.unit.start < start + len(quote.text) and start < found.unit.end:
                yield found


def _key(found: Measurement) -> str:
    return f"{found.unit.start}:{found.shown}"


def _figure(found: Measurement) -> Figure:
    return Figure(found.shown, Quote(found.passage.id, found.unit.text), found.passage)


def _topics(passages: Sequence[Passage]) -> frozenset[str]:
    """What the folder is about: words several titles share. A figure of one topic is none of another."""
    titles = {passage.document: passage.title for passage in passages}
    found = Counter(stem for title in titles.values() for stem in {word.stem for word in words(title) if word.content})
    return frozenset(stem for stem, times in found.items() if times > 1)


def _differing(one: Measurement, others: Sequence[Measurement], topics: frozenset[str]) -> list[Measurement]:
    """The closest differing figure of each other document, unless either document has the other's figure too."""
    same_thing = [other for other in others if _is_same_thing(one, other, topics)]
    agreeing = {other.passage.document for other in same_thing if other.values == one.values}
    own = [found for found in others if found.passage.document == one.passage.document]
    agreeing |= {
        other.passage.document
        for other in same_thing
        if any(found.values == other.values and _is_same_thing(found, other, topics) for found in own)
    }
    best: dict[str, Measurement] = {}
    for other in sorted(same_thing, key=lambda other: -len(_shared(one, other))):
        if other.passage.document not in agreeing:
            best.setdefault(other.passage.document, other)
    return list(best.values())


def _is_same_thing(one: Measurement, other: Measurement, topics: frozenset[str]) -> bool:
    if one.passage.document == other.passage.document or one.kind != other.kind:
        return False
    shared = _shared(one, other)
    return (
        len(shared) >= max(_least_shared(one, other), LEAST_SHARE * min(len(one.stems), len(other.stems)))
        and _has_subject_of(one, other)
        and _has_subject_of(other, one)
        and _same_topic(one, other, topics)
        and not (_names(one) - other.stems and _names(other) - one.stems)
        and (bool(one.counted) or not _is_exchanged(one.before, other.before))
        and not _is_opposed(one, other)
        and _count_the_same(one, other)
    )


def _least_shared(one: Measurement, other: Measurement) -> int:
    unsure = one.counted or one.stands_for_another or other.stands_for_another
    return LEAST_SHARED_IF_UNSURE if unsure else LEAST_SHARED


def _has_subject_of(one: Measurement, other: Measurement) -> bool:
    """Whether the one speaks of what a table's row, the other, is about: its first cell."""
    if other.unit.kind is not UnitKind.ROW:
        return True
    return {word.stem for word in words(label(other.unit)) if word.stems} <= one.stems | one.heading


def _same_topic(one: Measurement, other: Measurement, topics: frozenset[str]) -> bool:
    """By the part of the sentence the figure stands in, or by the whole sentence where things are counted."""
    if _stems(one.clause) & topics == _stems(other.clause) & topics:
        return True
    here, there = one.stems & topics, other.stems & topics
    return bool(one.counted) and (here <= there or there <= here)


def _count_the_same(one: Measurement, other: Measurement) -> bool:
    if not one.counted or not other.counted:
        return not one.counted and not other.counted
    return bool(_stems(one.counted) & _stems(other.counted)) and not _is_exchanged(one.counted, other.counted)


def _stems(found: Iterable[Word]) -> frozenset[str]:
    return frozenset(word.stem for word in found)


def _shared(one: Measurement, other: Measurement) -> frozenset[str]:
    counted = _stems(one.counted) & _stems(other.counted)
    return (one.stems & other.stems) | (one.heading & other.heading) | counted


def _names(found: Measurement) -> frozenset[str]:
    """Names within the clause, the first word left out: it is capital anyway."""
    return frozenset(word.stem for word in found.clause if word.text[0].isupper() and not word.opens)


def _is_exchanged(one: Sequence[Word], other: Sequence[Word]) -> bool:
    """Whether words that say what is measured have others in their place."""
    here, there = ([word.stem for word in side if word.stem not in _HOLLOW] for side in (one, other))
    return any(code[0] == "replace" for code in SequenceMatcher(None, here, there, autojunk=False).get_opcodes())


def _is_opposed(one: Measurement, other: Measurement) -> bool:
    """Whether the one is a figure of what comes first, is least or is inside, and the other of the reverse."""
    sides = [{SIDES[word.lower] for word in found.clause if word.lower in SIDES} for found in (one, other)]
    return any((group, -sign) in sides[1] and (group, sign) not in sides[1] for group, sign in sides[0])


def _about(one: Measurement, other: Measurement) -> str:
    """What is measured, in the words both share: the thing counted, else the heading, else the shared words."""
    known = other.stems | _stems(other.counted)
    if counted := [word.text for word in one.counted if word.stem in known]:
        return " ".join(counted)
    heading = one.passage.heading[-1] if one.passage.heading and one.heading & other.heading else ""
    spoken = one.clause if heading else one.sentence
    shared = [word.text for word in spoken if word.stem in known and word.stem not in _stems(words(heading))]
    named = " ".join(list(dict.fromkeys(shared))[:ABOUT_WORDS])
    return f"{heading[:1].lower()}{heading[1:]} ({named})" if heading and named else heading or named
