"""What a reader can see of a text, and what else a character can be taken for.

Hidden characters go first, because they split the words every later step looks for. Look-alikes stay as they were
written, but are searched in a shadow of the text: a copy of the same length in which each has become the ASCII
character it imitates.
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Callable

from bot.answers.cleaning import clean

Replace = Callable[[re.Match[str], str], str]
"""Makes a replacement of a match in the shadow, and of the matched text as it was written."""

_PRIVATE = "Co"
"""Unicode's private use areas: nothing to see in Slack, and needed for `held` pieces."""
_LOOK_ALIKES = {
    **dict.fromkeys("‹〈⟨❮˂ᐸ〈", "<"),
    **dict.fromkeys("›〉⟩❯˃ᐳ〉", ">"),
    **dict.fromkeys("∕⁄⧸╱〳", "/"),
    **dict.fromkeys("꞉∶ː։", ":"),
    **dict.fromkeys("ǃ", "!"),
    **dict.fromkeys("‐‑‒﹣", "-"),
    **dict(zip("аеорсухіјѕһԁԛԝɡοαιν", "aeopcyxijshdqwgoaiv", strict=True)),
    **dict(zip("АВЕНКМОРСТХІЅЈ", "ABEHKMOPCTXISJ", strict=True)),
}
_FAR_EAST_DOT = re.compile(r"(?<=[A-Za-z0-9%-])。(?=[A-Za-z0-9%-])")
_ENTITY = re.compile(r"&(?:#\d{1,8};?|#x[0-9a-f]{1,7};?|[a-z][a-z0-9]{1,31};)|&(?:lt|gt)(?![a-z0-9;=])", re.IGNORECASE)
_NESTED = re.compile(r"&(?:(?:amp|#0{0,9}38|#x0{0,9}26);)+", re.IGNORECASE)
_ROUNDS = 4
"""Entities within entities are undone this often; what is left after it is not text anybody wrote."""


class _Visible(dict[int, str]):
    """A table for `str.translate` that learns each character once, by the rules of `clean`."""

    def __missing__(self, point: int) -> str:
        shown = "" if unicodedata.category(chr(point)) == _PRIVATE else clean(chr(point))
        self[point] = shown
        return shown


class _Shadow(dict[int, str]):
    """A table that gives the one ASCII character another imitates, and every other character itself."""

    def __missing__(self, point: int) -> str:
        char = chr(point)
        folded = unicodedata.normalize("NFKC", char)
        shown = _LOOK_ALIKES.get(char) or (folded if len(folded) == 1 else char)
        self[point] = shown = _LOOK_ALIKES.get(shown, shown)
        return shown


_VISIBLE, _SHADOW = _Visible(), _Shadow()


def visible(text: str) -> str:
    """Return ``text`` without hidden characters. Works on any piece of a text, but for line ends and accents."""
    return text.translate(_VISIBLE)


def shadow(text: str) -> str:
    """Return what ``text`` looks like in ASCII, at the same length."""
    return text if text.isascii() else _FAR_EAST_DOT.sub(".", text.translate(_SHADOW))


def sub(pattern: re.Pattern[str], replace: Replace, text: str) -> str:
    """Replace what ``pattern`` finds in the shadow of ``text``, leaving the rest as it was written."""
    shown, pieces, end = shadow(text), [], 0
    for match in pattern.finditer(shown):
        pieces += [text[end : match.start()], replace(match, text[match.start() : match.end()])]
        end = match.end()
    return "".join([*pieces, text[end:]]) if pieces else text


def decode(text: str) -> str:
    """Return ``text`` with its HTML entities undone, also those written as entities of entities. One line stays one."""
    for _ in range(_ROUNDS):
        flat = _NESTED.sub("&", text)
        decoded = visible(_ENTITY.sub(lambda match: html.unescape(match.group()), flat)).replace("\n", " ")
        if decoded == text:
            return unicodedata.normalize("NFC", text)
        text = decoded
    return unicodedata.normalize("NFC", text.replace("&", " "))


def gap(text: str, start: int, end: int) -> str:
    """What must stand where ``text[start:end]`` was, so that its neighbours do not become one word."""
    joined = start > 0 and end < len(text) and not text[start - 1].isspace() and not text[end].isspace()
    return " " if joined else ""
