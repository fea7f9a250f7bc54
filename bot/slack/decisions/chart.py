"""The chart of cumulative costs: low-high bands as a PNG, and the same in words.

Readable on light and dark screens (white ground), without colour (each band has its own hatch and line), and by ear
(`alt_text`). The same series give the same bytes. Drawing takes a fraction of a second: keep it off the event loop.
"""

from __future__ import annotations

import io
import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any, TypeAlias

from bot.decisions.costs import Crossing, Series, crossings
from bot.slack.decisions import chart_words as words
from bot.slack.decisions.chart_words import alt_text

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

__all__ = ["alt_text", "png"]

LineStyle: TypeAlias = "str | tuple[int, tuple[int, ...]]"

_SIZE = (11.0, 6.375)
"""Inches."""
_DPI = 144
_COLOURS = 192
_INK, _QUIET, _GRID = "#1d1c1d", "#5c5c5c", "#e4e4e4"
_FONT = "DejaVu Sans"
"""Comes with matplotlib, so the chart is the same on every machine."""
_AXES = (0.085, 0.215, 0.63, 0.645)
_LEFT = 0.018
"""Where texts begin, as a share of the width."""
_LINE = 0.042
"""Height of a line of a label, as a share of the axes."""
_NEAR_THE_END = 0.75
"""Share of the months from which on there is no room for words on the right."""
_CAPTION_WIDTH, _CAPTION_LINES = 172, 4


@dataclass(frozen=True, slots=True)
class _Look:
    """How one band is drawn."""

    colour: str
    hatch: str
    line: LineStyle


_LOOKS = (
    _Look("#0072B2", "/", "-"),
    _Look("#B84F00", "\\", "--"),
    _Look("#007A5A", "..", "-."),
    _Look("#8E4585", "|", ":"),
    _Look("#8A6D00", "x", (0, (5, 1, 1, 1, 1, 1))),
    _Look("#444444", "-", (0, (1, 1))),
)
"""Colours that stay apart for colour-blind eyes, after Okabe and Ito, darkened to read on white."""


def png(series: Sequence[Series], assumptions: Sequence[str] = ()) -> bytes:
    """Draw bands, their labels and crossings; ``assumptions`` stand below, a sentence each.

    Raises:
        ValueError: there is no series to draw.
    """
    if not series:
        raise ValueError("there is no cost to draw")
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    figure = Figure(figsize=_SIZE, dpi=_DPI, facecolor="white")
    FigureCanvasAgg(figure)
    axes = figure.add_axes(_AXES)
    _frame(axes, series)
    looks = [_LOOKS[number % len(_LOOKS)] for number in range(len(series))]
    for one, look in zip(series, looks, strict=True):
        _band(axes, one, look)
    _labels(axes, series, looks)
    _crossings(axes, crossings(series))
    _texts(figure, series, assumptions)
    return _encoded(figure)


def _encoded(figure: Figure) -> bytes:
    """The drawing as a PNG with a palette, a third as large as one without; nothing in it says when it was made."""
    from PIL import Image

    drawn, target = io.BytesIO(), io.BytesIO()
    figure.savefig(drawn, format="rgba", dpi=_DPI)
    size = (round(_SIZE[0] * _DPI), round(_SIZE[1] * _DPI))
    image = Image.frombytes("RGBA", size, drawn.getvalue()).convert("RGB")
    image.quantize(_COLOURS, dither=Image.Dither.NONE).save(target, format="png", optimize=True)
    return target.getvalue()


