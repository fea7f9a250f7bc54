"""Scripts without spaces between words, taken in overlapping groups of characters."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ingest.language.function_words import THAI, UNSPACED_PAIRS

_SOUTH_EAST = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff]")
_KANA_ONLY = re.compile("[\u3041-\u309f\u30fc]+")
_LETTERS = 3
"""Characters in a group where vowels and tones are characters too. Pairs found eight points less in Thai."""
_CUT = re.compile("|".join(THAI))


def groups(run: str) -> list[str]:
    """Return the groups of a run of such characters: three by three for Thai and its neighbours, else pairs."""
    if _SOUTH_EAST.match(run):
        parts = [part for part in _CUT.split(run) if part] or [run]
        return [group for part in parts for group in _ngrams(part, _LETTERS)]
    return list(_ngrams(run, 2))


def joins(group: str) -> bool:
    """Tell whether a group only joins or asks, as Japanese endings in hiragana and Korean particles do."""
    return group in UNSPACED_PAIRS or _KANA_ONLY.fullmatch(group) is not None


def _ngrams(run: str, size: int) -> Iterator[str]:
    return (run[i : i + size] for i in range(max(1, len(run) - size + 1)))
