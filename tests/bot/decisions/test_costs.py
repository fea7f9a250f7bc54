"""Cumulative costs, and where their bands cross."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from bot.decisions.costs import Edge, Series, crossings, cumulative
from bot.decisions.frameworks import Ground
from bot.decisions.plan import CostBand, Per, Range
from tests.bot.decisions.shipped import plan

GROUND = Ground("notes.md", "Costs")


def band(option: str, setup: tuple[int, int], monthly: tuple[int, int] | None) -> CostBand:
    running = None if monthly is None else Range(*monthly, GROUND, Per.MONTH)
    return CostBand(option, option.title(), Range(*setup, GROUND), running)


def pairs(largest: int) -> st.SearchStrategy[tuple[int, int]]:
    numbers = st.integers(0, largest)
    return st.tuples(numbers, numbers).map(lambda pair: (min(pair), max(pair)))


BANDS = st.lists(
    st.builds(band, st.sampled_from(["rag", "tune", "both"]), pairs(90_000), st.none() | pairs(9_000)), max_size=4
)


def test_a_band_begins_at_the_set_up_and_grows_by_the_month() -> None:
    [series] = cumulative([band("rag", (100, 200), (10, 50))], months=3)
    assert series.low == (100, 110, 120, 130)
    assert series.high == (200, 250, 300, 350)


def test_without_a_monthly_figure_only_the_set_up_is_known() -> None:
    [series] = cumulative([band("both", (30, 70), None)], months=2)
    assert series.setup_only
    assert series.high == (70, 70, 70)


def test_no_bands_give_no_series_and_no_crossings() -> None:
    assert cumulative([]) == ()
    assert crossings(()) == ()


def test_lowest_and_highest_costs_cross_where_the_dearer_to_run_overtakes() -> None:
    series = cumulative([band("rag", (15, 40), (1, 6)), band("tune", (20, 60), (0, 2))], months=24)
    low, high = sorted(crossings(series), key=lambda one: one.edge is Edge.HIGH)
    assert (low.edge, low.at, low.dollars, low.month) == (Edge.LOW, 5, 20, 5)
    assert (high.edge, high.at, high.month) == (Edge.HIGH, 5, 5)
    assert low.rises.band.option == "rag"


def test_a_crossing_within_a_month_counts_from_its_end() -> None:
    series = cumulative([band("rag", (0, 0), (3, 3)), band("tune", (10, 10), (0, 0))], months=6)
    found = crossings(series)[0]
    assert found.at == Fraction(10, 3)
    assert found.month == 4


def test_bands_that_begin_apart_meet_and_those_that_drift_apart_part() -> None:
    meeting = cumulative([band("rag", (0, 10), (5, 5)), band("tune", (20, 90), (0, 0))], months=12)
    parting = cumulative([band("rag", (0, 30), (0, 0)), band("tune", (20, 90), (5, 5))], months=12)
    assert [(one.edge, one.at) for one in crossings(meeting) if one.edge is Edge.MEET] == [(Edge.MEET, 2)]
    [part] = [one for one in crossings(parting) if one.edge is Edge.PART]
    assert (part.at, part.rises.band.option) == (2, "tune")


def test_a_band_without_running_cost_crosses_nothing() -> None:
    assert not crossings(cumulative([band("rag", (0, 0), (10, 10)), band("both", (50, 50), None)], months=24))


def test_two_views_of_one_option_do_not_cross() -> None:
    assert not crossings(cumulative([band("rag", (0, 0), (10, 10)), band("rag", (50, 50), (0, 0))], months=24))


def test_touching_at_the_last_month_is_no_crossing() -> None:
    assert not crossings(cumulative([band("rag", (0, 0), (10, 10)), band("tune", (240, 240), (0, 0))], months=24))


@given(BANDS, st.integers(0, 36))
def test_costs_never_fall_and_the_low_edge_stays_below_the_high_one(bands: list[CostBand], months: int) -> None:
    for series in cumulative(bands, months):
        assert len(series.low) == len(series.high) == months + 1
        assert list(series.low) == sorted(series.low)
        assert list(series.high) == sorted(series.high)
        assert all(low <= high for low, high in zip(series.low, series.high, strict=True))


@given(BANDS)
def test_crossings_are_exactly_where_the_order_of_edges_changes(bands: list[CostBand]) -> None:
    series = cumulative(bands)
    found = {(one.edge, id(one.rises), id(one.other)) for one in crossings(series) if one.edge in {Edge.LOW, Edge.HIGH}}
    expected = {
        (edge, id(a), id(b))
        for a in series
        for b in series
        for edge in (Edge.LOW, Edge.HIGH)
        if a.band.option != b.band.option and not a.setup_only and not b.setup_only and _overtakes(edge, a, b)
    }
    assert found == expected


def _overtakes(edge: Edge, a: Series, b: Series) -> bool:
    ours, theirs = (a.low, b.low) if edge is Edge.LOW else (a.high, b.high)
    return ours[0] < theirs[0] and ours[-1] > theirs[-1]


@given(BANDS)
def test_crossings_come_in_time_order_and_their_month_is_the_first_after_the_change(bands: list[CostBand]) -> None:
    found = crossings(cumulative(bands))
    assert [one.at for one in found] == sorted(one.at for one in found)
    for one in found:
        assert 0 < one.at < 24
        assert one.month - 1 < one.at <= one.month


def test_the_shipped_articles_disagree_on_whether_rag_overtakes_fine_tuning() -> None:
    found = crossings(cumulative(plan().bands))
    assert [(one.edge, one.month) for one in found] == [(Edge.HIGH, 7), (Edge.LOW, 17)]
    assert {one.rises.band.name for one in found} == {"RAG (monthly cost by decision tree)"}
    assert {one.other.band.name for one in found} == {"Fine-tuning"}


def test_the_shipped_hybrid_is_drawn_by_its_set_up_alone() -> None:
    [hybrid] = [one for one in cumulative(plan().bands) if one.band.option == "hybrid"]
    assert hybrid.setup_only
