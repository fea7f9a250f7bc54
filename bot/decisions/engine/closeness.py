"""When a verdict is a close call, and the sentence that says why.

It is close when the verdicts of the frameworks were counted and the winner is tied with another or ahead by one; or
when a number that was given lies within a tenth (or by one) of a threshold beyond which the verdict could differ.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from bot.decisions.facts import Fact
from bot.decisions.frameworks import Matter


@dataclass(frozen=True, slots=True)
class Nearby:
    """A number that was given, one close by that is beyond a threshold, and what the panel may then say."""

    fact: Fact
    value: int
    other: int
    verdicts: frozenset[str]


def why_close(matter: Matter, verdict: str, counted: Sequence[Collection[str]], nearby: Sequence[Nearby]) -> str | None:
    """Return the sentence; None when the verdict is clear.

    Args:
        verdict: the panel's.
        counted: each framework's possible verdicts, when they decide by number; else empty.
        nearby: numbers that would change the verdict.
    """
    return _by_count(matter, verdict, counted) or next((_by_number(matter, each) for each in nearby), None)


def _by_count(matter: Matter, verdict: str, counted: Sequence[Collection[str]]) -> str | None:
    if not counted or any(len(verdicts) > 1 for verdicts in counted):
        return None
    alias = matter.panel.counts_as
    counts = Counter(alias.get(name, name) for verdicts in counted for name in verdicts)
    own = counts.pop(verdict)
    if not counts:
        return None
    most = max(counts.values())
    rivals = _list(matter, (name for name in matter.verdicts if counts[name] == most), "and")
    label = matter.verdicts[verdict].label
    if most == own:
        return f"{label} is tied with {rivals} at {own} of {len(counted)} frameworks, and goes first in a tie."
    return f"{label} is ahead of {rivals} by one framework, {own} to {most}." if own - most == 1 else None


def _by_number(matter: Matter, nearby: Nearby) -> str:
    labels = _list(matter, (name for name in matter.verdicts if name in nearby.verdicts), "or")
    would = "would" if len(nearby.verdicts) == 1 else "could"
    return f"{nearby.fact.label} is {nearby.value:,}; at {nearby.other:,} the verdict {would} be {labels}."


def _list(matter: Matter, names: Iterable[str], word: str) -> str:
    labels = [matter.verdicts[name].label for name in names]
    return labels[0] if len(labels) == 1 else f"{', '.join(labels[:-1])} {word} {labels[-1]}"
