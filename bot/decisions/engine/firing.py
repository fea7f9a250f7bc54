"""Which rules of a framework hold for certain, and bear on its verdict."""

from __future__ import annotations

from collections.abc import Sequence

from bot.decisions.engine.compiling import CompiledFramework, Compiler
from bot.decisions.engine.diagrams import TRUE_MASK, Diagrams, Options, positions
from bot.decisions.frameworks import FirstThatHolds, Gates, Rule, Tally


class Firing:
    """Finds the rules that speak.

    A rule that decides bears while no earlier one surely decides before it. Votes bear on both sides while the tally
    may be looked at. A gate bears when it rules out a verdict preferred to one that is still possible. A rule
    that holds always, and a matrix's cell, speak once they are what decides.
    """

    def __init__(self, compiler: Compiler, diagrams: Diagrams) -> None:
        self._compiler = compiler
        self._diagrams = diagrams

    def fired(self, compiled: CompiledFramework, options: Options) -> tuple[Rule, ...]:
        """Return the rules in the framework's order."""
        possible = positions(self._diagrams.reach(compiled.deciding, options))
        first, method = compiled.framework.first, compiled.framework.method
        rules = [first[at] for at in possible if at < len(first)]
        after = [at - len(first) for at in possible if at >= len(first)]
        if after and isinstance(method, FirstThatHolds):
            rules += [method.rules[at] for at in after]
        elif after and isinstance(method, Tally):
            rules += method.votes
        elif after and isinstance(method, Gates):
            rules += _in_the_way(method, after)
        fired = [rule for rule in rules if rule.when is not None and self._holds(rule, options)]
        return (*fired, *self._sole(compiled, possible, fired))

    def _holds(self, rule: Rule, options: Options) -> bool:
        return self._diagrams.reach(self._compiler.condition(rule.when), options) == TRUE_MASK

    def _sole(self, compiled: CompiledFramework, possible: Sequence[int], fired: Sequence[Rule]) -> Sequence[Rule]:
        rule = compiled.deciders[possible[0]].rule if len(possible) == 1 else None
        return () if rule is None or rule in fired else (rule,)


def _in_the_way(method: Gates, possible: Sequence[int]) -> list[Rule]:
    passed = frozenset(method.preferred[: max(possible)])
    return [gate for gate in method.gates if gate.rules_out & passed]
