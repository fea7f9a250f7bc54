"""How often: ``weekly``, ``every two weeks``, ``on Mondays``, ``a few times a year``; as days between two times."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from bot.decisions.understanding.amounts import measured, ranged
from bot.decisions.understanding.measures import DAY, TIMES, WEEKDAYS, Bound, Kind, Quantity, text_at, texts
from bot.decisions.understanding.numbers import number
from bot.decisions.understanding.text import Token

_ARTICLES = frozenset({"a", "an", "per", "each", "every", "/"})
_PERIODS: dict[str, Fraction] = {}
for _words, _days in (
    ("hourly minutely", Fraction(1, 24)),
    ("daily nightly weekdays", Fraction(1)),
    ("weekly", Fraction(7)),
    ("fortnightly biweekly", Fraction(14)),
    ("monthly", Fraction(30)),
    ("quarterly", Fraction(91)),
    ("yearly annually", Fraction(365)),
):
    _PERIODS.update(dict.fromkeys(_words.split(), _days))
_COUNTED = {"once": (1, 1), "twice": (2, 2), "thrice": (3, 3)}


def frequency(tokens: Sequence[Token], at: int) -> Quantity | None:
    """How often: ``weekly``, ``every two weeks``, ``on Mondays``, ``a few times a year``; as days between two times."""
    word = text_at(tokens, at)
    if word in _PERIODS:
        return _period(at, at + 1, _PERIODS[word], _PERIODS[word])
    if word.endswith("s") and word[:-1] in WEEKDAYS:
        return _period(at, at + 1, Fraction(7), Fraction(7))
    if word in {"every", "each"}:
        return _every(tokens, at)
    counted = _times(tokens, at)
    if counted is None:
        return None
    low, high, end = counted
    unit = TIMES.get(text_at(tokens, end + 1))
    if text_at(tokens, end) not in _ARTICLES or unit is None or not low:
        return None
    return _period(at, end + 2, unit / DAY / high, unit / DAY / low)


def _period(start: int, end: int, low: Fraction, high: Fraction) -> Quantity:
    return Quantity(start, end, Kind.PERIOD, low, high, Bound.EXACT if low == high else Bound.RANGE)


def _every(tokens: Sequence[Token], at: int) -> Quantity | None:
    after = text_at(tokens, at + 1)
    if after in TIMES:
        return _period(at, at + 2, TIMES[after] / DAY, TIMES[after] / DAY)
    if after in WEEKDAYS or after in {"morning", "night", "evening"}:
        days = Fraction(7 if after in WEEKDAYS else 1)
        return _period(at, at + 2, days, days)
    if after in {"other", "second"} and (unit := TIMES.get(text_at(tokens, at + 2))) is not None:
        return _period(at, at + 3, unit * 2 / DAY, unit * 2 / DAY)
    if at + 1 >= len(tokens):
        return None
    one = measured(tokens, at + 1)
    every = one and (ranged(one, tokens) or one)
    if every is None or every.kind is not Kind.TIME or every.high is None:
        return None
    return _period(at, every.end, every.low / DAY, every.high / DAY)


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
