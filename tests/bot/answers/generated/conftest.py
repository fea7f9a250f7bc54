"""A model service on loopback, engines that ask it, and the pages they are asked about."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from typing import Any

import pytest
from pydantic import SecretStr

from bot.answers.budget import Budget
from bot.answers.generated.engine import GeneratedEngine
from bot.answers.generated.options import ModelOptions
from tests.fakes.anthropic_server import AnthropicServer

EngineOf = Callable[..., GeneratedEngine]


@pytest.fixture
async def server() -> AsyncIterator[AnthropicServer]:
    async with AnthropicServer() as server:
        yield server


def options_of(server: AnthropicServer, **changes: Any) -> ModelOptions:
    """Options that lead to the server, and that do not wait long before a retry."""
    values: dict[str, Any] = {
        "model": "claude-sonnet-5-5",
        "api_key": SecretStr(server.api_key),
        "base_url": server.base_url,
        "backoff_seconds": 0.01,
    }
    return ModelOptions(**(values | changes))


@pytest.fixture
def engine_of(server: AnthropicServer) -> EngineOf:
    """Make an engine that asks the server."""

    def make(budget: Budget | None = None, **changes: Any) -> GeneratedEngine:
        return GeneratedEngine(options_of(server, **changes), budget)

    return make
