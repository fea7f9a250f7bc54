"""Plans: what to do after a verdict, in phases with the time and money that sources name, and what to know before.

Every figure carries the passage it is from. Where sources differ each keeps its own range; nothing is averaged.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from bot.decisions.conditions import Condition
from bot.decisions.frameworks import Ground, Outcome


class Per(StrEnum):
    """What an amount of money is paid for."""

    ONCE = "once"
    MONTH = "month"
    MILLION_TOKENS = "million_tokens"
    """One million tokens of training data."""


@dataclass(frozen=True, slots=True)
class Range:
    """From ``low`` to ``high``, as one source has it: weeks, US dollars, or how many of something.

    Attributes:
        per: what dollars are paid for.
        note: a proviso: ``at minimum``.
    """

    low: int
    high: int
    ground: Ground
    per: Per = Per.ONCE
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Phase:
    """One part of the work.

    Attributes:
        title: a few words: ``Prototype``.
        does: what is done, in one sentence.
        ground: the passage that says to do it.
        weeks, dollars: one range for each source that gives a figure; empty when none does.
        counts: how many of something it takes; the note of each says of what.
    """

    title: str
    does: str
    ground: Ground
    weeks: tuple[Range, ...] = ()
    dollars: tuple[Range, ...] = ()
    counts: tuple[Range, ...] = ()


@dataclass(frozen=True, slots=True)
class CostBand:
    """What one option costs, by one source for each figure.

    Attributes:
        option: a verdict.
        name: as a chart labels it.
        setup: paid once.
        monthly: None when no source gives a figure; the band is then of the set-up alone.
    """

    option: str
    name: str
    setup: Range
    monthly: Range | None = None


class Stage(StrEnum):
    """When advice is of use."""

    BEFORE = "before"
    """Before any framework is asked."""
    CAUTION = "caution"
    """While the verdict is carried out."""
    MEASURE = "measure"
    """Before fine-tuning is added."""


@dataclass(frozen=True, slots=True)
class Advice:
    """Something to know, beside the verdict.

    Attributes:
        verdicts: those it is for; empty for all.
        when: what must not be known to be otherwise; None always holds.
        checked: ISO date on which it was true, for what may change; else None.
    """

    name: str
    stage: Stage
    text: str
    ground: Ground
    verdicts: frozenset[str] = frozenset()
    when: Condition | None = None
    checked: str | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    """What follows each verdict of one matter.

    Attributes:
        courses: phases by outcome; an outcome without a variant stands for the variants that have no course.
        bands: cumulative costs are drawn from these.
        assumptions: what the cost bands take for granted, or leave out, a sentence each.
    """

    matter: str
    courses: Mapping[Outcome, tuple[Phase, ...]]
    bands: tuple[CostBand, ...] = ()
    assumptions: tuple[str, ...] = ()
    advice: tuple[Advice, ...] = ()

    def phases(self, verdict: str, variant: str | None = None) -> tuple[Phase, ...]:
        """Return the phases that follow a verdict; none when the plan says nothing of it."""
        plain = self.courses.get(Outcome(verdict), ())
        return self.courses.get(Outcome(verdict, variant), plain)

    @property
    def grounds(self) -> frozenset[Ground]:
        """Every passage it rests on."""
        phases = [phase for course in self.courses.values() for phase in course]
        ranges = [found for phase in phases for found in (*phase.weeks, *phase.dollars, *phase.counts)]
        ranges += [found for band in self.bands for found in (band.setup, band.monthly) if found is not None]
        parts: list[Phase | Range | Advice] = [*phases, *ranges, *self.advice]
        return frozenset(part.ground for part in parts)
