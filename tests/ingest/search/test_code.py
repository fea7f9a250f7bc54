from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.search.code import MARK, code_share, defined_names

PYTHON = """class FiringPlan:
    def __init__(self, cups: int, shelf_size: int) -> None:
        self.cups = cups
        self.shelf_size = shelf_size

    async def fuel(self, per_hour: float) -> float:
        return per_hour * LONGEST_HOURS * self.shelves()
"""
JAVA = "public final class Ledger {\n    private static int total(List<Entry> entries) {\n        return 0;\n    }\n}\n"
RUST = "pub struct Kiln<T> {\n    heat: T,\n}\n\nimpl<T> Kiln<T> {\n    pub fn open_door(&self) -> bool { false }\n}\n"
GO = "type Kiln struct {\n\theat int\n}\n\nfunc NewKiln(heat int) *Kiln { return &Kiln{heat: heat} }\n"
PROSE = "The tunnel kiln fires porcelain at 1,280 degrees (2,336 °F). A firing takes eleven hours; the door stays shut."
MARKDOWN = "## Costs\n\n- **Set-up**: $15-40k, see [the table](c.md)\n- *Running*: $200-500 a month\n\n| a | b |\n"


@pytest.mark.parametrize("text", [PYTHON, JAVA, RUST, GO])
def test_programs_are_code(text: str) -> None:
    assert code_share(text) > 0.8


@pytest.mark.parametrize("text", [PROSE, "", "   \n", "東京都の予算は高い。"])
def test_prose_is_not(text: str) -> None:
    assert code_share(text) == 0.0


def test_marked_up_prose_is_mostly_prose() -> None:
    assert code_share(MARKDOWN) < 0.35


def test_half_code_lies_between() -> None:
    assert 0.0 < code_share(PROSE * 2 + "\n\n    plan = FiringPlan(cups=12)\n    plan.shelf_size = 3\n") < 1.0


@given(st.text(max_size=2_000))
def test_any_text_has_a_share(text: str) -> None:
    assert 0.0 <= code_share(text) <= 1.0


@pytest.mark.parametrize(
    ("text", "names"),
    [
        (PYTHON, {"FiringPlan", "__init__", "fuel"}),
        (JAVA, {"Ledger", "total"}),
        (RUST, {"Kiln", "open_door"}),
        (GO, {"Kiln", "NewKiln"}),
    ],
)
def test_names_are_found_where_they_are_introduced(text: str, names: set[str]) -> None:
    assert defined_names(text) == names


@pytest.mark.parametrize(
    "text", ["public static final int heat = 3;", "async def heat():", "static\tconst char *heat;"]
)
def test_words_that_introduce_are_no_names_themselves(text: str) -> None:
    assert defined_names(text) == {"heat"}


def test_a_long_run_of_introducing_words_takes_no_time() -> None:
    assert defined_names("static " * 50_000 + "heat") == {"heat"}


@given(st.text(st.sampled_from("aB_([{:=1 \u00e9"), max_size=12))
def test_signs_of_code_are_those_of_the_plain_pattern(text: str) -> None:
    plain = re.compile(r"[{};=<>]|\w[(\[]|\w_\w|::|[a-z][A-Z]")
    assert len(MARK.findall(text)) == len(plain.findall(text))
