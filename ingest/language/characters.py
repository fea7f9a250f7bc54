"""Characters before they are words: one form for each, and which script they belong to."""

from __future__ import annotations

import re
import unicodedata

UNSPACED = (
    "\u0e00-\u0e4f\u0e5a-\u0ecf\u0eda-\u0eff\u1000-\u103f\u104a-\u109f\u1780-\u17df\u17ea-\u17ff"
    "\u3005\u3040-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
)
"""Scripts written without spaces between words, without their digits: Thai, Lao, Myanmar, Khmer, kana, Han."""
HANGUL = "\uac00-\ud7a3"
"""Korean syllables: words are spaced, but particles stick to them."""
VOWEL_SIGNS = "\u0900-\u0903\u093a-\u0963\u0981-\u0983\u09bc-\u09e3\u0a01-\u0a51\u0a70-\u0a75\u0a81-\u0d7f\u0f71-\u0f84"
"""Signs written within the words of the scripts of India and Tibet, which Python does not count as letters."""

_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufe00-\ufe0f\ufeff]+")
_LONG_RUN = re.compile(r"([^\w\s\x00-\x7f]{16})[^\w\s\x00-\x7f]+")
"""Marks and symbols in a row beyond any writing system: normalising a run takes the square of its length."""
_STACKED = re.compile(
    "[\u0300-\u036f\u0483-\u0487\u0591-\u05bd\u05bf-\u05c7\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06ed]+"
)
"""What is written above and below letters: accents that found no letter to join, vowels of Hebrew and Arabic."""
_ACCENTS = re.compile("(?<!и)\u0306|[\u0300-\u0305\u0307-\u036f\u0653-\u0655\u093c]+")
"""й is a letter of its own, on which Russian endings turn; ё is e with an accent."""
_SAME_LETTERS = str.maketrans(
    {
        **{"ø": "o", "ł": "l", "đ": "d", "ð": "d", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th", "ħ": "h"},
        **{"ى": "ي", "ی": "ي", "ک": "ك", "ٱ": "ا", "ے": "ي"},
    }
)
_OTHER_DIGIT = re.compile(r"(?![0-9])\d")


def normalise(text: str) -> str:
    """Return a text in one form for each character: full width, ligatures and composed accents unified.

    Invisible characters are dropped, so are the vowels of Arabic and Hebrew; accents stay.
    """
    if text.isascii():
        return text
    unified = unicodedata.normalize("NFKC", _LONG_RUN.sub(r"\1", _INVISIBLE.sub("", text)))
    return _OTHER_DIGIT.sub(lambda match: str(unicodedata.digit(match[0])), _STACKED.sub("", unified))


def fold(word: str) -> str:
    """Return a lower-case, normalised word without accents, and with one letter for those written for each other."""
    if word.isascii():
        return word
    bare = _ACCENTS.sub("", unicodedata.normalize("NFD", word))
    return unicodedata.normalize("NFC", bare).translate(_SAME_LETTERS)


def latin_share(text: str) -> float:
    """Return the share of letters that are Latin, in [0, 1]; 1.0 when there are no letters."""
    letters = [character for character in text if character.isalpha()]
    latin = sum(1 for character in letters if character <= "\u024f" or "\u1e00" <= character <= "\u1eff")
    return latin / len(letters) if letters else 1.0
