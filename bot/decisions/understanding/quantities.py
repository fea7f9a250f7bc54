"""Every quantity of a text: amounts, frequencies and dates."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from bot.decisions.understanding import english
from bot.decisions.understanding.amounts import amount
from bot.decisions.understanding.dates import dated
from bot.decisions.understanding.frequencies import PERIODS, frequency
from bot.decisions.understanding.measures import TIMES, Quantity
from bot.decisions.understanding.numbers import NUMERALS
from bot.decisions.understanding.text import Token

SPELT = frozenset({*PERIODS, *NUMERALS, *TIMES, *english.REPLIES, *english.NEED})
"""Words of quantities and replies, for mending slips in them."""


def quantities(tokens: Sequence[Token], today: date | None = None) -> list[Quantity]:
    """Return the quantities of a text in order; none overlaps another.

    Args:
        today: what dates are counted from.
    """
    found: list[Quantity] = []
    at = 0
    while at < len(tokens):
        here = frequency(tokens, at) or dated(tokens, at, today) or amount(tokens, at)
        if here is None or (found and here.start < found[-1].end):
            at = at + 1 if here is None else here.end
            continue
        found.append(here)
        at = here.end
    return found
