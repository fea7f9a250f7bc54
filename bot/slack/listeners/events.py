"""Events: messages and mentions, the Stop button, the Home tab."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from slack_bolt.async_app import AsyncApp, AsyncBoltContext
from slack_bolt.response import BoltResponse

from bot.slack.answering import Answering
from bot.slack.asks import ask_from_message
from bot.slack.blocks.help import home_view
from bot.slack.clock import Clock
from bot.slack.delivery import Delivery
from bot.slack.running import Running

ASK = "archie_ask"


def register(
    app: AsyncApp,
    answering: Answering,
    delivery: Delivery,
    *,
    running: Running,
    clock: Clock,
    articles: Callable[[], int],
) -> None:
    """Listen to the events. ``articles`` counts them and may block."""

    async def take(
        body: Mapping[str, Any], context: AsyncBoltContext, next: Callable[[], Awaitable[None]]
    ) -> BoltResponse | None:
        """Runs before Bolt acknowledges: what cannot be written down is not acknowledged, and Slack sends it again."""
        ask = ask_from_message(body, context.bot_user_id or "", clock.now())
        if ask is None or not await answering.take(ask, *_event_key(body)):
            return BoltResponse(status=200)
        context[ASK] = ask
        await next()
        return None

    @app.event("message", middleware=[take])
    @app.event("app_mention", middleware=[take])
    async def asked(context: AsyncBoltContext) -> None:
        answering.begin(context[ASK])

    @app.event("agent_session_stopped")
    async def stopped(event: Mapping[str, Any]) -> None:
        running.stop(event["channel"], event.get("thread_ts"))

    @app.event("app_home_opened")
    async def home_opened(event: Mapping[str, Any]) -> None:
        if event.get("tab") == "home":
            await delivery.publish_home(event["user"], home_view(await asyncio.to_thread(articles)))


def _event_key(body: Mapping[str, Any]) -> list[str]:
    return [f"event:{body['event_id']}"] if body.get("event_id") else []
