"""What a call may cost before it is made, and what it did cost after."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from bot.answers.budget import Budget, Reservation, added
from bot.answers.generated.names import ModelName
from bot.answers.generated.prices import price_of
from bot.answers.model import Usage

if TYPE_CHECKING:
    from langchain_core.messages.ai import UsageMetadata

BYTES_FOR_A_TOKEN = 2
"""Fewest bytes of UTF-8 a token stands for on average; text in English has twice as many. Errs on the dear side."""

UNKNOWN = Usage(input_tokens=0, output_tokens=0)
"""Of a call whose reply broke off: the service tells at the end what it cost."""


class Meter:
    """Reserves and settles calls of one model; without a budget it only counts."""

    def __init__(self, model: ModelName, max_tokens: int, budget: Budget | None) -> None:
        self._price = price_of(model)
        self._max_tokens = max_tokens
        self._budget = budget

    async def open(self, sent: str, spent: float = 0.0) -> Call:
        """Reserve the most that a call can come to.

        Args:
            sent: everything that is sent.
            spent: dollars the same answer has cost already.

        Raises:
            ModelError: it is more than may be spent.
        """
        tokens = len(sent.encode()) // BYTES_FOR_A_TOKEN + 1
        most = self._price.most(tokens, self._max_tokens) if self._price else None
        if self._budget is None:
            return Call(self, None)
        return Call(self, await self._budget.reserve(most, tokens + self._max_tokens, spent))

    def priced(self, tokens: Usage) -> Usage:
        """The same tokens with what they cost."""
        return replace(tokens, dollars=self._price.dollars(tokens) if self._price else None)


class Call:
    """One call of a model.

    Attributes:
        sent: whether anything of it may have reached the service; set by whoever makes the call.
    """

    def __init__(self, meter: Meter, reservation: Reservation | None) -> None:
        self._meter = meter
        self._reservation = reservation
        self._tokens: Usage | None = None
        self.sent = False

    @property
    def usage(self) -> Usage:
        """What the call cost, as far as it is known."""
        return UNKNOWN if self._tokens is None else self._meter.priced(self._tokens)

    def count(self, told: UsageMetadata | None) -> None:
        """Add what a piece of the reply says of its cost; a service may tell it in parts."""
        if told and (told["input_tokens"] or told["output_tokens"]):
            details: Mapping[str, Any] = told.get("input_token_details") or {}
            read = details.get("cache_read") or 0
            written = sum(value or 0 for key, value in details.items() if key in _WRITTEN)
            self._tokens = added(self._tokens, Usage(told["input_tokens"], told["output_tokens"], read, written))

    async def settle(self) -> None:
        """Tell the budget what was spent. What is not known stays reserved; what was never sent is given back."""
        if self._reservation is None:
            return
        if not self.sent:
            await self._reservation.settle(0.0, 0)
        elif self._tokens is not None:
            usage = self.usage
            await self._reservation.settle(usage.dollars, usage.input_tokens + usage.output_tokens)


_WRITTEN = frozenset({"cache_creation", "ephemeral_5m_input_tokens", "ephemeral_1h_input_tokens"})
"""What LangChain calls tokens written to a cache; it fills the first or the others, never both."""
