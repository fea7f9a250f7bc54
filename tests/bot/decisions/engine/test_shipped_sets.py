"""The shipped frameworks and panel say what frameworks.md says: on complete facts, and with unknown ones."""

from __future__ import annotations

import random
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.decisions.engine import Engine
from bot.decisions.facts import Value
from tests.bot.decisions.brute_force import ARTICLES, ASKS, THRESHOLDS, article_panel, completions, values
from tests.bot.decisions.matters import shipped

MATTER = shipped()
ENGINE = Engine(MATTER)
DOMAINS = {name: values(fact, THRESHOLDS.get(name, ())) for name, fact in MATTER.facts.items()}
# One number between any two thresholds is enough to complete unknown facts.
FEW: dict[str, list[Value]] = {
    **DOMAINS,
    "weeks_to_launch": [3, 4],
    "budget_usd": [29999, 30000],
    "labelled_examples": [1000, 1001, 5000],
}


def _drawn(seed: int, number: int, known: tuple[float, ...]) -> list[dict[str, Value]]:
    random_ = random.Random(seed)  # noqa: S311 - repeatable examples
    share = [random_.choice(known) for _ in range(number)]
    return [{n: random_.choice(d) for n, d in DOMAINS.items() if random_.random() < part} for part in share]


@pytest.mark.parametrize("name", ARTICLES)
def test_each_framework_equals_its_article_on_every_combination_of_its_facts(name: str) -> None:
    names = ASKS[name].split()
    for chosen in product(*(DOMAINS[fact] for fact in names)):
        facts = dict(zip(names, chosen, strict=True))
        verdict, variant = ARTICLES[name](facts)
        assert ENGINE.verdicts(facts)[0][name] == (frozenset({verdict}), variant), facts


@pytest.mark.parametrize("name", ARTICLES)
def test_each_framework_with_unknown_facts_says_what_some_completion_says(name: str) -> None:
    names = ASKS[name].split()
    few = {fact: FEW[fact] for fact in names}
    for known in _drawn(7, 150, (0.3, 0.6, 0.9)):
        mine = {fact: value for fact, value in known.items() if fact in names}
        said = {ARTICLES[name](facts) for facts in completions(few, mine)}
        verdicts, variant = ENGINE.verdicts(known)[0][name]
        assert verdicts == {verdict for verdict, _ in said}
        assert variant == (next(iter(said))[1] if len(said) == 1 else None)


def test_the_panel_equals_the_articles_on_complete_facts() -> None:
    for facts in _drawn(11, 5000, (1.0,)):
        assert ENGINE.verdicts(facts)[1] == {article_panel(facts)}, facts


def _panel_set(known: dict[str, Value]) -> set[str]:
    return {article_panel(facts) for facts in completions(FEW, known)}


def test_the_panel_with_unknown_facts_says_what_some_completion_says() -> None:
    for known in _drawn(13, 300, (0.6, 0.8, 0.9)):
        assert ENGINE.verdicts(known)[1] == _panel_set(known), known


@given(st.fixed_dictionaries({}, optional={name: st.sampled_from(domain) for name, domain in DOMAINS.items()}))
def test_the_panel_with_any_facts_unknown(known: dict[str, Value]) -> None:
    padded = {**{name: domain[0] for name, domain in list(FEW.items())[: max(0, 7 - len(known))]}, **known}
    assert ENGINE.verdicts(padded)[1] == _panel_set(padded)


def test_nothing_known_leaves_everything_open() -> None:
    frameworks, panel = ENGINE.verdicts({})
    assert panel == {"rag", "hybrid", "fine_tune"}
    assert frameworks["decision-tree"] == (frozenset({"rag", "fine_tune"}), None)
    assert frameworks["three-questions"] == (frozenset({"rag", "fine_tune", "prompt_first"}), None)
