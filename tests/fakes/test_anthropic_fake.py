"""The fake is worth as much as it is like the real service: the service's own SDK must be content with it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import anthropic
import pytest
from anthropic.types import TextBlock

from tests.fakes.anthropic_scenarios import cited, echoes_first_passage, held, overloaded, rate_limited, says
from tests.fakes.anthropic_server import AnthropicServer

PASSAGE = {
    "type": "search_result",
    "source": "guide.md#0",
    "title": "Guide",
    "content": [{"type": "text", "text": "It takes two weeks. "}, {"type": "text", "text": "It costs $50."}],
    "citations": {"enabled": True},
}
REQUEST: dict[str, Any] = {
    "model": "claude-sonnet-5-5",
    "max_tokens": 100,
    "messages": [{"role": "user", "content": [PASSAGE, {"type": "text", "text": "How long?"}]}],
}


@pytest.fixture
async def server() -> AsyncIterator[AnthropicServer]:
    async with AnthropicServer() as server:
        yield server


@pytest.fixture
async def client(server: AnthropicServer) -> AsyncIterator[anthropic.AsyncAnthropic]:
    async with anthropic.AsyncAnthropic(api_key=server.api_key, base_url=server.base_url, max_retries=0) as client:
        yield client


def told(message: Any) -> list[tuple[str, list[tuple[Any, ...]]]]:
    """Text blocks with where their citations point and what they quote."""
    places = ("search_result_index", "start_block_index", "end_block_index", "cited_text")
    return [
        (block.text, [tuple(getattr(citation, place) for place in places) for citation in block.citations or ()])
        for block in message.content
        if isinstance(block, TextBlock)
    ]


REPLY = cited(says("It costs $50", "$50"), says(" and takes two weeks.", "two weeks"))
TOLD = [("It costs $50", [(0, 1, 2, "It costs $50.")]), (" and takes two weeks.", [(0, 0, 1, "It takes two weeks. ")])]


async def test_the_sdk_reads_a_stream(server: AnthropicServer, client: anthropic.AsyncAnthropic) -> None:
    server.play(REPLY)

    async with client.messages.stream(**REQUEST, thinking={"type": "adaptive"}) as stream:
        message = await stream.get_final_message()

    assert told(message) == TOLD
    assert [block.type for block in message.content] == ["thinking", "text", "text"]
    assert (message.stop_reason, message.usage.output_tokens) == ("end_turn", 60)


async def test_the_sdk_reads_a_whole_reply(server: AnthropicServer, client: anthropic.AsyncAnthropic) -> None:
    server.play(REPLY)

    message = await client.messages.create(**REQUEST)

    assert told(message) == TOLD
    assert message.stop_reason == "end_turn"


async def test_scenarios_are_played_in_order_and_the_last_for_ever(
    server: AnthropicServer, client: anthropic.AsyncAnthropic
) -> None:
    server.play(rate_limited(retry_after=3), echoes_first_passage())
    server.play_forever(overloaded())

    with pytest.raises(anthropic.RateLimitError) as limited:
        await client.messages.create(**REQUEST)
    assert limited.value.response.headers["retry-after"] == "3"
    assert told(await client.messages.create(**REQUEST))[0][0] == "It takes two weeks."
    for _ in range(2):
        with pytest.raises(anthropic.OverloadedError):
            await client.messages.create(**REQUEST)
    assert len(server.received) == 4


@pytest.mark.parametrize(
    ("change", "status"),
    [
        ({"extra_body": {"temperature": 0}}, 400),
        ({"extra_body": {"max_tokens": None}}, 400),
        ({"extra_headers": {"Authorization": "Bearer other"}}, 401),
        ({"extra_headers": {"anthropic-version": "2023-06-01"}}, 400),
        ({"messages": [{"role": "user", "content": [{"type": "text", "text": " "}]}]}, 400),
        ({"messages": [{"role": "user", "content": [PASSAGE, PASSAGE | {"citations": {"enabled": False}}]}]}, 400),
    ],
)
async def test_what_the_service_would_refuse_is_refused(
    server: AnthropicServer, client: anthropic.AsyncAnthropic, change: dict[str, Any], status: int
) -> None:
    server.play(echoes_first_passage())

    with pytest.raises(anthropic.APIStatusError) as refused:
        await client.messages.create(**(REQUEST | change))

    assert refused.value.status_code == status


async def test_without_a_scenario_the_request_is_refused(client: anthropic.AsyncAnthropic) -> None:
    with pytest.raises(anthropic.BadRequestError, match="no scenario left"):
        await client.messages.create(**REQUEST)


async def test_a_mistake_in_a_script_is_raised_at_the_end() -> None:
    with pytest.raises(LookupError, match="nine weeks"):
        async with (
            AnthropicServer() as server,
            anthropic.AsyncAnthropic(api_key=server.api_key, base_url=server.base_url, max_retries=0) as client,
        ):
            server.play(cited(says("It takes nine weeks.", "nine weeks")))
            with pytest.raises(anthropic.InternalServerError):
                await client.messages.create(**REQUEST)


async def test_a_held_reply_waits_for_its_release(server: AnthropicServer, client: anthropic.AsyncAnthropic) -> None:
    server.play(held(REPLY))
    reply = asyncio.create_task(client.messages.create(**REQUEST))
    received = await asyncio.wait_for(server.arrival(1), 60)

    assert not received.finished.is_set()
    server.release()

    assert told(await reply) == TOLD
    assert received.finished.is_set()
