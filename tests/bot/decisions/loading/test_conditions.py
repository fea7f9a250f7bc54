"""Conditions as people write them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.decisions.conditions import AllOf, AnyOf, Compares, Condition, Is, Not
from bot.decisions.facts import LARGEST_NUMBER, Choice, Fact
from bot.decisions.loading.conditions import MOST_PARTS, read_condition, size
from bot.decisions.loading.documents import read
from bot.decisions.loading.errors import FrameworkError
from bot.decisions.loading.reach import can_be_reached, can_hold

FACTS = {
    "rain": Fact("rain", "Rain", "Rain?", "", (Choice("yes", "Yes"), Choice("no", "No"))),
    "hunger": Fact("hunger", "Hunger", "Hunger?", "", tuple(Choice(c, c) for c in ("none", "some", "much"))),
    "euros": Fact("euros", "Money", "Money?", "", unit="euros"),
}
RAIN, DRY = Is("rain", frozenset({"yes"})), Is("rain", frozenset({"no"}))
BROKE = Compares("euros", "<", 5)


def condition(text: str) -> Condition:
    return read_condition(read("a.yaml", f"when: {text}").part("when"), FACTS, {"broke": BROKE})


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("{rain: yes}", RAIN),
        ("{hunger: [some, much]}", Is("hunger", frozenset({"some", "much"}))),
        ('{euros: "< 5"}', BROKE),
        ('{euros: ">=20"}', Compares("euros", ">=", 20)),
        ("broke", BROKE),
        ("{rain: yes, hunger: none}", AllOf((RAIN, Is("hunger", frozenset({"none"}))))),
        ("{not: broke}", Not(BROKE)),
        ("{any: [broke, rain: yes]}", AnyOf((BROKE, RAIN))),
        ("{all: [{not: {rain: yes}}, broke]}", AllOf((Not(RAIN), BROKE))),
    ],
)
def test_what_people_write_is_what_is_meant(text: str, meant: Condition) -> None:
    assert condition(text) == meant


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("[broke]", "say all: or any:"),
        ("rain", "rain is a fact; say which value, as in {rain: yes}"),
        ("euros", 'as in {euros: "< 10"}'),
        ("brok", 'no condition "brok"; write broke'),
        ("{broke: yes}", "write its name alone"),
        ("{rian: yes}", 'no fact "rian"; write rain'),
        ("{rain: maybe}", "write one of yes, no"),
        ('{rain: "< 4"}', "write one of yes, no"),
        ("{rain: {yes: yes}}", "rain is a mapping; write a text"),
        ("{hunger: []}", "empty list"),
        ("{hunger: [some, some]}", "stands twice"),
        ("{rain: [yes, no]}", "every value of rain"),
        ("{euros: 5}", "euros is a number; compare it"),
        ("{euros: [5, 6]}", "euros is a number; compare it"),
        ('{euros: "< $5"}', "euros is a number; compare it"),
        ('{euros: "< 5,000"}', "euros is a number; compare it"),
        ('{euros: "< -1"}', "euros is a number; compare it"),
        ('{euros: "== 5"}', "euros is a number; compare it"),
        ('{euros: "< ٣"}', "euros is a number; compare it"),
        ('{euros: "< 0"}', "always or never holds"),
        ('{euros: ">= 0"}', "always or never holds"),
        (f'{{euros: "> {LARGEST_NUMBER}"}}', "always or never holds"),
        ("{}", "empty"),
        ("{any: broke}", "write a list"),
        ("{not: [broke]}", "say all: or any:"),
    ],
)
def test_what_is_no_condition_is_refused(text: str, says: str) -> None:
    with pytest.raises(FrameworkError) as caught:
        condition(text)
    assert says in caught.value.text
    assert caught.value.line == 1


def test_named_conditions_cannot_swell_a_condition() -> None:
    named: dict[str, Condition] = {"c0": RAIN}
    with pytest.raises(FrameworkError, match=f"at most {MOST_PARTS}"):
        for number in range(60):
            text = f"when: {{any: [c{number}, c{number}]}}"
            named[f"c{number + 1}"] = read_condition(read("a.yaml", text).part("when"), FACTS, named)
    assert all(size(one) <= MOST_PARTS for one in named.values())


@pytest.mark.parametrize(
    ("one", "possible"),
    [
        (AllOf((RAIN, DRY)), False),
        (AllOf((RAIN, BROKE)), True),
        (Not(AnyOf((RAIN, DRY))), False),
        (AllOf((BROKE, Compares("euros", ">", 3))), True),
        (AllOf((BROKE, Compares("euros", ">", 4))), False),
        (AllOf((Compares("euros", ">=", 5), Compares("euros", "<=", 5))), True),
        (AllOf(()), True),
        (AnyOf(()), False),
    ],
)
def test_whether_a_condition_can_hold(one: Condition, possible: bool) -> None:
    assert can_hold(one, FACTS) is possible


def test_an_otherwise_is_reached_while_the_rules_leave_room() -> None:
    assert can_be_reached(None, [RAIN, BROKE], FACTS)
    assert not can_be_reached(None, [RAIN, DRY], FACTS)


def test_a_search_that_takes_too_long_gives_the_benefit_of_the_doubt() -> None:
    facts = {f"f{i}": Fact(f"f{i}", "", "", "", (Choice("yes", ""), Choice("no", ""))) for i in range(40)}
    yes, no = ([Is(f"f{i}", frozenset({value})) for i in range(40)] for value in ("yes", "no"))
    either = [AnyOf((AllOf((yes[i], no[i - 1])), AllOf((no[i], yes[i - 1])))) for i in range(1, 40)]
    odd_circle = AllOf((*either, AnyOf((AllOf((yes[0], yes[39])), AllOf((no[0], no[39]))))))

    assert can_hold(odd_circle, facts) in {True, False}


conditions: st.SearchStrategy[Condition] = st.recursive(
    st.sampled_from([RAIN, DRY, BROKE, Is("hunger", frozenset({"some", "much"}))])
    | st.builds(Compares, st.just("euros"), st.sampled_from(["<", "<=", ">", ">="]), st.integers(1, 9)),
    lambda part: (
        st.builds(Not, part)
        | st.lists(part, max_size=3).map(lambda parts: AllOf(tuple(parts)))
        | st.lists(part, max_size=3).map(lambda parts: AnyOf(tuple(parts)))
    ),
    max_leaves=8,
)


def holds(one: Condition, answers: dict[str, str | int]) -> bool:
    match one:
        case Is(fact, values):
            return answers[fact] in values
        case Compares(fact, operator, number):
            left = int(answers[fact])
            return {"<": left < number, "<=": left <= number, ">": left > number, ">=": left >= number}[operator]
        case Not(part):
            return not holds(part, answers)
        case AllOf(parts):
            return all(holds(part, answers) for part in parts)
        case AnyOf(parts):
            return any(holds(part, answers) for part in parts)


@given(conditions)
def test_the_search_agrees_with_trying_everything(one: Condition) -> None:
    everything = (
        {"rain": rain, "hunger": hunger, "euros": euros}
        for rain in ("yes", "no")
        for hunger in ("none", "some", "much")
        for euros in range(11)
    )
    assert can_hold(one, FACTS) is any(holds(one, answers) for answers in everything)
