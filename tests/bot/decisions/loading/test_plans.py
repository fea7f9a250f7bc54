"""Plan files: what they say comes through, and what is wrong is named with its line."""

from __future__ import annotations

from textwrap import dedent

import pytest

from bot.decisions.conditions import Is, Not
from bot.decisions.frameworks import Ground, Outcome
from bot.decisions.loading import FrameworkError, load
from bot.decisions.loading.documents import read
from bot.decisions.loading.plans import read_plan
from bot.decisions.plan import Per, Plan, Range, Stage
from tests.bot.decisions.shipped import KNOWLEDGE, NAME, loaded, matter

PLAN = """\
kind: plan
matter: rag-or-fine-tune
phases:
  try:
    title: Try it
    does: Build the smallest thing.
    ground: {document: a.md, heading: Trying}
    weeks:
      - {low: 2, high: 3, note: about, ground: {document: a.md, heading: Time}}
      - {low: 4, high: 4, ground: {document: b.md, heading: Time}}
    dollars:
      - {low: 50, high: 500, per: month, ground: {document: a.md, heading: Costs}}
courses:
  - {verdict: rag, phases: [try]}
  - {verdict: fine_tune, variant: self_hosted, phases: [try, try]}
bands:
  - option: rag
    name: RAG
    setup: {low: 1, high: 2, ground: {document: a.md, heading: Costs}}
    monthly: {low: 3, high: 4, ground: {document: b.md, heading: Costs}}
assumptions: [Nothing changes.]
advice:
  - name: stay
    stage: before
    text: Stay where you are.
    ground: {document: a.md, heading: Staying}
    verdicts: [rag, hybrid]
    when: {not: {data_residency: "yes"}}
    checked: "2026-11-20"
"""
COSTS, OTHER_COSTS = Ground("a.md", "Costs"), Ground("b.md", "Costs")


def plan_of(text: str) -> Plan:
    return read_plan(read("my.plan.yaml", text), matter())


def test_phases_come_with_each_source_and_its_proviso() -> None:
    [phase] = plan_of(PLAN).phases("rag")
    assert (phase.title, phase.ground) == ("Try it", Ground("a.md", "Trying"))
    assert phase.weeks[0] == Range(2, 3, Ground("a.md", "Time"), note="about")
    assert [one.ground.document for one in phase.weeks] == ["a.md", "b.md"]
    assert phase.dollars == (Range(50, 500, COSTS, Per.MONTH),)


def test_courses_are_by_verdict_and_variant() -> None:
    assert set(plan_of(PLAN).courses) == {Outcome("rag"), Outcome("fine_tune", "self_hosted")}


def test_a_band_has_its_monthly_cost_by_the_month() -> None:
    [band] = plan_of(PLAN).bands
    assert band.setup == Range(1, 2, COSTS)
    assert band.monthly == Range(3, 4, OTHER_COSTS, Per.MONTH)


def test_advice_has_its_condition_over_the_facts_of_the_matter() -> None:
    [advice] = plan_of(PLAN).advice
    assert advice.when == Not(Is("data_residency", frozenset({"yes"})))
    assert (advice.stage, advice.verdicts, advice.checked) == (Stage.BEFORE, {"rag", "hybrid"}, "2026-11-20")


def test_bands_assumptions_and_advice_may_be_left_out() -> None:
    plan = plan_of(PLAN.split("bands:", maxsplit=1)[0])
    assert (plan.bands, plan.assumptions, plan.advice) == ((), (), ())


def test_all_grounds_are_known_for_watching() -> None:
    assert plan_of(PLAN).grounds == {
        COSTS,
        OTHER_COSTS,
        Ground("a.md", "Time"),
        Ground("b.md", "Time"),
        Ground("a.md", "Trying"),
        Ground("a.md", "Staying"),
    }


@pytest.mark.parametrize(
    ("right", "wrong", "line", "says"),
    [
        ("verdict: rag, phases", "verdict: rags, phases", 14, "there is no verdict"),
        ("phases: [try]", "phases: [tri]", 14, "there is no phase"),
        ("variant: self_hosted", "variant: borrowed", 15, "there is no variant"),
        ("verdict: fine_tune, variant: self_hosted", "verdict: rag", 15, "has a course above"),
        ("low: 2, high: 3", "low: 3, high: 2", 9, "write the smaller one as low"),
        ("low: 2, high: 3", "low: -2, high: 3", 9, "whole number"),
        ("low: 2, high: 3", "low: 2, high: 999", 9, "whole number from 0 to 520"),
        ("per: month", "per: fortnight", 12, "there is no per"),
        ("    title: Try it\n", "", 5, "lacks title"),
        ("    ground: {document: a.md, heading: Trying}\n", "", 5, "lacks ground"),
        ("heading: Trying", "heading: Trying, page: 3", 7, "has no"),
        ("ground: {document: a.md, heading: Trying}", "ground: Trying", 7, "a heading alone"),
        ("stage: before", "stage: later", 24, "there is no stage"),
        ("data_residency", "residency", 28, "there is no fact"),
        ("2026-11-20", "20 November", 29, "is no date"),
        ("matter: rag-or-fine-tune", "matter: build-or-buy", 2, "there is no matter"),
        ("assumptions:", "guesses:", 21, "has no"),
    ],
)
def test_what_is_wrong_is_named_with_its_line(right: str, wrong: str, line: int, says: str) -> None:
    assert right in PLAN
    with pytest.raises(FrameworkError) as caught:
        plan_of(PLAN.replace(right, wrong, 1))
    assert caught.value.file == "my.plan.yaml"
    assert says in caught.value.text
    assert caught.value.line == line


def test_advice_of_one_name_stands_once() -> None:
    with pytest.raises(FrameworkError, match="stands twice"):
        plan_of(PLAN + dedent(PLAN.split("advice:\n")[1]).replace("- name", "  - name").replace("\n  ", "\n    "))


def test_the_shipped_plan_belongs_to_the_shipped_matter() -> None:
    assert not loaded().errors
    assert loaded().plans[NAME].matter == NAME


def test_a_plan_that_broke_leaves_the_matter_without_one_and_says_where() -> None:
    texts = {path.name: path.read_text("utf-8") for path in (KNOWLEDGE / "frameworks").glob("*.yaml")}
    texts["rag-or-fine-tune.plan.yaml"] = PLAN.replace("verdict: rag,", "verdict: rags,")
    found = load(texts)
    assert NAME in found.matters
    assert NAME not in found.plans
    assert [str(error).split(":")[0] for error in found.errors] == ["rag-or-fine-tune.plan.yaml, line 14"]
