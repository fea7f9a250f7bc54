"""Amounts: numbers with what they count, and their bounds, ranges and rates."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

from bot.decisions.understanding.measures import (
    DAY,
    DOLLARS,
    FOREIGN,
    OTHER_MONEY,
    SHARES,
    TIMES,
    WORKING,
    Bound,
    Kind,
    Quantity,
    text_at,
    texts,
)
from bot.decisions.understanding.names import is_name
from bot.decisions.understanding.numbers import Number, number
from bot.decisions.understanding.text import Token, words

_BEFORE = (
    ("at least", "from"), ("no less than", "from"), ("not less than", "from"), ("minimum", "from"), ("min", "from"),
    ("minimum of", "from"), ("≥", "from"), ("more than", "over"), ("over", "over"), ("above", "over"), (">", "over"),
    ("north of", "over"), ("upwards of", "over"), ("less than", "under"), ("fewer than", "under"), ("under", "under"),
    ("below", "under"), ("<", "under"), ("up to", "limit"), ("at most", "limit"), ("no more than", "limit"),
    ("not more than", "limit"), ("max", "limit"), ("maximum", "limit"), ("maximum of", "limit"), ("max of", "limit"),
    ("within", "limit"), ("within about", "limit"), ("≤", "limit"), ("capped at", "limit"), ("limited to", "limit"),
    ("almost", "nearly"), ("nearly", "nearly"), ("just under", "under"), ("not even", "under"), ("sub", "under"),
)  # fmt: skip
_BOUNDS = {tuple(words.split()): meaning for words, meaning in _BEFORE}
_AFTER = {
    ("or", "more"): "from", ("+",): "from", ("plus",): "from", ("and", "up"): "from", ("or", "less"): "limit",
    ("max",): "limit", ("maximum",): "limit", ("tops",): "limit", ("at", "most"): "limit", ("at", "least"): "from",
    ("minimum",): "from",
}  # fmt: skip
_APPROXIMATE = words("about around roughly approximately approx ca circa some ~ ≈ just only exactly")
_THOUSAND = 1000
_NO_PLURALS = words("this less plus takes gives needs leaves perhaps guess means unless gets says allows always thats")
_MOVES = words("moved moves changed went goes pushed slipped extended bumped shifted raised cut reduced increased grew")
_COUNTRIES = frozenset({"canadian", "australian", "singapore", "hong", "cad", "aud"})
_MEASURED = words("month year week day hour query queries request call user seat question class person token")


def amount(tokens: Sequence[Token], at: int) -> Quantity | None:
    """Return the amount that begins at a token, with the words around it that bound it."""
    first = measured(tokens, at)
    if first is None:
        return None
    whole = _moved(ranged(first, tokens) or first, tokens)
    return _rated(_bounded(whole, tokens), tokens)


def _moved(found: Quantity, tokens: Sequence[Token]) -> Quantity:
    """Where it went is what counts: ``moved from 6 to 9 weeks``."""
    before = set(texts(tokens, found.start - 3, found.start))
    if (
        found.bound is not Bound.RANGE
        or found.high is None
        or not before & _MOVES
        or text_at(tokens, found.start) != "from"
    ):
        return found
    return replace(found, low=found.high, bound=Bound.EXACT)


def measured(tokens: Sequence[Token], at: int) -> Quantity | None:
    """A number with its unit, on either side; or a unit that stands for one: ``a month``, ``half a second``."""
    begin = at
    sign = _money(tokens, at)
    if sign is not None:
        begin = at + 1
    if begin >= len(tokens):
        return None
    implied = _implied(tokens, at) if sign is None else None
    if implied is not None:
        return implied
    read = number(tokens, begin)
    return None if read is None else _with_unit(read, sign, tokens, at)


def _money(tokens: Sequence[Token], at: int) -> Kind | None:
    word = text_at(tokens, at)
    if word in DOLLARS:
        joined = at > 0 and tokens[at - 1].end == tokens[at].start and word == "$"
        near = text_at(tokens, at - 1)
        return Kind.OTHER_MONEY if near in FOREIGN and (joined or near in _COUNTRIES) else Kind.DOLLARS
    return Kind.OTHER_MONEY if word in OTHER_MONEY else None


def _with_unit(read: Number, sign: Kind | None, tokens: Sequence[Token], start: int) -> Quantity:
    end, low, high, kind = read.end, read.low, read.high, sign or Kind.COUNT
    bound = Bound.EXACT if low == high else Bound.RANGE
    unit = end + 1 if text_at(tokens, end) in WORKING else end
    seconds = TIMES.get(text_at(tokens, unit))
    if sign is None and (text_at(tokens, end) in SHARES or texts(tokens, end, end + 2) == ("per", "cent")):
        kind, end = Kind.OTHER, end + (2 if text_at(tokens, end) == "per" else 1)
    elif text_at(tokens, end) in FOREIGN and text_at(tokens, end + 1) in {"dollars", "dollar", "$"}:
        kind, end = Kind.OTHER_MONEY, end + 2
    elif (money := _money(tokens, end)) is not None and (sign is None or money is Kind.OTHER_MONEY):
        kind, end = money, end + 1
    elif sign is None and seconds is not None:
        factor = seconds * Fraction(7, 5) if unit > end and seconds == DAY else seconds
        kind, low, high, end = Kind.TIME, low * factor, high * factor, unit + 1
        if texts(tokens, end, end + 3) == ("and", "a", "half"):
            low, high, end = low + factor / 2, high + factor / 2, end + 3
    elif kind is Kind.COUNT and is_name(tokens, start, read.scaled):
        kind = Kind.OTHER
    return Quantity(start, end, kind, low, high, bound, split=read.split, scaled=read.scaled)


def _implied(tokens: Sequence[Token], at: int) -> Quantity | None:
    word, after = text_at(tokens, at), text_at(tokens, at + 1)
    if word in {"a", "an"} and after in TIMES and _is_per(tokens, at):
        return None
    if word in {"a", "an"} and after in TIMES and text_at(tokens, at + 2) != "of":
        end = at + 4 if texts(tokens, at + 2, at + 5) == ("and", "a", "half") else at + 2
        factor = Fraction(3, 2) if end > at + 2 else Fraction(1)
        end = at + 5 if end > at + 2 else end
        return Quantity(at, end, Kind.TIME, TIMES[after] * factor, TIMES[after] * factor)
    if word == "half" and after in {"a", "an"} and text_at(tokens, at + 2) in TIMES:
        half = TIMES[text_at(tokens, at + 2)] / 2
        return Quantity(at, at + 3, Kind.TIME, half, half)
    if (word, after) in {("next", "week"), ("this", "week"), ("next", "month")}:
        low, high = {"week": (7, 7), "month": (7, 60)}[after]
        days = (0, 6) if word == "this" else (low, high)
        bound = Bound.EXACT if after == "week" else Bound.RANGE
        low, high = (0, 0) if word == "this" else days
        return Quantity(at, at + 2, Kind.TIME, Fraction(low * DAY), Fraction(high * DAY), bound)
    return None


def _is_per(tokens: Sequence[Token], at: int) -> bool:
    """Whether an article behind what is counted means "per": ``requests a month``."""
    before = text_at(tokens, at - 1)
    return before.endswith("s") and len(before) > len("was") and before not in _NO_PLURALS


def ranged(first: Quantity, tokens: Sequence[Token]) -> Quantity | None:
    """``2 to 4 weeks``, ``10-15k``, ``between 20k and 30k``; the unit and the thousands may stand once."""
    joins = {"to", "-", "or", "until"} | ({"and"} if text_at(tokens, first.start - 1) == "between" else set())
    if text_at(tokens, first.end) not in joins or first.end + 1 >= len(tokens):
        return None
    second = measured(tokens, first.end + 1)
    if second is None or second.high is None or first.high is None:
        return None
    low = first.low
    if first.kind is Kind.COUNT and second.kind is Kind.TIME:
        low *= TIMES.get(text_at(tokens, second.end - 1), Fraction(1))
    elif second.scaled and not first.scaled and low < _THOUSAND <= second.low:
        low *= 10**9 if second.low >= 10**9 else 10**6 if second.low >= 10**6 else _THOUSAND
    if first.kind not in {Kind.COUNT, second.kind} and second.kind is not Kind.COUNT:
        return None
    kind = second.kind if second.kind is not Kind.COUNT else first.kind
    if low > second.high or (first.kind is Kind.TIME and second.kind is Kind.COUNT):
        return None
    start = first.start - 1 if text_at(tokens, first.start - 1) in {"between", "from"} else first.start
    return Quantity(start, second.end, kind, low, second.high, Bound.RANGE if low < second.high else Bound.EXACT)


def _bounded(found: Quantity, tokens: Sequence[Token]) -> Quantity:
    """Take in the words around that say "at least", "under", "or so"."""
    start, end = found.start, found.end
    while start and text_at(tokens, start - 1) in _APPROXIMATE:
        start -= 1
    meaning = None
    for length in (3, 2, 1):
        before = texts(tokens, start - length, start) if start >= length else ()
        if meaning is None and (meaning := _BOUNDS.get(before)) is not None:
            start -= length
    for length in (2, 1):
        after = texts(tokens, end, end + length) if end + length <= len(tokens) else ()
        if meaning is None and (meaning := _AFTER.get(after)) is not None:
            end += length
    if texts(tokens, end, end + 2) == ("or", "so"):
        end += 2
    found = replace(found, start=start, end=end)
    if meaning is None or found.bound is Bound.RANGE:
        return found
    return _limits(found, meaning)


def _limits(found: Quantity, meaning: str) -> Quantity:
    none = Fraction(0)
    if meaning == "from":
        return replace(found, high=None, bound=Bound.RANGE)
    if meaning == "over":
        return replace(found, high=None, open_low=True, bound=Bound.RANGE)
    if meaning == "limit":
        return replace(found, low=none, bound=Bound.LIMIT)
    low = found.low * Fraction(9, 10) if meaning == "nearly" else none
    return replace(found, low=low, open_high=True, bound=Bound.RANGE)


def _rated(found: Quantity, tokens: Sequence[Token]) -> Quantity:
    """Mark what is so much per something: ``$500 a month``, ``100 examples per class``."""
    for at in (found.end, found.end + 1):
        before, after = text_at(tokens, at), text_at(tokens, at + 1)
        if before in {"per", "/"} or (
            at == found.end and before in {"a", "an", "each", "every"} and after in _MEASURED
        ):
            return replace(found, rate=True)
        if at == found.end + 1 and before in {"a", "each", "every"} and after in {"day", "week", "month", "year"}:
            return replace(found, rate=True)
        if found.end >= len(tokens) or tokens[found.end].kind != "word":
            break
    return found
