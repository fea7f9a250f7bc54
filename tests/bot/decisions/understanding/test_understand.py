"""What a text states, what it leaves in doubt, and what it does not say at all."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.decisions.conditions import Compares
from bot.decisions.facts import Fact, Value
from bot.decisions.understanding import Ambiguous, Doubt, Reader, Reading, Understood, settled_by, understand
from tests.effort import assert_effort

TODAY = date(2026, 11, 21)


def found(reading: Reading) -> dict[str, Value | None]:
    return {each.fact: each.value for each in reading.found}


def doubt(reading: Reading) -> Ambiguous:
    (only,) = reading.ambiguous
    assert not reading.found
    return only


def test_several_facts_in_a_sentence_each_with_its_words(reader: Reader) -> None:
    reading = reader.read("docs change weekly, we are a bank, launch in 3 weeks")
    assert [(each.fact, each.value, each.words) for each in reading.found] == [
        ("change_rate", "weekly", "docs change weekly"),
        ("weeks_to_launch", 3, "launch in 3 weeks"),
    ]


def test_what_was_not_said_is_only_suggested(reader: Reader) -> None:
    assert reader.read("We are a bank").suggested == (Understood("citations", "yes", "We are a bank", inferred=True),)
    assert reader.read("We are a bank and need no citations").suggested == ()
    assert reader.read("We are not a bank").suggested == ()
    assert reader.read("Are we a bank?").suggested == ()


@pytest.mark.parametrize(
    ("text", "asked", "expected"),
    [
        ("2 to 4 weeks", "weeks_to_launch", (Doubt.RANGE, (), 2, 4)),
        ("2-4 weeks", "weeks_to_launch", (Doubt.RANGE, (), 2, 4)),
        ("between 20k and 30k", "budget_usd", (Doubt.RANGE, (), 20_000, 30_000)),
        ("10-15k", "budget_usd", (Doubt.RANGE, (), 10_000, 15_000)),
        ("under 30k", "budget_usd", (Doubt.RANGE, (), 0, 29_999)),
        ("more than 5000 labelled examples", None, (Doubt.RANGE, (), 5_001, None)),
        ("at least 5000 examples", None, (Doubt.RANGE, (), 5_000, None)),
        ("3 to 5 thousand examples", None, (Doubt.RANGE, (), 3_000, 5_000)),
        ("hundreds", "labelled_examples", (Doubt.RANGE, (), 200, 999)),
        ("a few weeks", "weeks_to_launch", (Doubt.RANGE, (), 2, 9)),
        ("25.000 €", "budget_usd", (Doubt.CURRENCY, (), None, None)),
        ("C$40k", "budget_usd", (Doubt.CURRENCY, (), None, None)),
        ("25.000", "budget_usd", (Doubt.NOTATION, (25, 25_000), 25, 25_000)),
        ("by the end of March", "weeks_to_launch", (Doubt.DATE, (), None, None)),
        ("weekly or monthly", "change_rate", (Doubt.SEVERAL, ("weekly", "monthly"), None, None)),
        ("often", "change_rate", (Doubt.RANGE, (), None, None)),
        ("we might need citations", None, (Doubt.GUESS, ("yes",), None, None)),
        ("Dana says we need citations", None, (Doubt.REPORTED, ("yes",), None, None)),
        ("yes and no", "citations", (Doubt.SEVERAL, ("yes", "no"), None, None)),
    ],
)
def test_what_is_unclear_is_told_apart(
    text: str, asked: str | None, expected: tuple[object, ...], reader: Reader
) -> None:
    each = doubt(reader.read(text, asked))
    assert (each.doubt, each.values, each.low, each.high) == expected


@pytest.mark.parametrize(
    ("text", "weeks"),
    [
        ("end of March", 18),
        ("by Friday", 0),
        ("15 January 2027", 7),
        ("January 15, 2027", 7),
        ("2027-01-15", 7),
        ("end of the year", 5),
        ("before Christmas", 4),
        ("tomorrow", 0),
        ("mid January", 8),
    ],
)
def test_dates_are_counted_from_today(text: str, weeks: int, reader: Reader) -> None:
    assert found(reader.read(text, "weeks_to_launch", TODAY)) == {"weeks_to_launch": weeks}


@pytest.mark.parametrize("text", ["31 February 2027", "2020-01-01", "15 May 2026"])
def test_dates_that_are_over_or_do_not_exist_are_in_doubt(text: str, reader: Reader) -> None:
    assert doubt(reader.read(text, "weeks_to_launch", TODAY)).doubt is Doubt.DATE


def test_a_month_or_quarter_is_a_range(reader: Reader) -> None:
    each = doubt(reader.read("Q1", "weeks_to_launch", TODAY))
    assert (each.low, each.high) == (5, 18)


@pytest.mark.parametrize(
    "text",
    [
        "Do we need citations?",
        "Should we keep it on-prem",
        "what if the budget is 50k",
        "Suppose docs change daily, then citations matter",
        "last year we had 500 examples",
        "We used to update the docs daily",
        '"We need citations"',
        "> we need citations",
        "`budget: 50k`",
        "The demo is in 3 weeks",
        "We pay $500 a month for hosting",
        "We have 20 people and 3 offices",
        "100 examples per class",
        "We need 5000 examples",
        "Fine-tuning takes 8 weeks and costs 50k",
        "<https://example.com/launch-in-3-weeks|a page>",
        "",
        "?!",
    ],
)
def test_what_is_not_stated_is_not_found(text: str, reader: Reader) -> None:
    assert found(reader.read(text)) == {}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("the budget is 30k, no wait, 35k", {"budget_usd": 35_000}),
        ("No citations, domain reasoning or brand voice",
         dict.fromkeys(("citations", "domain_reasoning", "output_format"), "no")),
        ("we don't want to skip citations", {"citations": "yes"}),
        ("Citations would be nice but they are not required", {"citations": "no"}),
        ("Not sure about citations but the budget is 10k", {"citations": None, "budget_usd": 10_000}),
        ("We don’t need citations", {"citations": "no"}),
        ("we dont need citations", {"citations": "no"}),
        ("We have neither ML engineers nor data engineers", {"team": "neither"}),
        ("It was daily last year; now docs change monthly", {"change_rate": "monthly"}),
        ("I don't know if we need citations", {"citations": None}),
        ("fifty thousand two hundred and fifty dollars of budget", {"budget_usd": 50_250}),
        ("citations: not needed; budget: $30,000; launch: 5 weeks",
         {"citations": "no", "budget_usd": 30_000, "weeks_to_launch": 5}),
    ],
)  # fmt: skip
def test_turns_of_phrase(text: str, expected: dict[str, Value | None], reader: Reader) -> None:
    assert found(reader.read(text)) == expected


@pytest.mark.parametrize(
    ("text", "asked", "value"),
    [
        ("yep", "citations", "yes"),
        ("must", "citations", "yes"),
        ("of course!", "citations", "yes"),
        ("doesn't matter", "citations", "no"),
        ("not necessarily", "citations", "no"),
        ("no need", "citations", "no"),
        ("we can't", "citations", "no"),
        ("never", "data_residency", "yes"),
        ("never", "change_rate", "never"),
        ("twelve", "weeks_to_launch", 12),
        ("none", "labelled_examples", 0),
        ("20k max", "budget_usd", 20_000),
        ("neither", "team", "neither"),
        ("dunno", "team", None),
    ],
)
def test_a_reply_means_what_was_asked(text: str, asked: str, value: Value | None, reader: Reader) -> None:
    assert found(reader.read(text, asked)) == {asked: value}
    assert found(reader.read(text)) == {}


def test_what_was_not_understood_is_left(reader: Reader) -> None:
    reading = reader.read("Our budget is 20k. The purple zebra sings. Launch in 2 weeks.")
    assert reading.left == "The purple zebra sings"
    assert reader.read("Should we start now?").left == "Should we start now"
    assert reader.read("ok thanks").left == ""


@pytest.mark.parametrize(
    ("text", "asked", "expected"),
    [
        ("12 engineers", None, {"engineers": 12}),
        ("We have twelve engineers and the deadline is in 3 months", None, {"engineers": 12, "months_left": 3}),
        ("yes", "audit", {"audit": "yes"}),
        ("a security audit is required", None, {"audit": "yes"}),
        ("no audit needed", None, {"audit": "no"}),
        ("build it", "source", {"source": "make"}),
        ("make or buy: buy it ready made", None, {}),
        ("no idea", "engineers", {"engineers": None}),
        ("we have 12 parrots", "engineers", {}),
    ],
)
def test_a_team_s_own_facts_are_read_by_label_choices_and_unit(
    text: str, asked: str | None, expected: dict[str, Value | None], own_facts: dict[str, Fact]
) -> None:
    assert found(understand(text, own_facts, asked)) == expected


def test_a_range_on_one_side_of_every_comparison_is_as_good_as_a_number(reader: Reader) -> None:
    compared = [Compares("labelled_examples", "<", 5_000), Compares("labelled_examples", ">", 1_000)]
    assert settled_by(doubt(reader.read("at least 5000 examples")), compared) == 5_000
    assert settled_by(doubt(reader.read("3 to 6 thousand examples")), compared) is None
    assert settled_by(doubt(reader.read("2-4 weeks", "weeks_to_launch")), compared) is None
    assert settled_by(doubt(reader.read("€40k", "budget_usd")), [Compares("budget_usd", "<", 30_000)]) is None


def test_a_model_s_findings_are_added_without_overruling() -> None:
    reading = Reading((Understood("a", 1, "1"),), (Ambiguous("b", Doubt.RANGE, "2"),), left="x")
    more = [
        Understood("a", 2, "x"),
        Understood("b", 2, "x"),
        Understood("c", 3, "x"),
        Understood("d", 4, "x", inferred=True),
    ]
    added = reading.plus(more)
    assert [each.fact for each in added.found] == ["a", "c"]
    assert [each.fact for each in added.suggested] == ["d"]
    assert found(added)["a"] == 1


PIECES = (
    "we need no citations budget 20k $ 3 weeks to - launch in or and , . ? not sure maybe weekly every two examples if "
    "say between 1.000 , half a million under the end of March Q3 than \" ' > ` ( ) ... 5+ per month next Friday"
)
WORDS = st.sampled_from(PIECES.split(" "))


@settings(max_examples=120, deadline=None)
@given(
    st.lists(WORDS, max_size=25).map(" ".join) | st.text(max_size=200), st.sampled_from([None, "budget_usd", "team"])
)
def test_any_text_gives_facts_that_can_be_taken(reader: Reader, text: str, asked: str | None) -> None:
    reading = reader.read(text, asked, TODAY)
    named = [each.fact for each in (*reading.found, *reading.ambiguous, *reading.suggested)]
    assert len(named) == len(set(named))
    for each in reading.found:
        assert each.words in text
        assert each.value is None or reader.facts[each.fact].check(each.value) == each.value
    for one in reading.ambiguous:
        assert one.low is None or one.high is None or 0 <= one.low <= one.high


@pytest.mark.parametrize(
    "piece",
    [
        "a",
        "1",
        "1,",
        "we need citations ",
        '"',
        "'a",
        "`",
        "not ",
        "20k to ",
        "<",
        "a fewy about ",
        "and ",
        "citations or ",
    ],
)
def test_long_texts_take_time_in_proportion(piece: str, reader: Reader) -> None:
    text = (piece * 20_000)[:20_000]
    assert_effort(lambda: reader.read(text, "citations", TODAY), below=5)


def test_what_is_too_long_to_be_read_is_left(reader: Reader) -> None:
    reading = reader.read("We need citations. " + "x " * 10_000 + "the budget is 20k")
    assert found(reading) == {"citations": "yes"}
    assert reading.left.endswith("the budget is 20k")
