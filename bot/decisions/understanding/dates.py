"""Dates as lengths of time from today: ``end of March``, ``15 June``, ``Q3``, ``2027-03-15``, ``by 15/1``."""

from __future__ import annotations

import calendar
import re
from collections.abc import Sequence
from datetime import date, timedelta
from fractions import Fraction

from bot.decisions.understanding.measures import DAY, WEEKDAYS, Bound, Kind, Quantity, text_at, texts
from bot.decisions.understanding.text import Token, words

_MONTHS = {name.lower(): number for number, name in enumerate(calendar.month_name) if name}
_MONTHS |= {name[:3]: number for name, number in _MONTHS.items() if name != "may"} | {"sept": 9}
_DOUBTFUL = frozenset({"may", "march", "mar", "sep", "dec", "jan", "jun"})
"""Also verbs, names and short forms of other things: taken for months only behind a preposition or beside a day."""
_BEFORE_MONTH = words("of in by until till before mid early late end during this next to for from through")
_DAYS_OF_WEEK = {name.lower(): number for number, name in enumerate(calendar.day_name)}
_FESTIVALS = {"christmas": (12, 25), "xmas": (12, 25)}
_MONTHS_OF_YEAR = 12
_MONTHS_IN = {"month": 1, "quarter": 3, "year": _MONTHS_OF_YEAR}

_ISO = re.compile(r"(20\d\d) - (\d\d) - (\d\d)", re.ASCII)
_WITH_STROKES = re.compile(r"(\d\d?) / (\d\d?)(?: / (20\d\d))?(?= |$)", re.ASCII)
_YEAR = re.compile(r"2[01]\d\d", re.ASCII)
_DAY_OF_MONTH = re.compile(r"[1-9]|[12]\d|3[01]", re.ASCII)

_BEFORE_STROKES = words("by on before until till due is")

Span = tuple[date, date]


def dated(tokens: Sequence[Token], at: int, today: date | None) -> Quantity | None:
    """Return the date that begins at a token as a time from today; `Kind.DATE` when it cannot be counted to."""
    relative = {"today": 0, "tomorrow": 1}.get(tokens[at].text)
    if relative is not None:
        days = Fraction(relative * DAY)
        return Quantity(at, at + 1, Kind.TIME, days, days)
    found = _date(tokens, at, today or date(2000, 1, 1))
    if found is None:
        return None
    span, end = found
    if today is None or span is None or span[1] < today:
        return Quantity(at, end, Kind.DATE, Fraction(0), Fraction(0))
    low, high = (Fraction(max((day - today).days, 0) * DAY) for day in span)
    return Quantity(at, end, Kind.TIME, low, high, Bound.EXACT if low == high else Bound.RANGE)


def _date(tokens: Sequence[Token], at: int, today: date) -> tuple[Span | None, int] | None:
    written = _iso(tokens, at) or _strokes(tokens, at, today)
    whole = written or _weekday(tokens, at, today) or _festival(tokens, at, today)
    if whole is not None:
        return whole
    part, begin = _part(tokens, at)
    found = _quarter(tokens, begin, today) or _month(tokens, begin, today) or (part and _period(tokens, begin, today))
    if not found:
        return None
    span, end = found
    return (None if span is None else _within(span, part)), end


def _part(tokens: Sequence[Token], at: int) -> tuple[str, int]:
    """Which part of a month or year is meant, and where its name begins."""
    word = text_at(tokens, at)
    if word not in {"end", "beginning", "start", "middle", "mid", "early", "late"}:
        return "", at
    begin = at + 1
    while text_at(tokens, begin) in {"of", "the", "this"}:
        begin += 1
    return word, begin


def _within(span: Span, part: str) -> Span:
    first, last = span
    if part == "end":
        return last, last
    middle = first + (last - first) / 2
    if part in {"mid", "middle"}:
        return middle, middle
    if part in {"beginning", "start"}:
        return first, first
    return (first, middle) if part == "early" else (middle, last) if part == "late" else span


def _iso(tokens: Sequence[Token], at: int) -> tuple[Span | None, int] | None:
    match = _ISO.fullmatch(" ".join(texts(tokens, at, at + 5)))
    return None if match is None else (_day(*map(int, match.groups())), at + 5)


