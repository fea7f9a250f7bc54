"""What the same answers come to when passages changed: worked out only where it is certain."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, replace

import pytest

from bot.decisions.assessment import Advisor
from bot.decisions.conditions import AllOf, AnyOf, Compares, Condition, Is, Not
from bot.decisions.engine import Engine
from bot.decisions.facts import Choice, Fact, Value
from bot.decisions.frameworks import (
    FirstThatHolds,
    Framework,
    Gates,
    Ground,
    Matrix,
    Matter,
    Method,
    Outcome,
    Panel,
    Rule,
    Tally,
    Verdict,
)
from bot.decisions.grounds import GroundChange, compare
from bot.decisions.rethinking import Outlook, outlook_from, rethink
from tests.bot.decisions.shipped import matter as shipped

HERE, ELSEWHERE = Ground("a.md", "Data"), Ground("a.md", "Other")
RAG, TUNE = Outcome("rag"), Outcome("tune")
FACTS = {
    "rows": Fact("rows", "Rows", "How many?", "It matters.", unit="rows"),
    "weeks": Fact("weeks", "Weeks", "How long?", "It matters.", unit="weeks"),
    "budget": Fact("budget", "Budget", "How much?", "It matters.", unit="USD"),
    "cite": Fact("cite", "Cite", "Cite?", "It matters.", (Choice("yes", "Yes"), Choice("no", "No"))),
}
FEW = Compares("rows", "<", 5000)


def one(method: Method, version: str = "v1") -> Matter:
    verdicts = {name: Verdict(name, name, name) for name in ("rag", "tune")}
    frameworks = (Framework("one", "One", method),)
    return Matter("m", "M", FACTS, verdicts, frameworks, Panel((), {}, ("rag", "tune")), {}, version)


def tree(when: Condition = FEW, ground: Ground = HERE, version: str = "v1") -> Matter:
    """Retrieval when it holds, else tuning."""
    rules = (Rule(when, RAG, "few", ground), Rule(None, TUNE, "else", ELSEWHERE))
    return one(FirstThatHolds(rules), version)


def became(before: str, after: str | None, ground: Ground = HERE) -> list[GroundChange]:
    change = compare(ground, before, after)
    return [change] if change else []


FEWER = became("From 5,000 rows on, tune.", "From 1,000 rows on, tune.")


def outlook(
    matter: Matter,
    answers: Mapping[str, Value],
    changes: list[GroundChange],
    newest: Matter | None = None,
) -> Outlook:
    made: Advisor = Engine(matter)
    return rethink(made, answers, changes, newest=Engine(newest) if newest else made, engine=Engine)


def put(seen: Outlook) -> list[tuple[int | None, int | None]]:
    return [(each.before.value, each.after.value) for each in seen.replaced]


def test_a_figure_replaced_by_one_other_is_put_in_its_place() -> None:
    seen = outlook(tree(), {"rows": 3000}, FEWER)
    assert (seen.verdicts, seen.same, put(seen), seen.kept) == (("tune",), False, [(5000, 1000)], ())
    same = outlook(tree(), {"rows": 300}, FEWER)
    assert (same.verdicts, same.same, put(same)) == (("rag",), True, [(5000, 1000)])


@pytest.mark.parametrize(
    "changes",
    [
        became("Fewer than 5,000: no.\nAsk for 5,000.", "Fewer than 1,000: no.\nAsk for 5,000."),
        became("Under 5,000 no, from 5,000 yes.", "Under 1,000 no, from 2,000 yes."),
        became("From 5,000 rows on.", None),
    ],
)
def test_what_is_not_certain_is_left_to_people_and_said(changes: list[GroundChange]) -> None:
    seen = outlook(tree(), {"rows": 3000}, changes)
    assert (seen.verdicts, seen.same, seen.replaced, seen.kept) == (("rag",), True, (), (5000,))


@pytest.mark.parametrize(
    ("fact", "before", "after"),
    [
        ("rows", "It costs $5,000.", "It costs $1,000."),
        ("rows", "In 5,000 weeks.", "In 1,000 weeks."),
        ("weeks", "In 5,000 months.", "In 1,000 months."),
        ("budget", "From 5,000 rows on.", "From 1,000 rows on."),
        ("rows", "About 5,000%.", "About 1,000%."),
        ("rows", "From 9,000 rows on.", "From 1,000 rows on."),
    ],
)
def test_a_figure_of_something_else_is_not_taken(fact: str, before: str, after: str) -> None:
    seen = outlook(tree(Compares(fact, "<", 5000)), {fact: 3000}, became(before, after))
    assert (seen.verdicts, seen.replaced, seen.kept) == (("rag",), (), ())


@pytest.mark.parametrize(
    ("fact", "before", "after"),
    [
        ("weeks", "In 5,000 weeks.", "In 1,000 weeks."),
        ("budget", "It costs $5k.", "It costs $1k."),
        ("budget", "It costs 5,000 US dollars.", "It costs 1,000 US dollars."),
    ],
)
def test_units_that_fit_are_taken(fact: str, before: str, after: str) -> None:
    assert outlook(tree(Compares(fact, "<", 5000)), {fact: 3000}, became(before, after)).verdicts == ("tune",)


def test_rules_that_rest_on_another_passage_stay() -> None:
    seen = outlook(tree(ground=ELSEWHERE), {"rows": 3000}, FEWER)
    assert (seen.verdicts, seen.replaced, seen.kept) == (("rag",), (), ())


@pytest.mark.parametrize(
    "when",
    [
        AllOf((FEW, Not(Is("cite", frozenset({"yes"}))))),
        AnyOf((FEW, Is("cite", frozenset({"yes"})))),
        Not(Compares("rows", ">=", 5000)),
    ],
)
def test_figures_deep_in_a_condition_are_found(when: Condition) -> None:
    assert outlook(tree(when), {"rows": 3000, "cite": "no"}, FEWER).verdicts == ("tune",)


def test_every_kind_of_rules_is_thought_over() -> None:
    few, many = Rule(FEW, RAG, "few", HERE), Rule(Compares("rows", ">=", 5000), TUNE, "many", HERE)
    rest = Rule(None, RAG, "else", ELSEWHERE)
    cells = {(True,): Rule(None, RAG, "few", HERE), (False,): Rule(None, TUNE, "many", ELSEWHERE)}
    gate = replace(few, rules_out=frozenset({"tune"}))
    for method in (
        Tally((few, many), rest, rest),
        Matrix((("few", FEW),), cells),
        Gates(("tune", "rag"), (gate,), rest),
    ):
        seen = outlook(one(method), {"rows": 3000}, FEWER)
        assert (seen.verdicts, put(seen)) == (("tune",), [(5000, 1000)]), method
    first = one(FirstThatHolds((Rule(None, TUNE, "else", ELSEWHERE),)))
    [framework] = first.frameworks
    framed = replace(first, frameworks=(replace(framework, first=(few,)),))
    panelled = replace(first, panel=replace(first.panel, first=(few,)))
    for matter in (framed, panelled):
        assert outlook(matter, {"rows": 3000}, FEWER).verdicts == ("tune",)


def test_newer_frameworks_are_asked_first() -> None:
    newer = tree(Compares("rows", "<", 1000), version="v2")
    seen = outlook(tree(), {"rows": 3000}, FEWER, newer)
    assert seen == Outlook(("tune",), reframed=True, same=False)
    both = outlook(tree(), {"rows": 3000}, FEWER, tree(version="v2"))
    assert (both.verdicts, both.reframed, put(both)) == (("tune",), True, [(5000, 1000)])


def test_answers_that_newer_frameworks_do_not_take_are_left_out() -> None:
    newer = replace(tree(version="v2"), facts={"rows": FACTS["rows"]})
    seen = rethink(Engine(tree()), {"rows": 3000, "cite": "no"}, [], newest=Engine(newer), engine=Engine)
    assert seen.verdicts == ("rag",)


def test_without_newer_ones_those_it_began_with_are_asked() -> None:
    seen = rethink(Engine(tree()), {"rows": 3000}, FEWER, newest=None, engine=Engine)
    assert (seen.verdicts, seen.reframed) == (("tune",), False)


def test_the_shipped_decision_tree_with_another_figure() -> None:
    made = shipped()
    ground = next(
        rule.ground
        for framework in made.frameworks
        if isinstance(framework.method, FirstThatHolds)
        for rule in framework.method.rules
        if isinstance(rule.when, Compares) and rule.when.number == 5000
    )
    assert ground is not None
    changes = became("Fewer than 5,000 rows: RAG.", "Fewer than 1,000 rows: RAG.", ground)
    answers: dict[str, Value] = {"change_rate": "yearly", "citations": "no", "labelled_examples": 3000}
    seen = rethink(Engine(made), answers, changes, newest=None, engine=Engine)
    assert put(seen) == [(5000, 1000)]
    assert rethink(Engine(made), answers, [], newest=None, engine=Engine).replaced == ()


def test_an_outlook_is_read_back_from_json() -> None:
    seen = outlook(tree(), {"rows": 3000}, FEWER)
    assert outlook_from(json.loads(json.dumps(asdict(seen)))) == seen
