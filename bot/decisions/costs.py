"""Costs over time: cumulative bands from the set-up and monthly figures of a plan, and where the bands cross.

The set-up is spent before month 0, and running costs come evenly from then on. An option without a monthly figure
keeps its set-up band, is marked ``setup_only``, and crosses nothing: what it costs to run comes on top.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from itertools import combinations
from math import ceil

from bot.decisions.plan import CostBand

MONTHS = 24


@dataclass(frozen=True, slots=True)
class Series:
    """What one band has cost after each month: ``low`` and ``high`` are US dollars after month 0, 1, 2 and so on."""

    band: CostBand
    low: tuple[int, ...]
    high: tuple[int, ...]

    @property
    def setup_only(self) -> bool:
        """Whether nothing is known of what it costs to run."""
        return self.band.monthly is None

    @property
    def months(self) -> int:
        """The last month."""
        return len(self.low) - 1


class Edge(StrEnum):
    """What of two bands crosses."""

    LOW = "low"
    """Their lowest costs: what is the cheapest case changes."""
    HIGH = "high"
    """Their highest costs: what is the dearest case changes."""
    MEET = "meet"
    """They begin to overlap."""
    PART = "part"
    """They no longer overlap."""


@dataclass(frozen=True, slots=True)
class Crossing:
    """Where two bands change places.

    Attributes:
        edge: what crosses.
        rises: the band whose costs grow faster; after the crossing its edge lies above.
        other: the band it crosses.
        at: months from the start; crossings lie strictly within the drawn time.
        dollars: the cumulative cost there.
    """

    edge: Edge
    rises: Series
    other: Series
    at: Fraction
    dollars: Fraction

    @property
    def month(self) -> int:
        """The first whole month at whose end they have met."""
        return ceil(self.at)


def cumulative(bands: Iterable[CostBand], months: int = MONTHS) -> tuple[Series, ...]:
    """Return what each band has cost after month 0 to ``months``."""
    return tuple(_series(band, months) for band in bands)


def crossings(series: Sequence[Series]) -> tuple[Crossing, ...]:
    """Return where bands of different options cross, earliest first; one that only touches another crosses nothing."""
    running = [one for one in series if not one.setup_only]
    pairs = [(a, b) for a, b in combinations(running, 2) if a.band.option != b.band.option]
    found = [crossing for a, b in pairs for crossing in _between(a, b)]
    return tuple(sorted(found, key=lambda crossing: crossing.at))


def _series(band: CostBand, months: int) -> Series:
    low, high = (band.monthly.low, band.monthly.high) if band.monthly else (0, 0)
    return Series(
        band,
        tuple(band.setup.low + low * month for month in range(months + 1)),
        tuple(band.setup.high + high * month for month in range(months + 1)),
    )


def _between(a: Series, b: Series) -> list[Crossing]:
    found = [
        _crossing(Edge.LOW, a, b, a.low, b.low),
        _crossing(Edge.HIGH, a, b, a.high, b.high),
        _touching(a, b),
        _touching(b, a),
    ]
    return [crossing for crossing in found if crossing is not None]


def _touching(below: Series, above: Series) -> Crossing | None:
    """Where the top of one meets the bottom of the other: from below they begin to overlap, from above they part."""
    crossing = _crossing(Edge.MEET, below, above, below.high, above.low)
    if crossing is None or crossing.rises is below:
        return crossing
    return Crossing(Edge.PART, above, below, crossing.at, crossing.dollars)


def _crossing(edge: Edge, a: Series, b: Series, ys: Sequence[int], zs: Sequence[int]) -> Crossing | None:
    """The crossing of two straight lines, one of ``a`` and one of ``b``, each given after every month."""
    start, end = ys[0] - zs[0], ys[-1] - zs[-1]
    if start * end >= 0:
        return None
    at = Fraction(start * a.months, start - end)
    dollars = ys[0] + Fraction(ys[-1] - ys[0], a.months) * at
    return Crossing(edge, a, b, at, dollars) if end > 0 else Crossing(edge, b, a, at, dollars)
