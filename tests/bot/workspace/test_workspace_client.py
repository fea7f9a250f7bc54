"""What the page asks and is told, and who is kept out."""

from __future__ import annotations

from typing import Any

import aiohttp
import pytest
from slack_bolt.app.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bot.workspace.client.assets import PAGE
from bot.workspace.server import WorkspaceServer

Json = dict[str, Any]


class Page:
    """Speaks the page's protocol as one person."""

    def __init__(self, session: aiohttp.ClientSession, user: str) -> None:
        self.session = session
        self.user = user

    async def get(self, path: str, **query: str) -> Json:
        async with self.session.get(f"/client/{path}", params={"user": self.user, **query}) as response:
            return await _checked(response)

    async def post(self, path: str, **body: Any) -> Json:
        async with self.session.post(f"/client/{path}", json={"user": self.user, **body}) as response:
            return await _checked(response)

    async def listen(self) -> aiohttp.ClientWebSocketResponse:
        return await self.session.ws_connect(f"/client/socket?user={self.user}")


async def _checked(response: aiohttp.ClientResponse) -> Json:
    body: Json = await response.json()
    assert body["ok"] is (response.status == 200)
    assert body["ok"] or body["message"].endswith((".", "?", "!", '"'))
    return body


async def next_frame(socket: aiohttp.ClientWebSocketResponse, *kinds: str) -> Json:
    """The next frame of one of these types."""
    while True:
        frame: Json = await socket.receive_json(timeout=60)
        if frame["type"] in kinds:
            return frame


@pytest.fixture
def page(server: WorkspaceServer, browser: aiohttp.ClientSession) -> Page:
    return Page(browser, server.control.user_id("mara"))


@pytest.fixture
def room(server: WorkspaceServer) -> str:
    return server.control.channel_id("general")


# Requests


async def test_a_page_begins_with_everything_it_needs(server: WorkspaceServer, page: Page) -> None:
    boot = await page.get("boot")
    app = server.config.app
    assert boot["me"]["name"] == "mara"
    assert {channel["kind"] for channel in boot["channels"]} == {"channel", "private", "im"}
    direct = next(channel for channel in boot["channels"] if channel["kind"] == "im")
    assert direct["user"] == app.bot_user_id == boot["app"]["bot_user_id"]
    assert boot["app"]["connected"] is False
    assert boot["app"]["suggested_prompts"] == {"prompts": [{"title": "Try me", "message": "What can you do?"}]}
    assert boot["commands"][0] == {"command": "/help-me", "description": "Helps", "usage_hint": "[topic]"}
    assert [shortcut["type"] for shortcut in boot["shortcuts"]] == ["message", "global"]
    assert all(user["color"].startswith("#") for user in boot["users"])
    assert "random" not in [c["name"] for c in (await page.get("boot"))["channels"] if app.bot_user_id in c["members"]]


async def test_messages_are_written_edited_and_deleted(page: Page, room: str) -> None:
    root = (await page.post("message", channel=room, text="a < b"))["message"]
    assert root["text"] == "a &lt; b"
    reply = (await page.post("message", channel=room, text="reply", thread_ts=root["ts"]))["message"]
    assert reply["thread_ts"] == root["ts"]
    await page.post("message/edit", channel=room, ts=root["ts"], text="new")
    history = await page.get("history", channel=room)
    assert [(message["text"], message["reply_count"]) for message in history["messages"]] == [("new", 1)]
    replies = await page.get("replies", channel=room, thread_ts=root["ts"])
    assert [message["text"] for message in replies["messages"]] == ["new", "reply"]
    await page.post("reaction", channel=room, ts=root["ts"], name="eyes")
    await page.post("reaction", channel=room, ts=root["ts"], name="eyes", remove=True)
    await page.post("message/delete", channel=room, ts=reply["ts"])
    await page.post("message/delete", channel=room, ts=root["ts"])
    assert (await page.get("history", channel=room))["messages"] == []


async def test_history_comes_in_pages(page: Page, room: str) -> None:
    for number in range(5):
        await page.post("message", channel=room, text=str(number))
    newest = await page.get("history", channel=room, limit="2")
    assert [message["text"] for message in newest["messages"]] == ["3", "4"]
    assert newest["has_more"]
    older = await page.get("history", channel=room, limit="3", before=newest["messages"][0]["ts"])
    assert [message["text"] for message in older["messages"]] == ["0", "1", "2"]
    assert not older["has_more"]


