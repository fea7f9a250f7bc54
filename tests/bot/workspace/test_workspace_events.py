"""What a real Bolt app hears over Socket Mode, and how often."""

from __future__ import annotations

from typing import Any

import aiohttp
import pytest
from slack_bolt.app.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bot.workspace.config import WorkspaceConfig
from bot.workspace.server import WorkspaceServer

Json = dict[str, Any]


@pytest.fixture
def heard(app: AsyncApp) -> list[Json]:
    """Every event body the app is given, whatever its type, in order."""
    bodies: list[Json] = []

    @app.middleware
    async def note(body: Json, next_: Any) -> None:
        bodies.append(body)
        await next_()

    async def ignore() -> None: ...

    for name in ("message", "app_mention", "app_home_opened", "member_joined_channel", "reaction_added"):
        app.event(name)(ignore)
    app.event("reaction_removed")(ignore)
    return bodies


def types(bodies: list[Json]) -> list[tuple[str, str | None]]:
    return [(body["event"]["type"], body["event"].get("subtype")) for body in bodies]


async def test_a_mention_arrives_twice_with_two_event_ids(
    server: WorkspaceServer, app: AsyncApp, connect: Any, heard: list[Json]
) -> None:
    await connect(app)
    message = server.person("mara").say("@helper what is this?", "general")
    await server.wait_for(lambda: len(heard) == 2)
    first, second = heard
    assert {first["event"]["type"], second["event"]["type"]} == {"message", "app_mention"}
    assert first["event_id"] != second["event_id"]
    assert first["event"]["ts"] == second["event"]["ts"] == message.ts
    assert first["event"]["client_msg_id"] == second["event"]["client_msg_id"]
    assert f"<@{server.config.app.bot_user_id}>" in first["event"]["text"]
    channel_types = [body["event"].get("channel_type") for body in heard if body["event"]["type"] == "message"]
    assert channel_types == ["channel"]
    assert first["event"]["blocks"][0]["type"] == "rich_text"


async def test_the_app_hears_nothing_where_it_is_not(
    server: WorkspaceServer, app: AsyncApp, connect: Any, heard: list[Json]
) -> None:
    await connect(app)
    server.person("mara").say("@helper hello?", "random")
    server.person("mara").say("hello", "platform-budget")
    await server.idle()
    assert [body["event"]["channel_type"] for body in heard] == ["group"]


async def test_a_direct_message_is_the_person_s_own_root(
    server: WorkspaceServer, app: AsyncApp, connect: Any, heard: list[Json]
) -> None:
    await connect(app)
    mara = server.person("mara")
    root = mara.say("@helper hi")
    mara.say("more", thread_ts=root.ts)
    await server.wait_for(lambda: len(heard) == 2)
    assert types(heard) == [("message", None)] * 2
    assert [body["event"]["channel_type"] for body in heard] == ["im", "im"]
    assert "thread_ts" not in heard[0]["event"]
    assert (heard[1]["event"]["thread_ts"], heard[1]["event"]["parent_user_id"]) == (root.ts, mara.id)


async def test_edits_and_deletions_carry_what_was_before(
    server: WorkspaceServer, app: AsyncApp, connect: Any, heard: list[Json]
) -> None:
    await connect(app)
    mara = server.person("mara")
    message = mara.say("first", "general")
    mara.edit(message, "second")
    mara.delete(message)
    await server.wait_for(lambda: len(heard) == 3)
    assert types(heard)[1:] == [("message", "message_changed"), ("message", "message_deleted")]
    changed, deleted = heard[1]["event"], heard[2]["event"]
    assert (changed["message"]["text"], changed["previous_message"]["text"]) == ("second", "first")
    assert changed["message"]["edited"]["user"] == mara.id
    assert (deleted["deleted_ts"], deleted["previous_message"]["text"]) == (message.ts, "second")


