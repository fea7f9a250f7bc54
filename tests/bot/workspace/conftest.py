"""A workspace on loopback, and real Bolt apps connected to it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import aiohttp
import pytest
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.app.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bot.workspace.clock import ManualClock
from bot.workspace.config import WorkspaceConfig
from bot.workspace.server import WorkspaceServer

MANIFEST: dict[str, Any] = {
    "display_information": {"name": "Helper", "description": "Helps"},
    "features": {
        "app_home": {"home_tab_enabled": True, "messages_tab_enabled": True},
        "bot_user": {"display_name": "Helper"},
        "agent_view": {"suggested_prompts": [{"title": "Try me", "message": "What can you do?"}]},
        "slash_commands": [
            {"command": "/help-me", "description": "Helps", "usage_hint": "[topic]", "should_escape": True},
            {"command": "/plain", "description": "Plain"},
        ],
        "shortcuts": [
            {"type": "message", "callback_id": "about", "name": "Ask about this", "description": "Ask"},
            {"type": "global", "callback_id": "begin", "name": "Begin", "description": "Begin"},
        ],
    },
    "oauth_config": {
        "scopes": {
            "bot": [
                *("app_mentions:read", "assistant:write", "channels:history", "channels:join", "channels:read"),
                *("chat:write", "commands", "files:read", "files:write", "groups:history", "groups:read"),
                *("im:history", "im:read", "im:write", "mpim:history", "mpim:read", "reactions:write", "users:read"),
            ]
        }
    },
    "settings": {
        "event_subscriptions": {
            "bot_events": [
                *("agent_session_stopped", "app_home_opened", "app_mention", "member_joined_channel"),
                *("member_left_channel", "message.channels", "message.groups", "message.im", "message.mpim"),
                *("reaction_added", "reaction_removed"),
            ]
        }
    },
}

Connect = Callable[[AsyncApp], Awaitable[AsyncSocketModeHandler]]


@pytest.fixture
def config() -> WorkspaceConfig:
    return WorkspaceConfig.from_manifest(MANIFEST, control=True)


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock()


@pytest.fixture
async def server(config: WorkspaceConfig, clock: ManualClock) -> AsyncIterator[WorkspaceServer]:
    server = WorkspaceServer(config, clock=clock)
    await server.start()
    yield server
    await server.stop()


@pytest.fixture
def client(server: WorkspaceServer) -> AsyncWebClient:
    """The app's own client."""
    return AsyncWebClient(token=server.bot_token, base_url=server.api_url)


@pytest.fixture
def app(client: AsyncWebClient) -> AsyncApp:
    return AsyncApp(name="guide", client=client, process_before_response=False)


@pytest.fixture
async def connect(server: WorkspaceServer) -> AsyncIterator[Connect]:
    """Connects an app over Socket Mode, and disconnects it at the end."""
    handlers: list[AsyncSocketModeHandler] = []

    async def connected(app: AsyncApp) -> AsyncSocketModeHandler:
        handler = AsyncSocketModeHandler(app, server.app_token)
        handlers.append(handler)
        await handler.connect_async()
        await server.wait_for(lambda: server.connected)
        return handler

    yield connected
    for handler in handlers:
        await handler.close_async()


@pytest.fixture
async def browser(server: WorkspaceServer) -> AsyncIterator[aiohttp.ClientSession]:
    """What a page uses."""
    async with aiohttp.ClientSession(server.base_url) as session:
        yield session