def _strokes(tokens: Sequence[Token], at: int, today: date) -> tuple[Span | None, int] | None:
    """``15/01`` or ``1/15/2027``; no date when day and month could be either."""
    match = _WITH_STROKES.match(" ".join(texts(tokens, at, at + 5)))
    if match is None or (match[3] is None and text_at(tokens, at - 1) not in _BEFORE_STROKES):
        return None
    first, second, end = int(match[1]), int(match[2]), at + (3 if match[3] is None else 5)
    if first != second and max(first, second) <= _MONTHS_OF_YEAR:
        return None, end
    day, month = max(first, second), min(first, second)
    return (_ahead(today, month, day) if match[3] is None else _day(int(match[3]), month, day)), end


def _day(year: int, month: int, day: int) -> Span | None:
    try:
        only = date(year, month, day)
    except ValueError:
        return None
    return only, only


def _weekday(tokens: Sequence[Token], at: int, today: date) -> tuple[Span, int] | None:
    word = text_at(tokens, at)
    if word not in WEEKDAYS or text_at(tokens, at - 1) not in {"by", "on", "this", "next", "until", "before", "coming"}:
        return None
    day = today + timedelta(days=(_DAYS_OF_WEEK[word] - today.weekday() - 1) % 7 + 1)
    return (day, day), at + 1


def _festival(tokens: Sequence[Token], at: int, today: date) -> tuple[Span | None, int] | None:
    found = _FESTIVALS.get(text_at(tokens, at))
    return None if found is None else (_ahead(today, *found), at + 1)


def _ahead(today: date, month: int, day: int) -> Span | None:
    this = _day(today.year, month, day)
    return this if this is None or this[0] >= today else _day(today.year + 1, month, day)


def _year(tokens: Sequence[Token], at: int) -> int | None:
    word = text_at(tokens, at)
    return int(word) if _YEAR.fullmatch(word) else None


def _quarter(tokens: Sequence[Token], at: int, today: date) -> tuple[Span | None, int] | None:
    if text_at(tokens, at) != "q" or text_at(tokens, at + 1) not in {"1", "2", "3", "4"}:
        return None
    first = int(tokens[at + 1].text) * 3 - 2
    year = _year(tokens, at + 2)
    return _months(first, first + 2, year, today), at + (2 if year is None else 3)


def _month(tokens: Sequence[Token], at: int, today: date) -> tuple[Span | None, int] | None:
    before, begin = _day_of_month(tokens, at)
    if before is not None and text_at(tokens, begin) == "of":
        begin += 1
    word = text_at(tokens, begin)
    if word not in _MONTHS:
        return None
    after, end = (None, begin + 1) if before is not None else _day_of_month(tokens, begin + 1)
    if word in _DOUBTFUL and before is None and after is None and text_at(tokens, begin - 1) not in _BEFORE_MONTH:
        return None
    year = _year(tokens, end + 1 if text_at(tokens, end) == "," else end)
    if year is not None:
        end += 2 if text_at(tokens, end) == "," else 1
    day = before if before is not None else after
    if day is None:
        return _months(_MONTHS[word], _MONTHS[word], year, today), end
    return (_ahead(today, _MONTHS[word], day) if year is None else _day(year, _MONTHS[word], day)), end


def _day_of_month(tokens: Sequence[Token], at: int) -> tuple[int | None, int]:
    word = text_at(tokens, at)
    if not _DAY_OF_MONTH.fullmatch(word):
        return None, at
    return int(word), at + (2 if text_at(tokens, at + 1) in {"st", "nd", "rd", "th"} else 1)


def _months(first: int, last: int, year: int | None, today: date) -> Span | None:
    """From the first of a month to the last of another, of a year or the next that is not over."""
    chosen = year if year is not None else today.year + (1 if last < today.month else 0)
    return date(chosen, first, 1), date(chosen, last, calendar.monthrange(chosen, last)[1])


def _period(tokens: Sequence[Token], at: int, today: date) -> tuple[Span | None, int] | None:
    """``end of the year``, ``end of next month``; ``end of the week`` is its Sunday."""
    ahead = 1 if text_at(tokens, at) == "next" else 0
    unit, end = text_at(tokens, at + ahead), at + ahead + 1
    if unit == "week":
        monday = today - timedelta(days=today.weekday() - 7 * ahead)
        return (monday, monday + timedelta(days=6)), end
    if unit not in _MONTHS_IN:
        return None
    length = _MONTHS_IN[unit]
    first = (today.month - 1) // length * length + ahead * length
    year, month = today.year + first // _MONTHS_OF_YEAR, first % _MONTHS_OF_YEAR + 1
    return _months(month, month + length - 1, year, today), end
