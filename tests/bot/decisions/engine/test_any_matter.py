"""Any matter a team may drop in is worked out as its definition says: random frameworks of every kind."""

from __future__ import annotations

import random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.decisions.conditions import AllOf, AnyOf, Compares, Condition, Is, Not, facts_of
from bot.decisions.engine import Engine, MatterSizeError
from bot.decisions.engine.cells import atoms_of, conditions_of
from bot.decisions.facts import LARGEST_NUMBER, Fact, Value
from bot.decisions.frameworks import FirstThatHolds, Framework, Gates, Matrix, Matter, Panel, Rule, Tally
from tests.bot.decisions.brute_force import completions, holds, outcome, panel, values
from tests.bot.decisions.matters import fact, is_, matter, rule, than

FACTS = [fact("a", "yes no"), fact("b", "x y z w"), fact("c", "yes no"), fact("n"), fact("m")]
VERDICTS = ["v", "w", "u"]


def _atoms() -> st.SearchStrategy[Condition]:
    choices = [each for each in FACTS if each.choices]
    named = st.sampled_from(choices).flatmap(
        lambda each: st.builds(
            Is, st.just(each.name), st.frozensets(st.sampled_from([c.value for c in each.choices]), min_size=1)
        )
    )
    numbers = st.builds(
        Compares, st.sampled_from("nm"), st.sampled_from(["<", "<=", ">", ">="]), st.sampled_from([0, 3, 4])
    )
    return named | numbers


CONDITIONS = st.recursive(
    _atoms(),
    lambda part: (
        st.builds(AllOf, st.lists(part, max_size=2).map(tuple))
        | st.builds(AnyOf, st.lists(part, max_size=2).map(tuple))
        | st.builds(Not, part)
    ),
    max_leaves=3,
)
NAMES = st.sampled_from(VERDICTS)
VARIANTS = st.sampled_from([None, None, "small"])
RULES = st.builds(rule, CONDITIONS, NAMES, VARIANTS)
ALWAYS = st.builds(rule, st.none(), NAMES, VARIANTS)
GATES = st.builds(rule, CONDITIONS, NAMES, st.none(), st.lists(NAMES, min_size=1, max_size=2).map(tuple))


@st.composite
def _matrices(draw: Any) -> Matrix:
    axes = draw(st.lists(CONDITIONS, min_size=2, max_size=3))
    truths: list[tuple[bool, ...]] = [()]
    for _ in axes:
        truths = [(*truth, value) for truth in truths for value in (True, False)]
    return Matrix(tuple((str(at), axis) for at, axis in enumerate(axes)), {truth: draw(ALWAYS) for truth in truths})


METHODS = (
    st.builds(Tally, st.lists(RULES, max_size=5).map(tuple), ALWAYS, ALWAYS)
    | st.builds(lambda rules, last: FirstThatHolds((*rules, last)), st.lists(RULES, max_size=4), ALWAYS)
    | _matrices()
    | st.builds(Gates, st.permutations(VERDICTS).map(tuple), st.lists(GATES, max_size=3).map(tuple), ALWAYS)
)


@st.composite
def _matters(draw: Any) -> Matter:
    number = draw(st.integers(1, 4))
    firsts = st.lists(RULES, max_size=1).map(tuple)
    frameworks = [Framework(f"f{at}", "F", draw(METHODS), first=draw(firsts)) for at in range(number)]
    counts_as = draw(st.dictionaries(st.just("u"), st.sampled_from(["v", "w"])))
    order = tuple(draw(st.permutations(VERDICTS)))
    return matter("m", FACTS, " ".join(VERDICTS), frameworks, Panel(draw(firsts), counts_as, order))


def _domains(facts: list[Fact]) -> dict[str, list[Value]]:
    return {each.name: values(each, (3, 4)) for each in facts}


KNOWN: st.SearchStrategy[dict[str, Value]] = st.fixed_dictionaries(
    {}, optional={name: st.sampled_from(domain) for name, domain in _domains(FACTS).items()}
)


@settings(max_examples=80)
@given(_matters(), KNOWN)
def test_it_says_what_some_completion_says(matter: Matter, known: dict[str, Value]) -> None:
    engine = Engine(matter)
    complete = list(completions(_domains(FACTS), known))
    frameworks, verdicts = engine.verdicts(known)
    assert verdicts == {panel(matter, facts) for facts in complete}
    board = engine.board(known)
    for each, assessment in zip(matter.frameworks, board.assessments, strict=True):
        said = {outcome(each, facts) for facts in complete}
        assert frameworks[each.name][0] == assessment.verdicts == {verdict for verdict, _ in said}
        assert frameworks[each.name][1] == assessment.variant == (next(iter(said))[1] if len(said) == 1 else None)
        for fired in assessment.fired:
            assert fired.when is None or all(holds(fired.when, facts) for facts in complete)
    assert (board.rule is not None) == _decides_alone(matter, complete)


def _decides_alone(matter: Matter, complete: list[dict[str, Value]]) -> bool:
    first = [next((rule for rule in matter.panel.first if holds(rule.when, facts)), None) for facts in complete]
    return first[0] is not None and all(each == first[0] for each in first)


