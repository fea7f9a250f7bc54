"""What is asked next: never what cannot matter, always what settles most, and few questions in all."""

from __future__ import annotations

import random
import statistics
from collections import Counter
from collections.abc import Sequence
from itertools import product

import numpy as np
import numpy.typing as npt
import pytest

from bot.decisions.conditions import AllOf, AnyOf, Condition, Not
from bot.decisions.engine import Engine, advisor
from bot.decisions.facts import FactError, Value
from bot.decisions.frameworks import FirstThatHolds, Framework, Tally
from tests.bot.decisions.brute_force import article_panel, completions
from tests.bot.decisions.matters import fact, is_, matter, rule, shipped

MATTER = shipped()
ENGINE = Engine(MATTER)
NUMBERS = {"weeks_to_launch": (3, 4), "budget_usd": (29999, 30000), "labelled_examples": (1000, 1001, 5000)}
DOMAINS: dict[str, list[Value]] = {
    name: list(NUMBERS[name]) if name in NUMBERS else [choice.value for choice in fact.choices]
    for name, fact in MATTER.facts.items()
}
NAMES = list(DOMAINS)
ALIKE: dict[Value, Value] = {"daily": "weekly", "quarterly": "yearly", "never": "yearly", "neither": "data_engineering"}
"""Values no framework tells apart, and one that stands for them."""


def _complete(seed: int, number: int) -> list[dict[str, Value]]:
    random_ = random.Random(seed)  # noqa: S311 - repeatable examples
    return [{name: random_.choice(domain) for name, domain in DOMAINS.items()} for _ in range(number)]


def _conversation(facts: dict[str, Value], engine: Engine = ENGINE) -> list[str]:
    answers: dict[str, Value] = {}
    while (name := engine.next_fact(answers)) is not None:
        assert name not in answers
        answers[name] = facts[name]
    assert len(engine.verdicts(answers)[1]) == 1
    return list(answers)


def _can_matter(known: dict[str, Value], name: str) -> bool:
    rest = {fact: domain for fact, domain in DOMAINS.items() if fact != name}
    for facts in completions(rest, known):
        if len({article_panel({**facts, name: value}) for value in DOMAINS[name]}) > 1:
            return True
    return False


def test_relevant_facts_are_exactly_those_that_can_matter() -> None:
    random_ = random.Random(3)  # noqa: S311 - repeatable examples
    for facts in _complete(3, 25):
        known = {name: facts[name] for name in random_.sample(NAMES, random_.randint(8, 12))}
        expected = tuple(name for name in NAMES if name not in known and _can_matter(known, name))
        assert ENGINE.relevant(known) == expected
        assert (ENGINE.next_fact(known) is None) == (not expected)
        assert ENGINE.next_fact(known) in (*expected, None)


def test_no_question_of_a_conversation_is_irrelevant() -> None:
    for facts in _complete(17, 12):
        answers: dict[str, Value] = {}
        for name in _conversation(facts):
            assert _can_matter(answers, name)
            answers[name] = facts[name]


def test_the_number_left_is_what_conversations_take() -> None:
    lengths = [len(_conversation(facts)) for facts in _complete(19, 1500)]
    assert ENGINE.questions_left({}) == round(statistics.mean(lengths))
    settled = {"change_rate": "weekly", "output_format": "yes"}
    assert ENGINE.questions_left(settled) == 0
    assert ENGINE.next_fact(settled) is None
    for facts in _complete(23, 50):
        answers = dict(list(facts.items())[:9])
        assert (ENGINE.questions_left(answers) == 0) == (ENGINE.next_fact(answers) is None)


def test_what_nobody_knows_is_not_asked_again() -> None:
    first = ENGINE.next_fact({})
    assert first is not None
    unsure: list[str] = []
    while (name := ENGINE.next_fact({}, unsure)) is not None:
        assert name not in unsure
        assert name in ENGINE.relevant({}, unsure)
        unsure.append(name)
    assert ENGINE.relevant({}, unsure) == ()
    assert ENGINE.questions_left({}, unsure) == 0


def test_what_matters_only_together_with_what_nobody_knows_is_not_asked() -> None:
    same = rule(_equal("a", "b"), "x")
    engine = Engine(
        matter(
            "m",
            [fact("a", "yes no"), fact("b", "yes no")],
            "x y",
            [Framework("f", "F", FirstThatHolds((same, rule(None, "y"))))],
        )
    )
    assert engine.relevant({}) == ("a", "b")
    assert engine.relevant({}, ["a"]) == ()
    assert engine.next_fact({}, ["a"]) is None
    assert engine.verdicts({})[1] == {"x", "y"}


def _equal(one: str, other: str) -> Condition:
    return AnyOf((AllOf((is_(one), is_(other))), AllOf((Not(is_(one)), Not(is_(other))))))


