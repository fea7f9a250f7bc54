"""In which order diagrams ask the facts, and how answers become cells."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from bot.decisions.conditions import facts_of
from bot.decisions.engine.cells import FactCells, atoms_of, conditions_in, conditions_of, cut
from bot.decisions.facts import Answers, FactError
from bot.decisions.frameworks import Matter

_ROUNDS = 20
"""After so many the order of facts has long come to rest."""


@dataclass(frozen=True, slots=True)
class Layout:
    """The facts by level.

    Attributes:
        facts: cut into cells, in the order diagrams ask them.
        levels: of each fact, by name.
        ranks: by level, the fact's place in the order of the matter.
        unknown: by level, all its cells.
    """

    facts: tuple[FactCells, ...]
    levels: Mapping[str, int]
    ranks: tuple[int, ...]
    unknown: tuple[tuple[int, ...], ...]

    def options(self, answers: Answers) -> list[tuple[int, ...]]:
        """Return the cells still possible, by level.

        Raises:
            FactError: a fact nobody asks for, or a value it cannot take.
        """
        options = list(self.unknown)
        for name, value in answers.items():
            if name not in self.levels:
                raise FactError(f"there is no fact {name!r}")
            level = self.levels[name]
            options[level] = (self.facts[level].index(value),)
        return options

    def name(self, level: int) -> str:
        """Return the name of a level's fact."""
        return self.facts[level].fact.name

    def in_order(self, levels: set[int]) -> list[int]:
        """Return levels in the order of the matter."""
        return sorted(levels, key=self.ranks.__getitem__)


def layout(matter: Matter) -> Layout:
    """Lay out a matter's facts so that those which rules ask together stand together, which keeps diagrams small."""
    conditions = conditions_of(matter)
    names = list(matter.facts)
    order = _together(_as_they_come(matter), _groups(matter))
    facts = tuple(cut(matter.facts[name], conditions) for name in order)
    levels = {name: level for level, name in enumerate(order)}
    unknown = tuple(tuple(range(len(each.cells))) for each in facts)
    return Layout(facts, levels, tuple(names.index(name) for name in order), unknown)


def _as_they_come(matter: Matter) -> list[str]:
    """Return the facts as rules first ask for them, then those no rule asks for."""
    asked = [atom.fact for condition in conditions_of(matter) for atom in atoms_of(condition)]
    return list(dict.fromkeys([*asked, *matter.facts]))


def _groups(matter: Matter) -> list[frozenset[str]]:
    """Return facts that are asked together: by one condition, or by one framework."""
    conditions = [facts_of(condition) for condition in conditions_of(matter)]
    wholes = [frozenset().union(*map(facts_of, conditions_in(framework))) for framework in matter.frameworks]
    return [group for group in (*conditions, *wholes) if group]


def _together(order: list[str], groups: list[frozenset[str]]) -> list[str]:
    """Move each fact, again and again, to the middle of the groups it is in (Aloul's FORCE)."""
    for _ in range(_ROUNDS):
        places = {name: place for place, name in enumerate(order)}
        pulls: dict[str, list[float]] = {name: [] for name in order}
        for group in groups:
            middle = sum(places[name] for name in group) / len(group)
            for name in group:
                pulls[name].append(middle)
        order = sorted(order, key=lambda name: sum(pulls[name]) / len(pulls[name]) if pulls[name] else places[name])
    return order
