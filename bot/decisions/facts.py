"""Facts: what is decided from, and the values each may take.

A fact is known or unknown. Answers are mappings that hold the known ones; a fact that is missing is unknown.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

Value = str | int
"""A choice (``yes`` and ``no`` among them), or a whole number of at least 0."""
Answers = Mapping[str, Value]
LARGEST_NUMBER = 10**12
"""Numbers above this are slips of the hand."""


class FactError(ValueError):
    """A fact nobody asks for, or a value it cannot take. The text names the fact and what it takes."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One value of a fact, and how it is shown."""

    value: str
    label: str


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing to know before deciding.

    Attributes:
        name: what rules and batches call it.
        label: a few words for tables and buttons: ``How often it changes``.
        question: the whole question, as it is asked.
        why: one sentence on what depends on it.
        choices: the values it takes, in the order they are shown; empty for a number.
        unit: what a number counts: ``weeks``, ``USD``; None for choices.
        words: what people call it, beside its name and label.
    """

    name: str
    label: str
    question: str
    why: str
    choices: tuple[Choice, ...] = ()
    unit: str | None = None
    words: tuple[str, ...] = ()

    @property
    def is_number(self) -> bool:
        """Whether it is answered by a number."""
        return not self.choices

    @property
    def is_yes_no(self) -> bool:
        """Whether it is answered by yes or no."""
        return {choice.value for choice in self.choices} == {"yes", "no"}

    def check(self, value: object) -> Value:
        """Return ``value`` when the fact can take it; a bool is no number.

        Raises:
            FactError: it cannot.
        """
        if self.is_number:
            if isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= LARGEST_NUMBER:
                return value
            raise FactError(f"{self.name} takes a whole number from 0 to {LARGEST_NUMBER}, not {value!r}")
        if isinstance(value, str) and any(choice.value == value for choice in self.choices):
            return value
        known = ", ".join(choice.value for choice in self.choices)
        raise FactError(f"{self.name} takes one of {known}, not {value!r}")
