"""The shipped matter in Python, so that the engine's tests need no YAML."""

from __future__ import annotations

from typing import Any

from bot.decisions.conditions import AllOf, AnyOf, Compares, Condition, Is, Operator
from bot.decisions.facts import Choice, Fact
from bot.decisions.frameworks import (
    FirstThatHolds,
    Framework,
    Matrix,
    Matter,
    Outcome,
    Panel,
    Rule,
    Tally,
    Verdict,
)

CHOICES = {
    "change_rate": "daily weekly monthly quarterly yearly never",
    "citations": "yes no",
    "output_format": "yes no",
    "narrow_task": "yes no",
    "domain_reasoning": "yes no",
    "weeks_to_launch": "",
    "budget_usd": "",
    "latency": "sub_second seconds",
    "tight_cost": "yes no",
    "team": "data_engineering ml_engineering both neither",
    "cost_shape": "low_upfront low_marginal",
    "labelled_examples": "",
    "data_residency": "yes no",
}
COMPLETE: dict[str, Any] = {
    "change_rate": "never",
    "citations": "no",
    "output_format": "no",
    "narrow_task": "no",
    "domain_reasoning": "no",
    "weeks_to_launch": 12,
    "budget_usd": 50000,
    "latency": "sub_second",
    "tight_cost": "no",
    "team": "both",
    "cost_shape": "low_marginal",
    "labelled_examples": 5000,
    "data_residency": "no",
}
"""A fact set in which nothing is unknown."""


def fact(name: str, choices: str = "") -> Fact:
    """Return a fact with these choices, or a number."""
    label = name.replace("_", " ").capitalize()
    unit = None if choices else "pieces"
    return Fact(name, label, f"{label}?", "", tuple(Choice(c, c) for c in choices.split()), unit)


def is_(name: str, *values: str) -> Is:
    """Return the condition that a fact has one of some values; yes when none is given."""
    return Is(name, frozenset(values or {"yes"}))


def than(name: str, operator: Operator, number: int) -> Compares:
    """Return a comparison."""
    return Compares(name, operator, number)


def rule(when: Condition | None, verdict: str, variant: str | None = None, out: tuple[str, ...] = ()) -> Rule:
    """Return a rule."""
    return Rule(when, Outcome(verdict, variant), f"{verdict} it is", None, frozenset(out))


def matter(
    name: str,
    facts: list[Fact],
    verdicts: str,
    frameworks: list[Framework],
    panel: Panel | None = None,
) -> Matter:
    """Return a matter; without a panel the most frequent verdict wins, ties in the order of the verdicts."""
    names = verdicts.split()
    return Matter(
        name,
        name,
        {each.name: each for each in facts},
        {v: Verdict(v, v.replace("_", " ").capitalize(), "") for v in names},
        tuple(frameworks),
        panel or Panel((), {}, tuple(names)),
        {},
        "1",
    )


OFTEN = is_("change_rate", "daily", "weekly", "monthly")
WEEKLY = is_("change_rate", "daily", "weekly")
BEHAVIOUR = AnyOf((is_("output_format"), is_("domain_reasoning")))
FAST = is_("latency", "sub_second")


def _honest_take() -> Framework:
    votes = (
        rule(WEEKLY, "rag"),
        rule(is_("citations"), "rag"),
        rule(than("weeks_to_launch", "<", 4), "rag"),
        rule(than("budget_usd", "<", 30000), "rag"),
        rule(is_("output_format"), "fine_tune"),
        rule(is_("narrow_task"), "fine_tune"),
    )
    return Framework("honest-take", "The honest take", Tally(votes, rule(None, "hybrid"), rule(None, "rag")))


def _five_questions() -> Framework:
    votes = (
        rule(WEEKLY, "rag"),
        rule(is_("change_rate", "quarterly", "yearly", "never"), "fine_tune"),
        rule(is_("latency", "seconds"), "rag"),
        rule(FAST, "fine_tune"),
        rule(is_("citations"), "rag"),
        rule(is_("team", "data_engineering", "neither"), "rag"),
        rule(is_("team", "ml_engineering"), "fine_tune"),
        rule(is_("cost_shape", "low_upfront"), "rag"),
        rule(is_("cost_shape", "low_marginal"), "fine_tune"),
    )
    both = rule(AllOf((AnyOf((WEEKLY, is_("citations"))), BEHAVIOUR)), "hybrid")
    return Framework(
        "five-questions", "Five questions", Tally(votes, rule(None, "rag"), rule(None, "rag")), first=(both,)
    )


def _decision_tree() -> Framework:
    rules = (
        rule(OFTEN, "rag"),
        rule(is_("citations"), "rag"),
        rule(than("labelled_examples", "<", 5000), "rag"),
        rule(is_("narrow_task"), "fine_tune"),
        rule(AnyOf((FAST, is_("tight_cost"))), "fine_tune", "smaller_model"),
        rule(is_("data_residency"), "fine_tune", "self_hosted"),
        rule(None, "rag"),
    )
    return Framework("decision-tree", "The decision tree", FirstThatHolds(rules))


def _business_need() -> Framework:
    cells: dict[tuple[bool, ...], Rule] = {
        (True, True): rule(None, "hybrid", "rag_layer_first"),
        (False, True): rule(None, "fine_tune"),
        (True, False): rule(None, "rag"),
        (False, False): rule(None, "rag"),
    }
    axes = (("dynamic", OFTEN), ("specialised", AnyOf((BEHAVIOUR, FAST))))
    return Framework("business-need", "By business need", Matrix(axes, cells))


def _three_questions() -> Framework:
    rules = (
        rule(OFTEN, "rag"),
        rule(AnyOf((is_("output_format"), is_("narrow_task"), is_("domain_reasoning"))), "fine_tune"),
        rule(than("labelled_examples", ">", 1000), "fine_tune"),
        rule(None, "prompt_first"),
    )
    return Framework("three-questions", "Three questions", FirstThatHolds(rules))


def shipped() -> Matter:
    """Return RAG or fine-tune, as frameworks.md has it."""
    both = rule(AllOf((AnyOf((OFTEN, is_("citations"))), BEHAVIOUR)), "hybrid", "rag_layer_first")
    return matter(
        "rag-or-fine-tune",
        [fact(name, choices) for name, choices in CHOICES.items()],
        "rag fine_tune hybrid prompt_first",
        [_honest_take(), _five_questions(), _decision_tree(), _business_need(), _three_questions()],
        Panel((both,), {"prompt_first": "rag"}, ("rag", "hybrid", "fine_tune")),
    )
