"""Free text to facts, without a model: `Reader` for many texts of one matter, `understand` for one.

A fact is found only when the writer states it. Questions, suppositions, the past, quotations and guesses state nothing;
ranges, other currencies and dates that cannot be counted are told as ambiguous.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from bot.decisions.facts import Fact
from bot.decisions.understanding.lexicon import FactWords, Lexicon
from bot.decisions.understanding.reader import Reader
from bot.decisions.understanding.reading import Ambiguous, Doubt, Reading, Understood, settled_by

__all__ = ["Ambiguous", "Doubt", "FactWords", "Lexicon", "Reader", "Reading", "Understood", "settled_by", "understand"]


def understand(
    text: str,
    facts: Mapping[str, Fact],
    asked: str | None = None,
    *,
    lexicon: Lexicon | None = None,
    today: date | None = None,
) -> Reading:
    """Return what a text states of some facts; see `Reader.read`."""
    return Reader(facts, lexicon).read(text, asked, today)
