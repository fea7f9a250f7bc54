"""What to ask next, and how much there is left to ask."""

from __future__ import annotations

import math
from collections.abc import Collection, Sequence

from bot.decisions.engine.diagrams import Diagrams, Node
from bot.decisions.engine.layout import Layout

_WORK = 20_000
"""Nodes to go through, at most, to foresee questions; what lies beyond is estimated."""
_SAME = 9
"""Decimals of bits to which two facts settle the same."""


class Asking:
    """Chooses questions about one function; its leaves are what it is asked for.

    Every value of an unknown fact is taken for equally likely. Levels in ``never`` are not asked.
    """

    def __init__(self, diagrams: Diagrams, layout: Layout, never: Collection[int] = ()) -> None:
        self._diagrams = diagrams
        self._layout = layout
        self._never = never
        self._expected: dict[Node, float] = {}
        self._work = 0

    def best(self, root: Node) -> int | None:
        """Return the level whose answer leaves least doubt on average (in bits); ties go by the matter's order.

        None when the function asks nothing. It is always a level the function depends on.
        """
        doubts = {level: doubt for level, doubt in self._doubts(root).items() if level not in self._never}
        ranks = self._layout.ranks
        return min(doubts, key=lambda level: (round(doubts[level], _SAME), ranks[level]), default=None)

    def expected(self, root: Node) -> float:
        """Return how many questions there will be on average, when each is the best at its time."""
        if root not in self._expected:
            self._expected[root] = self._foresee(root)
        return self._expected[root]

    def _foresee(self, root: Node) -> float:
        self._work += len(self._diagrams.below(root))
        level = self.best(root) if self._work < _WORK else None
        if level is None:
            return self._estimate(root)
        options = self._diagrams.all_options
        total = 1.0
        for cell, share in enumerate(self._layout.facts[level].shares):
            options[level] = (cell,)
            total += share * self.expected(self._diagrams.given(root, options))
        return total

    def _estimate(self, root: Node) -> float:
        """Return how many questions there are on average in the order of the levels; 0 for a leaf."""
        lengths: dict[Node, float] = {}
        for node in self._diagrams.below(root):
            below, level = self._diagrams.children[node], self._diagrams.levels[node]
            shares = self._layout.facts[level].shares if below else ()
            asked = 1.0 if below and level not in self._never else 0.0
            lengths[node] = asked + sum(s * lengths[c] for s, c in zip(shares, below, strict=True))
        return lengths[root]

    def _doubts(self, root: Node) -> dict[int, float]:
        """Return, for each level the function asks, the average entropy of its leaves once that is answered.

        For each cell: how likely each leaf is over all paths, corrected on those that ask the level for what comes
        after that cell instead of after any.
        """
        diagrams, order = self._diagrams, self._diagrams.below(root)
        chances = self._chances(order)
        overall = chances[root]
        sums: dict[int, list[list[float]]] = {}
        arriving = dict.fromkeys(order, 0.0)
        arriving[root] = 1.0
        for node in reversed(order):
            below, level, weight, here = diagrams.children[node], diagrams.levels[node], arriving[node], chances[node]
            if not below:
                continue
            cells = sums.setdefault(level, [list(overall) for _ in below])
            for share, child, cell in zip(self._layout.facts[level].shares, below, cells, strict=True):
                arriving[child] += weight * share
                for at, chance in enumerate(chances[child]):
                    cell[at] += weight * (chance - here[at])
        shares = {level: self._layout.facts[level].shares for level in sums}
        return {
            level: sum(share * _entropy(cell) for share, cell in zip(shares[level], sums[level], strict=True))
            for level in sums
        }

    def _chances(self, order: Sequence[Node]) -> dict[Node, list[float]]:
        """Return for each node how likely each leaf is; leaves in the order of their sets."""
        diagrams = self._diagrams
        leaves = sorted((node for node in order if diagrams.is_leaf(node)), key=diagrams.masks.__getitem__)
        chances = {leaf: [float(leaf == other) for other in leaves] for leaf in leaves}
        for node in order:
            if node not in chances:
                shares = self._layout.facts[diagrams.levels[node]].shares
                parts = [(share, chances[child]) for share, child in zip(shares, diagrams.children[node], strict=True)]
                chances[node] = [sum(share * part[at] for share, part in parts) for at in range(len(leaves))]
        return chances


def _entropy(chances: Sequence[float]) -> float:
    return -sum(chance * math.log2(chance) for chance in chances if chance > 0)
