"""Events: messages and mentions, the Stop button."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from slack_bolt.async_app import AsyncApp, AsyncBoltContext
from slack_bolt.response import BoltResponse

from bot.slack.intake import Intake
from bot.slack.running import Running

Body = Mapping[str, Any]


def register(app: AsyncApp, intake: Intake, *, running: Running) -> None:
    """Listen to the events."""

    async def take(body: Body, context: AsyncBoltContext) -> BoltResponse:
        """Runs before Bolt acknowledges: what cannot be written down is not acknowledged, and Slack sends it again."""
        await intake.take(body, context.bot_user_id or "")
        return BoltResponse(status=200)

    @app.event("message", middleware=[take])
    @app.event("app_mention", middleware=[take])
    async def taken() -> None:
        """Nothing is left to do."""

    @app.event("agent_session_stopped")
    async def stopped(event: Body) -> None:
        running.stop(event["channel"], event.get("thread_ts"))
