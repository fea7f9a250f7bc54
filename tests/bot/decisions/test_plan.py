"""Plans: which phases follow a verdict, and that the shipped plan says nothing its sources do not say."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from bot.decisions.frameworks import Ground, Outcome
from bot.decisions.plan import Per, Phase, Plan, Range
from tests.bot.decisions.shipped import matter, passage, plan

GROUND = Ground("notes.md", "Costs")
SPREAD = re.compile(r"\$?(?P<low>\d[\d,]*)(?P<small>k?)\s?[-–]\s?\$?(?P<high>\d[\d,]*)(?P<large>k?)")
NUMBER = re.compile(r"\d+(?:[.,-]\d+)*")


def phase(title: str) -> Phase:
    return Phase(title, "It is done.", GROUND)


def ranges() -> Iterator[tuple[str, Range]]:
    """Every figure of the shipped plan, with what it counts."""
    for course in plan().courses.values():
        for each in course:
            yield from (("weeks", one) for one in each.weeks)
            yield from (("dollars", one) for one in each.dollars)
            yield from (("counts", one) for one in each.counts)
    for band in plan().bands:
        yield "dollars", band.setup
        if band.monthly is not None:
            yield "dollars", band.monthly


def amount(digits: str, thousands: bool) -> int:
    return int(digits.replace(",", "")) * (1000 if thousands else 1)


def spreads(sentence: str) -> set[tuple[int, int]]:
    """The ranges a sentence gives; in $15-40k both ends are thousands."""
    found = set()
    for match in SPREAD.finditer(sentence):
        large = match["large"] == "k"
        found.add((amount(match["low"], large or match["small"] == "k"), amount(match["high"], large)))
    return found


def sentences(ground: Ground) -> list[str]:
    """The lines of a passage, one sentence each; rows of tables gather several figures and prove nothing."""
    return [line for line in (passage(ground) or "").splitlines() if not line.startswith("|")]


def says(sentence: str, what: str, figure: Range) -> bool:
    """Whether a sentence gives a figure, for what it is counted in."""
    unit = {"weeks": "weeks", "dollars": "$", "counts": ""}[what]
    per = {Per.ONCE: "", Per.MONTH: "/month", Per.MILLION_TOKENS: "1M training tokens"}[figure.per]
    if unit not in sentence or per not in sentence:
        return False
    if figure.low == figure.high:
        return figure.low in {amount(digits, False) for digits in re.findall(r"\d[\d,]*", sentence)}
    return (figure.low, figure.high) in spreads(sentence)


def test_a_variant_without_a_course_of_its_own_takes_that_of_its_verdict() -> None:
    plain, special = (phase("Plain"),), (phase("Special"),)
    both = Plan("m", {Outcome("buy"): plain, Outcome("buy", "leased"): special})
    assert both.phases("buy") == plain
    assert both.phases("buy", "leased") == special
    assert both.phases("buy", "borrowed") == plain


def test_a_verdict_the_plan_is_silent_about_has_no_phases() -> None:
    assert Plan("m", {}).phases("buy") == ()


def test_a_variant_alone_does_not_stand_for_its_verdict() -> None:
    assert Plan("m", {Outcome("buy", "leased"): (phase("Leased"),)}).phases("buy") == ()


@pytest.mark.parametrize("verdict", ["rag", "fine_tune", "hybrid", "prompt_first"])
def test_each_shipped_verdict_has_phases(verdict: str) -> None:
    assert len(plan().phases(verdict)) >= 3


@pytest.mark.parametrize("variant", ["smaller_model", "self_hosted"])
def test_a_variant_of_fine_tuning_has_its_own_step(variant: str) -> None:
    assert set(plan().phases("fine_tune", variant)) - set(plan().phases("fine_tune"))


def test_a_hybrid_builds_rag_before_it_trains() -> None:
    titles = [each.title for each in plan().phases("hybrid", "rag_layer_first")]
    assert titles.index("Build the RAG layer first") < titles.index("Fine-tune on top of RAG")


def test_every_ground_of_the_plan_is_a_passage_of_the_knowledge_folder() -> None:
    assert not [ground for ground in plan().grounds if not (passage(ground) or "").strip()]


def test_every_figure_stands_in_a_sentence_of_the_passage_it_names() -> None:
    wrong = [
        (what, figure)
        for what, figure in ranges()
        if not any(says(sentence, what, figure) for sentence in sentences(figure.ground))
    ]
    assert not wrong


@pytest.mark.parametrize(
    ("figure", "what"),
    [
        (Range(16, 40, Ground("articles/honest-take.md", "Costs")), "dollars"),
        (Range(15000, 41000, Ground("articles/honest-take.md", "Costs")), "dollars"),
        (Range(50, 500, Ground("articles/honest-take.md", "Costs")), "weeks"),
        (Range(15000, 40000, Ground("articles/honest-take.md", "Costs"), Per.MONTH), "dollars"),
    ],
)
def test_a_figure_that_no_sentence_gives_would_be_noticed(figure: Range, what: str) -> None:
    assert not any(says(sentence, what, figure) for sentence in sentences(figure.ground))


def test_where_articles_differ_each_keeps_its_own_range() -> None:
    [running] = [each for each in plan().phases("rag") if each.title == "Run it and keep it current"]
    assert {(one.ground.document, one.low, one.high) for one in running.dollars} == {
        ("articles/honest-take.md", 50, 500),
        ("articles/decision-tree.md", 500, 5000),
    }


def test_every_number_in_advice_stands_in_the_passage_it_rests_on() -> None:
    for advice in plan().advice:
        known = set(NUMBER.findall(passage(advice.ground) or ""))
        assert set(NUMBER.findall(advice.text)) <= known, advice.name


def test_advice_on_what_can_be_bought_today_says_when_that_was_checked() -> None:
    [availability] = [advice for advice in plan().advice if advice.name == "can-be-fine-tuned"]
    assert f"Checked on {availability.checked}." in (passage(availability.ground) or "")


def test_cost_bands_are_of_verdicts_of_the_matter() -> None:
    assert {band.option for band in plan().bands} <= set(matter().verdicts)


SUBJECTS = {
    "rag": re.compile(r"\bRAG (system|infrastructure)"),
    "fine_tune": re.compile("[Ff]ine-tun(ing|ed)"),
    "hybrid": re.compile("hybrid"),
}


def test_each_cost_band_takes_its_figures_from_sentences_about_its_option() -> None:
    for band in plan().bands:
        for figure in filter(None, (band.setup, band.monthly)):
            saying = [sentence for sentence in sentences(figure.ground) if says(sentence, "dollars", figure)]
            assert any(SUBJECTS[band.option].search(sentence) for sentence in saying), (band.name, figure)
