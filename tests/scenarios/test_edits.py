"""People change their minds while the answer is being written: there is one reply, to what they asked last."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from pydantic import SecretStr

from bot.slack import texts
from tests.fakes.anthropic_scenarios import cited, says
from tests.fakes.anthropic_server import AnthropicServer
from tests.scenarios.people import Message, Person, text_of
from tests.scenarios.town import Town, settings_in, town

TIME = "How long does it take to prototype a RAG system?"
COST = "What does it cost to set up a production RAG system?"
POINT = "Prototyping a RAG system takes 2-3 weeks."
SLOW = cited(says(POINT, "2-3 weeks"), *[says(f" {POINT}", "2-3 weeks")] * 12, piece=4, pause=0.05)
"""Some seven seconds of writing."""
PRICED = cited(says("Setup cost: $15-40k for a production RAG system.", "$15-40k"))


@pytest.fixture
async def model() -> AsyncIterator[AnthropicServer]:
    async with AnthropicServer() as server:
        yield server


@pytest.fixture
async def written(house: Path, model: AnthropicServer) -> AsyncIterator[Town]:
    """Archie with a key."""
    settings = settings_in(
        house, anthropic_api_key=SecretStr(model.api_key), anthropic_base_url=model.base_url, stall_seconds=2
    )
    async with town(settings) as running:
        yield running


async def writing(person: Person, text: str, channel: str) -> Message:
    """Ask, and wait until a first sentence can be read."""
    question = await person.says(text, channel)
    await person.sees(lambda _: any("2-3 weeks" in text_of(reply) for reply in person.replies(question["ts"])))
    return question


async def test_a_question_edited_twice_while_it_is_answered_gets_one_answer_to_the_last(
    written: Town, model: AnthropicServer
) -> None:
    mara = await written.person("mara")
    model.play(SLOW)
    model.play_forever(PRICED)
    question = await writing(mara, TIME, "dm")

    await mara.edits(question, f"{TIME} Roughly?", "dm")
    await mara.edits(question, COST, "dm")
    await mara.sees(lambda _: any("$15-40k" in text_of(reply) for reply in mara.finished_replies(question["ts"])))
    await written.workspace.idle()

    (reply,) = mara.replies(question["ts"])
    assert "2-3 weeks" not in text_of(reply)


async def test_a_deletion_while_it_is_answered_leaves_nothing(written: Town, model: AnthropicServer) -> None:
    mara = await written.person("mara")
    model.play(SLOW)
    question = await writing(mara, f"@Archie {TIME}", "general")

    await mara.deletes(question, "general")
    await mara.sees(lambda _: not mara.replies(question["ts"]))
    await written.workspace.idle()

    assert mara.replies(question["ts"]) == []


async def test_stop_ends_the_answer_and_keeps_what_was_said(written: Town, model: AnthropicServer) -> None:
    mara = await written.person("mara")
    model.play(SLOW)
    question = await writing(mara, TIME, "dm")

    await mara.stops(question["ts"], "dm")
    await mara.sees(lambda _: any(texts.STOPPED in text_of(reply) for reply in mara.replies(question["ts"])))
    await written.workspace.idle()

    (reply,) = mara.replies(question["ts"])
    assert POINT in text_of(reply)
    assert not reply.get("streaming")


async def test_a_typing_mistake_put_right_later_refreshes_the_answer_in_its_place(archie: Town, mara: Person) -> None:
    question = await mara.says("@Archie Who won the 2022 football World Cup?", "general")
    first = await mara.sees_answer(question["ts"])

    await mara.edits(question, f"@Archie {TIME}", "general")
    await mara.sees(lambda _: any(texts.AFTER_EDIT in text_of(reply) for reply in mara.replies(question["ts"])))
    await archie.workspace.idle()

    (reply,) = mara.replies(question["ts"])
    assert reply["ts"] == first["ts"]
    assert "2-3 weeks" in text_of(reply)
    assert "not cover" not in text_of(reply)
