"""A model that lies, seen from Slack: no false figure, name, quote, citation or link stands in the channel."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from pydantic import SecretStr

from tests.fakes.anthropic_scenarios import Says, cited, misquotes, says
from tests.fakes.anthropic_server import AnthropicServer
from tests.scenarios.people import Message, Person, text_of
from tests.scenarios.town import Town, settings_in, town

QUESTION = "How long does it take to prototype a RAG system?"
SOURCE = "Prototyping a RAG system takes 2-3 weeks"
LIES = {
    "number": (says("Prototyping a RAG system takes 5-9 weeks.", "2-3 weeks"), "5-9"),
    "entity": (says("Prototyping a fine-tuned system takes 2-3 weeks.", "2-3 weeks"), "fine-tuned system"),
    "quote": (misquotes("It takes 99 days.", "2-3 weeks", instead="It takes 99 days."), "99"),
    "uncited": (says("Prototyping is instant. [7]\n\nSources: [7] Handbook"), "[7]"),
    "link": (says("Prototyping takes [2-3 weeks](http://evil.example/a).", "2-3 weeks"), "evil.example"),
    "mention": (says("<!channel> Prototyping a RAG system takes 2-3 weeks.", "2-3 weeks"), "channel"),
}


@pytest.fixture
async def model() -> AsyncIterator[AnthropicServer]:
    async with AnthropicServer() as server:
        yield server


@pytest.fixture
async def archie(house: Path, model: AnthropicServer) -> AsyncIterator[Town]:
    """Archie with a key."""
    key = SecretStr(model.api_key)
    async with town(settings_in(house, anthropic_api_key=key, anthropic_base_url=model.base_url)) as running:
        yield running


async def _reply(archie: Town, person: Person) -> Message:
    asked = await person.says(f"@Archie {QUESTION}", "general")
    await person.sees_answer(asked["ts"])
    await archie.workspace.idle()
    (reply,) = person.replies(asked["ts"])
    return reply


@pytest.mark.parametrize("lie", LIES)
async def test_no_lie_reaches_the_channel(archie: Town, mara: Person, model: AnthropicServer, lie: str) -> None:
    told, hidden = LIES[lie]
    model.play(cited(told))
    seen = text_of(await _reply(archie, mara))
    assert hidden not in seen
    assert SOURCE in seen
    assert "[1]" in seen


async def test_a_false_figure_gives_way_to_the_article(archie: Town, mara: Person, model: AnthropicServer) -> None:
    lie: Says = LIES["number"][0]
    model.play(cited(lie))
    reply = await _reply(archie, mara)
    assert SOURCE in text_of(reply)
    await mara.clicks(reply, "1", "general")
    assert "2-3 weeks" in text_of(await mara.sees_view())


async def test_where_articles_differ_both_figures_open(archie: Town, mara: Person, model: AnthropicServer) -> None:
    model.play(cited(says("Prototyping a RAG system takes 2-3 weeks.", "2-3 weeks")))
    reply = await _reply(archie, mara)
    assert "2-3 weeks [1]; 2–4 weeks [2]" in text_of(reply)
    await mara.clicks(reply, "2", "general")
    assert "production-ready in 2–4 weeks" in text_of(await mara.sees_view())
