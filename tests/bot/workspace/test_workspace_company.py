"""Several people in one place: who is there, who comes and goes, and what the app hears of their threads."""

from __future__ import annotations

from typing import Any

import aiohttp
import pytest
from slack_bolt.app.async_app import AsyncApp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.workspace.errors import ClientError, SlackError
from bot.workspace.server import WorkspaceServer

Json = dict[str, Any]


def events(server: WorkspaceServer, kind: str) -> list[Json]:
    return [payload["event"] for payload in server.control.sent_events() if payload["event"]["type"] == kind]


async def names(server: WorkspaceServer, client: AsyncWebClient, channel: str) -> set[str]:
    members = (await client.conversations_members(channel=channel))["members"]
    return {(await client.users_info(user=user))["user"]["name"] for user in members}


async def test_five_people_talk_about_architecture_and_the_sixth_is_not_there(
    server: WorkspaceServer, client: AsyncWebClient
) -> None:
    room = server.control.channel_id("ai-architecture")
    assert await names(server, client, room) == {"mara", "tobias", "aiko", "samuel", "ines", "helper"}
    with pytest.raises(ClientError, match="not_in_channel"):
        server.person("noor").say("May I?", "ai-architecture")


async def test_people_come_and_go_and_the_app_hears_of_it(server: WorkspaceServer, client: AsyncWebClient) -> None:
    room = server.control.channel_id("ai-architecture")
    server.control.invite("noor", "ai-architecture")
    server.control.remove("ines", "ai-architecture")
    assert await names(server, client, room) == {"mara", "tobias", "aiko", "samuel", "noor", "helper"}
    (joined,), (left,) = events(server, "member_joined_channel"), events(server, "member_left_channel")
    assert (joined["user"], joined["channel"]) == (server.control.user_id("noor"), room)
    assert (left["user"], left["channel_type"]) == (server.control.user_id("ines"), "C")
    server.person("noor").say("Here I am", "ai-architecture")


async def test_everybody_in_a_channel_sees_who_is_in_it_now(
    server: WorkspaceServer, browser: aiohttp.ClientSession
) -> None:
    tobias, noor = server.control.user_id("tobias"), server.control.user_id("noor")
    async with browser.ws_connect("/client/socket", params={"user": tobias}) as socket:
        for change in (server.control.invite, server.control.remove):
            change("noor", "ai-architecture")
            frame = await socket.receive_json()
            while frame["type"] != "channels":
                frame = await socket.receive_json()
            shown = next(channel for channel in frame["channels"] if channel["name"] == "ai-architecture")
            assert (noor in shown["members"]) is (change == server.control.invite)


async def test_a_plain_reply_in_a_thread_is_one_event_without_a_mention(server: WorkspaceServer) -> None:
    root = server.person("mara").say("We must decide", "general")
    reply = server.person("tobias").say("12 weeks", "general", thread_ts=root.ts)
    event = events(server, "message")[-1]
    assert (event["ts"], event["thread_ts"], event["text"]) == (reply.ts, root.ts, "12 weeks")
    assert (event["channel_type"], event["parent_user_id"]) == ("channel", root.user)
    assert events(server, "app_mention") == []


async def test_people_and_the_app_talk_in_a_group_message(server: WorkspaceServer, client: AsyncWebClient) -> None:
    group = server.control.group_message_id("mara", "tobias")
    assert group == server.control.group_message_id("tobias", "mara")
    root = server.person("mara").say("We must decide", group)
    reply = server.person("tobias").say("12 weeks", group, thread_ts=root.ts)
    event = events(server, "message")[-1]
    assert (event["channel_type"], event["thread_ts"], event["ts"]) == ("mpim", root.ts, reply.ts)
    info = (await client.conversations_info(channel=group))["channel"]
    assert (info["is_mpim"], info["is_private"], info["name"]) == (True, True, "mpdm-helper--mara--tobias-1")
    assert await names(server, client, group) == {"mara", "tobias", "helper"}
    await client.chat_postMessage(channel=group, thread_ts=root.ts, text="Noted")
    with pytest.raises(SlackError, match="channel_not_found"):
        server.person("aiko").say("Me too", group)


