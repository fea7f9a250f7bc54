"""Cells: the values of a fact that no rule tells apart.

Rules ask only whether a choice is among some values, or a number on one side of a threshold. Choices with the same
answers to all of that make one cell, and so does a run of numbers between two thresholds.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from bot.decisions.conditions import Compares, Condition, Is, Not
from bot.decisions.facts import LARGEST_NUMBER, Fact, Value
from bot.decisions.frameworks import Framework, Gates, Matrix, Matter, Tally


@dataclass(frozen=True, slots=True)
class Cell:
    """Choices, or the numbers ``low..high`` (both within)."""

    values: tuple[str, ...] = ()
    low: int = 0
    high: int = 0


@dataclass(frozen=True, slots=True)
class FactCells:
    """A fact cut into cells: numbers ascending, choices in the order shown.

    Attributes:
        shares: the part of all values each cell has when none is likelier; each range of numbers weighs the same.
        places: of each choice, the position of its cell; empty for a number.
    """

    fact: Fact
    cells: tuple[Cell, ...]
    shares: tuple[float, ...]
    places: Mapping[str, int] = field(default_factory=dict)

    def index(self, value: Value) -> int:
        """Return the position of the cell a value is in.

        Raises:
            FactError: the fact cannot take it.
        """
        if isinstance(value, str) and value in self.places:
            return self.places[value]
        number = self.fact.check(value)
        return bisect_left(self.cells, number, key=lambda cell: cell.high)

    def holding(self, atom: Is | Compares) -> frozenset[int]:
        """Return the positions of the cells in which an atom holds."""
        return frozenset(i for i, cell in enumerate(self.cells) if _holds(atom, cell))


def cut(fact: Fact, conditions: Iterable[Condition | None]) -> FactCells:
    """Cut a fact into the cells that these conditions tell apart."""
    atoms = [atom for condition in conditions for atom in atoms_of(condition) if atom.fact == fact.name]
    if fact.is_number:
        cells = _ranges({_first_beyond(atom) for atom in atoms if isinstance(atom, Compares)})
        return FactCells(fact, cells, (1 / len(cells),) * len(cells))
    groups: dict[tuple[bool, ...], list[str]] = {}
    for choice in fact.choices:
        groups.setdefault(tuple(isinstance(a, Is) and choice.value in a.values for a in atoms), []).append(choice.value)
    cells = tuple(Cell(tuple(values)) for values in groups.values())
    places = {value: position for position, cell in enumerate(cells) for value in cell.values}
    return FactCells(fact, cells, tuple(len(cell.values) / len(fact.choices) for cell in cells), places)


def atoms_of(condition: Condition | None) -> Iterator[Is | Compares]:
    """Yield the parts of a condition that ask for one fact."""
    if isinstance(condition, Is | Compares):
        yield condition
    elif condition is not None:
        for part in (condition.part,) if isinstance(condition, Not) else condition.parts:
            yield from atoms_of(part)


def conditions_of(matter: Matter) -> list[Condition]:
    """Return every condition of a matter's frameworks, in their order, then the panel's."""
    found = [condition for framework in matter.frameworks for condition in conditions_in(framework)]
    return found + [rule.when for rule in matter.panel.first if rule.when is not None]


def conditions_in(framework: Framework) -> list[Condition]:
    """Return every condition of a framework, in its order."""
    method = framework.method
    rules = list(framework.first)
    if isinstance(method, Matrix):
        return [rule.when for rule in rules if rule.when is not None] + [axis for _, axis in method.axes]
    if isinstance(method, Tally):
        rules += method.votes
    else:
        rules += method.gates if isinstance(method, Gates) else method.rules
    return [rule.when for rule in rules if rule.when is not None]


def _first_beyond(atom: Compares) -> int:
    """Return the smallest number above the threshold's lower side."""
    return atom.number if atom.operator in {"<", ">="} else atom.number + 1


def _ranges(starts: set[int]) -> tuple[Cell, ...]:
    inner = sorted(start for start in starts if 0 < start <= LARGEST_NUMBER)
    return tuple(
        Cell(low=low, high=above - 1) for low, above in zip([0, *inner], [*inner, LARGEST_NUMBER + 1], strict=True)
    )


def _holds(atom: Is | Compares, cell: Cell) -> bool:
    if isinstance(atom, Is):
        return any(value in atom.values for value in cell.values)
    above = cell.low >= _first_beyond(atom)
    return above if atom.operator in {">", ">="} else not above
