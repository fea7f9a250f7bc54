"""The cost chart: a PNG that reads without colour, and its words."""

from __future__ import annotations

import io
import itertools
import subprocess
import sys
import warnings
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from matplotlib import rcParams
from matplotlib._pylab_helpers import Gcf
from PIL import Image

from bot.decisions.costs import Series, cumulative
from bot.decisions.frameworks import Ground
from bot.decisions.plan import CostBand, Per, Range
from bot.slack.decisions import chart_words
from bot.slack.decisions.chart import _LOOKS, _apart, alt_text, png
from tests.bot.decisions.shipped import plan

GROUND = Ground("notes.md", "Costs")
LARGEST = 150 * 1024


def series(*bands: tuple[str, int, int, int | None, int | None], months: int = 24) -> tuple[Series, ...]:
    """Series of bands: option, set-up low and high, monthly low and high."""
    made = []
    for option, low, high, slow, fast in bands:
        monthly = None if slow is None or fast is None else Range(slow, fast, GROUND, Per.MONTH)
        made.append(CostBand(option, option, Range(low, high, GROUND), monthly))
    return cumulative(made, months)


RENT = ("Rent", 1000, 2000, 300, 400)
BUY = ("Buy", 5000, 9000, 10, 20)


@pytest.fixture(scope="module")
def shipped() -> bytes:
    return png(cumulative(plan().bands), plan().assumptions)


def opened(picture: bytes) -> Image.Image:
    return Image.open(io.BytesIO(picture))


def test_the_shipped_chart_is_a_png_that_slack_shows_at_once(shipped: bytes) -> None:
    with opened(shipped) as picture:
        assert picture.format == "PNG"
        assert picture.width >= 1200
        assert 1.3 < picture.width / picture.height < 2
    assert len(shipped) <= LARGEST


def test_the_ground_is_white_and_opaque_for_dark_screens(shipped: bytes) -> None:
    with opened(shipped) as picture:
        shown = picture.convert("RGBA")
        assert {shown.getpixel((x, y)) for x in (0, shown.width - 1) for y in (0, shown.height - 1)} == {(255,) * 4}


def test_the_same_series_give_the_same_bytes(shipped: bytes) -> None:
    assert png(cumulative(plan().bands), plan().assumptions) == shipped


def test_charts_drawn_at_once_by_several_threads_are_the_same(shipped: bytes) -> None:
    with ThreadPoolExecutor(3) as threads:
        drawn = [threads.submit(png, cumulative(plan().bands), plan().assumptions) for _ in range(3)]
        assert {one.result() for one in drawn} == {shipped}


def test_other_figures_give_another_picture() -> None:
    assert png(series(RENT, BUY)) != png(series(RENT, ("Buy", 5000, 9000, 10, 21)))


def test_nothing_tells_when_or_with_what_it_was_made(shipped: bytes) -> None:
    with opened(shipped) as picture:
        assert not {"Software", "Creation Time", "Source"} & set(picture.info)


def test_bands_differ_without_colour() -> None:
    assert len({look.hatch for look in _LOOKS}) == len({look.line for look in _LOOKS}) == len(_LOOKS)


def test_colours_are_dark_enough_to_be_read_as_text_on_white() -> None:
    for look in _LOOKS:
        channels = [int(look.colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
        linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
        luminance = 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
        assert 1.05 / (luminance + 0.05) >= 4.5, look.colour


@pytest.mark.parametrize(
    "drawn",
    [
        series(RENT),
        series(("Free", 0, 0, 0, 0)),
        series(("Once", 5, 5, None, None), ("Also once", 5, 5, None, None)),
        series(*((f"Option {n}", 10, 10**9, 1, 10**8) for n in range(8))),
        series(RENT, BUY, months=1),
        series(("$x^2$ \\alpha {unclosed $", 1000, 2000, 3, 4), ("決定 🙂 " + "long " * 30, 1, 2, 3, 4)),
    ],
    ids=["one", "nothing", "set-up only", "more than looks", "one month", "odd names"],
)
def test_any_series_can_be_drawn(drawn: tuple[Series, ...]) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # of characters the font lacks
        picture = png(drawn, ["Assumed. " * 200])
    assert picture.startswith(b"\x89PNG")
    assert len(picture) <= LARGEST


def test_without_series_there_is_nothing_to_draw() -> None:
    with pytest.raises(ValueError, match="no cost to draw"):
        png(())
    assert "no source gives a cost" in alt_text(())


def test_matplotlib_is_loaded_only_to_draw() -> None:
    program = "import sys, bot.slack.decisions.chart; sys.exit('matplotlib' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0


def test_drawing_leaves_no_figure_open_and_no_style_changed() -> None:
    before = rcParams.copy()
    png(series(RENT))
    assert rcParams.copy() == before
    assert not Gcf.figs


def test_the_words_say_where_bands_begin_and_end_and_where_they_cross() -> None:
    assert alt_text(series(RENT, BUY)) == (
        "Chart of cumulative cost over 24 months, in US dollars. Rent: $1k to $2k to set up, $8.2k to $11.6k after "
        "month 24. Buy: $5k to $9k to set up, $5.2k to $9.5k after month 24. From month 8 on, Rent and Buy overlap. "
        "From month 14 on, Rent at its lowest costs more than Buy at its lowest. "
        "From month 19 on, Rent at its highest costs more than Buy at its highest."
    )


def test_the_words_say_when_bands_part_and_when_none_cross() -> None:
    assert "From month 2 on, Buy costs more than Rent in every case." in alt_text(
        series(("Rent", 1000, 5000, 0, 0), ("Buy", 4000, 9000, 900, 900))
    )
    assert "No two bands of different options cross." in alt_text(series(RENT))


def test_an_option_without_a_monthly_figure_is_said_to_be_its_set_up_only() -> None:
    text = alt_text(cumulative(plan().bands))
    assert "Hybrid: $30k to $70k to set up; no source gives a monthly figure." in text
    assert "From month 7 on, RAG (monthly cost by decision tree) at its highest" in text


def test_the_words_are_never_longer_than_a_screen_reader_should_say() -> None:
    many = series(*((f"A rather long name of an option, number {n}", n, 100 + n, 24 - n, 300 - n) for n in range(20)))
    assert len(alt_text(many)) == chart_words.LONGEST_ALT_TEXT


@pytest.mark.parametrize(
    ("amount", "said"),
    [
        (0, "$0"),
        (999, "$999"),
        (1000, "$1k"),
        (16_200, "$16.2k"),
        (160_000, "$160k"),
        (999_960, "$1M"),
        (1_500_000, "$1.5M"),
        (3_400_000_000, "$3.4B"),
        (10**12, "$1000B"),
    ],
)
def test_amounts_are_short(amount: float, said: str) -> None:
    assert chart_words.dollars(amount) == said


@settings(max_examples=200)
@given(st.lists(st.tuples(st.floats(0, 1), st.floats(0.05, 0.2)), min_size=1, max_size=5))
def test_labels_never_stand_upon_one_another(labels: list[tuple[float, float]]) -> None:
    wanted = sorted((middle for middle, _ in labels), reverse=True)
    heights = [height for _, height in labels]
    middles = _apart(wanted, heights)
    edges = [(middle - height / 2, middle + height / 2) for middle, height in zip(middles, heights, strict=True)]
    assert all(above[0] >= below[1] - 1e-9 for above, below in itertools.pairwise(edges))
    assert edges[-1][0] >= -1e-9