async def test_the_app_opens_a_group_message(server: WorkspaceServer, client: AsyncWebClient) -> None:
    users = [server.control.user_id(name) for name in ("mara", "aiko")]
    opened = (await client.conversations_open(users=users))["channel"]["id"]
    assert opened == server.control.group_message_id("aiko", "mara")
    with pytest.raises(SlackApiError, match="too_many_users"):
        await client.conversations_open(users=["U1"] * 9)


async def test_a_page_lists_a_group_message_by_the_names_of_the_others(
    server: WorkspaceServer, browser: aiohttp.ClientSession
) -> None:
    group = server.control.group_message_id("mara", "tobias")
    async with browser.get("/client/boot", params={"user": server.control.user_id("mara")}) as response:
        channels = {channel["id"]: channel for channel in (await response.json())["channels"]}
    assert channels[group]["kind"] == "mpim"
    assert set(channels[group]["name"].split(", ")) == {"Tobias Brandt", "Helper"}


async def test_a_shortcut_on_a_reply_carries_all_an_app_needs(
    server: WorkspaceServer, app: AsyncApp, client: AsyncWebClient, connect: Any
) -> None:
    bodies: list[Json] = []

    @app.shortcut("about")
    async def about(ack: Any, body: Json, respond: Any) -> None:
        await ack()
        bodies.append(body)
        form = {"type": "modal", "title": {"type": "plain_text", "text": "Found"}, "blocks": [{"type": "divider"}]}
        await client.views_open(trigger_id=body["trigger_id"], view=form)
        await respond("Looking", thread_ts=body["message"]["thread_ts"])

    await connect(app)
    mara = server.person("mara")
    root = server.person("tobias").say("A root", "ai-architecture")
    reply = server.person("aiko").say("It changes weekly", "ai-architecture", thread_ts=root.ts)
    await mara.shortcut("about", reply)
    await server.wait_for(lambda: mara.ephemerals)

    (body,) = bodies
    assert (body["type"], body["callback_id"], body["message_ts"]) == ("message_action", "about", reply.ts)
    assert body["channel"] == {"id": root.channel, "name": "ai-architecture"}
    assert (body["user"]["id"], body["message"]["text"]) == (mara.id, "It changes weekly")
    assert (body["message"]["user"], body["message"]["thread_ts"]) == (reply.user, root.ts)
    assert [view.content["title"]["text"] for view in mara.modals] == ["Found"]
    assert [(message.text, message.thread_ts) for message in mara.ephemerals] == [("Looking", root.ts)]


async def test_a_private_reply_is_replaced_where_it_stands_and_cannot_be_updated(
    server: WorkspaceServer, app: AsyncApp, client: AsyncWebClient, connect: Any
) -> None:
    @app.action("yes")
    async def yes(ack: Any, body: Json, respond: Any) -> None:
        await ack()
        assert body["container"]["thread_ts"]
        await respond(text="Noted", replace_original=True)

    await connect(app)
    root = server.person("tobias").say("A root", "general")
    button = {"type": "button", "action_id": "yes", "text": {"type": "plain_text", "text": "Yes"}}
    mara = server.person("mara")
    posted = await client.chat_postEphemeral(
        channel=root.channel,
        user=mara.id,
        thread_ts=root.ts,
        text="Is it so?",
        blocks=[{"type": "actions", "elements": [button]}],
    )
    assert server.person("tobias").ephemerals == []
    with pytest.raises(SlackApiError, match="message_not_found"):
        await client.chat_update(channel=root.channel, ts=posted["message_ts"], text="No")
    (message,) = mara.ephemerals
    await mara.click(message, "yes")
    await server.wait_for(lambda: message.text == "Noted")
    (message,) = mara.ephemerals
    assert (message.ts, message.thread_ts, message.text) == (posted["message_ts"], root.ts, "Noted")
    assert message.blocks == []
    assert len(server.control.messages("general", root.ts)) == 1
