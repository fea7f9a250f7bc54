"""Conditions: what a rule asks of the facts. `bot.decisions.engine` tells what rules with them come to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

from bot.decisions.facts import Answers, Value

Operator = Literal["<", "<=", ">", ">="]


@dataclass(frozen=True, slots=True)
class Is:
    """The fact has one of these values."""

    fact: str
    values: frozenset[str]


@dataclass(frozen=True, slots=True)
class Compares:
    """The fact is a number on this side of ``number``."""

    fact: str
    operator: Operator
    number: int

    def holds(self, number: int) -> bool:
        """Whether a number is on this side."""
        truths = {
            "<": number < self.number,
            "<=": number <= self.number,
            ">": number > self.number,
            ">=": number >= self.number,
        }
        return truths[self.operator]


@dataclass(frozen=True, slots=True)
class AllOf:
    """Every part holds; with no parts it always holds."""

    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    """At least one part holds."""

    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Not:
    """The part does not hold."""

    part: Condition


Condition: TypeAlias = Is | Compares | AllOf | AnyOf | Not


def facts_of(condition: Condition) -> frozenset[str]:
    """Return the names of the facts a condition asks for."""
    if isinstance(condition, Is | Compares):
        return frozenset({condition.fact})
    parts = (condition.part,) if isinstance(condition, Not) else condition.parts
    return frozenset().union(*map(facts_of, parts))


def truth_of(condition: Condition, answers: Answers) -> bool | None:
    """Return whether a condition holds; None when that hangs on facts that are unknown."""
    if isinstance(condition, Is | Compares):
        value = answers.get(condition.fact)
        return None if value is None else _fits(condition, value)
    if isinstance(condition, Not):
        truth = truth_of(condition.part, answers)
        return None if truth is None else not truth
    decides, unknown = isinstance(condition, AnyOf), False
    for part in condition.parts:
        truth = truth_of(part, answers)
        if truth is decides:
            return decides
        unknown = unknown or truth is None
    return None if unknown else not decides


def _fits(condition: Is | Compares, value: Value) -> bool:
    if isinstance(condition, Is):
        return value in condition.values
    return isinstance(value, int) and condition.holds(value)