def _frame(axes: Axes, series: Sequence[Series]) -> None:
    months = series[0].months
    top = max(one.high[-1] for one in series) or 1
    axes.set_xlim(0, months)
    axes.set_ylim(0, top * 1.06)
    axes.set_xticks(range(0, months + 1, max(1, months // 8)))
    axes.set_xlabel(words.MONTHS, **_type(10.5, _QUIET), labelpad=5)
    axes.set_ylabel(words.DOLLARS, **_type(10.5, _QUIET), labelpad=8)
    axes.yaxis.set_major_formatter(lambda amount, _: words.dollars(amount))
    axes.grid(visible=True, axis="y", color=_GRID, linewidth=0.9)
    axes.set_axisbelow(True)
    axes.tick_params(length=0, labelsize=10.5, labelcolor=_QUIET, labelfontfamily=_FONT, pad=6)
    for label in axes.get_yticklabels():
        label.set_parse_math(False)
    for side, spine in axes.spines.items():
        spine.set_visible(side == "bottom")
        spine.set_color(_QUIET)


def _band(axes: Axes, series: Series, look: _Look) -> None:
    from matplotlib.patches import Polygon

    low, high = list(enumerate(series.low)), list(enumerate(series.high))
    band = [*low, *reversed(high)]
    if not series.setup_only:
        axes.add_patch(Polygon(band, facecolor=look.colour, alpha=0.1, linewidth=0))
    hatched = Polygon(band, fill=False, edgecolor=look.colour, hatch=look.hatch, linewidth=0, alpha=0.35)
    hatched.set_hatch_linewidth(0.8)
    axes.add_patch(hatched)
    for edge in (series.low, series.high):
        axes.plot(range(len(edge)), edge, color=look.colour, linestyle=look.line, linewidth=2, clip_on=False)


def _labels(axes: Axes, series: Sequence[Series], looks: Sequence[_Look]) -> None:
    """Write beside the end of each band what it is and what it comes to, highest first and none upon another."""
    top = axes.get_ylim()[1]
    order = sorted(range(len(series)), key=lambda number: -series[number].high[-1])
    labels = [_label(series[number]) for number in order]
    wanted = [series[number].high[-1] / top for number in order]
    middles = _apart(wanted, [_LINE * label.count("\n") + _LINE * 1.5 for label in labels])
    for number, label, middle in zip(order, labels, middles, strict=True):
        one, look = series[number], looks[number]
        axes.annotate(
            label,
            xy=(1, one.high[-1] / top),
            xytext=(1.055, middle),
            xycoords="axes fraction",
            va="center",
            linespacing=1.35,
            arrowprops={
                "arrowstyle": "-",
                "color": look.colour,
                "linewidth": 0.9,
                "relpos": (0, 0.5),
                "shrinkA": 2,
                "shrinkB": 2,
            },
            **_type(9.5, look.colour),
        )


def _label(series: Series) -> str:
    name = textwrap.fill(textwrap.shorten(series.band.name, 60, placeholder="…"), 36)
    return "\n".join([name, words.ends(series), *([words.SETUP_ONLY] if series.setup_only else [])])


def _apart(wanted: Sequence[float], heights: Sequence[float]) -> list[float]:
    """Middles of labels from the top down, moved as little as keeps them apart and above the foot of the axes."""
    gaps = [(above + below) / 2 for above, below in pairwise(heights)]
    middles = list(wanted)
    for number, gap in enumerate(gaps):
        middles[number + 1] = min(middles[number + 1], middles[number] - gap)
    middles[-1] = max(middles[-1], heights[-1] / 2)
    for number, gap in reversed(list(enumerate(gaps))):
        middles[number] = max(middles[number], middles[number + 1] + gap)
    return middles


def _crossings(axes: Axes, found: Sequence[Crossing]) -> None:
    """Mark crossings, with labels by turns above on the left and below on the right, so that they keep apart."""
    for number, crossing in enumerate(found):
        at = (float(crossing.at), float(crossing.dollars))
        share, above = at[0] / axes.get_xlim()[1], number % 2 == 0
        leftwards = share > _NEAR_THE_END or (above and share > 1 - _NEAR_THE_END)
        axes.plot(*at, marker="o", markersize=8, markerfacecolor="white", markeredgecolor=_INK, markeredgewidth=1.6)
        axes.annotate(
            words.crossing(crossing),
            xy=at,
            xytext=(-10 if leftwards else 10, 16 if above else -25),
            textcoords="offset points",
            ha="right" if leftwards else "left",
            bbox={"boxstyle": "round,pad=0.3", "facecolor": "white", "edgecolor": _GRID},
            arrowprops={"arrowstyle": "-", "color": _INK, "linewidth": 0.9, "shrinkB": 5},
            zorder=6,
            **_type(9, _INK),
        )


def _texts(figure: Figure, series: Sequence[Series], assumptions: Sequence[str]) -> None:
    left = _LEFT
    title = words.TITLE.format(months=series[0].months)
    figure.text(left, 0.945, title, weight="bold", va="center", **_type(16, _INK))
    figure.text(left, 0.902, words.SUBTITLE, va="center", **_type(10.5, _QUIET))
    taken = words.TAKEN_FOR_GRANTED + " ".join(assumptions) if assumptions else ""
    caption = textwrap.wrap(taken, _CAPTION_WIDTH, max_lines=_CAPTION_LINES, placeholder=" …")
    figure.text(left, 0.02, "\n".join(caption), va="bottom", linespacing=1.4, **_type(8.5, _QUIET))


def _type(size: float, colour: str) -> dict[str, Any]:
    """How text is set; a dollar sign is a dollar sign, not the beginning of a formula."""
    return {"fontsize": size, "color": colour, "fontfamily": _FONT, "parse_math": False}
