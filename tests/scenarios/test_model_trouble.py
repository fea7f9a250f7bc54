"""Whatever the model's service does, a person sees one reply: the cited answer, or the quotes marked as such."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from pydantic import SecretStr

from tests.fakes.anthropic_scenarios import (
    breaks_with_error_event,
    cited,
    ends_early,
    misquotes,
    not_covered,
    overloaded,
    rate_limited,
    refuses,
    says,
    stalls,
)
from tests.fakes.anthropic_server import AnthropicServer
from tests.scenarios.people import Message, Person, labels, text_of
from tests.scenarios.town import Town, settings_in, town

QUESTION = "How long does it take to prototype a RAG system?"
WRITTEN = "A first RAG prototype is ready in 2-3 weeks."
GOOD = cited(says(WRITTEN, "2-3 weeks"))


@pytest.fixture
async def model() -> AsyncIterator[AnthropicServer]:
    async with AnthropicServer() as server:
        yield server


@pytest.fixture
async def archie(house: Path, model: AnthropicServer) -> AsyncIterator[Town]:
    """Archie with a key, and patience fit for a test."""
    settings = settings_in(
        house,
        anthropic_api_key=SecretStr(model.api_key),
        anthropic_base_url=model.base_url,
        answer_seconds=8,
        stall_seconds=1,
    )
    async with town(settings) as running:
        yield running


async def only_reply(archie: Town, person: Person, question: str = QUESTION) -> Message:
    """Ask in a channel, wait until all is quiet, and return the one reply."""
    asked = await person.says(f"@Archie {question}", "general")
    await person.sees_answer(asked["ts"])
    await archie.workspace.idle()
    replies = person.replies(asked["ts"])
    assert len(replies) == 1
    assert not replies[0].get("streaming")
    return replies[0]


def is_written(reply: Message) -> bool:
    return WRITTEN in text_of(reply) and "[1]" in text_of(reply)


def is_quoted_instead(reply: Message) -> bool:
    text = text_of(reply)
    return "Prototyping a RAG system takes 2-3 weeks" in text and "[1]" in text and WRITTEN not in text


async def test_a_cited_stream_is_shown_with_its_sources(archie: Town, mara: Person, model: AnthropicServer) -> None:
    model.play(GOOD)

    reply = await only_reply(archie, mara)

    assert is_written(reply)
    assert "AI" in text_of(reply)
    await mara.clicks(reply, "1", "general")
    assert "2-3 weeks" in text_of(await mara.sees_view())


async def test_a_busy_service_is_asked_again(archie: Town, mara: Person, model: AnthropicServer) -> None:
    model.play(rate_limited(retry_after=0), GOOD)

    assert is_written(await only_reply(archie, mara))
    assert len(model.received) == 2


async def test_a_service_overloaded_for_ever_gives_way_to_quotes(
    archie: Town, mara: Person, model: AnthropicServer
) -> None:
    model.play_forever(overloaded())

    reply = await only_reply(archie, mara)

    assert is_quoted_instead(reply)
    assert "busy" in text_of(reply)


@pytest.mark.parametrize(
    "trouble",
    [
        breaks_with_error_event(says(WRITTEN, "2-3 weeks")),
        ends_early(says(WRITTEN, "2-3 weeks")),
        stalls(says(WRITTEN, "2-3 weeks")),
        refuses(),
    ],
    ids=["error event mid-stream", "clean early end", "stall", "refusal"],
)
async def test_an_answer_that_never_ends_well_is_replaced_in_place(
    archie: Town, mara: Person, model: AnthropicServer, trouble: object
) -> None:
    model.play(trouble)

    reply = await only_reply(archie, mara)

    assert is_quoted_instead(reply)
    assert "Not Helpful" in labels(reply)


async def test_a_quote_that_does_not_exist_is_never_shown(archie: Town, mara: Person, model: AnthropicServer) -> None:
    model.play(cited(misquotes("Prototyping takes 99 days.", "2-3 weeks", instead="99 days")))

    reply = await only_reply(archie, mara)

    assert "99" not in text_of(reply)
    assert is_quoted_instead(reply)


async def test_a_model_that_finds_no_answer_is_believed(archie: Town, mara: Person, model: AnthropicServer) -> None:
    model.play(not_covered())

    assert "not cover" in text_of(await only_reply(archie, mara))


async def test_a_private_answer_falls_back_too(archie: Town, mara: Person, model: AnthropicServer) -> None:
    model.play_forever(overloaded())

    await mara.runs(f"/ask {QUESTION}", "general")

    answer = await mara.sees_ephemeral()
    assert is_quoted_instead(answer)
    assert "busy" in text_of(answer)


async def test_without_hope_the_model_is_not_even_asked(archie: Town, mara: Person, model: AnthropicServer) -> None:
    reply = await only_reply(archie, mara, "Who won the 2022 football World Cup?")

    assert "not cover" in text_of(reply)
    assert not model.received
