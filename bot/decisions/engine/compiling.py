"""Frameworks and panels as decision diagrams."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.decisions.conditions import AllOf, AnyOf, Compares, Condition, Is
from bot.decisions.engine.counting import ahead_of_all, count, first_in_order
from bot.decisions.engine.diagrams import FALSE_MASK, TRUE_MASK, Diagrams, Node
from bot.decisions.engine.layout import Layout
from bot.decisions.frameworks import (
    FirstThatHolds,
    Framework,
    Gates,
    Matrix,
    Matter,
    Outcome,
    Panel,
    Rule,
    Tally,
)


@dataclass(frozen=True, slots=True)
class Decider:
    """One way a framework comes to its outcome; ``rule`` is None when it is a count, or what was left."""

    outcome: Outcome
    rule: Rule | None


@dataclass(frozen=True, slots=True)
class CompiledFramework:
    """A framework as diagrams.

    Attributes:
        deciders: each way it can come to an outcome.
        outcomes: distinct, in the order of the deciders.
        deciding, speaking, giving: diagrams whose leaves are positions among ``deciders``, among ``outcomes``,
            and among the matter's verdicts.
    """

    framework: Framework
    deciders: tuple[Decider, ...]
    outcomes: tuple[Outcome, ...]
    deciding: Node
    speaking: Node
    giving: Node


@dataclass(frozen=True, slots=True)
class CompiledPanel:
    """A panel as diagrams.

    Attributes:
        routing: leaves are positions among its own rules; one beyond them all: the verdicts are counted.
        giving: leaves are positions among the matter's verdicts.
    """

    panel: Panel
    routing: Node
    giving: Node


class Compiler:
    """Turns rules into diagrams over one order of the facts."""

    def __init__(self, diagrams: Diagrams, matter: Matter, layout: Layout) -> None:
        self._diagrams = diagrams
        self._matter = matter
        self._layout = layout
        self._verdicts = {name: position for position, name in enumerate(matter.verdicts)}
        self._false, self._true = diagrams.leaf(FALSE_MASK), diagrams.leaf(TRUE_MASK)
        self._conditions: dict[Condition, Node] = {}

    def condition(self, condition: Condition | None) -> Node:
        """Return where a condition holds; None holds always."""
        if condition is None:
            return self._true
        if condition not in self._conditions:
            self._conditions[condition] = self._condition(condition)
        return self._conditions[condition]

    def framework(self, framework: Framework) -> CompiledFramework:
        """Compile a framework."""
        deciders = [Decider(rule.outcome, rule) for rule in framework.first]
        method = self._method(framework.method, deciders)
        deciding = self._first(framework.first, method)
        outcomes = tuple(dict.fromkeys(decider.outcome for decider in deciders))
        at = [outcomes.index(decider.outcome) for decider in deciders]
        verdict = [self._verdicts[decider.outcome.verdict] for decider in deciders]
        return CompiledFramework(
            framework,
            tuple(deciders),
            outcomes,
            deciding,
            self._rename(deciding, at),
            self._rename(deciding, verdict),
        )

    def panel(self, panel: Panel, frameworks: Sequence[CompiledFramework]) -> CompiledPanel:
        """Compile the panel over frameworks compiled before."""
        order = tuple(dict.fromkeys((*panel.order, *self._matter.verdicts)))
        counted = [order.index(panel.counts_as.get(name, name)) for name in self._matter.verdicts]
        voters = [self._rename(framework.giving, counted) for framework in frameworks]
        back = [self._leaf(self._verdicts[name]) for name in order]
        count_node = count(self._diagrams, voters, len(order), first_in_order(len(order)), back.__getitem__)
        routing = self._first(panel.first, self._leaf(len(panel.first)))
        giving = count_node
        for rule in reversed(panel.first):
            verdict = self._leaf(self._verdicts[rule.outcome.verdict])
            giving = self._diagrams.choose(self.condition(rule.when), verdict, giving)
        return CompiledPanel(panel, routing, giving)

    def _condition(self, condition: Condition) -> Node:
        if isinstance(condition, Is | Compares):
            level = self._layout.levels[condition.fact]
            holding = self._layout.facts[level].holding(condition)
            cells = range(len(self._layout.facts[level].cells))
            return self._diagrams.node(level, tuple(self._true if c in holding else self._false for c in cells))
        if isinstance(condition, AllOf | AnyOf):
            neutral, deciding = (self._true, self._false) if isinstance(condition, AllOf) else (self._false, self._true)
            result = neutral
            for part in reversed(condition.parts):
                node = self.condition(part)
                pair = (result, deciding) if neutral == self._true else (deciding, result)
                result = self._diagrams.choose(node, *pair)
            return result
        return self._diagrams.choose(self.condition(condition.part), self._false, self._true)

    def _method(self, method: Tally | FirstThatHolds | Matrix | Gates, deciders: list[Decider]) -> Node:
        """Compile what comes after the first rules; adds its ways to decide to ``deciders``."""
        if isinstance(method, Tally):
            return self._tally(method, deciders)
        if isinstance(method, Gates):
            return self._gates(method, deciders)
        if isinstance(method, Matrix):
            return self._matrix(method, deciders)
        start = len(deciders)
        deciders += [Decider(rule.outcome, rule) for rule in method.rules]
        return self._first(method.rules[:-1], self._leaf(len(deciders) - 1), start)

    def _tally(self, method: Tally, deciders: list[Decider]) -> Node:
        verdicts = list(dict.fromkeys(rule.outcome.verdict for rule in method.votes))
        start, abstains = len(deciders), self._leaf(len(verdicts))
        deciders += [Decider(Outcome(name, _shared_variant(method, name)), None) for name in verdicts]
        deciders += [Decider(method.tied.outcome, method.tied), Decider(method.none.outcome, method.none)]
        voters = [
            self._diagrams.choose(self.condition(rule.when), self._leaf(verdicts.index(rule.outcome.verdict)), abstains)
            for rule in method.votes
        ]
        number = len(verdicts)
        return count(self._diagrams, voters, number, ahead_of_all(number), lambda won: self._leaf(start + won))

    def _gates(self, method: Gates, deciders: list[Decider]) -> Node:
        start = len(deciders)
        deciders += [Decider(Outcome(name), None) for name in method.preferred]
        deciders.append(Decider(method.otherwise.outcome, method.otherwise))
        result = self._leaf(len(deciders) - 1)
        for position in reversed(range(len(method.preferred))):
            against = [rule for rule in method.gates if method.preferred[position] in rule.rules_out]
            stays = self._leaf(start + position)
            for rule in against:
                stays = self._diagrams.choose(self.condition(rule.when), result, stays)
            result = stays
        return result

    def _matrix(self, method: Matrix, deciders: list[Decider]) -> Node:
        axes = [self.condition(axis) for _, axis in method.axes]

        def cell(truth: tuple[bool, ...]) -> Node:
            if len(truth) < len(axes):
                return self._diagrams.choose(axes[len(truth)], cell((*truth, True)), cell((*truth, False)))
            deciders.append(Decider(method.cells[truth].outcome, method.cells[truth]))
            return self._leaf(len(deciders) - 1)

        return cell(())

    def _first(self, rules: Sequence[Rule], otherwise: Node, start: int = 0) -> Node:
        """Return the position (from ``start``) of the first rule that holds; ``otherwise`` where none does."""
        result = otherwise
        for position in reversed(range(len(rules))):
            result = self._diagrams.choose(self.condition(rules[position].when), self._leaf(start + position), result)
        return result

    def _leaf(self, position: int) -> Node:
        return self._diagrams.leaf(1 << position)

    def _rename(self, root: Node, to: Sequence[int]) -> Node:
        return self._diagrams.relabel(root, lambda mask: 1 << to[mask.bit_length() - 1])


def _shared_variant(method: Tally, verdict: str) -> str | None:
    """Return the variant all votes for a verdict name; None when they differ."""
    variants = {rule.outcome.variant for rule in method.votes if rule.outcome.verdict == verdict}
    return variants.pop() if len(variants) == 1 else None
