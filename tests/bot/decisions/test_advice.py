"""Which advice applies."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.decisions.advice import advise
from bot.decisions.conditions import AllOf, AnyOf, Compares, Condition, Is, Not
from bot.decisions.facts import Answers
from bot.decisions.frameworks import Ground
from bot.decisions.plan import Advice, Plan, Stage
from tests.bot.decisions.shipped import matter, plan

GROUND = Ground("notes.md", "Advice")
STAYS = Is("stays", frozenset({"yes"}))
MANY = Compares("examples", ">", 1000)
LEAVES = st.sampled_from([Is(name, frozenset({"yes"})) for name in "abc"])
CONDITIONS: st.SearchStrategy[Condition] = st.recursive(
    LEAVES,
    lambda parts: st.one_of(
        st.builds(Not, parts),
        st.builds(AllOf, st.lists(parts, max_size=3).map(tuple)),
        st.builds(AnyOf, st.lists(parts, max_size=3).map(tuple)),
    ),
    max_leaves=6,
)


def one(when: Condition | None, *verdicts: str) -> Plan:
    return Plan("m", {}, advice=(Advice("tip", Stage.BEFORE, "Try it.", GROUND, frozenset(verdicts), when),))


def given_out(when: Condition | None, answers: Answers) -> bool:
    return bool(advise(one(when), ["buy"], answers))


def test_a_matter_without_a_plan_has_no_advice() -> None:
    assert advise(None, ["buy"], {}) == ()


def test_advice_without_verdicts_is_for_all_and_else_for_any_of_its_own() -> None:
    assert advise(one(None), ["build"], {})
    assert advise(one(None, "buy", "rent"), ["build", "rent"], {})
    assert not advise(one(None, "buy"), ["build"], {})


@pytest.mark.parametrize(
    ("answers", "said"), [({}, True), ({"stays": "no"}, True), ({"stays": "yes"}, False), ({"examples": 5}, True)]
)
def test_advice_is_withheld_only_when_it_is_known_not_to_apply(answers: Answers, said: bool) -> None:
    assert given_out(Not(STAYS), answers) is said


@pytest.mark.parametrize(
    ("operator", "number", "holds"),
    [
        ("<", 1001, True),
        ("<", 1000, False),
        ("<=", 1000, True),
        (">", 1000, False),
        (">", 999, True),
        (">=", 1001, False),
    ],
)
def test_numbers_are_compared(operator: str, number: int, holds: bool) -> None:
    assert given_out(Compares("examples", operator, number), {"examples": 1000}) is holds  # type: ignore[arg-type]


def test_a_choice_where_a_number_is_compared_does_not_hold() -> None:
    assert not given_out(MANY, {"examples": "yes"})


def test_all_fail_with_one_part_and_any_fail_with_every_part() -> None:
    assert not given_out(AllOf((STAYS, MANY)), {"stays": "no"})
    assert given_out(AnyOf((STAYS, MANY)), {"stays": "no"})
    assert not given_out(AnyOf((STAYS, MANY)), {"stays": "no", "examples": 3})


@given(CONDITIONS, st.dictionaries(st.sampled_from("abc"), st.sampled_from(["yes", "no"])))
def test_with_everything_known_a_condition_is_plain_logic(condition: Condition, some: dict[str, str]) -> None:
    answers = {name: some.get(name, "no") for name in "abc"}
    assert given_out(condition, answers) is _plainly(condition, answers)


@given(CONDITIONS, st.dictionaries(st.sampled_from("abc"), st.sampled_from(["yes", "no"])))
def test_learning_more_never_brings_back_what_was_withheld(condition: Condition, known: dict[str, str]) -> None:
    if not given_out(condition, known):
        assert not given_out(condition, {**dict.fromkeys("abc", "yes"), **known})
        assert not given_out(condition, {**dict.fromkeys("abc", "no"), **known})


def _plainly(condition: Condition, answers: dict[str, str]) -> bool:
    if isinstance(condition, Is):
        return answers[condition.fact] in condition.values
    if isinstance(condition, Not):
        return not _plainly(condition.part, answers)
    assert not isinstance(condition, Compares)
    parts = [_plainly(part, answers) for part in condition.parts]
    return all(parts) if isinstance(condition, AllOf) else any(parts)


def names(verdict: str, answers: Answers) -> set[str]:
    return {advice.name for advice in advise(plan(), [verdict], answers)}


@pytest.mark.parametrize("verdict", ["rag", "fine_tune", "hybrid", "prompt_first"])
def test_prompting_comes_first_whatever_the_verdict(verdict: str) -> None:
    first = advise(plan(), [verdict], {})[0]
    assert (first.name, first.stage) == ("prompt-first", Stage.BEFORE)


def test_a_knowledge_base_may_fit_the_prompt_unless_data_must_stay() -> None:
    assert "fits-the-prompt" in names("rag", {})
    assert "fits-the-prompt" not in names("rag", {"data_residency": "yes"})
    assert "fits-the-prompt" not in names("fine_tune", {})


def test_availability_is_checked_before_any_model_is_fine_tuned() -> None:
    assert "can-be-fine-tuned" in names("fine_tune", {})
    assert "can-be-fine-tuned" in names("hybrid", {"data_residency": "no"})
    assert "can-be-fine-tuned" not in names("rag", {})


@pytest.mark.parametrize("verdict", ["rag", "hybrid", "prompt_first", "fine_tune"])
def test_each_verdict_says_what_to_measure_before_fine_tuning(verdict: str) -> None:
    assert any(advice.stage is Stage.MEASURE for advice in advise(plan(), [verdict], {}))


def test_shipped_advice_is_for_verdicts_that_exist() -> None:
    assert all(advice.verdicts <= set(matter().verdicts) for advice in plan().advice)
