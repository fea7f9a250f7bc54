"""Socket Mode: Slack's requests come over a WebSocket that we open."""

from __future__ import annotations

import asyncio
import logging

import aiohttp
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_sdk.errors import SlackApiError
from slack_sdk.socket_mode.aiohttp import SocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest

from bot.errors import SettingsError
from bot.slack.bot import DRAIN_SECONDS, SlackBot
from bot.slack.delivery import error_code, slack_client
from bot.slack.logs import library_logger

logger = logging.getLogger(__name__)

_ACKNOWLEDGE_SECONDS = 3.0
"""How long a request that was taken may need until it is acknowledged, which is what Slack allows."""


class SocketMode:
    """One connection to Slack. It reconnects by itself; what was missed meanwhile Slack delivers again."""

    def __init__(self, bot: SlackBot, app_token: str, base_url: str) -> None:
        self._bot = bot
        self._app_token = app_token
        self._base_url = base_url
        self._handler: AsyncSocketModeHandler | None = None
        self._taking: set[asyncio.Task[None]] = set()
        self._stopping = False

    async def start(self) -> None:
        """Connect; from here on Slack's requests are answered.

        Raises:
            SettingsError: Slack does not accept the app token, or cannot be reached. Nothing is left running.
        """
        client = slack_client(self._app_token, self._base_url)
        handler = AsyncSocketModeHandler(
            self._bot.bolt, self._app_token, web_client=client, logger=library_logger("socket")
        )
        try:
            handler.client.wss_uri = await handler.client.issue_new_wss_url()
        except (SlackApiError, aiohttp.ClientError, TimeoutError) as error:
            await handler.client.close()  # type: ignore[no-untyped-call]
            raise SettingsError(_refusal(error)) from error
        self._handler = handler
        handler.client.socket_mode_request_listeners = [self._take]  # type: ignore[list-item]
        await self._bot.start()
        await handler.client.connect()  # type: ignore[no-untyped-call]
        logger.info("Connected to Slack")

    async def stop(self, drain_seconds: float = DRAIN_SECONDS) -> None:
        """Take nothing new, let running answers end, close."""
        self._stopping = True
        if self._handler is not None:
            if self._taking:  # what was taken is acknowledged over the connection that is about to close
                await asyncio.wait(self._taking, timeout=_ACKNOWLEDGE_SECONDS)
            await self._handler.client.close()  # type: ignore[no-untyped-call]
        await self._bot.stop(drain_seconds)

    async def _take(self, client: SocketModeClient, request: SocketModeRequest) -> None:
        """Handle a request, unless we are stopping: then it is not acknowledged, and Slack delivers it again."""
        if self._stopping or self._handler is None:
            return
        task = asyncio.ensure_future(self._handler.handle(client, request))
        self._taking.add(task)
        task.add_done_callback(self._taking.discard)
        await task


def _refusal(error: Exception) -> str:
    code = error_code(error)
    if not code:
        return "Slack cannot be reached. Check the network and SLACK_API_URL."
    return (
        f"Slack does not accept SLACK_APP_TOKEN ({code}). It begins with xapp- and needs the scope connections:write."
    )
