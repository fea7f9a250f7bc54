"""What models may cost is kept over restarts, and who asks is told; the house voice changes no fact."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr

from bot.settings import Settings
from tests.fakes.anthropic_scenarios import cited, ends_early, says
from tests.fakes.anthropic_server import AnthropicServer
from tests.scenarios.people import Message, Person, text_of
from tests.scenarios.town import Town, settings_in, town

QUESTION = "How long does it take to prototype a RAG system?"
WRITTEN = "A first RAG prototype is ready in 2-3 weeks."
VOICED = "Your first RAG prototype is ready in 2-3 weeks."
GOOD = cited(says(WRITTEN, "2-3 weeks"))
QUOTED = "Prototyping a RAG system takes 2-3 weeks"
NO_MONEY = "The budget for AI models is used up for now"


@pytest.fixture
async def model() -> AsyncIterator[AnthropicServer]:
    async with AnthropicServer() as server:
        yield server


def settings(house: Path, model: AnthropicServer, **changes: Any) -> Settings:
    key = {"anthropic_api_key": SecretStr(model.api_key), "anthropic_base_url": model.base_url}
    return settings_in(house, cache_hours=0, **key, **changes)


async def ask(archie: Town, question: str = QUESTION) -> Message:
    person: Person = await archie.person("mara")
    asked = await person.says(f"@Archie {question}", "general")
    return await person.sees_answer(asked["ts"])


async def test_a_budget_that_is_used_up_gives_quotes_and_says_so_after_a_restart_too(
    house: Path, model: AnthropicServer
) -> None:
    model.play_forever(ends_early(says(WRITTEN, "2-3 weeks")))
    limited = settings(house, model, day_dollars=0.16)

    async with town(limited) as archie:
        assert NO_MONEY not in text_of(await ask(archie))  # the reply broke off, so all that was reserved is spent
        text = text_of(await ask(archie))
    async with town(limited) as archie:
        again = text_of(await ask(archie))

    assert NO_MONEY in text
    assert QUOTED in text
    assert NO_MONEY in again
    assert len(model.received) == 1


async def test_an_answer_that_may_cost_too_much_is_not_asked_for(house: Path, model: AnthropicServer) -> None:
    async with town(settings(house, model, answer_dollars=0.001)) as archie:
        text = text_of(await ask(archie))

    assert NO_MONEY in text
    assert QUOTED in text
    assert model.received == []


@pytest.mark.parametrize(
    ("reply", "shown", "noted"), [(VOICED, VOICED, True), (WRITTEN.replace("2-3", "5-6"), WRITTEN, False)]
)
async def test_the_house_voice_is_marked_and_a_changed_figure_never_shown(
    house: Path, model: AnthropicServer, reply: str, shown: str, noted: bool
) -> None:
    model.play(GOOD, cited(says(json.dumps([reply]))))

    async with town(settings(house, model, style_model="claude-haiku-5-5")) as archie:
        text = text_of(await ask(archie))

    assert shown in text
    assert ("house voice" in text) is noted
    assert [received.body["model"] for received in model.received] == ["claude-sonnet-5-5", "claude-haiku-5-5"]
