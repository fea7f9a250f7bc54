"""What quantities are: kinds, bounds, and the words for money and lengths of time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from fractions import Fraction

from bot.decisions.understanding.text import Token, words

DAY = 86_400
YEAR = Fraction(36525, 100) * DAY


class Kind(Enum):
    """What is measured: plain numbers, US dollars, other money, time in seconds, a date
    that cannot be counted to, days between two times, or what no fact is: a share, or a number that is a name."""

    COUNT = "count"
    DOLLARS = "dollars"
    OTHER_MONEY = "other money"
    TIME = "time"
    DATE = "date"
    PERIOD = "period"
    OTHER = "other"


class Bound(Enum):
    """How sharp it is: the number itself, a limit of one's own (``up to``), or anything between two."""

    EXACT = "exact"
    LIMIT = "limit"
    RANGE = "range"


@dataclass(frozen=True, slots=True)
class Quantity:
    """One quantity in a text.

    Attributes:
        start, end: its tokens; the end is excluded.
        high: None is without end.
        open_high, open_low: whether that end itself is excluded.
        rate: so much per something.
        split: its notation leaves open which of its two ends is meant.
        scaled: a word such as thousand stands with its last number.
    """

    start: int
    end: int
    kind: Kind
    low: Fraction
    high: Fraction | None
    bound: Bound = Bound.EXACT
    open_low: bool = False
    open_high: bool = False
    rate: bool = False
    split: bool = False
    scaled: bool = False


TIMES: dict[str, Fraction] = {}
for _words, _seconds in (
    ("ms msec millisecond milliseconds millis", Fraction(1, 1000)),
    ("s sec secs second seconds", Fraction(1)),
    ("min mins minute minutes", Fraction(60)),
    ("h hr hrs hour hours", Fraction(3600)),
    ("day days", Fraction(DAY)),
    ("week weeks wk wks w", Fraction(7 * DAY)),
    ("fortnight fortnights", Fraction(14 * DAY)),
    ("month months mo mos mth mths", YEAR / 12),
    ("quarter quarters", YEAR / 4),
    ("year years yr yrs", YEAR),
):
    TIMES.update(dict.fromkeys(_words.split(), _seconds))
SHARES = words("% percent pct")
ORDINAL_ENDINGS = frozenset({"st", "nd", "rd", "th"})
WORKING = frozenset({"working", "business", "work"})
WEEKDAYS = words("monday tuesday wednesday thursday friday saturday sunday")
DOLLARS = frozenset({"$", "usd", "dollar", "dollars", "bucks", "buck"})
OTHER_MONEY = words(
    "€ £ ¥ ₹ eur euro euros gbp pound pounds quid yen jpy cny yuan rmb inr rupee rupees chf franc francs cad aud nzd "
    "sgd hkd sek nok dkk kr krona pln zloty brl reais mxn peso pesos krw won"
)
FOREIGN = words("canadian australian singapore hong nz new-zealand c a ca au hk s nz r cad aud")


def texts(tokens: Sequence[Token], begin: int, end: int) -> tuple[str, ...]:
    """Return the words between two places, as far as there are any."""
    return tuple(token.text for token in tokens[max(begin, 0) : max(end, 0)])


def text_at(tokens: Sequence[Token], at: int) -> str:
    """Return the word at a place; empty outside the text."""
    return tokens[at].text if 0 <= at < len(tokens) else ""
