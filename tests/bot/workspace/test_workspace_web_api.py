"""The Web API over loopback, called with Slack's own client."""

from __future__ import annotations

from typing import Any

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.workspace.config import WorkspaceConfig
from bot.workspace.server import WorkspaceServer

Json = dict[str, Any]


async def refusal(call: Any) -> str:
    """The error code a call is refused with."""
    with pytest.raises(SlackApiError) as caught:
        await call
    return str(caught.value.response["error"])


def channel(server: WorkspaceServer, name: str = "general") -> str:
    return server.control.channel_id(name)


# Who is calling


async def test_the_app_learns_who_it_is(server: WorkspaceServer, client: AsyncWebClient) -> None:
    answer = await client.auth_test()
    app = server.config.app
    assert (answer["user_id"], answer["bot_id"], answer["team_id"]) == (
        app.bot_user_id,
        app.bot_id,
        server.config.team_id,
    )
    assert set(answer.headers["x-oauth-scopes"].split(",")) == app.scopes
    assert (await client.bots_info(bot=app.bot_id))["bot"]["user_id"] == app.bot_user_id


async def test_tokens_are_asked_for_and_checked(server: WorkspaceServer) -> None:
    assert await refusal(AsyncWebClient(base_url=server.api_url).auth_test()) == "not_authed"
    assert await refusal(AsyncWebClient("xoxb-wrong", base_url=server.api_url).auth_test()) == "invalid_auth"
    app_client = AsyncWebClient(server.app_token, base_url=server.api_url)
    assert await refusal(app_client.auth_test()) == "not_allowed_token_type"


async def test_a_socket_is_opened_with_the_app_token_only(server: WorkspaceServer, client: AsyncWebClient) -> None:
    assert await refusal(client.apps_connections_open(app_token=server.bot_token)) == "not_allowed_token_type"
    url = (await client.apps_connections_open(app_token=server.app_token))["url"]
    assert url.startswith("ws://127.0.0.1:")


async def test_a_missing_scope_is_named(server: WorkspaceServer) -> None:
    scopeless = WorkspaceServer(WorkspaceConfig.from_manifest({"display_information": {"name": "Bare"}}))
    await scopeless.start()
    client = AsyncWebClient(scopeless.bot_token, base_url=scopeless.api_url)
    with pytest.raises(SlackApiError) as caught:
        await client.chat_postMessage(channel=channel(scopeless), text="hi")
    assert (caught.value.response["error"], caught.value.response["needed"]) == ("missing_scope", "chat:write")
    await scopeless.stop()


async def test_unknown_methods_answer_as_slack_does_and_are_listed(
    server: WorkspaceServer, client: AsyncWebClient, caplog: pytest.LogCaptureFixture
) -> None:
    for _ in range(2):
        assert await refusal(client.api_call("pigeons.send")) == "unknown_method"
    assert server.control.unknown_methods == {"pigeons.send": 2}
    assert caplog.text.count("pigeons.send") == 1


async def test_calls_are_written_down_without_their_token(server: WorkspaceServer, client: AsyncWebClient) -> None:
    await client.api_test(foo="bar", token=server.bot_token)
    (call,) = server.control.calls("api.test")
    assert call.args == {"foo": "bar"}
    assert call.response["ok"]


async def test_forms_json_and_queries_mean_the_same(server: WorkspaceServer, browser: aiohttp.ClientSession) -> None:
    headers = {"Authorization": f"Bearer {server.bot_token}"}
    arguments = {"channel": channel(server), "text": "hi", "blocks": '[{"type": "divider"}]'}
    for kind in ("data", "json", "params"):
        async with browser.post("/api/chat.postMessage", headers=headers, **{kind: arguments}) as response:
            body = await response.json()
        assert body["ok"], body
        assert body["message"]["blocks"][0]["type"] == "divider"


async def test_arguments_of_the_wrong_kind_are_named(server: WorkspaceServer, client: AsyncWebClient) -> None:
    post = client.api_call("chat.postMessage", json={"channel": 5, "text": "x", "blocks": []})
    assert await refusal(post) == "channel_not_found"
    assert await refusal(client.api_call("chat.postMessage", json={"text": "x"})) == "invalid_arguments"
    broken = {"channel": channel(server), "blocks": "[{"}
    assert await refusal(client.api_call("chat.postMessage", json=broken)) == "invalid_arguments"
    assert await refusal(client.api_call("chat.postMessage", json={"channel": ["x"]})) == "invalid_arguments"


# People and channels


async def test_people_are_found(server: WorkspaceServer, client: AsyncWebClient) -> None:
    mara = server.control.user_id("mara")
    assert (await client.users_info(user=mara))["user"]["profile"]["title"] == "Product manager"
    assert await refusal(client.users_info(user="U0")) == "user_not_found"
    names = [member["name"] async for page in await client.users_list(limit=3) for member in page["members"]]
    assert sorted(names) == sorted(user["name"] for user in server.control.dump()["users"])


