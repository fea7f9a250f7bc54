"""Which passages can be among the best, told from the terms they hold before any is ranked. Pure.

To rank a passage takes FTS5 twenty times as long as to find it, and most of those that are found hold one common term
or two. However often a passage repeats a term, the term adds less than its ceiling to the score; so a passage whose
ceilings together do not reach the score of the k-th best need not be ranked, and the best stay exactly the same.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ingest.store.lexical import K1, inverse_frequency

Ceiling = tuple[str, float]
"""A quoted term, and what it adds to a score at most."""

_ASSUMED, _OTHERS = 0.33, 6
"""Share of the ceiling of the rarest terms, and of a third of those of the next, which the k-th best is first assumed
to have. On nineteen of twenty questions it has more, and then one look is enough."""
_ENOUGH = 3
"""Times ``k`` passages that together hold the rarest terms: each passage may hold several of these."""


def ceilings(frequencies: Mapping[str, int], passages: int) -> list[Ceiling]:
    """Return the ceilings of quoted terms in the order given, out of so many passages."""
    return [(term, (K1 + 1) * inverse_frequency(held, passages)) for term, held in frequencies.items()]


def assumed_score(frequencies: Mapping[str, int], known: Sequence[Ceiling], k: int) -> float:
    """Assume what score the ``k``-th best will have; 0 when too few passages hold any of the terms to leave some out.

    Args:
        frequencies, known: of the same terms, rarest first.
    """
    held = 0
    for number, frequency in enumerate(frequencies.values()):
        held += frequency
        if held >= _ENOUGH * k:
            rarest, *others = (ceiling for _, ceiling in known[number : number + 1 + _OTHERS])
            return _ASSUMED * (rarest + sum(others) / 3)
    return 0.0


def contenders(known: Sequence[Ceiling], score: float) -> str:
    """Return what FTS5 is to look for: at least every passage whose ceilings together reach a score.

    These hold a term whose ceiling alone does, or two of the others. Some that hold two do not reach it, but telling
    them apart takes longer than ranking them.

    Args:
        known: rarest first.
    """
    alone = [term for term, ceiling in known if ceiling >= score]
    return " OR ".join([*alone, *_two_of(known[len(alone) :], score)])


def _two_of(known: Sequence[Ceiling], score: float) -> list[str]:
    """One of each half, or two of the same half: so each of many terms is named a few times only."""
    rare, common = known[: len(known) // 2], known[len(known) // 2 :]
    if not rare or sum(ceiling for _, ceiling in known) < score:
        return []
    return [f"(({_any(rare)}) AND ({_any(common)}))", *_two_of(rare, score), *_two_of(common, score)]


def _any(known: Sequence[Ceiling]) -> str:
    return " OR ".join(term for term, _ in known)
