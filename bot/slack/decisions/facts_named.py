"""Finds the fact somebody means: ``citations``, ``the budget``, ``how often it changes``, ``my answer``."""

from __future__ import annotations

import re
from collections.abc import Mapping

from bot.decisions.facts import Fact
from bot.decisions.session.state import Decision

_EMPTY = {"the", "a", "an", "our", "my", "answer", "on", "about", "to", "of", "for", "in", "is", "it", "we", "do"}


OWN = {"", "answer", "last answer", "previous answer", "it", "that", "this"}
"""How people name what they answered last."""


def named_fact(text: str, facts: Mapping[str, Fact]) -> Fact | None:
    """Return the one fact that ``text`` names; None when it names none, or several equally well."""
    wanted = _terms(text)
    if not wanted:
        return None
    scored = [(_score(wanted, fact), fact) for fact in facts.values()]
    best = max((score for score, _ in scored), default=0.0)
    found = [fact for score, fact in scored if score == best]
    return found[0] if best >= 0.5 and len(found) == 1 else None  # noqa: PLR2004 - half of what was said


def own_last(decision: Decision, user: str) -> list[str]:
    """Return the facts somebody answered, the newest first: what "my answer" may mean."""
    rounds = [one for one in reversed(decision.rounds) if user in one.stances and not one.is_dropped]
    return list(dict.fromkeys(one.fact for one in rounds))


def _score(wanted: frozenset[str], fact: Fact) -> float:
    """How much of what was said is in one of the fact's names; more where that is all of the name."""
    names = [_terms(name) for name in (fact.name.replace("_", " "), fact.label, *fact.words)]
    return max((len(wanted & name) / len(wanted) + (wanted == name) for name in names if name), default=0.0)


def _terms(text: str) -> frozenset[str]:
    words = re.findall(r"[^\W_]+", text.lower())
    return frozenset(word.removesuffix("s") for word in words if word not in _EMPTY)
