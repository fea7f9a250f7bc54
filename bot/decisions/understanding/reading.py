"""What came of reading a text: facts stated, facts it is unclear about, and the rest."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum

from bot.decisions.conditions import Compares
from bot.decisions.facts import LARGEST_NUMBER, Value


class Doubt(StrEnum):
    """Why a text names a fact and yet does not settle it."""

    RANGE = "range"
    """A range, a bound or a round word: ``2 to 4 weeks``, ``under 30k``, ``hundreds``, ``often``."""
    CURRENCY = "currency"
    """Money that is not US dollars."""
    DATE = "date"
    """A date, while nobody said what day it is today, or one that has passed."""
    SEVERAL = "several"
    """Two values, as in ``daily or weekly``."""
    GUESS = "guess"
    """Said with a maybe."""
    REPORTED = "reported"
    """What somebody else says or thinks."""
    NOTATION = "notation"
    """``25.000`` is twenty-five to some and twenty-five thousand to others."""


@dataclass(frozen=True, slots=True)
class Understood:
    """One fact a text states.

    Attributes:
        value: None is "not sure".
        words: the stretch of the text it rests on, verbatim.
        inferred: it was not said and only follows for most who say such words; a person must confirm it.
    """

    fact: str
    value: Value | None
    words: str
    inferred: bool = False


@dataclass(frozen=True, slots=True)
class Ambiguous:
    """One fact a text is about without settling it.

    Attributes:
        values: the choices that may be meant, in the order named; for a number those it may be, if they are few.
        low, high: of a number, both included; ``high`` None is without end; both None when no number was understood.
    """

    fact: str
    doubt: Doubt
    words: str
    values: tuple[Value, ...] = ()
    low: int | None = None
    high: int | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """A text, read.

    Attributes:
        found: facts stated, each fact once, in the order of the text.
        ambiguous: facts to ask back about; none of them is in ``found``.
        suggested: inferred facts, never in ``found``.
        left: what was not understood, in the order of the text; empty when nothing was left.
    """

    found: tuple[Understood, ...] = ()
    ambiguous: tuple[Ambiguous, ...] = ()
    suggested: tuple[Understood, ...] = ()
    left: str = ""

    def plus(self, more: Iterable[Understood]) -> Reading:
        """Return it with more understood, such as by a model; what is inferred goes to ``suggested``."""
        known = {each.fact for each in self.found} | {each.fact for each in self.ambiguous}
        new = [each for each in more if each.fact not in known]
        said = tuple(each for each in new if not each.inferred)
        named = known | {each.fact for each in said}
        inferred = [each for each in (*self.suggested, *new) if each.inferred and each.fact not in named]
        once = {each.fact: each for each in reversed(inferred)}
        return replace(self, found=(*self.found, *said), suggested=tuple(reversed(once.values())))


def settled_by(doubt: Ambiguous, compared: Iterable[Compares]) -> int | None:
    """Return a number that stands for the whole range, if no comparison tells one end of it from the other.

    ``compared`` are all comparisons the rules make; those of other facts are passed over. With none of this fact, the
    range stays open: nothing says that it does not matter.
    """
    if doubt.low is None or doubt.doubt is not Doubt.RANGE:
        return None
    own = [each for each in compared if each.fact == doubt.fact]
    high = LARGEST_NUMBER if doubt.high is None else doubt.high
    same = own and all(each.holds(doubt.low) == each.holds(high) for each in own)
    return doubt.low if same else None
