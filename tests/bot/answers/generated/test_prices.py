"""What calls cost, by the list."""

from __future__ import annotations

import pytest

from bot.answers.generated.names import parse_model
from bot.answers.generated.prices import price_of
from bot.answers.model import Usage


@pytest.mark.parametrize(
    ("model", "usage", "dollars"),
    [
        ("claude-sonnet-5-5", Usage(1_000_000, 100_000), 3.0),
        ("claude-opus-5-5", Usage(10_000, 1_000), 0.06),
        ("claude-haiku-5-5", Usage(100_000, 1_000), 0.0105),
        ("claude-haiku-5-5", Usage(100_001, 0), 0.0500005),
        ("claude-sonnet-5-5", Usage(1_000, 0, cache_read_tokens=1_000), 0.0002),
        ("claude-sonnet-5-5", Usage(1_000, 0, cache_write_tokens=1_000), 0.0025),
        ("claude-sonnet-5-5", Usage(3_000, 10, cache_read_tokens=1_000, cache_write_tokens=1_000), 0.0048),
        ("claude-sonnet-5-5-20261021", Usage(1_000_000, 0), 2.0),
    ],
)
def test_tokens_have_their_price(model: str, usage: Usage, dollars: float) -> None:
    price = price_of(parse_model(model))

    assert price is not None
    assert price.dollars(usage) == pytest.approx(dollars)


@pytest.mark.parametrize("model", ["claude-unheard-of", "openai:gpt-5", "openai:claude-sonnet-5-5"])
def test_a_model_that_is_not_listed_has_no_price(model: str) -> None:
    assert price_of(parse_model(model)) is None


def test_the_most_a_call_may_cost_is_never_less_than_what_it_does() -> None:
    price = price_of(parse_model("claude-haiku-5-5"))

    assert price is not None
    for cached in (0, 50_000, 100_000):
        assert price.most(100_000, 500) >= price.dollars(Usage(100_000, 500, cached))
