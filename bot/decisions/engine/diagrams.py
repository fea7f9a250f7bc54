"""Decision diagrams: functions from the facts' cells to sets, each stored once.

A node asks one fact (its ``level``) and has a child for each cell. Facts come in one order on every path, a node whose
children are all the same is that child, and equal nodes are one node. So two functions are equal exactly when their
nodes are, and a function depends on exactly the facts its nodes ask. A leaf is a set of small numbers, as a bit mask.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from typing import TypeAlias

Node: TypeAlias = int
Options: TypeAlias = Sequence[tuple[int, ...]]
"""By level, the cells still possible: one when the fact is known, all when not."""
State: TypeAlias = tuple[tuple[int, ...], tuple[Node, ...]]
"""What a product has counted so far, and the nodes still to go through."""
Step: TypeAlias = Callable[[tuple[int, ...], tuple[Node, ...]], Node | State]
"""What a product comes to: a node once it is clear, else the same state in its simplest form."""

FALSE_MASK, TRUE_MASK = 1, 2


class SizeError(ValueError):
    """More nodes than the store may hold."""


class Diagrams:
    """A store of nodes. Children have smaller numbers than their parents.

    Attributes:
        sizes: how many cells the fact of each level has.
        levels: of each node; a leaf's is beyond all others.
        masks: of each node, what its leaves have together.
    """

    def __init__(self, sizes: Sequence[int], most: int, most_steps: int | None = None) -> None:
        """Make an empty store of at most ``most`` nodes; products take ``most_steps`` steps, else as many as that."""
        self.sizes = tuple(sizes)
        self.levels: list[int] = []
        self.children: list[tuple[Node, ...]] = []
        self.masks: list[int] = []
        self._most = most
        self._most_steps = most if most_steps is None else most_steps
        self._steps = 0
        self._leaves: dict[int, Node] = {}
        self._nodes: dict[tuple[int, tuple[Node, ...]], Node] = {}

    @property
    def all_options(self) -> list[tuple[int, ...]]:
        """Every cell of every level: nothing is known."""
        return [tuple(range(size)) for size in self.sizes]

    def is_leaf(self, node: Node) -> bool:
        """Whether a node asks nothing."""
        return self.levels[node] == len(self.sizes)

    def leaf(self, mask: int) -> Node:
        """Return the leaf with a set."""
        found = self._leaves.get(mask)
        if found is None:
            found = self._leaves[mask] = self._add(len(self.sizes), (), mask)
        return found

    def node(self, level: int, children: tuple[Node, ...]) -> Node:
        """Return the node that asks a level."""
        first = children[0]
        if all(child == first for child in children):
            return first
        found = self._nodes.get((level, children))
        if found is None:
            mask = 0
            for child in children:
                mask |= self.masks[child]
            found = self._nodes[level, children] = self._add(level, children, mask)
        return found

    def product(self, counted: tuple[int, ...], nodes: tuple[Node, ...], step: Step) -> Node:
        """Go through nodes side by side, and return the node of what ``step`` makes of them.

        Raises:
            SizeError: it takes more steps than the store allows.
        """
        memo: dict[State, Node] = {}

        def go(counted: tuple[int, ...], nodes: tuple[Node, ...]) -> Node:
            state = step(counted, nodes)
            if isinstance(state, int):
                return state
            found = memo.get(state)
            if found is None:
                self._count_step()
                counted, nodes = state
                level = min(self.levels[node] for node in nodes)
                children = tuple(go(counted, self._below(nodes, level, cell)) for cell in range(self.sizes[level]))
                found = memo[state] = self.node(level, children)
            return found

        return go(counted, nodes)

    def choose(self, condition: Node, then: Node, otherwise: Node) -> Node:
        """Return ``then`` where the condition holds, else ``otherwise``."""

        def step(counted: tuple[int, ...], nodes: tuple[Node, ...]) -> Node | State:
            asked, yes, no = nodes
            if yes == no or self.masks[asked] == TRUE_MASK:
                return yes
            return no if self.masks[asked] == FALSE_MASK else (counted, nodes)

        return self.product((), (condition, then, otherwise), step)

    def union(self, nodes: Sequence[Node]) -> Node:
        """Return the union of sets, wherever they stand."""

        def step(counted: tuple[int, ...], nodes: tuple[Node, ...]) -> Node | State:
            distinct = sorted(set(nodes))
            if len(distinct) == 1:
                return distinct[0]
            if all(map(self.is_leaf, distinct)):
                mask = 0
                for node in distinct:
                    mask |= self.masks[node]
                return self.leaf(mask)
            return counted, tuple(distinct)

        return self.product((), tuple(nodes), step)

    def relabel(self, root: Node, rename: Callable[[int], int]) -> Node:
        """Return the same diagram with other sets at its leaves."""
        return self._rebuild(root, lambda node: self.leaf(rename(self.masks[node])), self.node)

    def given(self, root: Node, options: Options, into: Diagrams | None = None) -> Node:
        """Return what is left of a function when some facts are known, as a node of ``into`` (or of this store)."""
        target = into or self

        def join(level: int, children: tuple[Node, ...]) -> Node:
            possible = options[level]
            return children[possible[0]] if len(possible) == 1 else target.node(level, children)

        return self._rebuild(root, lambda node: target.leaf(self.masks[node]), join)

    def without(self, root: Node, levels: Collection[int]) -> Node:
        """Return the sets that are possible while some levels stay unknown: the function no longer asks them."""

        def join(level: int, children: tuple[Node, ...]) -> Node:
            return self.union(children) if level in levels else self.node(level, children)

        return self._rebuild(root, lambda node: node, join)

    def reach(self, root: Node, options: Options, two_do: bool = False) -> int:
        """Return all that leaves still possible have together; with ``two_do`` perhaps only two of them.

        Goes nowhere that adds nothing.
        """
        levels, children, masks = self.levels, self.children, self.masks
        leaf, found, seen, stack = len(self.sizes), 0, set(), [root]
        while stack:
            node = stack.pop()
            if masks[node] | found == found or node in seen:
                continue
            level = levels[node]
            if level == leaf:
                found |= masks[node]
                if two_do and found & (found - 1):
                    break
                continue
            seen.add(node)
            below = children[node]
            stack.extend([below[cell] for cell in options[level]])
        return found

    def below(self, root: Node) -> list[Node]:
        """Return a node and all beneath it, children before parents."""
        seen, stack = {root}, [root]
        while stack:
            for child in self.children[stack.pop()]:
                if child not in seen:
                    seen.add(child)
                    stack.append(child)
        return sorted(seen)

    def support(self, root: Node) -> set[int]:
        """Return the levels a function depends on."""
        return {self.levels[node] for node in self.below(root)} - {len(self.sizes)}

    def _rebuild(self, root: Node, leaf: Callable[[Node], Node], join: Callable[[int, tuple[Node, ...]], Node]) -> Node:
        """Make a node anew from its leaves up."""
        made: dict[Node, Node] = {}
        for node in self.below(root):
            below = self.children[node]
            made[node] = join(self.levels[node], tuple([made[child] for child in below])) if below else leaf(node)
        return made[root]

    def _below(self, nodes: tuple[Node, ...], level: int, cell: int) -> tuple[Node, ...]:
        levels, children = self.levels, self.children
        return tuple([children[node][cell] if levels[node] == level else node for node in nodes])

    def _add(self, level: int, children: tuple[Node, ...], mask: int) -> Node:
        if len(self.levels) >= self._most:
            raise SizeError(f"more than {self._most} nodes")
        self.levels.append(level)
        self.children.append(children)
        self.masks.append(mask)
        return len(self.levels) - 1

    def _count_step(self) -> None:
        self._steps += 1
        if self._steps > self._most_steps:
            raise SizeError(f"more than {self._most_steps} steps")


def positions(mask: int) -> list[int]:
    """Return the numbers in a set, ascending."""
    return [position for position in range(mask.bit_length()) if mask >> position & 1]
