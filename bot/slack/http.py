"""HTTP mode: Slack's requests come signed to ``/slack/events``; ``/healthz`` and ``/metrics`` are for operators."""

from __future__ import annotations

import re

from aiohttp import web
from slack_bolt.adapter.aiohttp import to_aiohttp_response, to_bolt_request
from slack_sdk.signature import SignatureVerifier

from bot.errors import SettingsError, StoreError
from bot.slack.bot import SlackBot

_TIMESTAMP = re.compile(r"\d{1,12}", re.ASCII)
_SIGNATURE = re.compile(r"v0=[0-9a-f]{64}")


def build_web(bot: SlackBot, signing_secret: str) -> web.Application:
    """Make the web application. Its start-up and clean-up start and drain the bot.

    Raises:
        SettingsError: without a signing secret anybody could speak in Slack's name.
    """
    if not signing_secret:
        raise SettingsError("HTTP mode needs SLACK_SIGNING_SECRET. Copy it from Basic Information of your Slack app.")
    site = web.Application()
    site.add_routes(
        [
            web.post("/slack/events", _Events(bot, signing_secret).receive),
            web.get("/healthz", _Health(bot).check),
            web.get("/metrics", _Health(bot).metrics),
        ]
    )

    async def live(_site: web.Application) -> None:
        await bot.start()

    async def drain(_site: web.Application) -> None:
        await bot.stop()

    site.on_startup.append(live)
    site.on_shutdown.append(drain)
    return site


class _Events:
    def __init__(self, bot: SlackBot, signing_secret: str) -> None:
        self._bot = bot
        self._verifier = SignatureVerifier(signing_secret)

    async def receive(self, request: web.Request) -> web.Response:
        """Refuse what Slack did not sign before anything reads it: malformed signatures and bodies give Bolt a 500."""
        timestamp = request.headers.get("X-Slack-Request-Timestamp", "")
        signature = request.headers.get("X-Slack-Signature", "")
        well_formed = _TIMESTAMP.fullmatch(timestamp) and _SIGNATURE.fullmatch(signature)
        body = (await request.read()).decode("utf-8", errors="replace")
        if not well_formed or not self._verifier.is_valid(body, timestamp, signature):
            return web.Response(status=401)
        response = await self._bot.bolt.async_dispatch(await to_bolt_request(request))
        return await to_aiohttp_response(response)


class _Health:
    def __init__(self, bot: SlackBot) -> None:
        self._bot = bot

    async def check(self, _request: web.Request) -> web.Response:
        try:
            await self._bot.store.ping()
        except StoreError:
            return web.json_response({"ok": False, "database": False}, status=503)
        return web.json_response({"ok": True, "database": True})

    async def metrics(self, _request: web.Request) -> web.Response:
        return web.Response(text=self._bot.metrics.render())
