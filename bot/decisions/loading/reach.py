"""Whether a condition can hold at all: rules that never decide are mistakes of whoever wrote them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from bot.decisions.conditions import AllOf, Compares, Condition, Is, Not, facts_of, truth_of
from bot.decisions.facts import LARGEST_NUMBER, Fact, Value

MOST_LOOKS = 20_000
"""Parts looked at before a condition is given the benefit of the doubt."""


def can_hold(condition: Condition, facts: Mapping[str, Fact]) -> bool:
    """Tell whether some answers make the condition hold; also True when finding out would take too long."""
    return _Search(condition, facts).found({})


def can_be_reached(condition: Condition | None, earlier: Iterable[Condition], facts: Mapping[str, Fact]) -> bool:
    """Tell whether a condition (None: an otherwise) can hold while none of the earlier ones does."""
    misses: tuple[Condition, ...] = tuple(Not(one) for one in earlier)
    return can_hold(AllOf(misses if condition is None else (condition, *misses)), facts)


class _Search:
    """Gives facts values one after the other, and goes on only where the condition is still open."""

    def __init__(self, condition: Condition, facts: Mapping[str, Fact]) -> None:
        self._condition = condition
        self._choices = {name: _values(facts[name], condition) for name in sorted(facts_of(condition))}
        self._size = _size(condition)
        self._looks = 0

    def found(self, answers: dict[str, Value]) -> bool:
        truth = truth_of(self._condition, answers)
        self._looks += self._size
        if truth is not None or self._looks > MOST_LOOKS:
            return truth is not False
        fact = next(name for name in self._choices if name not in answers)
        return any(self.found({**answers, fact: value}) for value in self._choices[fact])


def _size(condition: Condition) -> int:
    """Return how many parts are looked at to evaluate a condition."""
    if isinstance(condition, Is | Compares):
        return 1
    parts = (condition.part,) if isinstance(condition, Not) else condition.parts
    return 1 + sum(map(_size, parts))


def _values(fact: Fact, condition: Condition) -> list[Value]:
    """Return values that tell apart whatever the condition tells apart."""
    if not fact.is_number:
        return [choice.value for choice in fact.choices]
    near = {number + step for number in _numbers(condition, fact.name) for step in (-1, 0, 1)}
    return [*sorted(number for number in near if 0 <= number <= LARGEST_NUMBER)]


def _numbers(condition: Condition, fact: str) -> set[int]:
    if isinstance(condition, Compares):
        return {condition.number} if condition.fact == fact else set()
    if isinstance(condition, Is):
        return set()
    parts = (condition.part,) if isinstance(condition, Not) else condition.parts
    return set().union(*(_numbers(part, fact) for part in parts))
