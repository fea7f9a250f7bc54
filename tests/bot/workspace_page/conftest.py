"""The page in a real browser, against the real workspace server and a small real Bolt app."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from playwright.async_api import Browser, ConsoleMessage, Page, Request, async_playwright
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.app.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bot.workspace.config import WorkspaceConfig
from bot.workspace.server import WorkspaceServer
from tests.browser import CHROMIUM, FLAGS

PATIENCE_MS = 8_000

MANIFEST: dict[str, Any] = {
    "display_information": {"name": "Guide", "description": "Shows the way"},
    "features": {
        "app_home": {"home_tab_enabled": True, "messages_tab_enabled": True},
        "bot_user": {"display_name": "Guide"},
        "agent_view": {"suggested_prompts": [{"title": "Which way?", "message": "Show me the way"}]},
        "slash_commands": [
            {"command": "/guide", "description": "Shows the way", "usage_hint": "[place]", "should_escape": True},
            {"command": "/given", "description": "What is given", "usage_hint": ""},
            {"command": "/look", "description": "Posts a card", "usage_hint": ""},
        ],
        "shortcuts": [{"type": "message", "callback_id": "about", "name": "Ask About This", "description": "Ask"}],
    },
    "oauth_config": {
        "scopes": {
            "bot": [
                *("app_mentions:read", "assistant:write", "channels:history", "channels:read", "chat:write"),
                *("commands", "files:read", "files:write", "groups:history", "im:history", "im:read", "im:write"),
                *("reactions:write", "users:read"),
            ]
        }
    },
    "settings": {
        "event_subscriptions": {
            "bot_events": ["agent_session_stopped", "app_home_opened", "app_mention", "message.channels", "message.im"]
        }
    },
}


def plain(text: str) -> dict[str, str]:
    return {"type": "plain_text", "text": text}


def mrkdwn(text: str) -> dict[str, str]:
    return {"type": "mrkdwn", "text": text}


CARD: list[dict[str, Any]] = [
    {"type": "header", "text": plain("The crossroads")},
    {
        "type": "section",
        "text": mrkdwn("*Left* or _right_?"),
        "fields": [mrkdwn("*Far*\n9 km"), mrkdwn("*Near*\n2 km")],
    },
    {
        "type": "actions",
        "block_id": "choices",
        "elements": [
            {"type": "button", "action_id": "open", "style": "primary", "text": plain("Plan Route")},
            {
                "type": "button",
                "action_id": "forget",
                "style": "danger",
                "text": plain("Forget"),
                "confirm": {
                    "title": plain("Forget this?"),
                    "text": mrkdwn("It is *gone* then."),
                    "confirm": plain("Forget It"),
                    "deny": plain("Keep It"),
                },
            },
            {
                "type": "static_select",
                "action_id": "pick",
                "placeholder": plain("Pick a path"),
                "options": [{"text": plain("Hills"), "value": "hills"}, {"text": plain("Coast"), "value": "coast"}],
            },
        ],
    },
]

MODAL: dict[str, Any] = {
    "type": "modal",
    "callback_id": "route",
    "title": plain("Plan a route"),
    "submit": plain("Save Route"),
    "blocks": [
        {
            "type": "input",
            "block_id": "name",
            "label": plain("Name"),
            "element": {"type": "plain_text_input", "action_id": "text"},
        },
        {
            "type": "input",
            "block_id": "note",
            "label": plain("Note"),
            "optional": True,
            "element": {"type": "plain_text_input", "action_id": "text", "multiline": True},
        },
        {
            "type": "input",
            "block_id": "pace",
            "label": plain("Pace"),
            "element": {
                "type": "radio_buttons",
                "action_id": "choice",
                "options": [{"text": plain("Slow"), "value": "slow"}, {"text": plain("Fast"), "value": "fast"}],
            },
        },
    ],
}


@dataclass
class Guide:
    """The app the page is used with: it streams when told to go on, and remembers what it heard."""

    app: AsyncApp
    go_on: asyncio.Event = field(default_factory=asyncio.Event)
    heard: list[Any] = field(default_factory=list)

    def __post_init__(self) -> None:
        app = self.app
        app.command("/guide")(self._guide)
        app.command("/given")(self._guide)
        app.command("/look")(self._look)
        app.action("open")(self._open)
        app.action("forget")(self._heard)
        app.action("pick")(self._heard)
        app.action("thumbs")(self._heard)
        app.shortcut("about")(self._about)
        app.view("route")(self._route)
        app.event("app_home_opened")(self._home)
        app.event("agent_session_stopped")(self._stopped)
        app.event("app_mention")(self._mention)
        app.event("message")(self._message)

    async def _guide(self, ack: Any, command: dict[str, Any]) -> None:
        await ack(f"The way to *{command['text'] or 'nowhere'}* is long.")

    async def _look(self, ack: Any, say: Any) -> None:
        await ack()
        await say(blocks=CARD, text="The crossroads")

    async def _heard(self, ack: Any, action: dict[str, Any]) -> None:
        await ack()
        self.heard.append(action)

    async def _about(self, ack: Any, shortcut: dict[str, Any]) -> None:
        await ack()
        self.heard.append(shortcut["message"]["text"])

    async def _open(self, ack: Any, body: dict[str, Any], client: AsyncWebClient) -> None:
        await ack()
        await client.views_open(trigger_id=body["trigger_id"], view=MODAL)

    async def _route(self, ack: Any, view: dict[str, Any]) -> None:
        values = view["state"]["values"]
        if len(values["name"]["text"]["value"]) < 5:
            await ack(response_action="errors", errors={"name": "Use at least five letters."})
            return
        await ack()
        self.heard.append(values)

    async def _home(self, event: dict[str, Any], client: AsyncWebClient) -> None:
        blocks = [{"type": "header", "text": plain("Where to?")}]
        await client.views_publish(user_id=event["user"], view={"type": "home", "blocks": blocks})

    async def _stopped(self, event: dict[str, Any], client: AsyncWebClient) -> None:
        await client.agents_sessions_setStatus(
            channel_id=event["channel"], thread_ts=event["thread_ts"], status="active"
        )
        self.heard.append("stopped")
        self.go_on.set()

    async def _mention(self, event: dict[str, Any], say: Any) -> None:
        await say(text="Follow the signs.", thread_ts=event.get("thread_ts") or event["ts"])

    async def _message(self, event: dict[str, Any], client: AsyncWebClient, body: dict[str, Any]) -> None:
        """Answers a direct message with a stream that waits in its middle for `go_on`."""
        if event["channel_type"] != "im" or event.get("subtype"):
            return
        place = {"channel": event["channel"], "thread_ts": event.get("thread_ts") or event["ts"]}
        await client.agents_sessions_setStatus(
            channel_id=place["channel"], thread_ts=place["thread_ts"], status="processing", title="The way"
        )
        stream = await client.chat_stream(
            **place, recipient_team_id=body["team_id"], recipient_user_id=event["user"], buffer_size=1
        )
        task = {"type": "task_update", "id": "1", "title": "Reading the map", "status": "in_progress"}
        await stream.append(chunks=[task, {"type": "markdown_text", "text": "**Go left.** Then"}])
        await self.go_on.wait()
        if "stopped" in self.heard:
            return
        await stream.append(chunks=[{"type": "markdown_text", "text": " walk on:\n\n- up\n- down\n"}])
        thumbs = {
            "type": "feedback_buttons",
            "action_id": "thumbs",
            "positive_button": {"text": plain("Good"), "value": "up"},
            "negative_button": {"text": plain("Bad"), "value": "down"},
        }
        await stream.stop(
            chunks=[task | {"title": "Read the map", "status": "complete"}],
            blocks=[{"type": "context_actions", "elements": [thumbs]}],
            session_status="active",
        )


OpenPage = Callable[..., Awaitable[Page]]


class Pages:
    """Browser windows used by one test after another: each server is another origin, so nothing is left behind."""

    def __init__(self, browser: Browser) -> None:
        self._browser = browser
        self._idle: dict[str, list[Page]] = {}

    async def take(self, options: dict[str, Any]) -> Page:
        idle = self._idle.setdefault(repr(options), [])
        if idle:
            return idle.pop()
        context = await self._browser.new_context(**options)
        context.set_default_timeout(PATIENCE_MS)
        return await context.new_page()

    async def give_back(self, page: Page, options: dict[str, Any]) -> None:
        await page.goto("about:blank")
        await page.emulate_media(color_scheme="light", reduced_motion="no-preference")
        await page.set_viewport_size(options["viewport"])
        self._idle[repr(options)].append(page)


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def pages() -> AsyncIterator[Pages]:
    if CHROMIUM is None:
        pytest.skip(
            "No Chromium on this machine: the page's tests need one (chromium, chromium-browser, google-chrome)"
        )
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield Pages(browser)
        await browser.close()


@pytest.fixture
def database(tmp_path: Path) -> Path:
    return tmp_path / "workspace.db"


@pytest_asyncio.fixture(loop_scope="session")
async def server(database: Path) -> AsyncIterator[WorkspaceServer]:
    server = WorkspaceServer(WorkspaceConfig.from_manifest(MANIFEST, enforce_rates=False), database=database)
    await server.start()
    yield server
    await server.stop()


@pytest_asyncio.fixture(loop_scope="session")
async def guide(server: WorkspaceServer) -> AsyncIterator[Guide]:
    guide = Guide(AsyncApp(name="guide", client=AsyncWebClient(token=server.bot_token, base_url=server.api_url)))
    handler = AsyncSocketModeHandler(guide.app, server.app_token)
    await handler.connect_async()
    await server.wait_for(lambda: server.connected)
    yield guide
    guide.go_on.set()
    await handler.close_async()


@dataclass
class Watch:
    """What a page says and asks for while a test runs."""

    problems: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)

    def on_error(self, error: Any) -> None:
        self.problems.append(str(error))

    def on_console(self, message: ConsoleMessage) -> None:
        if message.type == "error" and not _is_refusal(message.text):
            self.problems.append(message.text)

    def on_request(self, request: Request) -> None:
        self.requests.append(request.url)

    def attach(self, page: Page) -> None:
        page.on("pageerror", self.on_error)
        page.on("console", self.on_console)
        page.on("request", self.on_request)

    def detach(self, page: Page) -> None:
        page.remove_listener("pageerror", self.on_error)
        page.remove_listener("console", self.on_console)
        page.remove_listener("request", self.on_request)


@pytest_asyncio.fixture(loop_scope="session")
async def open_page(pages: Pages, server: WorkspaceServer) -> AsyncIterator[OpenPage]:
    """Opens the page as a person; at the end, nothing went wrong in it and nothing was asked from elsewhere."""
    taken: list[tuple[Page, dict[str, Any]]] = []
    watch = Watch()

    async def open_as(person: str = "mara", place: str = "#general", **options: Any) -> Page:
        options = {"viewport": {"width": 1280, "height": 800}} | options
        page = await pages.take(options)
        taken.append((page, options))
        watch.attach(page)
        await page.goto(f"{server.base_url}/?user={server.control.user_id(person)}{_fragment(server, person, place)}")
        await page.locator("#workspace:not([aria-busy]) .composer-field").first.wait_for()
        return page

    yield open_as
    for page, options in taken:
        watch.detach(page)
        await pages.give_back(page, options)
    assert watch.problems == []
    assert [url for url in watch.requests if not url.startswith(server.base_url)] == []


def _is_refusal(problem: str) -> bool:
    """Chromium writes a line for each request the server refuses, and for a server that is away; tests mean both."""
    return "status of 400" in problem or "ERR_CONNECTION_REFUSED" in problem


def _fragment(server: WorkspaceServer, person: str, place: str) -> str:
    """``#general`` or ``dm`` as the page's address has it; anything else as it is."""
    if place == "dm":
        return f"#/{server.person(person).direct_message}"
    return f"#/{server.control.channel_id(place)}" if place.startswith("#") and "/" not in place else place
