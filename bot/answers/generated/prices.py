"""What a call of a model costs, by the dated list in ``prices.toml``. A model that is not on it has no price."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from bot.answers.generated.names import ModelName
from bot.answers.model import Usage

MILLION = 1_000_000
_DATED = re.compile(r"-\d{8}$")


@dataclass(frozen=True, slots=True)
class Price:
    """Of one model, in dollars for a million tokens.

    Attributes:
        above: tokens of a prompt up to which ``input`` and ``output`` hold; for longer ones the other two do.
        cache_read, cache_write: what a cached input token costs, as a factor of ``input``.
    """

    input: float
    output: float
    cache_read: float
    cache_write: float
    above: float = float("inf")
    input_above: float = 0.0
    output_above: float = 0.0

    def dollars(self, usage: Usage) -> float:
        """What these tokens cost."""
        long = usage.input_tokens > self.above
        each_input, each_output = (self.input_above, self.output_above) if long else (self.input, self.output)
        fresh = usage.input_tokens - usage.cache_read_tokens - usage.cache_write_tokens
        cached = usage.cache_read_tokens * self.cache_read + usage.cache_write_tokens * self.cache_write
        return ((fresh + cached) * each_input + usage.output_tokens * each_output) / MILLION

    def most(self, input_tokens: int, output_tokens: int) -> float:
        """What a call may cost at most: all of its input written to the cache, all of its room for output used."""
        return self.dollars(Usage(input_tokens, output_tokens, cache_write_tokens=input_tokens))


def price_of(model: ModelName) -> Price | None:
    """The price of a model, or None when the list does not hold it. A dated name is its model's."""
    if not model.is_anthropic:
        return None
    listed = _listed()
    return listed.get(model.name) or listed.get(_DATED.sub("", model.name))


@cache
def _listed() -> dict[str, Price]:
    read: dict[str, Any] = tomllib.loads(files(__package__).joinpath("prices.toml").read_text("utf-8"))
    factors = {"cache_read": read["cache_read"], "cache_write": read["cache_write"]}
    return {name: Price(**row, **factors) for name, row in read["models"].items()}
