"""Figures with all that makes them mean what they mean: unit, rate, bound, and the other end of their range."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from functools import lru_cache

from bot.answers.checks.numbers import Figure, Measure, figures

_UNITS = {
    "s": "s sec secs second seconds",
    "min": "min mins minute minutes",
    "h": "h hr hrs hour hours",
    "day": "d day days night nights",
    "week": "wk wks week weeks",
    "month": "mo month months",
    "quarter": "quarter quarters",
    "year": "yr yrs year years",
    "ms": "ms millisecond milliseconds",
    "us": "µs microsecond microseconds",
    "b": "byte bytes",
    "kb": "kb kib kilobyte kilobytes",
    "mb": "mb mib megabyte megabytes",
    "gb": "gb gib gigabyte gigabytes",
    "tb": "tb tib terabyte terabytes",
    "mm": "mm millimetre millimetres millimeter millimeters",
    "cm": "cm centimetre centimetres centimeter centimeters",
    "m": "m metre metres meter meters",
    "km": "km kilometre kilometres kilometer kilometers",
    "mi": "mi mile miles",
    "mg": "mg milligram milligrams",
    "g": "g gram grams",
    "kg": "kg kilogram kilograms kilo kilos",
    "t": "t tonne tonnes ton tons",
    "c": "°c celsius",
    "f": "°f fahrenheit",
    "km/h": "km/h kmh kph",
    "mph": "mph",
    "m/s": "m/s",
    "mm/s": "mm/s",
    "w": "w watt watts",
    "kw": "kw kilowatt kilowatts",
    "kwh": "kwh",
    "v": "v volt volts",
    "hz": "hz hertz",
    "l": "l litre litres liter liters",
    "percentage point": "points",
}
_UNIT_OF = {name: unit for unit, names in _UNITS.items() for name in names.split()}
UNIT_WORDS = frozenset(_UNIT_OF)
"""Every way to write a unit of measurement, in lower case."""
_UNIT_NAMES = "|".join(sorted(map(re.escape, _UNIT_OF), key=len, reverse=True))
_UNIT = re.compile(
    rf"[\s-]?(?:[a-z]{{3,12}}[\s-])?(?P<unit>{_UNIT_NAMES})(?![\w/°])",
    re.IGNORECASE,
)
_PER = re.compile(
    r"(?:[\s-]?(?:of\s)?[^\W\d_]{1,14}){0,3}?\s?(?:/|\bper\s|\ban?\s|\beach\s|\bevery\s)\s?"
    r"(?P<per>second|minute|hour|day|night|week|month|quarter|year|sec|min|h|s|mo|yr)s?\b"
    r"|(?:\s[^\W\d_]{1,14}){0,2}?\s(?P<ly>hourly|daily|weekly|monthly|quarterly|yearly|annually)\b",
    re.IGNORECASE,
)
_PERIODS = {"sec": "second", "min": "minute", "h": "hour", "s": "second", "mo": "month", "yr": "year", "night": "day"}
_LY = {"daily": "day", "annually": "year"}
_GAP = re.compile(r"\s?(?:-|–|—|\bto\b)\s?")
_BETWEEN = re.compile(r"\s?\band\s?")
_BEFORE = (
    r"(?P<upper>at (?:the )?most|a maximum of|maximum(?: of)?|no (?:more|later|longer|higher) than|not more than|up to"
    r"|as (?:many|much) as|under|below|(?:less|fewer|lower|shorter|smaller|cheaper) than|within|<=?|≤)"
    r"|(?P<lower>at (?:the )?least|a minimum of|minimum(?: of)?|no (?:less|fewer|earlier) than|not less than|over|above"
    r"|(?:more|longer|greater|higher|larger|later|bigger) than|exceed(?:s|ing)?|upwards of|starting at|>=?|≥)"
)
_BOUND_BEFORE = re.compile(rf"(?:^|(?<=[\s(]))(?:{_BEFORE})\s?(?:about |around |roughly )?$", re.IGNORECASE)
_BOUND_AFTER = re.compile(
    r"(?:\s?[^\W\d_]{1,14}){0,2}?\s?"
    r"(?:(?P<upper>at (?:the )?(?:most|maximum)|or (?:less|fewer|shorter|below)|maximum\b)"
    r"|(?P<lower>\+|at (?:the )?(?:least|minimum)|or (?:more|longer|above|up)|and (?:more|up|above)|minimum\b))",
    re.IGNORECASE,
)
_SYMBOLS = frozenset("<>+≤≥=")
_CURRENCIES = {
    "US$": "$", "USD": "$", "dollar": "$", "$": "$", "EUR": "€", "euro": "€", "€": "€",
    "GBP": "£", "pound": "£", "£": "£", "CHF": "CHF", "¥": "¥",
}  # fmt: skip
_CURRENCY = re.compile(r"US\$|USD|EUR|GBP|CHF|dollar|euro|pound|[$€£¥]", re.IGNORECASE)
_REACH = 48
"""Characters before and after a figure in which its unit, rate and bound are looked for."""


class Bound(StrEnum):
    """Which side of a figure is meant."""

    LOWER = "lower"
    UPPER = "upper"


@dataclass(frozen=True, slots=True)
class Quantity:
    """A figure and what it is said with.

    Attributes:
        unit: of measurement, in one spelling; None for things that are counted.
        per: the time it is counted by: "month" in "$500/month".
        bound: "at least" or "at most", as far as the text says so; ``worded`` when it does in words.
        partner: the other end of its range.
        currency: of an amount of money.
    """

    figure: Figure
    unit: str | None = None
    per: str | None = None
    bound: Bound | None = None
    worded: bool = False
    partner: Decimal | None = None
    currency: str | None = None

    @property
    def value(self) -> Decimal:
        """The figure's value."""
        return self.figure.value

    def bears_out(self, said: Quantity) -> bool:
        """Whether this quantity of a source supports one that a sentence states."""
        return (
            self.figure.supports(said.figure)
            and _agree(self.currency, said.currency)
            and _agree(self.unit, said.unit)
            and _agree(self.per, said.per)
            and self._same_extent(said)
        )

    def _same_extent(self, said: Quantity) -> bool:
        """One end of a range is not the range, and "at most five" is neither five nor at least five."""
        if said.partner is not None:
            return self.partner == said.partner and _agree(self.bound, said.bound)
        if self.partner is None:
            return self.bound is said.bound or (said.bound is None and not self.worded)
        end = Bound.LOWER if self.value < self.partner else Bound.UPPER
        return said.bound is end


