"""Counting votes in decision diagrams: of a tally's rules, and of the panel's frameworks."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeAlias

from bot.decisions.engine.diagrams import Diagrams, Node, State

Winner: TypeAlias = Callable[[Sequence[int], Sequence[int]], int | None]
"""From the fewest and the most votes each may end with to the winner's position; None while it is not clear."""

_OUT = -(10**6)
"""The count of what can no longer be at the top."""


def ahead_of_all(number: int) -> Winner:
    """Return a tally's rule for some verdicts: the one ahead; ``number`` when tied, ``number + 1`` without a vote."""

    def winner(low: Sequence[int], high: Sequence[int]) -> int | None:
        for position in range(number):
            if low[position] > max([0, *high[:position], *high[position + 1 :]]):
                return position
        if max(high, default=0) <= 0:
            return number + 1
        return number if list(low) == list(high) else None

    return winner


def first_in_order(number: int) -> Winner:
    """Return the panel's rule for some verdicts in order: most votes, and of those tied the first."""

    def winner(low: Sequence[int], high: Sequence[int]) -> int | None:
        for position in range(number):
            before = max(high[:position], default=_OUT)
            after = max(high[position + 1 :], default=_OUT)
            if low[position] > before and low[position] >= after:
                return position
        return None

    return winner


def count(diagrams: Diagrams, voters: Sequence[Node], number: int, winner: Winner, leaf: Callable[[int], Node]) -> Node:
    """Return who wins. Each voter is a diagram whose leaves are positions of verdicts; ``number`` there abstains."""

    def step(counted: tuple[int, ...], nodes: tuple[Node, ...]) -> Node | State:
        low, going = list(counted), []
        for node in nodes:
            if not diagrams.is_leaf(node):
                going.append(node)
            elif diagrams.masks[node] < 1 << number:
                low[diagrams.masks[node].bit_length() - 1] += 1
        high = [least + sum(diagrams.masks[node] >> at & 1 for node in going) for at, least in enumerate(low)]
        low, high = _simplest(low, high)
        won = winner(low, high)
        if won is not None:
            return leaf(won)
        live = sum(1 << at for at, most in enumerate(high) if most >= 0)
        return tuple(low), tuple(sorted(node for node in going if diagrams.masks[node] & live))

    return diagrams.product((0,) * number, tuple(voters), step)


def _simplest(low: Sequence[int], high: Sequence[int]) -> tuple[list[int], list[int]]:
    """Forget what can no longer matter, so that states which must end alike are one.

    That is: votes for verdicts which cannot reach the top any more, and what all others have in common (but for one
    vote, which tells a tie from no vote at all).
    """
    top = max(low, default=0)
    common = max(min((least for least, most in zip(low, high, strict=True) if most >= top), default=0) - 1, 0)
    return (
        [least - common if most >= top else _OUT for least, most in zip(low, high, strict=True)],
        [most - common if most >= top else _OUT for most in high],
    )
