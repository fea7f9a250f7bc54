"""Facts, values, changes and sources in words, for records. Nothing here is escaped."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime

from bot.decisions.assessment import Flip, FlipChange
from bot.decisions.facts import LARGEST_NUMBER, Fact, Value
from bot.decisions.frameworks import Ground, Matter
from bot.decisions.plan import Per, Range

_PER = {Per.ONCE: "", Per.MONTH: " a month", Per.MILLION_TOKENS: " for a million training tokens"}


def value(fact: Fact, given: Value | None) -> str:
    """Return a value as people say it: a choice's label, ``3 weeks``, ``25,000 USD``, ``not known``."""
    if given is None:
        return "not known"
    if isinstance(given, int):
        return f"{given:,} {fact.unit or ''}".rstrip()
    return next((choice.label for choice in fact.choices if choice.value == given), given)


def verdict(matter: Matter, name: str, variant: str | None = None) -> str:
    """Return the label of a verdict, with that of its variant: ``Fine-tuning (a smaller model)``."""
    label = matter.verdicts[name].label if name in matter.verdicts else name
    return f"{label} ({matter.variants.get(variant, variant)})" if variant else label


def source(ground: Ground) -> str:
    """Return where something stands: ``articles/decision-tree.md, “Costs”``."""
    return f"{ground.document}, “{ground.heading}”"


def flip(matter: Matter, found: Flip) -> str:
    """Return what a flip changes and what that gives: ``Launch in 5 weeks or more (now 3 weeks) → Fine-tuning``."""
    return f"{' and '.join(_change(matter.facts, one) for one in found.changes)} → {verdict(matter, found.verdict)}"


def amount(figure: Range, unit: str) -> str:
    """Return a range with its proviso: ``8–16 weeks at minimum``, ``$50–$500 a month (API costs)``."""
    low, high = (f"${one:,}" if unit == "$" else f"{one:,}" for one in (figure.low, figure.high))
    spread = low if figure.low == figure.high else f"{low}–{high}"
    said = f"{spread}{_PER[figure.per]}" if unit == "$" else f"{spread} {unit}".rstrip()
    return f"{said} ({figure.note})" if figure.note else said


def day(seconds: float) -> str:
    """Return the UTC date of a time in seconds since the epoch."""
    return datetime.fromtimestamp(seconds, UTC).date().isoformat()


def _change(facts: Mapping[str, Fact], change: FlipChange) -> str:
    fact = facts[change.fact]
    return f"{fact.label}: {_new(fact, change)} (now {value(fact, change.before)})"


def _new(fact: Fact, change: FlipChange) -> str:
    low, high = change.low, change.high
    if low is None or high is None or low == high:
        return value(fact, change.value)
    if high >= LARGEST_NUMBER:
        return f"{value(fact, low)} or more"
    return f"{value(fact, high)} or less" if low == 0 else f"{low:,} to {value(fact, high)}"