@pytest.mark.parametrize(
    ("path", "body", "code"),
    [
        ("message", {"channel": "C0", "text": "x"}, "channel_not_found"),
        ("message", {"text": "x"}, "invalid_arguments"),
        ("message", {"channel": "general", "text": 5}, "invalid_arguments"),
        ("message", {"channel": "general", "text": " \n"}, "no_text"),
        ("message", {"channel": "general", "text": "x" * 40_001}, "msg_too_long"),
        ("message", {"channel": "general", "text": "x", "thread_ts": "1.0"}, "message_not_found"),
        ("message", {"channel": "general", "text": "x", "user": "U0"}, "user_not_found"),
        ("message/edit", {"channel": "general", "ts": "1.0", "text": "x"}, "message_not_found"),
        ("command", {"channel": "general", "command": "/nothing", "text": ""}, "invalid_command"),
        ("action", {"container": {"type": "view", "view_id": "V0"}, "action": {}}, "not_found"),
        ("action", {"container": "view", "action": {}}, "invalid_arguments"),
        ("view/submit", {"view_id": "V0", "state": {}}, "not_found"),
        ("view/close", {"view_id": "V0"}, "not_found"),
        ("shortcut", {"callback_id": "nothing"}, "unknown_shortcut"),
        ("home", {"tab": "about"}, "invalid_arguments"),
        ("stop", {"channel": "general", "thread_ts": "1.0"}, "not_processing"),
        ("reaction", {"channel": "general", "ts": "1.0", "name": "x"}, "message_not_found"),
    ],
)
async def test_what_cannot_be_done_is_said(page: Page, room: str, path: str, body: Json, code: str) -> None:
    body = {name: room if value == "general" else value for name, value in body.items()}
    assert (await page.post(path, **body))["error"] == code


async def test_others_messages_and_channels_are_theirs(server: WorkspaceServer, page: Page, room: str) -> None:
    theirs = server.person("tobias").say("mine", "general")
    edit = await page.post("message/edit", channel=room, ts=theirs.ts, text="x")
    assert edit["error"] == "cant_update_message"
    outsider = Page(page.session, server.control.user_id("aiko"))
    private = server.control.channel_id("platform-budget")
    assert (await outsider.get("history", channel=private))["error"] == "channel_not_found"
    direct = server.person("tobias").direct_message
    assert (await page.get("history", channel=direct))["error"] == "channel_not_found"


async def test_a_click_in_the_page_reaches_the_app(
    server: WorkspaceServer, page: Page, app: AsyncApp, connect: Any, room: str
) -> None:
    clicks: list[Json] = []

    @app.action("rate")
    async def rate(ack: Any, action: Json, body: Json, client: AsyncWebClient) -> None:
        await ack()
        clicks.append(action)
        title = {"type": "plain_text", "text": "Why?"}
        element = {"type": "plain_text_input", "action_id": "text"}
        blocks = [{"type": "input", "block_id": "why", "label": title, "element": element}]
        view = {"type": "modal", "callback_id": "why", "title": title, "submit": title, "blocks": blocks}
        await client.views_open(trigger_id=body["trigger_id"], view=view)

    @app.view("why")
    async def why(ack: Any) -> None:
        await ack()

    await connect(app)
    half = {"text": {"type": "plain_text", "text": "Bad"}, "value": "down"}
    feedback = {"type": "feedback_buttons", "action_id": "rate", "positive_button": half, "negative_button": half}
    blocks = [{"type": "context_actions", "block_id": "fb", "elements": [feedback]}]
    posted = await app.client.chat_postMessage(channel=room, text="answer", blocks=blocks)
    socket = await page.listen()
    container = {"type": "message", "channel": room, "message_ts": posted["ts"]}
    action = {"type": "feedback_buttons", "action_id": "rate", "block_id": "fb", "value": "down"}
    assert (await page.post("action", container=container, action=action))["ok"]
    view = (await next_frame(socket, "view_opened"))["view"]
    assert clicks[0]["value"] == "down"
    empty = await page.post("view/submit", view_id=view["id"], state={"values": {}})
    assert empty["errors"] == {"why": "Please complete this required field."}
    state = {"values": {"why": {"text": {"type": "plain_text_input", "value": "wrong"}}}}
    assert (await page.post("view/submit", view_id=view["id"], state=state))["ok"]
    assert (await next_frame(socket, "view_closed"))["view_id"] == view["id"]
    gone = await page.post("action", container=container, action=action | {"action_id": "other"})
    assert gone["error"] == "action_not_found"


