"""What single clauses say of single facts, before it is settled what the text as a whole says."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from bot.decisions.facts import LARGEST_NUMBER, Fact, Value
from bot.decisions.understanding import english
from bot.decisions.understanding.lexicon import Scale
from bot.decisions.understanding.measures import DAY, Bound, Kind, Quantity
from bot.decisions.understanding.reading import Doubt
from bot.decisions.understanding.text import Token

_BEFORE = 10
_AFTER = 6
_SECONDS_IN: dict[str, int | Fraction] = {
    "second": 1, "minute": 60, "hour": 3600, "day": DAY, "week": 7 * DAY, "month": Fraction(36525, 1200) * DAY,
    "quarter": Fraction(36525, 400) * DAY, "year": Fraction(36525, 100) * DAY,
}  # fmt: skip
_NO_TIME = 1000
"""A plain number that large is no time, whatever its unit."""
_DOLLAR_UNITS = frozenset({"usd", "$", "us$", "dollars", "dollar", "us dollars"})


@dataclass(frozen=True, slots=True)
class Said:
    """What one stretch of tokens says of a fact.

    Attributes:
        value: None is "not sure"; not used when there is a doubt.
        doubt: why it is not settled; None when it is stated.
        values, low, high: as in `Ambiguous`.
    """

    fact: str
    start: int
    end: int
    value: Value | None = None
    doubt: Doubt | None = None
    values: tuple[Value, ...] = ()
    low: int | None = None
    high: int | None = None


def kind_of(fact: Fact) -> Kind | None:
    """Return what a fact's number measures; None for choices."""
    if not fact.is_number:
        return None
    unit = (fact.unit or "").lower().strip()
    if unit in _DOLLAR_UNITS:
        return Kind.DOLLARS
    return Kind.TIME if unit.rstrip("s") in _SECONDS_IN else Kind.COUNT


def fits(quantity: Quantity, fact: Fact) -> bool:
    """Whether a quantity with its unit can be the fact's number; a plain number fits any."""
    kind = kind_of(fact)
    if quantity.rate or kind is None:
        return False
    if quantity.kind is Kind.COUNT:
        return kind is not Kind.TIME or (not quantity.scaled and quantity.low < _NO_TIME)
    if kind is Kind.TIME:
        smallest = Fraction(_SECONDS_IN[(fact.unit or "").lower().rstrip("s")], 14)
        if quantity.kind is Kind.DATE:
            return True
        return quantity.kind is Kind.TIME and (quantity.high is None or not quantity.high or quantity.high >= smallest)
    return kind is Kind.DOLLARS and quantity.kind in {Kind.DOLLARS, Kind.OTHER_MONEY}


def said_number(quantity: Quantity, fact: Fact, limit: bool) -> Said | None:
    """Return what a quantity that fits says of a number; None when nobody can mean it.

    Time is told in whole units of the fact, rounded down: 25 days are not yet 4 weeks.
    """
    at = (quantity.start, quantity.end)
    if quantity.kind is Kind.OTHER_MONEY:
        return Said(fact.name, *at, doubt=Doubt.CURRENCY)
    if quantity.kind is Kind.DATE:
        return Said(fact.name, *at, doubt=Doubt.DATE)
    factor = Fraction(1)
    if quantity.kind is Kind.TIME:
        factor = Fraction(_SECONDS_IN[(fact.unit or "").lower().rstrip("s")])
    low = math.floor(quantity.low / factor) + (1 if quantity.open_low else 0)
    high = None if quantity.high is None else quantity.high / factor
    top = None if high is None else math.ceil(high) - 1 if quantity.open_high else math.floor(high)
    if low > LARGEST_NUMBER or (top is not None and (top < low or top > LARGEST_NUMBER)):
        return None
    if quantity.split:
        return Said(fact.name, *at, doubt=Doubt.NOTATION, values=(low, top or 0), low=low, high=top)
    if quantity.bound is Bound.EXACT or (quantity.bound is Bound.LIMIT and limit) or low == top:
        return Said(fact.name, *at, value=top)
    return Said(fact.name, *at, doubt=Doubt.RANGE, low=low, high=top)


def said_choice(quantity: Quantity, fact: str, scale: Scale) -> Said | None:
    """Return which choices a length of time comes to; None when the scale is for something else."""
    if quantity.kind is not (Kind.PERIOD if scale.unit == "days" else Kind.TIME) or not quantity.high:
        return None
    last = max(limit for _, limit in scale.upto)
    if quantity.high > last:
        return None
    low = _step(quantity.low, scale, quantity.bound is not Bound.EXACT and quantity.low == 0)
    high = _step(quantity.high, scale, quantity.open_high or quantity.bound is Bound.LIMIT)
    if quantity.low == 0:
        low = high
    values = tuple(value for value, _ in scale.upto)[low : high + 1]
    at = (quantity.start, quantity.end)
    if len(values) == 1:
        return Said(fact, *at, value=values[0])
    return Said(fact, *at, doubt=Doubt.RANGE, values=values)


def _step(number: Fraction, scale: Scale, excluded: bool) -> int:
    for step, (_, limit) in enumerate(scale.upto):
        if number < limit or (number == limit and (excluded or not scale.open)):
            return step
    return len(scale.upto) - 1


def negated(
    tokens: Sequence[Token], clause: tuple[int, int], span: tuple[int, int], taken: Iterable[range] = ()
) -> int:
    """Return how many negations bear on a stretch of a clause: an odd number turns it round.

    ``taken`` are stretches whose negations belong to something else, such as "not only".
    """
    skipped = {index for each in taken for index in each}
    before = range(max(clause[0], span[0] - _BEFORE), span[0])
    after = range(span[1], min(clause[1], span[1] + _AFTER))
    places = [index for index in (*before, *after) if index not in skipped]
    return sum(1 for index in places if tokens[index].text in english.NEGATIONS)
