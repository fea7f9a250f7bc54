"""Every word on and beside the cost chart."""

from __future__ import annotations

from collections.abc import Sequence

from bot.decisions.costs import Crossing, Edge, Series, crossings

TITLE = "Cumulative cost over {months} months"
SUBTITLE = "From the lowest to the highest figure that sources give"
MONTHS = "Months after the set-up"
DOLLARS = "US dollars spent so far"
SETUP_ONLY = "set-up only: no monthly figure"
TAKEN_FOR_GRANTED = "Taken for granted: "
LONGEST_ALT_TEXT = 1000
"""Characters; readers of screens hear all of it."""
_SHORT = {
    Edge.LOW: "lowest costs cross",
    Edge.HIGH: "highest costs cross",
    Edge.MEET: "bands begin to overlap",
    Edge.PART: "bands no longer overlap",
}
_SIZES = (("B", 10**9), ("M", 10**6), ("k", 10**3))
_ROUNDS_UP = 0.99995
"""Of a size: what is shown as 1 of it, and not as 1000 of the one below."""


def dollars(amount: float) -> str:
    """Return an amount as axes show it: ``$0``, ``$500``, ``$15k``, ``$16.2k``, ``$1.5M``, ``$2B``."""
    if amount < 1000:  # noqa: PLR2004
        return f"${amount:.0f}"
    letter, size = next((letter, size) for letter, size in _SIZES if amount >= size * _ROUNDS_UP)
    return f"${round(amount / size, 1):.10g}{letter}"


def ends(series: Series) -> str:
    """Return what a band comes to at the last month: ``$16.2k–$52k``."""
    return f"{dollars(series.low[-1])}–{dollars(series.high[-1])}"


def crossing(found: Crossing) -> str:
    """Return what the mark of a crossing says: ``Month 7: highest costs cross``."""
    return f"Month {found.month}: {_SHORT[found.edge]}"


def alt_text(series: Sequence[Series]) -> str:
    """Return the chart in words: where each band begins and ends, and where bands cross."""
    if not series:
        return "A chart without data: no source gives a cost."
    months = series[0].months
    bands = [_band(one) for one in series]
    found = crossings(series)
    said = [_crossing(one) for one in found] or ["No two bands of different options cross."]
    text = f"Chart of cumulative cost over {months} months, in US dollars. {' '.join([*bands, *said])}"
    return text if len(text) <= LONGEST_ALT_TEXT else text[: LONGEST_ALT_TEXT - 1] + "…"


def _band(series: Series) -> str:
    start = f"{dollars(series.low[0])} to {dollars(series.high[0])}"
    if series.setup_only:
        return f"{series.band.name}: {start} to set up; no source gives a monthly figure."
    end = f"{dollars(series.low[-1])} to {dollars(series.high[-1])}"
    return f"{series.band.name}: {start} to set up, {end} after month {series.months}."


def _crossing(found: Crossing) -> str:
    one, other = found.rises.band.name, found.other.band.name
    if found.edge is Edge.MEET:
        return f"From month {found.month} on, {one} and {other} overlap."
    if found.edge is Edge.PART:
        return f"From month {found.month} on, {one} costs more than {other} in every case."
    case = "at its lowest" if found.edge is Edge.LOW else "at its highest"
    return f"From month {found.month} on, {one} {case} costs more than {other} {case}."