async def test_a_body_that_is_no_object(browser: aiohttp.ClientSession) -> None:
    for body in ("{", "[]"):
        async with browser.post("/client/message", data=body, headers={"Content-Type": "application/json"}) as response:
            assert (response.status, (await response.json())["error"]) == (400, "invalid_json")


async def test_the_page_runs_commands_stops_and_shortcuts(
    server: WorkspaceServer, page: Page, app: AsyncApp, connect: Any, room: str
) -> None:
    @app.command("/plain")
    async def plain(ack: Any) -> None:
        await ack("done")

    @app.shortcut("begin")
    async def begin(ack: Any) -> None:
        await ack()

    @app.event("message")
    async def message() -> None: ...

    @app.event("agent_session_stopped")
    async def stopped() -> None: ...

    await connect(app)
    assert (await page.post("command", channel=room, command="/plain", text=""))["ok"]
    assert server.person("mara").ephemerals[-1].text == "done"
    assert (await page.post("shortcut", callback_id="begin"))["ok"]
    root = server.person("mara").say("Why?")
    await app.client.agents_sessions_setStatus(channel_id=root.channel, thread_ts=root.ts, status="processing")
    assert (await page.post("stop", channel=root.channel, thread_ts=root.ts))["ok"]
    refused = await page.post("command", channel=root.channel, command="/plain", text="", thread_ts=root.ts)
    assert refused["error"] == "command_not_in_thread"


# The socket


async def test_the_page_is_told_of_messages_it_may_see(server: WorkspaceServer, page: Page, room: str) -> None:
    socket = await page.listen()
    tobias = server.person("tobias")
    tobias.say("secret", None)
    root = tobias.say("hello", "general")
    frame = await next_frame(socket, "message")
    assert (frame["channel"], frame["message"]["text"], frame["message"]["user"]) == (room, "hello", tobias.id)
    reply = tobias.say("reply", "general", thread_ts=root.ts)
    assert (await next_frame(socket, "message"))["message"]["thread_ts"] == root.ts
    assert (await next_frame(socket, "message_changed"))["message"]["reply_count"] == 1
    tobias.react(root, "eyes")
    reaction = await next_frame(socket, "reaction")
    assert reaction["reactions"] == [{"name": "eyes", "count": 1, "users": [tobias.id]}]
    tobias.edit(root, "changed")
    assert (await next_frame(socket, "message_changed"))["message"]["edited"]["user"] == tobias.id
    tobias.delete(root)
    assert (await next_frame(socket, "message_changed"))["message"]["subtype"] == "tombstone"
    tobias.delete(reply)
    for gone in (reply, root):
        frame = await next_frame(socket, "message_deleted")
        assert frame == {"type": "message_deleted", "channel": room, "ts": gone.ts}


async def test_the_page_follows_a_stream_and_its_session(
    server: WorkspaceServer, page: Page, client: AsyncWebClient
) -> None:
    socket = await page.listen()
    root = server.person("mara").say("Why?")
    thread = {"channel_id": root.channel, "thread_ts": root.ts}
    await client.agents_sessions_setStatus(**thread, status="processing", title="Why")
    session = await next_frame(socket, "session")
    assert (session["status"], session["title"], session["thread_ts"]) == ("processing", "Why", root.ts)
    await client.assistant_threads_setStatus(**thread, status="is thinking…")
    assert (await next_frame(socket, "status"))["status"] == "is thinking…"
    stream = await client.chat_stream(channel=root.channel, thread_ts=root.ts, buffer_size=1)
    await stream.append(markdown_text="So ")
    started = await next_frame(socket, "message")
    assert (started["message"]["streaming"], started["message"]["markdown"]) == (True, "So ")
    await stream.append(markdown_text="far")
    frame = await next_frame(socket, "message_changed")
    while frame["message"].get("markdown") != "So far":
        frame = await next_frame(socket, "message_changed")
    await stream.stop(session_status="active")
    finished = await next_frame(socket, "message_changed")
    assert "streaming" not in finished["message"]
    assert (await next_frame(socket, "session"))["status"] == "active"
    await client.assistant_threads_setSuggestedPrompts(**thread, prompts=[{"title": "T", "message": "M"}])
    assert (await next_frame(socket, "prompts"))["prompts"] == [{"title": "T", "message": "M"}]