def _agree(known: str | None, said: str | None) -> bool:
    return known is None or said is None or known == said


@lru_cache(maxsize=512)
def quantities(text: str) -> tuple[Quantity, ...]:
    """All quantities of a text, in order; the ends of a range know each other and share what one of them says."""
    found = figures(text)
    pairs = {i: i + 1 for i in range(len(found) - 1) if _is_range(text, found[i], found[i + 1])}
    lower_of = {upper: lower for lower, upper in pairs.items()}
    return tuple(
        _quantity(text, figure, found[pairs[i]] if i in pairs else None, found[lower_of[i]] if i in lower_of else None)
        for i, figure in enumerate(found)
    )


def unsupported_quantities(sentence: str, source: str) -> list[Quantity]:
    """The quantities of a sentence that none of a source bears out."""
    known = quantities(source)
    return [said for said in quantities(sentence) if counts(said) and not any(q.bears_out(said) for q in known)]


def counts(said: Quantity) -> bool:
    """Whether it states a quantity: "one" and "two" may only be grammar ("two approaches")."""
    return said.figure.firm or said.unit is not None or said.partner is not None or abs(said.value) > 2  # noqa: PLR2004


def _quantity(text: str, figure: Figure, upper: Figure | None, lower: Figure | None) -> Quantity:
    first, last = lower or figure, upper or figure
    tail, head = text[last.end : last.end + _REACH], text[max(0, first.start - _REACH) : first.start]
    unit = _UNIT.match(text, figure.end) or _UNIT.match(tail)
    bound, worded = _bound(head, tail)
    partner = upper or lower
    return Quantity(
        figure,
        _UNIT_OF[unit["unit"].lower()] if unit and figure.measure is Measure.PLAIN else None,
        _per(tail),
        bound,
        worded,
        partner.value if partner else None,
        _currency(text, figure) or (_currency(text, partner) if partner else None),
    )


def _is_range(text: str, lower: Figure, upper: Figure) -> bool:
    gap = text[lower.end : upper.start]
    if lower.value >= upper.value:
        return False
    if _BETWEEN.fullmatch(gap):
        return bool(re.search(r"\bbetween\s$", text[: lower.start], re.IGNORECASE))
    return bool(_GAP.fullmatch(gap))


def _per(tail: str) -> str | None:
    match = _PER.match(tail)
    if not match:
        return None
    if match["ly"]:
        return _LY.get(match["ly"].lower(), match["ly"].lower().removesuffix("ly"))
    return _PERIODS.get(match["per"].lower(), match["per"].lower())


def _bound(head: str, tail: str) -> tuple[Bound | None, bool]:
    match = _BOUND_BEFORE.search(head) or _BOUND_AFTER.match(tail)
    if not match:
        return None, False
    bound = Bound.UPPER if match["upper"] else Bound.LOWER
    return bound, not set((match["upper"] or match["lower"]).strip()) <= _SYMBOLS


def _currency(text: str, figure: Figure) -> str | None:
    if figure.measure is not Measure.MONEY:
        return None
    match = _CURRENCY.search(text, figure.start, figure.end)
    return next((c for name, c in _CURRENCIES.items() if match and match[0].lower() == name.lower()), None)
