"""Conditions, as people write them::

often                              a condition the facts file defines
{change_rate: [daily, weekly]}     a choice, or several
{weeks_to_launch: "< 4"}           a number, with <, <=, > or >=
{citations: yes, latency: seconds} both
{any: [often, citations: yes]}     any, all, not
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import cast

from bot.decisions.conditions import AllOf, AnyOf, Compares, Condition, Is, Not, Operator
from bot.decisions.facts import LARGEST_NUMBER, Fact
from bot.decisions.loading.nodes import Node, Pair, meant, shown

WORDS = ("all", "any", "not")
"""What a condition says beside facts; no fact and no condition may have such a name."""
MOST_PARTS = 100
"""Facts and words in one condition, with the conditions it names written out."""
_COMPARISON = re.compile(r"(<=|>=|<|>) ?([0-9]{1,15})")


def read_condition(node: Node, facts: Mapping[str, Fact], named: Mapping[str, Condition]) -> Condition:
    """Return the condition a node says.

    Raises:
        FrameworkError: it is none, it asks for what the facts do not have, or it always or never holds.
    """
    condition = _Reader(facts, named).condition(node)
    if (parts := size(condition)) > MOST_PARTS:
        raise node.error(f"the condition has {parts} parts, written out; make it of at most {MOST_PARTS}")
    return condition


def size(condition: Condition) -> int:
    """Return how many parts a condition has, itself included."""
    if isinstance(condition, Is | Compares):
        return 1
    if isinstance(condition, Not):
        return 1 + size(condition.part)
    return 1 + sum(map(size, condition.parts))


class _Reader:
    """Reads conditions over the facts and named conditions it is given."""

    def __init__(self, facts: Mapping[str, Fact], named: Mapping[str, Condition]) -> None:
        self._facts = facts
        self._named = named

    def condition(self, node: Node) -> Condition:
        if node.is_text:
            return self._by_name(node)
        if node.is_list:
            raise node.error(f"{node.what} is a list; say all: or any: before it")
        parts = [self._part(pair) for pair in node.named()]
        return parts[0] if len(parts) == 1 else AllOf(tuple(parts))

    def _by_name(self, node: Node) -> Condition:
        name = node.text()
        if name in self._facts:
            raise node.error(f"{name} is a fact; say which value, as in {self._example(self._facts[name])}")
        return self._named[node.one_of(self._named, "condition")]

    def _part(self, pair: Pair) -> Condition:
        word = pair.key.text()
        if word == "not":
            return Not(self.condition(pair.value))
        if word in WORDS:
            parts = tuple(map(self.condition, pair.value.items()))
            return AllOf(parts) if word == "all" else AnyOf(parts)
        if word in self._named:
            raise pair.key.error(f"{word} is a condition; write its name alone, without a value")
        if word not in self._facts:
            raise pair.key.error(f"there is no fact {shown(word)}; {meant(word, (*self._facts, *WORDS))}")
        fact = self._facts[word]
        return self._compares(fact, pair.value) if fact.is_number else self._is(fact, pair.value)

    def _is(self, fact: Fact, node: Node) -> Is:
        known = [choice.value for choice in fact.choices]
        given = [one.one_of(known, f"{fact.name} value") for one in (node.items() if node.is_list else [node])]
        if len(set(given)) < len(given):
            raise node.error(f"a value of {fact.name} stands twice; delete one of them")
        if len(given) == len(known):
            raise node.error(f"this lists every value of {fact.name}, so it always holds; leave one out")
        return Is(fact.name, frozenset(given))

    def _compares(self, fact: Fact, node: Node) -> Compares:
        match = _COMPARISON.fullmatch(node.text()) if node.is_text else None
        if match is None:
            raise node.error(f"{fact.name} is a number; compare it, as in {self._example(fact)}")
        operator, number = cast(Operator, match[1]), int(match[2])
        first_above = number + (operator in {"<=", ">"})
        if not 0 < first_above <= LARGEST_NUMBER:
            raise node.error(
                f"{fact.name} is from 0 to {LARGEST_NUMBER}, so this always or never holds; write another number"
            )
        return Compares(fact.name, operator, number)

    @staticmethod
    def _example(fact: Fact) -> str:
        return f'{{{fact.name}: "< 10"}}' if fact.is_number else f"{{{fact.name}: {fact.choices[0].value}}}"