@settings(max_examples=30)
@given(_matters(), KNOWN)
def test_only_facts_that_can_change_the_panel_are_relevant(matter: Matter, known: dict[str, Value]) -> None:
    engine, domains = Engine(matter), _domains(FACTS)
    said = {tuple(f.values()): panel(matter, f) for f in completions(domains, known)}
    expected = []
    for at, name in enumerate(domains):
        groups: dict[tuple[Value, ...], set[str]] = {}
        for facts, verdict in said.items():
            groups.setdefault((*facts[:at], *facts[at + 1 :]), set()).add(verdict)
        if name not in known and any(len(group) > 1 for group in groups.values()):
            expected.append(name)
    assert list(engine.relevant(known)) == expected
    following = engine.next_fact(known)
    assert following in expected if expected else following is None


@settings(max_examples=30)
@given(_matters(), KNOWN)
def test_flips_flip_whatever_stays_unknown_and_none_of_their_changes_is_idle(
    matter: Matter, known: dict[str, Value]
) -> None:
    engine = Engine(matter)
    now = engine.verdicts(known)[1]
    flips = engine.flips(known)
    assert sorted(flips, key=lambda flip: not flip.only_unknown) == flips
    for flip in flips:
        ends = [(change.value, change.low, change.high) for change in flip.changes]
        tried: list[dict[str, Value]] = [dict(known)]
        for change, (value, low, high) in zip(flip.changes, ends, strict=True):
            options = [value] if low is None else [value, low, LARGEST_NUMBER if high is None else high]
            tried = [{**each, change.fact: option} for each in tried for option in options]
            assert known.get(change.fact) == change.before
        assert all(engine.verdicts(each)[1] == {flip.verdict} != now for each in tried)
        for idle in flip.changes if len(flip.changes) > 1 else ():
            rest = {change.fact: change.value for change in flip.changes if change is not idle}
            assert engine.verdicts({**known, **rest})[1] != {flip.verdict}


@settings(max_examples=30)
@given(_matters(), KNOWN, st.sampled_from(["b", "n"]))
def test_a_disagreement_matters_when_some_completion_tells_answers_apart(
    matter: Matter, known: dict[str, Value], name: str
) -> None:
    domains = _domains(FACTS)
    answers = domains[name][:2]
    given: list[Value | None] = [None]
    given += answers
    found = Engine(matter).disagreement(known, name, given)
    rest = {other: domain for other, domain in domains.items() if other != name}
    fewer = {other: value for other, value in known.items() if other != name}
    said = [[panel(matter, {**f, name: value}) for f in completions(rest, fewer)] for value in answers]
    assert found.matters == (said[0] != said[1])
    assert [value for value, _ in found.readings] == given
    assert [verdicts for _, verdicts in found.readings[1:]] == [frozenset(each) for each in said]


def _large(facts: int, frameworks: int, each: int) -> Matter:
    """Return tallies over facts drawn at random."""
    random_ = random.Random(1)  # noqa: S311 - repeatable examples
    names = [f"f{at}" for at in range(facts)]

    def votes() -> tuple[Rule, ...]:
        return tuple(rule(is_(name, "yes"), random_.choice(VERDICTS)) for name in random_.sample(names, each))

    tallies = [Tally(votes(), rule(None, "u"), rule(None, "v")) for _ in range(frameworks)]
    listed = [Framework(f"t{at}", "T", tally) for at, tally in enumerate(tallies)]
    return matter("large", [fact(name, "yes no") for name in names], " ".join(VERDICTS), listed)


def test_a_large_matter_is_still_exact() -> None:
    large = _large(30, 8, 5)
    engine = Engine(large)
    random_ = random.Random(2)  # noqa: S311 - repeatable examples
    for _ in range(25):
        facts: dict[str, Value] = {name: random_.choice(["yes", "no"]) for name in large.facts}
        assert engine.verdicts(facts)[1] == {panel(large, facts)}
        few = dict(list(facts.items())[:23])
        domains: dict[str, list[Value]] = {name: ["yes", "no"] for name in large.facts}
        assert engine.verdicts(few)[1] == {panel(large, each) for each in completions(domains, few)}
    assert engine.next_fact({}) in large.facts
    assert 1 <= engine.questions_left({}) <= 30


def test_a_matter_too_large_to_work_out_is_refused_with_a_reason() -> None:
    with pytest.raises(MatterSizeError, match="large is too large to work out exactly"):
        Engine(_large(30, 8, 12), most_nodes=3000)


def test_thresholds_beyond_all_numbers_and_rules_without_facts_do_no_harm() -> None:
    rules = (rule(than("n", ">", LARGEST_NUMBER), "w"), rule(AnyOf(()), "w"), rule(Not(AllOf(())), "w"))
    engine = Engine(matter("m", [fact("n")], "v w", [Framework("f", "F", FirstThatHolds((*rules, rule(None, "v"))))]))
    assert engine.verdicts({})[1] == {"v"}
    assert engine.relevant({}) == ()


@given(_matters())
@settings(max_examples=20)
def test_conditions_are_all_found(matter: Matter) -> None:
    for condition in conditions_of(matter):
        assert {atom.fact for atom in atoms_of(condition)} == facts_of(condition)
