"""Values, amounts and flips in words."""

from __future__ import annotations

import pytest

from bot.decisions.assessment import Flip, FlipChange
from bot.decisions.facts import LARGEST_NUMBER, Value
from bot.decisions.frameworks import Ground
from bot.decisions.plan import Per, Range
from bot.decisions.record import wording
from tests.bot.decisions.shipped import matter

GROUND = Ground("articles/honest-take.md", "Costs")


@pytest.mark.parametrize(
    ("fact", "given", "said"),
    [
        ("change_rate", "yearly", "Once a year"),
        ("budget_usd", 25_000, "25,000 USD"),
        ("weeks_to_launch", 0, "0 weeks"),
        ("citations", None, "not known"),
        ("citations", "gone from the file", "gone from the file"),
    ],
)
def test_a_value_is_said_with_its_label_or_unit(fact: str, given: Value | None, said: str) -> None:
    assert wording.value(matter().facts[fact], given) == said


@pytest.mark.parametrize(
    ("figure", "unit", "said"),
    [
        (Range(8, 16, GROUND, note="at minimum"), "weeks", "8–16 weeks (at minimum)"),
        (Range(50, 500, GROUND, Per.MONTH), "$", "$50–$500 a month"),
        (Range(3, 25, GROUND, Per.MILLION_TOKENS), "$", "$3–$25 for a million training tokens"),
        (Range(15_000, 40_000, GROUND), "$", "$15,000–$40,000"),
        (Range(5000, 5000, GROUND, note="labelled examples"), "", "5,000 (labelled examples)"),
    ],
)
def test_an_amount_is_said_with_its_unit_and_proviso(figure: Range, unit: str, said: str) -> None:
    assert wording.amount(figure, unit) == said


@pytest.mark.parametrize(
    ("low", "high", "said"),
    [
        (30_000, LARGEST_NUMBER, "30,000 USD or more"),
        (0, 29_999, "29,999 USD or less"),
        (10, 20, "10 to 20 USD"),
        (None, None, "12 USD"),
        (7, 7, "12 USD"),
    ],
)
def test_a_flip_of_a_number_says_how_far_it_goes(low: int | None, high: int | None, said: str) -> None:
    change = FlipChange("budget_usd", None, 12, low, high)
    assert wording.flip(matter(), Flip((change,), "rag")) == f"Set-up budget: {said} (now not known) → RAG"


def test_a_flip_of_two_answers_names_both() -> None:
    changes = (FlipChange("citations", "no", "yes"), FlipChange("output_format", None, "yes"))
    said = wording.flip(matter(), Flip(changes, "hybrid"))
    labels = [matter().facts[change.fact].label for change in changes]
    hybrid = matter().verdicts["hybrid"].label
    assert said == f"{labels[0]}: Yes (now No) and {labels[1]}: Yes (now not known) → {hybrid}"


def test_a_verdict_is_said_with_its_variant_and_an_unknown_one_by_its_name() -> None:
    label = matter().variants["smaller_model"]
    assert wording.verdict(matter(), "fine_tune", "smaller_model") == f"Fine-tuning ({label})"
    assert wording.verdict(matter(), "gone") == "gone"


def test_days_are_those_of_utc() -> None:
    assert wording.day(1_800_000_000.0) == "2027-01-15"
