from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.language.figures import figure_terms, scaled
from ingest.language.tokens import terms


@pytest.mark.parametrize(
    "ways",
    [
        ("15k", "15,000", "15 000", "15'000", "15.000", "15 thousand", "15\u202f000", "$15–40k", "$15-40k"),
        ("300ms", "300 ms"),
        ("1.5GB", "1.5 GB", "1,5 GB", "1.5gb"),
        ("1.5M", "1,500,000", "1.5 million"),
        ("2bn", "2 billion", "2,000,000,000"),
        ("80%", "80 %", "80 percent"),
        ("v1.5.0", "1.5.0", "version 1.5"),
        ("v2", "version 2"),
        ("3.11.7", "3.11"),
        ("2–3 weeks", "3 weeks"),
    ],
)
def test_the_same_quantity_written_differently_shares_a_term(ways: tuple[str, ...]) -> None:
    figures = [{term for term in terms(way) if term[0].isdigit()} for way in ways]
    assert all(one & other for one, other in pairwise(figures)), figures


@pytest.mark.parametrize(
    ("one", "other"),
    [("15k", "15"), ("1.5.0", "1.5.1"), ("15,000", "15"), ("1.5", "15"), ("300ms", "300gb"), ("7B", "7k")],
)
def test_another_quantity_is_told_apart(one: str, other: str) -> None:
    assert set(terms(one)) != set(terms(other))
    assert terms(one)[0] != terms(other)[0]


def test_lists_ranges_and_dates_are_not_read_as_one_figure() -> None:
    assert terms("1,2,3") == ["1", "2", "3"]
    assert terms("2024-05-01") == ["2024", "05", "01"]
    assert terms("127.0.0.1") == ["127.0.0.1"]


def test_a_thousands_separator_never_hides_the_figures_of_a_table() -> None:
    assert {"120", "340", "560"} <= set(terms("120 340 560"))


def test_an_ordinal_and_a_model_size_stay_as_they_are_written() -> None:
    assert terms("4th") == ["4th"]
    assert terms("70B")[0] == "70b"


def test_a_line_break_is_no_range() -> None:
    assert terms("15\n-40k") == [*terms("15"), *terms("40k")]


@given(st.integers(1, 999), st.sampled_from([("k", 3), ("M", 6), ("bn", 9)]))
def test_a_scaled_figure_meets_its_digits(value: int, scale: tuple[str, int]) -> None:
    letter, zeros = scale
    assert f"{value}{'0' * zeros}" in figure_terms(f"{value}{letter}")


@given(st.decimals(0, 1000, places=2), st.integers(1, 9))
def test_scaling_is_exact_or_not_done(value: object, zeros: int) -> None:
    from decimal import Decimal

    found = scaled(str(value), zeros)
    exact = Decimal(str(value)) * 10**zeros
    assert not found or Decimal(found[0]) == exact


@given(st.integers(0, 10**12))
def test_grouping_by_commas_changes_nothing(value: int) -> None:
    assert terms(f"{value:,}") == terms(str(value))