async def test_a_deleted_root_with_replies_becomes_a_tombstone_that_goes_with_the_last_reply(
    server: WorkspaceServer, app: AsyncApp, connect: Any, heard: list[Json]
) -> None:
    await connect(app)
    mara = server.person("mara")
    root = mara.say("first", "general")
    reply = mara.say("second", "general", thread_ts=root.ts)
    mara.delete(root)
    mara.delete(reply)
    await server.wait_for(lambda: len(heard) == 5)
    kinds = ["message_changed", "message_deleted", "message_deleted"]
    assert types(heard)[2:] == [("message", kind) for kind in kinds]
    changed = heard[2]["event"]
    assert (changed["message"]["subtype"], changed["previous_message"]["text"]) == ("tombstone", "first")
    assert [body["event"]["deleted_ts"] for body in heard[3:]] == [reply.ts, root.ts]


async def test_the_app_s_own_messages_come_back_marked(
    server: WorkspaceServer, app: AsyncApp, client: AsyncWebClient, connect: Any
) -> None:
    await connect(app)
    await client.chat_postMessage(
        channel=server.control.channel_id("general"), text=f"<@{server.config.app.bot_user_id}>"
    )
    await server.idle()
    (event,) = server.control.sent_events()
    assert event["event"]["bot_id"] == server.config.app.bot_id
    assert event["event"]["type"] == "message"


async def test_reactions_joins_and_home(
    server: WorkspaceServer, app: AsyncApp, client: AsyncWebClient, connect: Any, heard: list[Json]
) -> None:
    await connect(app)
    mara = server.person("mara")
    message = mara.say("nice", "general")
    mara.react(message, "tada")
    mara.react(message, "tada", remove=True)
    server.control.invite("helper", "random")
    mara.open_home("home")
    await client.views_publish(user_id=mara.id, view={"type": "home", "blocks": [{"type": "divider"}]})
    mara.open_home("messages")
    mara.open_home("home")
    await server.wait_for(lambda: len(heard) == 7)
    added, removed, joined, home, messages, again = (body["event"] for body in heard[1:])
    assert (added["type"], added["reaction"], added["item"]["ts"]) == ("reaction_added", "tada", message.ts)
    assert removed["type"] == "reaction_removed"
    assert (joined["type"], joined["user"]) == ("member_joined_channel", server.config.app.bot_user_id)
    assert (home["tab"], "view" in home) == ("home", False)
    assert (messages["tab"], messages["channel"]) == ("messages", mara.direct_message)
    assert again["view"]["type"] == "home"


async def test_only_subscribed_events_are_sent(config: WorkspaceConfig) -> None:
    server = WorkspaceServer(WorkspaceConfig.from_manifest({"display_information": {"name": "Deaf"}}))
    await server.start()
    server.person("mara").say("@deaf hello", "general")
    assert server.control.sent_events() == []
    await server.stop()


async def test_any_event_can_be_delivered_and_delivered_again(
    server: WorkspaceServer, app: AsyncApp, connect: Any
) -> None:
    seen: list[tuple[str, Any]] = []

    @app.event("app_uninstalled")
    async def note(body: Json, request: Any) -> None:
        seen.append((body["event_id"], request.headers.get("x-slack-retry-num")))

    await connect(app)
    event_id = server.control.deliver({"type": "app_uninstalled"})
    await server.wait_for(lambda: len(seen) == 1)
    server.control.redeliver(event_id)
    await server.wait_for(lambda: len(seen) == 2)
    assert seen == [(event_id, ["0"]), (event_id, ["1"])]
    with pytest.raises(KeyError):
        server.control.redeliver("Ev0")


