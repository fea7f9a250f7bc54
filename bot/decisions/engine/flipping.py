"""What would flip the panel's verdict: the smallest sets of changed or newly learnt answers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, product
from math import comb

from bot.decisions.assessment import Flip, FlipChange
from bot.decisions.engine.cells import FactCells
from bot.decisions.engine.closeness import Nearby
from bot.decisions.engine.diagrams import Diagrams, Node, Options, positions
from bot.decisions.engine.layout import Layout
from bot.decisions.facts import LARGEST_NUMBER, Answers
from bot.decisions.frameworks import Matter

_MOST_CHANGES = 3
"""More changes than that are another situation, not a flip."""
_MOST_TRIES = 5_000
"""Sets of changes to try, at most, of one size; larger sizes are then left out."""

Cells = dict[int, int]
"""A set of changes: by level, the cell it is changed to."""


@dataclass(frozen=True, slots=True)
class _Found:
    cells: Cells
    mask: int
    distance: int


class Flipping:
    """Searches changes in the panel's diagram."""

    def __init__(self, diagrams: Diagrams, layout: Layout, matter: Matter, root: Node) -> None:
        self._diagrams = diagrams
        self._layout = layout
        self._names = tuple(matter.verdicts)
        self._root = root
        self._levels = layout.in_order(diagrams.support(root))

    def flips(self, answers: Answers, options: list[tuple[int, ...]], most: int) -> list[Flip]:
        """Return the smallest changes that give another verdict whatever stays unknown; only learnt ones first."""
        unknown = [level for level in self._levels if self._layout.name(level) not in answers]
        learnt = self._smallest(answers, options, unknown, set(), 1)
        subsets = {frozenset(found.cells.items()) for found in learnt}
        changed = self._smallest(answers, options, self._levels, set(unknown), self._least(options))
        minimal = [found for found in changed if not any(known <= found.cells.items() for known in subsets)]
        return [self._flip(answers, options, found) for found in (*learnt, *minimal)[:most]]

    def nearby(self, answers: Answers, options: list[tuple[int, ...]]) -> list[Nearby]:
        """Return numbers given within a tenth, or one, of a number with which the verdict could differ."""
        now, found = self._mask(options), []
        for level in self._levels:
            each = self._layout.facts[level]
            value = answers.get(each.fact.name)
            if not isinstance(value, int):
                continue
            cell = each.cells[options[level][0]]
            for step, other in ((-1, cell.low - 1), (1, cell.high + 1)):
                if 0 <= other <= LARGEST_NUMBER and abs(other - value) <= max(1, other // 10):
                    mask = self._mask(options, {level: (options[level][0] + step,)})
                    if mask != now:
                        names = frozenset(self._names[at] for at in positions(mask))
                        found.append(Nearby(each.fact, value, other, names))
        return found

    def _smallest(
        self, answers: Answers, options: list[tuple[int, ...]], levels: Sequence[int], only: set[int], least: int
    ) -> list[_Found]:
        """Return the smallest flips, of one size and none within ``only``: one for each facts and verdict."""
        now = self._mask(options)
        for size in range(least, _MOST_CHANGES + 1):
            if self._tries(options, len(levels), size) > _MOST_TRIES:
                break
            nearest: dict[tuple[tuple[int, ...], int], _Found] = {}
            for cells in self._changes(options, levels, size):
                if cells.keys() <= only:
                    continue
                changed = list(options)
                for level, cell in cells.items():
                    changed[level] = (cell,)
                mask = self._diagrams.reach(self._root, changed, two_do=True)
                if mask != now and mask & (mask - 1) == 0:
                    found = _Found(cells, mask, sum(self._distance(answers, *item) for item in cells.items()))
                    kept = nearest.setdefault((tuple(cells), mask), found)
                    if found.distance < kept.distance:
                        nearest[tuple(cells), mask] = found
            if nearest:
                return list(nearest.values())
        return []

    def _changes(self, options: Options, levels: Sequence[int], size: int) -> Iterator[Cells]:
        """Yield every set of ``size`` changes."""
        for chosen in combinations(levels, size):
            for cells in product(*(self._others(options, level) for level in chosen)):
                yield dict(zip(chosen, cells, strict=True))

    def _others(self, options: Options, level: int) -> list[int]:
        """Return the cells an answer can change to: all but its own, or all when it is unknown."""
        cells = range(len(self._layout.facts[level].cells))
        possible = options[level]
        return [cell for cell in cells if len(possible) > 1 or cell != possible[0]]

    def _tries(self, options: Options, levels: int, size: int) -> int:
        """Return about how many sets of changes there are of a size."""
        others = [len(self._others(options, level)) for level in self._levels]
        return int(comb(levels, size) * (sum(others) / max(1, len(others))) ** size)

    def _least(self, options: list[tuple[int, ...]]) -> int:
        """Return a number of answers that must change at least; beyond all sizes when no change helps."""
        now = self._mask(options)
        costs: dict[Node, int] = {}
        for node in self._diagrams.below(self._root):
            below, level = self._diagrams.children[node], self._diagrams.levels[node]
            if below:
                costs[node] = min(costs[child] + (cell not in options[level]) for cell, child in enumerate(below))
            else:
                costs[node] = _MOST_CHANGES + 1 if self._diagrams.masks[node] == now else 0
        return max(1, costs[self._root])

    def _distance(self, answers: Answers, level: int, cell: int) -> int:
        """Return how far a cell is from the answer, in cells or choices; of an unknown fact the first is nearest."""
        each = self._layout.facts[level]
        answer = answers.get(each.fact.name)
        if answer is None:
            return cell
        if isinstance(answer, int):
            return abs(cell - each.index(answer))
        return _steps(each, answer, _nearest(each, answer, cell))

    def _flip(self, answers: Answers, options: list[tuple[int, ...]], found: _Found) -> Flip:
        ranges = self._widened(options, found)
        changes = []
        for level, cells in ranges.items():
            each = self._layout.facts[level]
            before = answers.get(each.fact.name)
            if not each.fact.is_number:
                value = _nearest(each, str(before), found.cells[level])
                changes.append(FlipChange(each.fact.name, before, value))
                continue
            low, high = each.cells[cells[0]].low, each.cells[cells[-1]].high
            value_near = high if isinstance(before, int) and before > high else low
            end = None if high == LARGEST_NUMBER else high
            changes.append(FlipChange(each.fact.name, before, value_near, low, end))
        return Flip(tuple(changes), self._names[positions(found.mask)[0]])

    def _widened(self, options: list[tuple[int, ...]], found: _Found) -> dict[int, tuple[int, ...]]:
        """Return the cells of each change; of numbers all those around it with the same verdict."""
        ranges: dict[int, tuple[int, ...]] = {level: (cell,) for level, cell in found.cells.items()}
        for level in found.cells:
            each = self._layout.facts[level]
            for step in (1, -1) if each.fact.is_number else ():
                while 0 <= (beyond := ranges[level][-1 if step > 0 else 0] + step) < len(each.cells):
                    wider = {**ranges, level: tuple(sorted((*ranges[level], beyond)))}
                    if self._mask(options, wider) != found.mask:
                        break
                    ranges = wider
        return ranges

    def _mask(self, options: list[tuple[int, ...]], changes: Mapping[int, tuple[int, ...]] | None = None) -> int:
        """Return the panel's verdicts, with some cells changed."""
        if not changes:
            return self._diagrams.reach(self._root, options)
        changed = list(options)
        for level, cells in changes.items():
            changed[level] = cells
        return self._diagrams.reach(self._root, changed)


def _nearest(each: FactCells, answer: str, cell: int) -> str:
    """Return the choice of a cell that is shown nearest to the answer; its first when there is no answer."""
    return min(each.cells[cell].values, key=lambda value: _steps(each, answer, value))


def _steps(each: FactCells, one: str, other: str) -> int:
    """Return how many places apart two choices are shown; 0 when one of them is none."""
    shown = [choice.value for choice in each.fact.choices]
    return abs(shown.index(one) - shown.index(other)) if one in shown else 0
