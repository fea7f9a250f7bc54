"""With a model key, what plain rules leave of a sentence is read by the model, and counts once a person says so."""

from __future__ import annotations

import json
import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from pydantic import SecretStr

from tests.fakes.anthropic_scenarios import cited, overloaded, says
from tests.fakes.anthropic_server import AnthropicServer
from tests.scenarios.deciding import starts
from tests.scenarios.people import Person
from tests.scenarios.reading import text_of
from tests.scenarios.town import Town, settings_in, town

SAID = "Every claim gets a footnote, and each footnote names its page."
COUNTED = re.compile(r"Sources shown\*?: \*?Yes\b(?!\?)")
FOUND = [{"fact": "citations", "value": "yes", "words": "Every claim gets a footnote"}]


@pytest.fixture
async def model() -> AsyncIterator[AnthropicServer]:
    async with AnthropicServer() as server:
        yield server


@pytest.fixture
async def archie(house: Path, model: AnthropicServer) -> AsyncIterator[Town]:
    key = SecretStr(model.api_key)
    async with town(settings_in(house, anthropic_api_key=key, anthropic_base_url=model.base_url)) as running:
        yield running


async def test_what_the_model_found_counts_when_it_is_confirmed(mara: Person, model: AnthropicServer) -> None:
    root, _ = await starts(mara, "Support bot", "dm")
    model.play(cited(says(json.dumps(FOUND))))

    await mara.says(SAID, "dm", root["ts"])
    echo = await mara.sees_message("Sources shown: Yes?", "dm", root["ts"])
    assert "Every claim gets a footnote" in text_of(echo)
    await mara.clicks(echo, "Yes", "dm")
    await mara.says("status", "dm", root["ts"])

    assert await mara.sees_message(lambda one: COUNTED.search(text_of(one)), "dm", root["ts"])


async def test_a_model_that_fails_leaves_the_rules(mara: Person, model: AnthropicServer) -> None:
    root, _ = await starts(mara, "Support bot", "dm")
    model.play_forever(overloaded())

    await mara.says(f"Our docs change weekly. {SAID}", "dm", root["ts"])

    assert "Weekly" in text_of(await mara.sees_message("I understood", "dm", root["ts"]))
