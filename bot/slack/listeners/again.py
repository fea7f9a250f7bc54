"""The button "Ask Again"."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp

from bot.slack.again import AskingAgain
from bot.slack.blocks.again import ASK_AGAIN


def register(app: AsyncApp, asking: AskingAgain) -> None:
    """Listen to the button."""

    @app.action(ASK_AGAIN)
    async def again(ack: AsyncAck, body: Mapping[str, Any], action: Mapping[str, Any]) -> None:
        await ack()
        await asking.ask(body, action["value"])
