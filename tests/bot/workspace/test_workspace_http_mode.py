"""The same app behind signed HTTP: Bolt checks the signatures."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from typing import Any

import pytest
from aiohttp import web
from slack_bolt.app.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bot.workspace.clock import ManualClock
from bot.workspace.config import Tokens, WorkspaceConfig
from bot.workspace.errors import ClientError
from bot.workspace.server import WorkspaceServer

Json = dict[str, Any]
Handler = Callable[[web.Request], Any]

TOKENS = Tokens(bot="xoxb-chosen", app="xapp-chosen", signing_secret="a secret of both")


class Receiver:
    """The app's HTTP side: notes the headers of every request, and answers with ``handler``."""

    def __init__(self) -> None:
        self.headers: list[Any] = []
        self.bodies: list[str] = []
        self.handler: Handler | None = None

    async def receive(self, request: web.Request) -> web.StreamResponse:
        self.headers.append(request.headers)
        self.bodies.append(await request.text())
        assert self.handler is not None
        response: web.StreamResponse = await self.handler(request)
        return response


@pytest.fixture
async def receiver() -> AsyncIterator[tuple[Receiver, str]]:
    receiver = Receiver()
    application = web.Application()
    application.router.add_post("/slack/events", receiver.receive)
    runner = web.AppRunner(application, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    yield receiver, f"http://127.0.0.1:{runner.addresses[0][1]}/slack/events"
    await runner.cleanup()


@pytest.fixture
async def server(
    config: WorkspaceConfig, clock: ManualClock, receiver: tuple[Receiver, str]
) -> AsyncIterator[WorkspaceServer]:
    server = WorkspaceServer(replace(config, request_url=receiver[1], tokens=TOKENS), clock=clock)
    await server.start()
    yield server
    await server.stop()


@pytest.fixture
def http_app(server: WorkspaceServer, receiver: tuple[Receiver, str]) -> AsyncApp:
    client = AsyncWebClient(server.bot_token, base_url=server.api_url)
    app = AsyncApp(client=client, signing_secret=server.signing_secret)
    receiver[0].handler = app.server(path="/slack/events").handle_post_requests
    return app


def test_chosen_tokens_are_used(server: WorkspaceServer) -> None:
    assert (server.bot_token, server.app_token, server.signing_secret) == (
        TOKENS.bot,
        TOKENS.app,
        TOKENS.signing_secret,
    )
    assert server.connected


async def test_events_commands_and_clicks_pass_the_signature_check(server: WorkspaceServer, http_app: AsyncApp) -> None:
    heard: list[str] = []

    @http_app.event("message")
    async def on_message(event: Json) -> None:
        heard.append(event["text"])

    @http_app.command("/plain")
    async def plain(ack: Any, command: Json) -> None:
        await ack(f"Got {command['text']}")

    @http_app.command("/help-me")
    async def help_me(ack: Any) -> None:
        button = {"type": "button", "action_id": "go", "text": {"type": "plain_text", "text": "Go"}}
        await ack(blocks=[{"type": "actions", "elements": [button]}], text="choose")

    @http_app.action("go")
    async def go(ack: Any, body: Json) -> None:
        await ack()
        heard.append(body["actions"][0]["action_id"])

    mara = server.person("mara")
    mara.say("hello")
    await server.wait_for(lambda: heard == ["hello"])
    await mara.command("/plain", "a & b")
    await mara.command("/help-me")
    assert [message.text for message in mara.ephemerals] == ["Got a &amp; b", "choose"]
    await mara.click(mara.ephemerals[-1], "go")
    assert heard == ["hello", "go"]
    await server.idle()


async def test_a_failed_delivery_is_tried_again_and_says_so(
    server: WorkspaceServer, receiver: tuple[Receiver, str]
) -> None:
    inbox = receiver[0]
    statuses = iter([500, 503, 200])

    async def answer(_: web.Request) -> web.Response:
        return web.Response(status=next(statuses))

    inbox.handler = answer
    server.control.deliver({"type": "message"})
    await server.wait_for(lambda: server.control.retries_waiting and len(inbox.headers) == 2)
    server.control.advance(60)
    await server.idle()
    numbers = [headers.get("X-Slack-Retry-Num") for headers in inbox.headers]
    reasons = [headers.get("X-Slack-Retry-Reason") for headers in inbox.headers]
    assert numbers == [None, "1", "2"]
    assert reasons == [None, "http_error", "http_error"]
    assert len(set(inbox.bodies)) == 1


@pytest.mark.parametrize(
    ("status", "body", "code"),
    [(500, "", "dispatch_failed"), (404, "", "dispatch_failed"), (200, "{broken", "dispatch_failed")],
)
async def test_a_command_the_app_cannot_take(
    server: WorkspaceServer, receiver: tuple[Receiver, str], status: int, body: str, code: str
) -> None:
    async def answer(_: web.Request) -> web.Response:
        return web.Response(status=status, text=body, content_type="application/json")

    receiver[0].handler = answer
    with pytest.raises(ClientError, match=code):
        await server.person("mara").command("/plain")


async def test_an_app_that_is_not_there(config: WorkspaceConfig) -> None:
    server = WorkspaceServer(replace(config, request_url="http://127.0.0.1:9/slack/events"))
    await server.start()
    with pytest.raises(ClientError, match="dispatch_unknown_error"):
        await server.person("mara").command("/plain")
    await server.stop()
