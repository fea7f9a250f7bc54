"""How the rules of a framework make a verdict: ``tally``, ``first_that_holds``, ``matrix`` or ``gates``."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import product

from bot.decisions.conditions import Condition, Not
from bot.decisions.frameworks import FirstThatHolds, Gates, Matrix, Method, Outcome, Rule, Tally
from bot.decisions.loading.nodes import Node, shown
from bot.decisions.loading.reach import can_be_reached, can_hold
from bot.decisions.loading.rules import RuleReader

MOST_RULES = 50
AXES = range(2, 5)
"""How many axes a matrix may have; four make sixteen cells."""


class MethodReader:
    """Reads one framework's method.

    Args:
        first: the framework's rules that decide before it; what they leave no chance is an error.
    """

    def __init__(self, rules: RuleReader, first: Sequence[Rule] = ()) -> None:
        self._rules = rules
        self._facts = rules.vocabulary.facts
        self._first = [rule.when for rule in first if rule.when is not None]

    @property
    def kinds(self) -> dict[str, Callable[[Node], Method]]:
        """What reads each method, by the key it stands under."""
        return {
            "tally": self.tally,
            "first_that_holds": self.first_that_holds,
            "matrix": self.matrix,
            "gates": self.gates,
        }

    def in_order(self, node: Node) -> tuple[Rule, ...]:
        """Return rules of which the first that holds decides; each must have a chance after those above it."""
        earlier = list(self._first)
        rules = []
        for item in node.items(MOST_RULES):
            rule = self._rules.rule(item)
            if rule.when is not None:
                if not can_be_reached(rule.when, earlier, self._facts):
                    raise item.error("the rule can never decide: those above it hold first; move it up or delete it")
                earlier.append(rule.when)
            rules.append(rule)
        return tuple(rules)

    def tally(self, node: Node) -> Tally:
        """Return votes, and what decides when they tie or there are none."""
        parts = node.mapping(("votes", "tied", "none"))
        votes = tuple(self._possible(item, self._rules.rule(item)) for item in parts["votes"].items(MOST_RULES))
        return Tally(votes, self._rules.otherwise(parts["tied"]), self._rules.otherwise(parts["none"]))

    def first_that_holds(self, node: Node) -> FirstThatHolds:
        """Return rules in order, ending in one that always holds."""
        parts = node.mapping(("rules", "otherwise"))
        rules = self.in_order(parts["rules"])
        earlier = [*self._first, *(rule.when for rule in rules if rule.when is not None)]
        if not can_be_reached(None, earlier, self._facts):
            raise parts["otherwise"].error(
                "otherwise can never decide: one of the rules always holds; delete the last rule, "
                "and let otherwise say what it said"
            )
        return FirstThatHolds((*rules, self._rules.otherwise(parts["otherwise"])))

    def matrix(self, node: Node) -> Matrix:
        """Return axes, and one cell for each combination of them."""
        parts = node.mapping(("axes", "cells"))
        axes = tuple(self._axis(pair.key, pair.value) for pair in parts["axes"].named())
        if len(axes) not in AXES:
            raise parts["axes"].error(f"there are {len(axes)} axes; write {AXES[0]} to {AXES[-1]}")
        names = [name for name, _ in axes]
        cells: dict[tuple[bool, ...], Rule] = {}
        for item in parts["cells"].items():
            rule = self._rules.otherwise(item, besides="at")
            for place in self._places(item.mapping(("at",), ("verdict", "variant", "reason", "ground"))["at"], names):
                if place in cells:
                    raise item.error(f"there is a cell at {_place(names, place)} already; delete one of them")
                cells[place] = rule
        places = list(product((True, False), repeat=len(names)))
        for place in places:
            if place not in cells:
                raise parts["cells"].error(f"there is no cell at {_place(names, place)}; add one")
        return Matrix(axes, {place: cells[place] for place in places})

    def gates(self, node: Node) -> Gates:
        """Return verdicts in order of preference, and what rules them out."""
        parts = node.mapping(("preferred", "gates"), ("otherwise",))
        verdicts = self._rules.vocabulary.verdicts
        preferred = tuple(dict.fromkeys(one.one_of(verdicts, "verdict") for one in parts["preferred"].items()))
        gates = tuple(
            self._possible(item, self._rules.gate(item, preferred)) for item in parts["gates"].items(MOST_RULES)
        )
        return Gates(preferred, gates, self._left(node, parts.get("otherwise"), preferred, gates))

    def _left(self, node: Node, otherwise: Node | None, preferred: Sequence[str], gates: Sequence[Rule]) -> Rule:
        """Return what decides when every verdict is ruled out; while one never is, that one."""
        safe = [one for one in preferred if not any(one in gate.rules_out for gate in gates)]
        if otherwise is None and not safe:
            raise node.error("the gates can rule out every verdict; add otherwise: with what decides then")
        if otherwise is None:
            return Rule(None, Outcome(safe[0]), "nothing rules it out")
        if safe:
            raise otherwise.error(f"otherwise can never decide: no gate rules out {safe[0]}; leave otherwise out")
        return self._rules.otherwise(otherwise)

    def _possible(self, node: Node, rule: Rule) -> Rule:
        if rule.when is not None and not can_be_reached(rule.when, self._first, self._facts):
            raise node.error(
                "the rule can never hold: its conditions exclude one another, or a rule of first always comes before; "
                "mend or delete it"
            )
        return rule

    def _axis(self, key: Node, node: Node) -> tuple[str, Condition]:
        condition = self._rules.condition(node)
        if not can_hold(condition, self._facts) or not can_hold(Not(condition), self._facts):
            raise node.error(f"the axis {key.text()} always or never holds; mend its condition or leave it out")
        return key.name(), condition

    @staticmethod
    def _places(node: Node, names: Sequence[str]) -> list[tuple[bool, ...]]:
        """Return the combinations a cell stands for; an axis it does not name may be either."""
        given = {name: value.one_of(("yes", "no"), "side") for name, value in node.mapping((), names).items()}
        sides = [(True, False) if name not in given else (given[name] == "yes",) for name in names]
        return list(product(*sides))


def _place(names: Sequence[str], place: Sequence[bool]) -> str:
    return ", ".join(f"{name}: {'yes' if side else 'no'}" for name, side in zip(names, place, strict=True))


def method_key(file: Node, keys: Sequence[str], known: Sequence[str]) -> str:
    """Return which method a file has; exactly one."""
    given = [key for key in known if key in keys]
    if len(given) != 1:
        problem = "lacks a method" if not given else f"has {len(given)} methods"
        raise file.error(f"the framework {problem}; write one of {', '.join(map(shown, known))}")
    return given[0]