def test_what_nobody_knows_is_never_asked_when_leaving_it_out_is_too_much_work(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(advisor, "_UNION_STEPS", 0)
    engine = Engine(MATTER)
    unsure = ["change_rate", "output_format", "citations"]
    assert not set(unsure) & set(engine.relevant({}, unsure))
    assert engine.questions_left({}, unsure) > 0
    while (name := engine.next_fact({}, unsure)) is not None:
        assert name not in unsure
        unsure.append(name)
    assert engine.questions_left({}, unsure) == 0


def test_ties_go_by_the_order_of_the_matter() -> None:
    votes = tuple(rule(is_(name), "x") for name in "cba")
    engine = Engine(
        matter(
            "m",
            [fact(name, "yes no") for name in "bac"],
            "x y",
            [Framework("f", "F", Tally(votes, rule(None, "y"), rule(None, "y")))],
        )
    )
    assert engine.next_fact({}) == "b"
    assert engine.next_fact({"b": "no"}) == "a"


def test_answers_that_are_none_are_refused() -> None:
    for answers in ({"colour": "red"}, {"citations": "maybe"}, {"budget_usd": -1}, {"budget_usd": True}):
        with pytest.raises(FactError):
            ENGINE.next_fact(answers)


# --- compared with asking in a fixed order ----------------------------------------------------------------------------

Grid = npt.NDArray[np.int64]
DISTINCT = {name: [value for value in domain if value not in ALIKE] for name, domain in DOMAINS.items()}


@pytest.fixture(scope="module")
def grid() -> Grid:
    """The panel's verdict, by brute force, for each combination of distinct values; an axis for each fact."""
    verdicts = {"rag": 0, "hybrid": 1, "fine_tune": 2}
    cells = [verdicts[article_panel(dict(zip(NAMES, chosen, strict=True)))] for chosen in product(*DISTINCT.values())]
    return np.array(cells).reshape([len(domain) for domain in DISTINCT.values()])


def _weights() -> npt.NDArray[np.float64]:
    """Return how likely each combination of distinct values is when all values are equally likely."""
    weights = np.ones(())
    for name, domain in DOMAINS.items():
        stands_for = Counter(ALIKE.get(value, value) for value in domain)
        weights = np.multiply.outer(weights, np.array([stands_for[v] / len(domain) for v in DISTINCT[name]]))
    return weights


def _lengths(grid: Grid, order: Sequence[int], skips: bool) -> Grid:
    """Return how many questions each combination takes when asked in an order until settled.

    With ``skips``, questions that cannot matter are left out; without, only those after the last that did.
    """
    turned = grid.transpose(order)
    asked = np.zeros(turned.shape, dtype=np.int64)
    for depth, size in enumerate(turned.shape):
        before = int(np.prod(turned.shape[:depth]))
        parts = turned.reshape(before, size, -1)
        if skips:
            matters = (parts != parts[:, :1]).any(axis=(1, 2))
        else:
            flat = parts.reshape(before, -1)
            matters = (flat != flat[:, :1]).any(axis=1)
        asked += matters.reshape(turned.shape[:depth] + (1,) * (turned.ndim - depth))
    return asked.transpose(np.argsort(order))


def _best_order(grid: Grid, skips: bool) -> list[int]:
    """Move one fact at a time to where the mean is smallest, until no move helps."""
    order, weights = list(map(NAMES.index, STRONG)), _weights()

    def mean(order: Sequence[int]) -> float:
        return float((_lengths(grid, order, skips) * weights).sum())

    best, improved = mean(order), True
    while improved:
        improved = False
        for moved in list(order):
            rest = [axis for axis in order if axis != moved]
            tries = [[*rest[:at], moved, *rest[at:]] for at in range(len(order))]
            means = list(map(mean, tries))
            if min(means) < best - 1e-9:
                best, order, improved = min(means), tries[means.index(min(means))], True
    return order


STRONG = [
    "output_format",
    "domain_reasoning",
    "change_rate",
    "citations",
    "latency",
    "cost_shape",
    "team",
    "labelled_examples",
    "narrow_task",
    "data_residency",
    "tight_cost",
    "weeks_to_launch",
    "budget_usd",
]
"""Where the search for the best order begins: an order a longer search ended with."""


def test_it_asks_no_more_than_the_best_fixed_order(grid: Grid) -> None:
    sets = _complete(5, 5000)
    ours = [len(_conversation(facts)) for facts in sets]
    at = tuple(
        np.array([[DISTINCT[name].index(ALIKE.get(f[name], f[name])) for f in sets] for name in NAMES]),
    )
    _report("engine", ours)
    for skips in (False, True):
        order = _best_order(grid, skips)
        fixed = _lengths(grid, order, skips)[at].tolist()
        _report(f"fixed, {'skipping' if skips else 'asking'} what cannot matter: {[NAMES[i] for i in order]}", fixed)
        assert statistics.median(ours) <= statistics.median(fixed)
        assert statistics.mean(ours) <= statistics.mean(fixed)


def _report(title: str, lengths: list[int]) -> None:
    spread = dict(sorted(Counter(lengths).items()))
    print(f"{title}: median {statistics.median(lengths)}, mean {statistics.mean(lengths):.3f}, {spread}")
