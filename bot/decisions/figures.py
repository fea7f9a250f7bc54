"""Figures of a text: numbers as people read them, with what they count where that is money, a share or time."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import pairwise

TIME = frozenset({"second", "minute", "hour", "day", "week", "month", "year"})
"""Units of time, as figures name them."""
_SCALES = {"k": 10**3, "thousand": 10**3, "m": 10**6, "million": 10**6, "bn": 10**9, "billion": 10**9}
_SIGNS = {"$": "usd", "€": "eur", "£": "gbp"}
_UNITS = {
    **dict.fromkeys(("percent", "per cent"), "percent"),
    **dict.fromkeys(("us dollars", "us dollar", "dollars", "dollar", "usd"), "usd"),
    **dict.fromkeys(("euros", "euro", "eur"), "eur"),
    **{word: unit for unit in TIME for word in (unit, f"{unit}s")},
}
_FIGURE = re.compile(
    r"(?<![\w.,])(?<![A-Za-z_][-–])(?P<sign>[$€£]\s?)?"
    r"(?P<number>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d{1,15}(?:\.\d+)?)"
    r"(?:\s?(?P<scale>k|m|bn|thousand|million|billion)(?!\w))?"
    r"(?P<percent>\s?%)?"
    rf"(?:[\s-]?(?P<unit>{'|'.join(map(re.escape, sorted(_UNITS, key=len, reverse=True)))})(?!\w))?"
    r"(?![\w%]|[.,]\d)",
    re.IGNORECASE,
)
_RANGE = re.compile(r"\s*(?:[-–—]|\bto\b)\s*")


@dataclass(frozen=True, slots=True)
class Figure:
    """One number of a text.

    Attributes:
        text: as it is written, without what it counts: ``5,000``, ``$30k``, ``50%``.
        value: what it comes to; None when that is no whole number.
        unit: ``usd``, ``eur``, ``gbp``, ``percent``, or a unit of time in the singular; empty for anything else.
    """

    text: str
    value: int | None
    unit: str = ""

    def same(self, other: Figure) -> bool:
        """Whether both say the same, however they are written."""
        if self.value is None or other.value is None:
            return (self.text, self.unit) == (other.text, other.unit)
        return (self.value, self.unit) == (other.value, other.unit)


@dataclass(frozen=True, slots=True)
class Found:
    """A figure, and where it stands in its text."""

    figure: Figure
    start: int
    end: int


def figures(text: str) -> list[Found]:
    """Return the figures of a text in order. The ends of a range share sign, scale and unit: ``$15–40k``."""
    matches = list(_FIGURE.finditer(text))
    parts = [_Part.of(match) for match in matches]
    for place, (first, second) in reversed(list(enumerate(pairwise(matches)))):
        if _RANGE.fullmatch(text, first.end(), second.start()):
            parts[place], parts[place + 1] = _in_range(parts[place], parts[place + 1])
    return [Found(part.figure(), match.start(), match.end()) for part, match in zip(parts, matches, strict=True)]


@dataclass(frozen=True, slots=True)
class _Part:
    """A number, and what stands around it."""

    written: str
    number: str
    scale: str
    unit: str

    @classmethod
    def of(cls, match: re.Match[str]) -> _Part:
        sign = (match["sign"] or "").strip()
        said = "percent" if match["percent"] else _UNITS.get(" ".join((match["unit"] or "").lower().split()), "")
        shown = match[0] if match["unit"] is None else match[0][: match.start("unit") - match.start()]
        return cls(shown.strip(" -"), match["number"], (match["scale"] or "").lower(), _SIGNS.get(sign, said))

    def figure(self) -> Figure:
        exact = Decimal(self.number.replace(",", "")) * _SCALES.get(self.scale, 1)
        return Figure(self.written, int(exact) if exact == int(exact) else None, self.unit)


def _in_range(first: _Part, second: _Part) -> tuple[_Part, _Part]:
    """The first end is written without what follows the second, the second without the sign of the first."""
    unit = first.unit or second.unit
    begin = replace(first, unit=unit, scale=first.scale or second.scale)
    return begin, replace(second, unit=second.unit or unit)
