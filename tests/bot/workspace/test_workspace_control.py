"""What tests may do to the workspace: faults, state, time; in Python and over HTTP."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import Any

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.http_retry.builtin_async_handlers import AsyncRateLimitErrorRetryHandler
from slack_sdk.web.async_client import AsyncWebClient

from bot.workspace.calls import Fault, FaultKind
from bot.workspace.clock import ManualClock
from bot.workspace.config import WorkspaceConfig
from bot.workspace.errors import WorkspaceError
from bot.workspace.server import WorkspaceServer

Json = dict[str, Any]


async def post(client: AsyncWebClient, server: WorkspaceServer) -> Any:
    return await client.chat_postMessage(channel=server.control.channel_id("general"), text="hi")


async def test_a_rate_limit_is_met_and_retried(server: WorkspaceServer, client: AsyncWebClient) -> None:
    server.control.inject("chat.postMessage", Fault(FaultKind.RATE_LIMIT, times=2, seconds=0))
    client.retry_handlers.append(AsyncRateLimitErrorRetryHandler(max_retry_count=2))
    await post(client, server)
    assert [call.status for call in server.control.calls("chat.postMessage")] == [429, 429, 200]
    assert len(server.control.messages("general")) == 1


@pytest.mark.parametrize(
    ("kind", "status"), [(FaultKind.SERVER_ERROR, 500), (FaultKind.UNAVAILABLE, 503), (FaultKind.ERROR, 200)]
)
async def test_a_refused_call_does_nothing(
    server: WorkspaceServer, client: AsyncWebClient, kind: FaultKind, status: int
) -> None:
    server.control.inject("*", Fault(kind, code="fatal_error"))
    with pytest.raises(SlackApiError) as caught:
        await post(client, server)
    assert caught.value.response.status_code == status
    assert server.control.messages("general") == []
    await post(client, server)


async def test_a_dropped_answer_was_carried_out(server: WorkspaceServer, client: AsyncWebClient) -> None:
    server.control.inject("chat.postMessage", Fault(FaultKind.DROP))
    client.retry_handlers.clear()
    with pytest.raises(aiohttp.ClientError):
        await post(client, server)
    assert len(server.control.messages("general")) == 1


async def test_a_delayed_call_waits_for_the_clock(
    server: WorkspaceServer, client: AsyncWebClient, clock: ManualClock
) -> None:
    server.control.inject("chat.postMessage", Fault(FaultKind.DELAY, seconds=10))
    posting = asyncio.create_task(post(client, server))
    await asyncio.wait_for(clock.sleeper(), 60)
    assert server.control.messages("general") == []
    server.control.advance(10)
    assert (await posting)["ok"]


async def test_real_time_cannot_be_moved(config: WorkspaceConfig) -> None:
    with pytest.raises(WorkspaceError, match="ManualClock"):
        WorkspaceServer(config).control.advance(1)


async def test_names_lead_to_ids(server: WorkspaceServer) -> None:
    control = server.control
    assert (
        control.channel_id("#general")
        == control.channel_id("general")
        == control.channel_id(control.channel_id("general"))
    )
    with pytest.raises(KeyError):
        control.channel_id("nowhere")
    with pytest.raises(KeyError):
        server.person("nobody")


async def test_control_over_http(
    server: WorkspaceServer, client: AsyncWebClient, browser: aiohttp.ClientSession
) -> None:
    async def control(path: str, **body: Any) -> Json:
        async with browser.post(f"/control/{path}", json=body) as response:
            answer: Json = await response.json()
        return answer

    assert (await control("fault", method="api.test", kind="error", code="made_up"))["ok"]
    with pytest.raises(SlackApiError, match="made_up"):
        await client.api_test()
    assert (await control("invite", user="helper", channel="random"))["ok"]
    assert (await control("remove", user="helper", channel="random"))["ok"]
    assert (await control("clock", seconds=1))["ok"]
    event_id = (await control("event", event={"type": "message"}))["event_id"]
    assert (await control("redeliver", event_id=event_id))["ok"]
    assert (await control("idle", timeout=0.05))["error"] == "timeout"
    assert (await control("disconnect"))["ok"]
    assert (await control("disconnect", drop=True))["ok"]
    assert (await control("fault", method="x", kind="nonsense"))["error"] == "invalid_arguments"
    assert (await control("redeliver"))["error"] == "invalid_arguments"
    async with browser.get("/control/calls", params={"method": "api.test"}) as response:
        assert [call["method"] for call in (await response.json())["calls"]] == ["api.test"]
    async with browser.get("/control/state") as response:
        assert {user["name"] for user in (await response.json())["users"]} >= {"mara", "helper"}
    async with browser.get("/control/events") as response:
        assert event_id in [event["event_id"] for event in (await response.json())["events"]]


async def test_control_is_closed_unless_asked_for(config: WorkspaceConfig) -> None:
    server = WorkspaceServer(replace(config, control=False))
    await server.start()
    async with aiohttp.ClientSession(server.base_url) as session, session.get("/control/state") as response:
        assert response.status == 404
    await server.stop()


async def test_stopping_twice_is_harmless(config: WorkspaceConfig) -> None:
    server = WorkspaceServer(config)
    await server.start()
    await server.stop()
    await server.stop()