class RawConnection:
    """A Socket Mode client that acknowledges only when told to."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        self.socket = socket

    async def receive(self) -> Json:
        frame: Json = await self.socket.receive_json(timeout=60)
        return frame

    async def acknowledge(self, envelope: Json, payload: Json | None = None) -> None:
        answer = {"envelope_id": envelope["envelope_id"]}
        await self.socket.send_json(answer | ({"payload": payload} if payload else {}))


@pytest.fixture
def raw(server: WorkspaceServer, browser: aiohttp.ClientSession) -> Any:
    async def connected() -> RawConnection:
        client = AsyncWebClient(base_url=server.api_url)
        url = (await client.apps_connections_open(app_token=server.app_token))["url"]
        connection = RawConnection(await browser.ws_connect(url))
        assert (await connection.receive())["type"] == "hello"
        return connection

    return connected


async def test_an_event_without_acknowledgement_comes_again(server: WorkspaceServer, raw: Any) -> None:
    connection = await raw()
    server.person("mara").say("hello?")
    attempts = [await connection.receive()]
    for delay in (0.0, 60.0, 300.0):
        server.control.advance(3.0)
        if delay:
            await server.wait_for(lambda: server.control.retries_waiting)
            server.control.advance(delay)
        attempts.append(await connection.receive())
    assert [attempt["retry_attempt"] for attempt in attempts] == [0, 1, 2, 3]
    assert [attempt["retry_reason"] for attempt in attempts] == ["", *["http_timeout"] * 3]
    assert len({attempt["payload"]["event_id"] for attempt in attempts}) == 1
    assert len({attempt["envelope_id"] for attempt in attempts}) == 4
    assert not server.control.is_calm
    await connection.acknowledge(attempts[-1])
    await server.idle()


async def test_an_event_nobody_acknowledges_is_given_up(
    server: WorkspaceServer, raw: Any, caplog: pytest.LogCaptureFixture
) -> None:
    connection = await raw()
    event_id = server.control.deliver({"type": "tokens_revoked"})
    for delay in (0.0, 60.0, 300.0, 0.0):
        await connection.receive()
        server.control.advance(3.0)
        if delay:
            await server.wait_for(lambda: server.control.retries_waiting)
            server.control.advance(delay)
    await server.idle()
    assert event_id in caplog.text


async def test_an_envelope_goes_to_one_of_several_connections(server: WorkspaceServer, raw: Any) -> None:
    connections = [await raw(), await raw()]
    for text in ("one", "two"):
        server.person("mara").say(text)
    envelopes = [await connection.receive() for connection in connections]
    assert {envelope["payload"]["event"]["text"] for envelope in envelopes} == {"one", "two"}
    for connection, envelope in zip(connections, envelopes, strict=True):
        await connection.acknowledge(envelope)
    await server.idle()


async def test_a_broken_connection_passes_its_envelope_on(server: WorkspaceServer, raw: Any) -> None:
    first = await raw()
    server.person("mara").say("hello")
    lost = await first.receive()
    await first.socket.close()
    second = await raw()
    again = await second.receive()
    assert again["payload"]["event_id"] == lost["payload"]["event_id"]
    assert again["retry_attempt"] >= 1
    await second.acknowledge(again)
    await server.idle()


async def test_an_event_waits_for_the_app_to_connect(server: WorkspaceServer, raw: Any) -> None:
    server.person("mara").say("early bird")
    connection = await raw()
    envelope = await connection.receive()
    assert envelope["payload"]["event"]["text"] == "early bird"
    await connection.acknowledge(envelope)
    await server.idle()


async def test_a_ticket_opens_one_connection(server: WorkspaceServer, browser: aiohttp.ClientSession) -> None:
    client = AsyncWebClient(base_url=server.api_url)
    url = (await client.apps_connections_open(app_token=server.app_token))["url"]
    await browser.ws_connect(url)
    for used in (url, f"{server.base_url}/link?ticket=made-up"):
        with pytest.raises(aiohttp.WSServerHandshakeError, match="403"):
            await browser.ws_connect(used)


async def test_frames_that_mean_nothing_are_passed_over(server: WorkspaceServer, raw: Any) -> None:
    connection = await raw()
    await connection.socket.send_str("no json")
    await connection.socket.send_str("[1]")
    await connection.socket.send_bytes(b"bytes")
    await connection.acknowledge({"envelope_id": "unknown"})
    server.person("mara").say("still there?")
    await connection.acknowledge(await connection.receive())
    await server.idle()


async def test_the_app_follows_a_refresh_to_a_new_connection(
    server: WorkspaceServer, app: AsyncApp, connect: Any, heard: list[Json]
) -> None:
    await connect(app)
    await server.control.refresh_sockets()
    await server.wait_for(lambda: server.connected)
    server.person("mara").say("after the refresh")
    await server.wait_for(lambda: heard)
    await server.idle()
