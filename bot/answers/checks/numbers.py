"""Figures in a text, as values that can be compared: ``5,000`` = ``5000`` = ``5k``, ``$15-40k`` = 15,000 and 40,000."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

_UP_TO_NINETEEN = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen"
    " eighteen nineteen"
)
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
_WORDS = {word: value for value, word in enumerate(_UP_TO_NINETEEN.split())} | {
    word: 10 * value for value, word in enumerate(_TENS.split(), start=2)
}
_SCALES = {
    **dict.fromkeys(("k", "thousand"), 10**3),
    **dict.fromkeys(("m", "mn", "million"), 10**6),
    **dict.fromkeys(("b", "bn", "billion"), 10**9),
    "hundred": 100,
    "dozen": 12,
}
_MONEY = r"(?:US\$|[$€£¥]|(?:USD|EUR|GBP|CHF)\s)"
_SCALE = r"(?:(?:k|mn|bn)\b|[mMbB]\b(?!\w)|\s?(?:hundred|thousand|million|billion|dozen)s?\b|K\b|M\b)"
_PERCENT = r"\s?(?:%|per\s?cent\b|percent\b|percentage points?\b)"
_CURRENCY_AFTER = r"\s?(?:€|£|USD\b|EUR\b|GBP\b|dollars?\b|euros?\b|pounds?\b)"
_DIGITS = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
_NUMBER = re.compile(
    rf"(?<![\w.,])(?<![A-Za-z]-)(?P<sign>(?<![\w).%°–-])[-−–](?=[$€£¥]?\d))?(?P<money>{_MONEY}\s?)?(?P<digits>{_DIGITS})"
    rf"(?P<scale>{_SCALE})?(?P<percent>{_PERCENT})?(?P<currency>{_CURRENCY_AFTER})?(?![\w]*[A-Za-z]\d)"
)
_DASH = re.compile(r"\s?(?:-|–|—|to|and)\s?")
_WORD = re.compile(
    rf"\b(?P<tens>{'|'.join(sorted(_WORDS, key=len, reverse=True))})(?:[-\s](?P<ones>one|two|three|four|five|six|seven"
    r"|eight|nine)\b)?\b(?P<scale>\s(?:hundred|thousand|million|billion)\b)?(?P<percent>{_PERCENT})?"
    rf"(?P<currency>{_CURRENCY_AFTER})?",
    re.IGNORECASE,
)
_MEASURE = re.compile(
    r"[-\s](?:\w+[-\s])?(?:seconds?|minutes?|hours?|days?|weeks?|months?|quarters?|years?|times|examples|documents|people)",
    re.IGNORECASE,
)

SPELLED_FROM = 10
"""Spelled numbers below this count as figures only with a unit behind them: "two weeks" does, "two approaches" not."""


class Measure(StrEnum):
    """What kind of figure it is, where its notation tells."""

    PLAIN = "plain"
    PERCENT = "percent"
    MONEY = "money"


@dataclass(frozen=True, slots=True)
class Figure:
    """One number.

    Attributes:
        value: scaled (``5k`` is 5000).
        measure: percent and money are told apart from plain numbers.
        start, end: character offsets of its notation in the text.
        spelled: written as a word.
        firm: says a quantity by itself; a bare "one" or "two" may be grammar.
    """

    value: Decimal
    measure: Measure
    start: int
    end: int
    spelled: bool = False
    firm: bool = True

    def supports(self, other: Figure) -> bool:
        """Whether this figure, found in a source, bears out another one of a sentence: "$500" also bears out "500"."""
        if self.value != other.value:
            return False
        return self.measure is other.measure or (self.measure, other.measure) == (Measure.MONEY, Measure.PLAIN)


def figures(text: str) -> list[Figure]:
    """All figures of a text, in order. Digits inside names (``GPT-4o``, ``Tier-1``) are names, not figures."""
    return sorted([*_digit_figures(text), *_word_figures(text)], key=lambda figure: figure.start)


def unsupported(sentence: str, sources: str) -> list[Figure]:
    """The firm figures of a sentence that no figure of the sources bears out."""
    known = figures(sources)
    return [f for f in figures(sentence) if f.firm and not any(source.supports(f) for source in known)]


def _digit_figures(text: str) -> list[Figure]:
    matches = list(_NUMBER.finditer(text))
    found = []
    for i, match in enumerate(matches):
        lower = matches[i - 1] if i and _is_range(text, matches[i - 1], match) else None
        upper = matches[i + 1] if i + 1 < len(matches) and _is_range(text, match, matches[i + 1]) else None
        found.append(_figure(match, lower, upper))
    return found


def _is_range(text: str, lower: re.Match[str], upper: re.Match[str]) -> bool:
    return bool(_DASH.fullmatch(text, lower.end(), upper.start())) and _digits(lower) < _digits(upper)


def _digits(match: re.Match[str]) -> Decimal:
    return Decimal(match["digits"].replace(",", ""))


def _figure(match: re.Match[str], lower: re.Match[str] | None, upper: re.Match[str] | None) -> Figure:
    """One end of a range takes from the other what it does not say itself: "$15-40k" is money in thousands, twice."""
    partner = lower or upper
    scale = match["scale"] or (upper["scale"] if upper else None)
    percent = match["percent"] or (partner["percent"] if partner else None)
    money = _is_money(match) or (partner is not None and _is_money(partner))
    measure = Measure.MONEY if money else Measure.PERCENT if percent else Measure.PLAIN
    value = _digits(match) * _factor(scale)
    return Figure(-value if match["sign"] else value, measure, match.start(), match.end())


def _is_money(match: re.Match[str]) -> bool:
    return bool(match["money"] or match["currency"])


def _factor(scale: str | None) -> int:
    return _SCALES[scale.strip().lower().rstrip("s")] if scale else 1


def _word_figures(text: str) -> list[Figure]:
    return [_spelled_figure(text, match) for match in _WORD.finditer(text)]


def _spelled_figure(text: str, match: re.Match[str]) -> Figure:
    value = _WORDS[match["tens"].lower()] + (_WORDS[match["ones"].lower()] if match["ones"] else 0)
    measure = Measure.PERCENT if match["percent"] else Measure.MONEY if match["currency"] else Measure.PLAIN
    measured = match["scale"] or measure is not Measure.PLAIN or _MEASURE.match(text, match.end())
    firm = value >= SPELLED_FROM or bool(measured)
    scaled = Decimal(value * _factor(match["scale"]))
    return Figure(scaled, measure, match.start(), match.end(), spelled=True, firm=firm)
