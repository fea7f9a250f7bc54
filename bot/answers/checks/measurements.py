"""What a passage measures: each figure with its kind, and the words that say what it is a figure of."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from itertools import takewhile

from bot.answers.checks.numbers import Measure
from bot.answers.checks.quantities import UNIT_WORDS, Bound, Quantity, counts, quantities
from bot.answers.checks.words import Word, words
from bot.answers.sentences import Unit, UnitKind, display, split_units
from ingest.model import Passage

COUNTED_WITHIN = 3
"""Words behind a figure in which the thing it counts is named: "5,000 labelled training examples"."""
_PRONOUNS = frozenset({"it", "this", "they", "these", "those", "he", "she", "its", "their"})
_YEARS = range(1900, 2101)
_RATE = re.compile(
    r"\s?(?:/|\bper\s|\ban?\s|\beach\s|\bevery\s)\s?[a-z]+|\s(?:dai|week|month|quarter|year)ly\b|\s?[-a-z°/%]+"
)
_AHEAD = re.compile(r"[<>≤≥]=?\s?$")


@dataclass(frozen=True, slots=True)
class Kind:
    """What can be compared at all: money a month with money a month."""

    measure: Measure
    currency: str | None
    unit: str | None
    per: str | None


@dataclass(frozen=True, slots=True)
class Measurement:
    """One figure, or one range, of a passage.

    Attributes:
        unit: the sentence, item or row it stands in; a verbatim slice of the passage.
        shown: its notation, with the unit.
        values: the figure, or both ends of the range.
        clause: the words of its part of the sentence, figures left out; ``sentence`` all of them.
        before: those of the clause that stand before it.
        heading: stems of the innermost heading.
        counted: the thing counted, for a bare number: "labelled examples".
        stands_for_another: a pronoun before it may be what is measured.
    """

    passage: Passage
    unit: Unit
    shown: str
    values: tuple[Decimal, ...]
    kind: Kind
    clause: tuple[Word, ...]
    sentence: tuple[Word, ...]
    before: tuple[Word, ...]
    heading: frozenset[str]
    counted: tuple[Word, ...]
    stands_for_another: bool

    @property
    def stems(self) -> frozenset[str]:
        """What it is a figure of: the stems of its clause and sentence."""
        return frozenset(word.stem for word in self.sentence)


@lru_cache(maxsize=256)
def measurements(passage: Passage) -> tuple[Measurement, ...]:
    """All that a passage measures; years and figures of a code block are no measures."""
    units = (unit for unit in split_units(passage.text) if unit.quotable and unit.kind is not UnitKind.CODE)
    return tuple(found for unit in units for found in _in_unit(passage, unit))


def _in_unit(passage: Passage, unit: Unit) -> Iterator[Measurement]:
    text = display(unit)
    found = quantities(text)
    for i, quantity in enumerate(found):
        ends = _ends(found, i)
        if ends is not None and counts(quantity) and not _is_year(quantity):
            yield _measurement(passage, unit, text, *ends)


def _ends(found: tuple[Quantity, ...], i: int) -> tuple[Quantity, Quantity] | None:
    """The quantity and the upper end of its range; None for an upper end, which goes with its lower one."""
    one, after = found[i], found[i + 1] if i + 1 < len(found) else None
    if one.partner is None:
        return one, one
    is_lower = one.value < one.partner and after is not None and after.value == one.partner
    return (one, after) if is_lower and after is not None else None


def _is_year(quantity: Quantity) -> bool:
    plain = quantity.figure.measure is Measure.PLAIN and quantity.unit is None
    return plain and quantity.value in _YEARS and quantity.bound is not Bound.LOWER


def _measurement(passage: Passage, unit: Unit, text: str, lower: Quantity, upper: Quantity) -> Measurement:
    found = [word for word in words(text) if word.lower not in UNIT_WORDS]
    said = tuple(word for word in found if word.content)
    start, end = lower.figure.start, upper.figure.end
    number = next((word.clause for word in reversed(words(text)) if word.start <= start), 0)
    clause = tuple(word for word in said if word.clause == number)
    bare = lower.figure.measure is Measure.PLAIN and lower.unit is None
    behind = takewhile(lambda word: word.stems and word.clause == number, (w for w in found if w.start >= end))
    innermost = " ".join((passage.heading[-1] if passage.heading else "", unit.section, unit.lead))
    return Measurement(
        passage,
        unit,
        _notation(text, start, end, lower),
        (lower.value,) if lower is upper else (lower.value, upper.value),
        Kind(lower.figure.measure, lower.currency, lower.unit, lower.per),
        clause,
        said,
        tuple(word for word in clause if word.start < start),
        frozenset(word.stem for word in words(innermost) if word.content),
        tuple(behind)[:COUNTED_WITHIN] if bare else (),
        any(word.lower in _PRONOUNS for word in words(text) if word.start < start),
    )


def _notation(text: str, start: int, end: int, quantity: Quantity) -> str:
    ahead = _AHEAD.search(text[:start])
    tail = _RATE.match(text, end) if quantity.unit or quantity.per else None
    shown = text[ahead.start() if ahead else start : tail.end() if tail else end]
    more = _RATE.match(text, tail.end()) if tail and quantity.unit and quantity.per else None
    return shown.strip() if not more else f"{shown}{more[0]}".strip()
