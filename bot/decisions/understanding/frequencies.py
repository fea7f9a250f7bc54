"""How often: ``weekly``, ``every two weeks``, ``on Mondays``, ``a few times a year``; as days between two times."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from bot.decisions.understanding.amounts import measured, ranged
from bot.decisions.understanding.measures import (
    DAY,
    ORDINAL_ENDINGS,
    TIMES,
    WEEKDAYS,
    WORKING,
    Bound,
    Kind,
    Quantity,
    text_at,
    texts,
)
from bot.decisions.understanding.numbers import number
from bot.decisions.understanding.text import Token

_ARTICLES = frozenset({"a", "an", "per", "each", "every", "/"})
PERIODS: dict[str, Fraction] = {}
for _words, _days in (
    ("hourly minutely", Fraction(1, 24)),
    ("daily nightly weekdays", Fraction(1)),
    ("weekly", Fraction(7)),
    ("fortnightly biweekly", Fraction(14)),
    ("monthly", Fraction(30)),
    ("quarterly", Fraction(91)),
    ("biannually semiannually", Fraction(182)),
    ("yearly annually", Fraction(365)),
    ("biennially", Fraction(730)),
):
    PERIODS.update(dict.fromkeys(_words.split(), _days))
_HALVES = frozenset({"half", "semi", "bi"})
_YEARLY = frozenset({"yearly", "annually", "annual"})
_WORKDAYS = frozenset({"weekday", "morning", "night", "evening", "workday"})
_ORDINALS = {"other": 2, "second": 2, "third": 3, "fourth": 4, "sixth": 6}
_GROUP = 3
"""Digits no ordinal has."""
_COUNTED = {"once": (1, 1), "twice": (2, 2), "thrice": (3, 3)}


def frequency(tokens: Sequence[Token], at: int) -> Quantity | None:
    """How often: ``weekly``, ``every two weeks``, ``on Mondays``, ``a few times a year``; as days between two times."""
    word = text_at(tokens, at)
    if word in _HALVES and text_at(tokens, at + 1) in _YEARLY:
        return _period(at, at + 2, PERIODS["yearly"] / 2)
    if word in PERIODS:
        return _period(at, at + 1, PERIODS[word])
    if word.endswith("s") and word[:-1] in WEEKDAYS:
        return _period(at, at + 1, Fraction(7))
    if word == "most" and text_at(tokens, at + 1) in TIMES:
        return _period(at, at + 2, TIMES[text_at(tokens, at + 1)] / DAY)
    return _every(tokens, at) if word in {"every", "each"} else _so_many_times(tokens, at)


def _so_many_times(tokens: Sequence[Token], at: int) -> Quantity | None:
    """``twice a week``, ``three times yearly``."""
    counted = _times(tokens, at)
    if counted is None or not counted[0]:
        return None
    low, high, end = counted
    whole = PERIODS.get(text_at(tokens, end))
    if whole is not None:
        return _period(at, end + 1, whole / high, whole / low)
    unit = TIMES.get(text_at(tokens, end + 1))
    if text_at(tokens, end) not in _ARTICLES or unit is None:
        return None
    return _period(at, end + 2, unit / DAY / high, unit / DAY / low)


def _period(start: int, end: int, low: Fraction, high: Fraction | None = None) -> Quantity:
    high = low if high is None else high
    return Quantity(start, end, Kind.PERIOD, low, high, Bound.EXACT if low == high else Bound.RANGE)


def _every(tokens: Sequence[Token], at: int) -> Quantity | None:
    """``every day``, ``every working day``, ``every second week``, ``every two or three months``."""
    begin = at + (2 if text_at(tokens, at + 1) == "single" else 1)
    day = _named_day(tokens, begin)
    if day is not None:
        return _period(at, *day)
    nth, end = _nth(tokens, begin)
    unit = TIMES.get(text_at(tokens, end))
    if unit is not None:
        return _period(at, end + 1, unit * nth / DAY)
    one = measured(tokens, begin) if begin < len(tokens) else None
    every = one and (ranged(one, tokens) or one)
    if every is None or every.kind is not Kind.TIME or every.high is None:
        return None
    return _period(at, every.end, every.low / DAY, every.high / DAY)


def _named_day(tokens: Sequence[Token], at: int) -> tuple[int, Fraction] | None:
    """Where a day of some name ends, and how many days lie between two of them."""
    word = text_at(tokens, at)
    if word in WORKING and text_at(tokens, at + 1) == "day":
        return at + 2, Fraction(1)
    if word in WEEKDAYS or word in _WORKDAYS:
        return at + 1, Fraction(7 if word in WEEKDAYS else 1)
    return None


def _nth(tokens: Sequence[Token], at: int) -> tuple[int, int]:
    """Which one of each: 2 for ``second``, ``2nd`` and ``other``, 1 for no such word; and where it ends."""
    word = text_at(tokens, at)
    if word.isascii() and word.isdigit() and len(word) < _GROUP and text_at(tokens, at + 1) in ORDINAL_ENDINGS:
        return int(word), at + 2
    return (_ORDINALS[word], at + 1) if word in _ORDINALS and text_at(tokens, at + 1) in TIMES else (1, at)


def _times(tokens: Sequence[Token], at: int) -> tuple[Fraction, Fraction, int] | None:
    word = text_at(tokens, at)
    if word in _COUNTED:
        counted, end = _COUNTED[word], at + 1
        most = counted[1]
        if texts(tokens, end, end + 2) == ("or", "twice"):
            most, end = 2, end + 2
        return Fraction(counted[0]), Fraction(most), end
    if word in {"many", "multiple"} and text_at(tokens, at + 1) == "times":
        return Fraction(3), Fraction(50), at + 2
    read = number(tokens, at) if word else None
    if read is None:
        return None
    low, high, end = read.low, read.high, read.end
    if low < high:
        low, high = max(low, Fraction(3)), min(high, Fraction(5))
    if text_at(tokens, end) in {"to", "-", "or"} and end + 1 < len(tokens):
        more = number(tokens, end + 1)
        if more is not None:
            high, end = max(high, more.high), more.end
    return (low, high, end + 1) if text_at(tokens, end) in {"times", "x"} else None
