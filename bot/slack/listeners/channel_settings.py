"""The select under ``/archie settings``; the command itself is one of `bot.slack.listeners.commands`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp

from bot.slack.asks import place_of_press
from bot.slack.blocks.channel_settings import CHOOSE
from bot.slack.channel_settings import SettingsDesk
from bot.slack.delivery import Delivery
from bot.store.channel_settings import Mode

Body = Mapping[str, Any]


def register(app: AsyncApp, settings: SettingsDesk, delivery: Delivery) -> None:
    """Listen to the select."""

    @app.action(CHOOSE)
    async def choose(ack: AsyncAck, body: Body, action: Body) -> None:
        await ack()
        shown = await settings.choose(place_of_press(body), Mode(action["selected_option"]["value"]))
        await delivery.respond(body["response_url"], shown, replace=True)