async def test_channels_are_listed_as_the_app_may_know_them(server: WorkspaceServer, client: AsyncWebClient) -> None:
    public = (await client.conversations_list())["channels"]
    assert {entry["name"]: entry["is_member"] for entry in public}["random"] is False
    mine = (await client.users_conversations(types="public_channel,private_channel"))["channels"]
    assert {entry["name"] for entry in mine} == {"general", "ai-architecture", "platform-budget"}
    direct = (await client.users_conversations(types="im"))["channels"]
    assert {entry["user"] for entry in direct} == {person.id for person in server.config.people}
    assert await refusal(client.conversations_list(cursor="nonsense")) == "invalid_cursor"


async def test_channel_details_members_and_direct_messages(server: WorkspaceServer, client: AsyncWebClient) -> None:
    info = (await client.conversations_info(channel=channel(server), include_num_members=True))["channel"]
    assert (info["name"], info["num_members"]) == ("general", 7)
    members = (await client.conversations_members(channel=channel(server), limit=4))["members"]
    assert len(members) == 4
    mara = server.control.user_id("mara")
    opened = (await client.conversations_open(users=mara))["channel"]["id"]
    assert opened == server.person("mara").direct_message
    assert await refusal(client.conversations_open(users="U0")) == "user_not_found"
    assert await refusal(client.conversations_info(channel="C0")) == "channel_not_found"


async def test_the_app_joins_public_channels(server: WorkspaceServer, client: AsyncWebClient) -> None:
    assert await refusal(client.chat_postMessage(channel=channel(server, "random"), text="x")) == "not_in_channel"
    assert await refusal(client.conversations_history(channel=channel(server, "random"))) == "not_in_channel"
    await client.conversations_join(channel=channel(server, "random"))
    await client.chat_postMessage(channel=channel(server, "random"), text="x")


async def test_a_private_channel_without_the_app_does_not_exist(
    server: WorkspaceServer, client: AsyncWebClient
) -> None:
    server.control.remove("helper", "platform-budget")
    room = channel(server, "platform-budget")
    assert await refusal(client.chat_postMessage(channel=room, text="x")) == "channel_not_found"
    assert await refusal(client.conversations_info(channel=room)) == "channel_not_found"


async def test_history_and_replies(server: WorkspaceServer, client: AsyncWebClient) -> None:
    mara, room = server.person("mara"), channel(server)
    roots = [mara.say(f"message {number}", "general") for number in range(5)]
    replies = [mara.say(f"reply {number}", "general", thread_ts=roots[0].ts) for number in range(3)]
    texts: list[str] = []
    async for page in await client.conversations_history(channel=room, limit=2):
        texts += [message["text"] for message in page["messages"]]
    assert texts == [f"message {number}" for number in reversed(range(5))]
    window = await client.conversations_history(
        channel=room, oldest=roots[1].ts, latest=roots[3].ts, inclusive=True, limit=10
    )
    assert [message["text"] for message in window["messages"]] == ["message 3", "message 2", "message 1"]

    thread = await client.conversations_replies(channel=room, ts=roots[0].ts)
    assert [message["text"] for message in thread["messages"]] == ["message 0", "reply 0", "reply 1", "reply 2"]
    assert thread["messages"][0]["reply_count"] == 3
    assert thread["messages"][1]["parent_user_id"] == mara.id
    newer = await client.conversations_replies(channel=room, ts=replies[2].ts, oldest=replies[0].ts)
    assert [message["text"] for message in newer["messages"]] == ["message 0", "reply 1", "reply 2"]
    assert await refusal(client.conversations_replies(channel=room, ts="1.0")) == "thread_not_found"
    assert await refusal(client.conversations_history(channel=room, limit=0)) == "invalid_limit"


# Messages


async def test_a_message_is_posted_changed_and_deleted(server: WorkspaceServer, client: AsyncWebClient) -> None:
    posted = await client.chat_postMessage(channel=channel(server), text="hello", blocks=[{"type": "divider"}])
    ts = posted["ts"]
    assert posted["message"]["bot_id"] == server.config.app.bot_id
    assert posted["message"]["blocks"][0]["block_id"]
    await client.chat_update(channel=channel(server), ts=ts, text="changed")
    (message,) = server.control.messages("general")
    assert (message.text, message.blocks[0]["type"], bool(message.edited)) == ("changed", "divider", True)
    await client.chat_update(channel=channel(server), ts=ts, markdown_text="**new**")
    assert message.blocks[0]["text"] == "**new**"
    await client.chat_delete(channel=channel(server), ts=ts)
    assert server.control.messages("general") == []
    assert await refusal(client.chat_delete(channel=channel(server), ts=ts)) == "message_not_found"


