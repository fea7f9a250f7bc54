"""What may be spent on models: asked before each call, told what it came to."""

from __future__ import annotations

from typing import Protocol

from bot.answers.model import Usage


class Reservation(Protocol):
    """What was set aside for one call. It counts as spent until it is settled."""

    async def settle(self, dollars: float | None, tokens: int) -> None:
        """Count what the call came to instead. Never called when that is not known: then all of it counts."""


class Budget(Protocol):
    """What may be spent. Safe from any number of answers, and processes, at once."""

    async def reserve(self, dollars: float | None, tokens: int, spent: float = 0.0) -> Reservation:
        """Set aside the most a call can come to.

        Args:
            dollars: None for a model without a known price; then only tokens are looked at.
            tokens: of input and output together.
            spent: dollars the same answer has cost already.

        Raises:
            ModelError: ``FallbackReason.BUDGET``, when it is more than is left. Nothing was set aside.
        """


def added(one: Usage | None, other: Usage) -> Usage:
    """Two calls of one answer as one. Dollars are known only when both are."""
    if one is None:
        return other
    known = one.dollars is not None and other.dollars is not None
    return Usage(
        one.input_tokens + other.input_tokens,
        one.output_tokens + other.output_tokens,
        one.cache_read_tokens + other.cache_read_tokens,
        one.cache_write_tokens + other.cache_write_tokens,
        (one.dollars or 0.0) + (other.dollars or 0.0) if known else None,
    )
