"""Sentences about what a decision rests on, once it has changed. Plain text, as in `bot.slack.decision_phrases`."""

from __future__ import annotations

from collections.abc import Sequence


def was_then(verdict: str) -> str:
    """Say what was decided."""
    return f"The verdict was: {verdict}."


def figures_changed(pairs: Sequence[tuple[str, str]]) -> str:
    """Say which figures changed: ``changed from 5,000 to 1,000``."""
    changes = [f"from {before} to {after}" for before, after in pairs]
    return f"changed {', and '.join(changes)}"


def would_be_with(pairs: Sequence[tuple[str, str]], verdict: str) -> str:
    """Say what the verdict would be with other figures in the rules."""
    return f"On the same answers, with {_swapped(pairs)}, the verdict would now be: {verdict}."


def same_with(pairs: Sequence[tuple[str, str]]) -> str:
    """Say that other figures in the rules change nothing."""
    return f"With {_swapped(pairs)}, the verdict stays the same."


def _swapped(pairs: Sequence[tuple[str, str]]) -> str:
    return " and ".join(f"{after} in place of {before}" for before, after in pairs)


def still_read(numbers: Sequence[str]) -> str:
    """Say what rules compare with, though the article says otherwise."""
    return f"The rules still read {' and '.join(numbers)}, so only people can tell what that means for the verdict."


def newer_frameworks(verdict: str) -> str:
    """Say what the frameworks come to as they are today."""
    return f"On the same answers, the frameworks as they are now give: {verdict}."