async def test_the_app_changes_only_its_own(server: WorkspaceServer, client: AsyncWebClient) -> None:
    ts = server.person("mara").say("mine", "general").ts
    room = channel(server)
    assert await refusal(client.chat_update(channel=room, ts=ts, text="x")) == "cant_update_message"
    assert await refusal(client.chat_delete(channel=room, ts=ts)) == "cant_delete_message"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        ({}, "no_text"),
        ({"markdown_text": "a", "text": "b"}, "markdown_text_conflict"),
        ({"markdown_text": "a", "blocks": [{"type": "divider"}]}, "markdown_text_conflict"),
        ({"markdown_text": "x" * 12_001}, "msg_too_long"),
        ({"blocks": [{"type": "nonsense"}], "text": "x"}, "invalid_blocks"),
        ({"text": "x", "thread_ts": "1.0"}, "thread_not_found"),
    ],
)
async def test_content_slack_refuses(server: WorkspaceServer, client: AsyncWebClient, content: Json, code: str) -> None:
    arguments = {"channel": channel(server), **content}
    assert await refusal(client.api_call("chat.postMessage", json=arguments)) == code
    assert server.control.messages("general") == []


async def test_lengths_of_text(server: WorkspaceServer, client: AsyncWebClient) -> None:
    posted = await client.chat_postMessage(channel=channel(server), text="x" * 40_001)
    assert len(posted["message"]["text"]) == 40_000
    too_long = client.chat_update(channel=channel(server), ts=posted["ts"], text="x" * 4001)
    assert await refusal(too_long) == "msg_too_long"


async def test_a_reply_goes_to_the_root_and_may_be_broadcast(server: WorkspaceServer, client: AsyncWebClient) -> None:
    root = server.person("mara").say("root", "general")
    reply = await client.chat_postMessage(channel=channel(server), text="one", thread_ts=root.ts)
    nested = await client.chat_postMessage(
        channel=channel(server), text="two", thread_ts=reply["ts"], reply_broadcast=True
    )
    assert nested["message"]["thread_ts"] == root.ts
    assert nested["message"]["subtype"] == "thread_broadcast"
    history = await client.conversations_history(channel=channel(server))
    assert [message["text"] for message in history["messages"]] == ["two", "root"]


async def test_an_ephemeral_message_is_for_one(server: WorkspaceServer, client: AsyncWebClient) -> None:
    mara, room = server.person("mara"), channel(server)
    await client.chat_postEphemeral(channel=room, user=mara.id, text="psst")
    assert [message.text for message in mara.ephemerals] == ["psst"]
    assert server.person("tobias").ephemerals == []
    assert server.control.messages("general") == []
    assert await refusal(client.chat_postEphemeral(channel=room, user="U0", text="x")) == "user_not_in_channel"


async def test_posting_to_a_person_opens_their_direct_message(server: WorkspaceServer, client: AsyncWebClient) -> None:
    mara = server.person("mara")
    posted = await client.chat_postMessage(channel=mara.id, text="hi")
    assert posted["channel"] == mara.direct_message


async def test_permalinks_name_channel_message_and_thread(server: WorkspaceServer, client: AsyncWebClient) -> None:
    root = server.person("mara").say("root", "general")
    reply = await client.chat_postMessage(channel=channel(server), text="x", thread_ts=root.ts)
    link = (await client.chat_getPermalink(channel=channel(server), message_ts=reply["ts"]))["permalink"]
    assert link.startswith(f"{server.base_url}/archives/{channel(server)}/p{reply['ts'].replace('.', '')}")
    assert root.ts in link


async def test_permalinks_open_the_thread_on_the_page(
    server: WorkspaceServer, client: AsyncWebClient, browser: aiohttp.ClientSession
) -> None:
    root = server.person("mara").say("root", "general")
    reply = await client.chat_postMessage(channel=channel(server), text="x", thread_ts=root.ts)
    there = f"/#/{channel(server)}/p{root.ts.replace('.', '')}"
    for ts in (root.ts, reply["ts"]):
        link = (await client.chat_getPermalink(channel=channel(server), message_ts=ts))["permalink"]
        async with browser.get(link, allow_redirects=False) as response:
            assert (response.status, response.headers["Location"]) == (302, there)
    async with browser.get(f"{link}&thread_ts=https://x.example/", allow_redirects=False) as response:
        assert response.headers["Location"] == there
    for nonsense in ("/archives/C1/x", "/archives/C1/p1", "/archives/..%2f/p1234567890"):
        async with browser.get(f"{server.base_url}{nonsense}", allow_redirects=False) as response:
            assert response.status == 404


