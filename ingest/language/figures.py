"""Figures and quantities: the same amount, written differently, shares a term."""

from __future__ import annotations

import re

NUMBER = (
    r"(?:\d{1,3}(?:(?:,\d{3})+|(?:['’]\d{3})+|(?: \d{3})+)(?!\d)(?:\.\d+)?"  # 15,000  15'000  15 000
    r"|(?<![\d,.])\d+,\d{1,2}(?![\d,])"  # 1,5
    r"|(?:(?<![^\W_])[vV])?\d+(?:\.\d+)+)"  # 1.5  1.5.0  v1.5.0  15.000
    r"(?:[^\W\d_]{1,4}\b)?"
)
"""A regular expression for figures with a separator inside; a plain row of digits is found as a word."""

_FIGURE = re.compile(r"(?P<digits>\d[\d,.'’ ]*)(?P<unit>[^\W\d_]{0,4})")
_THOUSANDS = re.compile(r"\d{1,3}(?:[,.'’ ]\d{3})+")
_SCALE_AHEAD = re.compile(
    r" ?[-‐‑–—] ?[$€£]?\d{1,15}(?:\.\d+)?(?P<range>(?-i:[kK]|M|bn))\b|[ -](?P<word>thousand|million|billion)\b",
    re.IGNORECASE,
)
_ZEROS = {"k": 3, "K": 3, "thousand": 3, "M": 6, "million": 6, "bn": 9, "billion": 9}
_MEASURES = (
    "ms s sec secs min mins h hr hrs d b kb mb gb tb pb kib mib gib tib hz khz mhz ghz px em rem pt "
    "g mg kg km m cm mm w kw kwh v mv ma c f x fps rps qps tps usd eur gbp"
)
_UNITS = frozenset(_MEASURES.split())
_LONGEST_SCALED = 15
"""Digits of a figure that is multiplied; a longer one is a key."""


def figure_terms(token: str) -> list[str]:
    """Return the terms of a figure with its unit, as written first: "1.5GB" → ``1.5gb 1.5 gb``, "15k" → ``15k 15000``.

    A token that is no figure ("2nd", "3d-model") comes back alone, in lower case.
    """
    match = _FIGURE.fullmatch(token.lstrip("vV"))
    if not match:
        return [token.casefold()]
    values, unit = _values(match["digits"]), match["unit"]
    if not unit:
        return values
    whole = (values[0] + unit).casefold()
    if unit in _ZEROS:
        return [whole, *scaled(values[0], _ZEROS[unit])]
    return [whole, *values, unit.casefold()] if unit.casefold() in _UNITS else [whole]


def scale_ahead(text: str, end: int) -> int:
    """Return how many zeros what follows gives a bare figure: "15" in "15–40k" and in "15 thousand" has three."""
    match = _SCALE_AHEAD.match(text, end)
    return _ZEROS.get(match["range"] or match["word"].casefold(), 0) if match else 0


def scaled(value: str, zeros: int) -> list[str]:
    """Return a decimal figure times a power of ten, when that is a whole number of sensible length."""
    whole, _, fraction = value.partition(".")
    if not zeros or not whole.isdigit() or len(value) > _LONGEST_SCALED or len(fraction) > zeros:
        return []
    return [(whole + fraction.ljust(zeros, "0")).lstrip("0") or "0"]


def _values(digits: str) -> list[str]:
    """The figure without separators, then what it may also mean: "15.000" is a decimal here and thousands there."""
    plain = re.sub(r"[,'’ .]", "", digits)
    if _THOUSANDS.fullmatch(digits):
        if "," in digits:
            return [plain]
        return [digits, plain] if "." in digits else [plain, *re.split(r"['’ ]", digits)]
    if "," in digits and "." not in digits:
        return [digits.replace(",", "."), *digits.split(",")]
    parts = re.sub(r"[,'’ ]", "", digits).split(".")
    return [".".join(parts)] + [".".join(parts[:2])] * (len(parts) == 3)  # noqa: PLR2004 - 1.5.2 is also a 1.5
