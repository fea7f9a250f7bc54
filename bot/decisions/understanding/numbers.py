"""Numbers as people write them: ``2k``, ``1.5 million``, ``twenty-five``, ``half a million``, ``a few hundred``."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from bot.decisions.understanding.text import Token

MOST_DIGITS = 15
"""A longer number is an identifier."""

_BELOW_TWENTY = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
    "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
)  # fmt: skip
_UNITS = {word: value for value, word in enumerate(_BELOW_TWENTY)}
_TENS_WORDS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_TENS = {word: 10 * value for value, word in enumerate(_TENS_WORDS, 2)}
_TEN, _TWENTY, _HUNDRED, _THOUSAND = 10, 20, 100, 1000
_GROUP = 3
"""Digits between two marks of thousands."""
_MOST_GROUPS = 4
_LONGEST = 12
"""Words of one number at most."""
_SCALES = {
    "hundred": 100,
    "dozen": 12,
    "k": 1000,
    "thousand": 1000,
    "grand": 1000,
    "mil": 10**6,
    "mill": 10**6,
    "mm": 10**6,
    "mn": 10**6,
    "mio": 10**6,
    "million": 10**6,
    "bn": 10**9,
    "billion": 10**9,
}
_ROUND = {
    "dozens": (24, 99),
    "hundreds": (200, 999),
    "thousands": (2_000, 9_999),
    "millions": (2 * 10**6, 10**7 - 1),
}
_VAGUE = {"few": (2, 9), "several": (3, 9), "handful": (2, 9), "couple": (2, 2)}
NUMERALS = frozenset({*_UNITS, *_TENS, *_SCALES, *_ROUND, *_VAGUE})
"""Every word that is, or begins, a number."""
_PARTS = {"half": Fraction(1, 2), "quarter": Fraction(1, 4), "quarters": Fraction(1, 4)}
_PAIRS = {
    ("tens", "thousands"): (10_000, 99_999),
    ("hundreds", "thousands"): (100_000, 999_999),
}


@dataclass(frozen=True, slots=True)
class Number:
    """A number, or the least and the most it may be.

    Attributes:
        end: the place behind its last token.
        scaled: a word such as thousand belongs to it.
        split: its notation leaves open which of the two, and nothing between, is meant.
    """

    low: Fraction
    high: Fraction
    end: int
    scaled: bool = False
    split: bool = False


def number(tokens: Sequence[Token], at: int) -> Number | None:
    """Return the number that begins at a token, as long as it goes."""
    token = tokens[at]
    if token.kind == "number":
        return _scaled(_digits(tokens, at), tokens)
    if token.kind != "word":
        return None
    return _part(tokens, at) or _vague(tokens, at) or _counted(tokens, at)


def _text(tokens: Sequence[Token], at: int) -> str:
    return tokens[at].text if at < len(tokens) else ""


def _digits(tokens: Sequence[Token], at: int) -> Number | None:
    text = tokens[at].text
    if len(text) - text.count(",") - text.count(".") > MOST_DIGITS:
        return None
    end = at + 1
    if text.isdigit() and len(text) <= _GROUP:
        while end < len(tokens) and _is_group(tokens[end - 1], tokens[end]) and end - at < _MOST_GROUPS:
            text += tokens[end].text
            end += 1
    low, high = _valued(text)
    return None if low is None else Number(low, high, end, split=low != high)


def _is_group(before: Token, token: Token) -> bool:
    return (
        token.kind == "number" and token.text.isdigit() and len(token.text) == _GROUP and token.start - before.end == 1
    )


def _valued(text: str) -> tuple[Fraction | None, Fraction]:
    """Read digits with points and commas: the smaller and the larger thing they may mean."""
    nothing = Fraction(0)
    if not text.isascii():
        return None, nothing
    groups = text.replace(".", ",").split(",")
    commas, points = text.count(","), text.count(".")
    thousands = all(len(group) == _GROUP for group in groups[1:]) and 1 <= len(groups[0]) <= _GROUP
    if commas and points:
        last = max(text.rfind(","), text.rfind("."))
        whole = text[:last].replace(",", "").replace(".", "")
        value = Fraction(f"{whole}.{text[last + 1 :]}")
        return value, value
    if commas + points > 1 or (commas and thousands):
        value = Fraction("".join(groups))
        return (value, value) if thousands else (None, nothing)
    value = Fraction(".".join(groups))
    if points and thousands and groups[0] != "0":
        return value, Fraction("".join(groups))
    return value, value


def _scaled(found: Number | None, tokens: Sequence[Token]) -> Number | None:
    """Multiply by the words behind a number: ``2 hundred thousand``."""
    if found is None:
        return None
    end, factor = found.end, 1
    if _is_million(tokens, end):
        return Number(found.low * 10**6, found.high * 10**6, end + 1, scaled=True)
    while end < len(tokens) and tokens[end].text in _SCALES and factor < 10**9:
        factor *= _SCALES[tokens[end].text]
        end += 1
    if end == found.end:
        return found
    low = found.low
    return Number(low * factor, (low if found.split else found.high) * factor, end, scaled=True)


def _is_million(tokens: Sequence[Token], at: int) -> bool:
    """Whether an ``m`` stands right behind the digits of a sum in dollars; elsewhere it may be minutes or months."""
    joined = 0 < at < len(tokens) and tokens[at].text == "m" and tokens[at].start == tokens[at - 1].end
    return joined and "$" in {token.text for token in tokens[max(at - 2, 0) : at]}


def _part(tokens: Sequence[Token], at: int) -> Number | None:
    """``half a million``, ``a quarter of a million``; a part of a unit is read with its unit."""
    begin = at + 1 if _text(tokens, at) == "a" and _text(tokens, at + 1) in _PARTS else at
    count = 3 if _text(tokens, begin) == "three" and _text(tokens, begin + 1) == "quarters" else 1
    begin += 1 if count > 1 else 0
    part = _PARTS.get(_text(tokens, begin))
    if part is None:
        return None
    end = begin + 1
    while _text(tokens, end) in {"of", "a"} and end - begin < _GROUP:
        end += 1
    scale = _SCALES.get(_text(tokens, end))
    return None if scale is None else Number(*(part * count * scale,) * 2, end + 1, scaled=True)


def _vague(tokens: Sequence[Token], at: int) -> Number | None:
    texts = [token.text for token in tokens[at : at + 4]]
    start = 1 if texts[0] == "a" and len(texts) > 1 else 0
    word = texts[start]
    if word in {"tens", "hundreds"} and texts[start + 1 : start + 3] == ["of", "thousands"]:
        low, high = _PAIRS[(word, "thousands")]
        return Number(Fraction(low), Fraction(high), at + start + 3, scaled=True)
    if word in _ROUND:
        return Number(Fraction(_ROUND[word][0]), Fraction(_ROUND[word][1]), at + start + 1, scaled=True)
    if word not in _VAGUE:
        return None
    low, high = _VAGUE[word]
    end = at + start + 1
    if texts[start + 1 : start + 2] == ["of"]:
        end += 1
    scale = _SCALES.get(tokens[end].text) if end < len(tokens) else None
    if scale is None:
        return Number(Fraction(low), Fraction(high), end)
    return Number(Fraction(low * scale), Fraction((high + 1) * scale - 1), end + 1, scaled=True)


def _counted(tokens: Sequence[Token], at: int) -> Number | None:
    """Number words by the usual grammar: units and tens add up, hundred multiplies, thousand and million close."""
    total, group, end, article = 0, 0, at, False
    if tokens[at].text in {"a", "an", "one"} and at + 1 < len(tokens) and tokens[at + 1].text in _SCALES:
        group, end, article = 1, at + 1, True
    seen = article
    while end < len(tokens) and end - at < _LONGEST:
        word = tokens[end].text
        if word in _UNITS or word in _TENS:
            value = _UNITS.get(word, _TENS.get(word, 0))
            if group % _HUNDRED and not _follows(value, group % _HUNDRED):
                break
            group += value
        elif word in _SCALES and seen:
            scale = _SCALES[word]
            if scale < _THOUSAND:
                group = max(group, 1) * scale
            else:
                total, group = total + max(group, 1) * scale, 0
        elif not (word == "and" and _goes_on(tokens, end, total, group)):
            break
        seen = True
        end += 1
    if not seen or end == at:
        return None
    whole = Fraction(total + group)
    if end - at == 1 and [token.text for token in tokens[end : end + 3]] == ["and", "a", "half"]:
        whole += Fraction(1, 2)
        return _scaled(Number(whole, whole, end + 3), tokens)
    return Number(whole, whole, end, scaled=total > 0 or group >= _HUNDRED)


def _follows(value: int, tens: int) -> bool:
    """Whether a word goes on with the tens before it: ``five`` behind ``twenty``."""
    return value < _TEN and tens >= _TWENTY and tens % _TEN == 0


def _goes_on(tokens: Sequence[Token], at: int, total: int, group: int) -> bool:
    """Whether an "and" joins the parts of one number: ``two hundred and fifty``."""
    after = tokens[at + 1].text if at + 1 < len(tokens) else ""
    return (total > 0 or (group >= _HUNDRED and group % _HUNDRED == 0)) and (after in _UNITS or after in _TENS)