async def test_reactions(server: WorkspaceServer, client: AsyncWebClient) -> None:
    message = server.person("mara").say("nice", "general")
    at = {"channel": channel(server), "timestamp": message.ts, "name": "eyes"}
    await client.reactions_add(**at)
    assert await refusal(client.reactions_add(**at)) == "already_reacted"
    await client.reactions_remove(**at)
    assert await refusal(client.reactions_remove(**at)) == "no_reaction"


async def test_a_file_is_uploaded_and_shared(
    server: WorkspaceServer, client: AsyncWebClient, browser: aiohttp.ClientSession
) -> None:
    await client.files_upload_v2(
        filename="plan.md", content="# Plan", channel=channel(server), initial_comment="Here", alt_txt="A plan"
    )
    (message,) = server.control.messages("general")
    (file,) = message.files
    assert (message.text, file["name"], file["alt_txt"]) == ("Here", "plan.md", "A plan")
    async with browser.get(f"/files/{file['id']}/plan.md") as response:
        assert await response.read() == b"# Plan"
        assert response.headers["Content-Disposition"] == "attachment"
    assert await refusal(client.files_completeUploadExternal(files=[{"id": "F0"}])) == "file_not_found"


async def test_a_picture_may_come_as_a_form_and_is_drawn(
    client: AsyncWebClient, browser: aiohttp.ClientSession
) -> None:
    announced = await client.files_getUploadURLExternal(filename="a.png", length=4)
    form = aiohttp.FormData()
    form.add_field("file", b"\x89PNG", filename="a.png")
    async with browser.post(announced["upload_url"], data=form) as response:
        assert response.status == 200
    async with browser.get(f"/files/{announced['file_id']}/a.png") as response:
        assert (response.content_type, await response.read()) == ("image/png", b"\x89PNG")
        assert response.headers["Content-Disposition"] == "inline"


async def test_an_upload_must_have_the_announced_length(client: AsyncWebClient, browser: aiohttp.ClientSession) -> None:
    announced = await client.files_getUploadURLExternal(filename="a.txt", length=3)
    async with browser.post(announced["upload_url"], data=b"four") as response:
        assert response.status == 400
    huge = client.files_getUploadURLExternal(filename="a.txt", length=30_000_000)
    assert await refusal(huge) == "file_upload_size_restricted"


async def test_blocks_can_be_validated_without_posting(client: AsyncWebClient) -> None:
    await client.blocks_validate(blocks=[{"type": "divider"}])
    assert await refusal(client.blocks_validate(blocks=[{"type": "nonsense"}])) == "invalid_blocks"
    assert await refusal(client.blocks_validate(view={"type": "modal"})) == "invalid_arguments"
    assert await refusal(client.blocks_validate(message={"blocks": [5]})) == "invalid_blocks"
    assert await refusal(client.api_call("blocks.validate")) == "invalid_arguments"


# Rates


async def limited(call: Any) -> int | None:
    """Seconds to wait when a call is over the limit, None when it went through (or failed otherwise)."""
    try:
        await call
    except SlackApiError as error:
        if error.response.status_code == 429:
            assert error.response["error"] == "ratelimited"
            return int(error.response.headers["Retry-After"])
    return None


async def test_a_method_has_its_calls_for_a_minute(server: WorkspaceServer, client: AsyncWebClient) -> None:
    waits = [await limited(client.users_list()) for _ in range(20)]
    assert waits == [None] * 20
    assert await limited(client.users_list()) == 60
    assert await limited(client.users_info(user="U0")) is None
    server.control.advance(45)
    assert await limited(client.users_list()) == 15
    server.control.advance(15)
    assert await limited(client.users_list()) is None


async def test_messages_are_one_a_second_for_each_channel(server: WorkspaceServer, client: AsyncWebClient) -> None:
    room, other = channel(server), channel(server, "ai-architecture")
    waits = [await limited(client.chat_postMessage(channel=room, text="x")) for _ in range(7)]
    assert waits == [None] * 5 + [1, 1]
    assert await limited(client.chat_postMessage(channel=other, text="x")) is None
    server.control.advance(1)
    assert await limited(client.chat_postMessage(channel=room, text="x")) is None
    assert await limited(client.chat_postMessage(channel=room, text="x")) == 1


async def test_updates_of_one_message_are_slower(server: WorkspaceServer, client: AsyncWebClient) -> None:
    ts = (await client.chat_postMessage(channel=channel(server), text="x"))["ts"]
    waits = [await limited(client.chat_update(channel=channel(server), ts=ts, text="y")) for _ in range(6)]
    assert waits == [None] * 5 + [3]


async def test_rates_can_be_switched_off(config: WorkspaceConfig) -> None:
    server = WorkspaceServer(WorkspaceConfig(app=config.app, enforce_rates=False))
    await server.start()
    client = AsyncWebClient(server.bot_token, base_url=server.api_url)
    waits = [await limited(client.chat_postMessage(channel=channel(server), text="x")) for _ in range(10)]
    assert waits == [None] * 10
    await server.stop()