async def test_a_page_that_is_reloaded_still_shows_the_stop_button(
    server: WorkspaceServer, page: Page, client: AsyncWebClient
) -> None:
    own, other = server.person("mara").say("Why?"), server.person("tobias").say("How?")
    for root in (other, own):
        await client.agents_sessions_setStatus(channel_id=root.channel, thread_ts=root.ts, status="processing")

    socket = await page.listen()

    session = await next_frame(socket, "session")
    assert (session["channel"], session["thread_ts"], session["status"]) == (own.channel, own.ts, "processing")


async def test_the_page_sees_the_app_come_and_go(
    server: WorkspaceServer, page: Page, app: AsyncApp, connect: Any
) -> None:
    socket = await page.listen()
    await connect(app)
    assert (await next_frame(socket, "app"))["app"]["connected"] is True
    await server.control.drop_sockets()
    assert (await next_frame(socket, "app"))["app"]["connected"] is False
    server.control.remove("mara", "random")
    names = [channel["name"] for channel in (await next_frame(socket, "channels"))["channels"]]
    assert "random" not in names


async def test_home_and_ephemerals_are_shown_to_one(
    server: WorkspaceServer, page: Page, client: AsyncWebClient, room: str
) -> None:
    socket = await page.listen()
    tobias = server.control.user_id("tobias")
    view = {"type": "home", "blocks": [{"type": "divider"}]}
    for user in (tobias, page.user):
        await client.views_publish(user_id=user, view=view)
        await client.chat_postEphemeral(channel=room, user=user, text=user)
    assert (await next_frame(socket, "home"))["view"]["type"] == "home"
    private = (await next_frame(socket, "message"))["message"]
    assert (private["text"], private["is_ephemeral"]) == (page.user, True)
    opened = await page.post("home", tab="home")
    assert opened["view"]["blocks"][0]["type"] == "divider"


async def test_nobody_listens_as_nobody(browser: aiohttp.ClientSession) -> None:
    with pytest.raises(aiohttp.WSServerHandshakeError, match="404"):
        await browser.ws_connect("/client/socket?user=U0")


# The page's files, and keeping others out


async def test_the_page_comes_with_a_strict_policy(browser: aiohttp.ClientSession) -> None:
    async with browser.get("/") as response:
        assert response.status == (200 if (PAGE / "index.html").is_file() else 404)
        if response.status == 200:
            assert response.headers["Cache-Control"] == "no-cache"
            assert "script-src 'self'" in response.headers["Content-Security-Policy"]
            assert "unsafe" not in response.headers["Content-Security-Policy"]


@pytest.mark.parametrize("path", ["/static/../server.py", "/static/%2e%2e/server.py", "/static/none.js", "/files/F0/x"])
async def test_only_files_of_the_page_are_served(browser: aiohttp.ClientSession, path: str) -> None:
    async with browser.get(path) as response:
        assert response.status == 404


@pytest.mark.parametrize(
    "headers",
    [
        {"Host": "evil.example"},
        {"Host": "evil.example:80"},
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Sec-Fetch-Site": "cross-site"},
    ],
)
async def test_other_sites_are_kept_out(browser: aiohttp.ClientSession, headers: dict[str, str]) -> None:
    for path in ("/client/boot", "/control/calls", "/api/auth.test"):
        async with browser.get(path, headers=headers) as response:
            assert response.status == 403


async def test_its_own_page_is_let_in(server: WorkspaceServer, browser: aiohttp.ClientSession) -> None:
    for name in ("127.0.0.1", "localhost"):
        host = server.base_url.removeprefix("http://").replace("127.0.0.1", name)
        async with browser.get("/client/boot", headers={"Host": host, "Origin": f"http://{host}"}) as response:
            assert response.status == 200


async def test_a_form_of_another_site_changes_nothing(browser: aiohttp.ClientSession) -> None:
    for kind in ("text/plain", "application/x-www-form-urlencoded"):
        async with browser.post("/client/message", data="{}", headers={"Content-Type": kind}) as response:
            assert response.status == 415
