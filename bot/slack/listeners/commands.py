"""Slash commands: ``/ask`` and ``/archie``. They do not exist inside threads; there, a mention does the same."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp

from bot.slack import texts
from bot.slack.answering import Answering
from bot.slack.asks import ask_from_command, place_of_command
from bot.slack.blocks.help import help_message
from bot.slack.blocks.parts import Message
from bot.slack.channel_settings import SETTINGS, SettingsDesk
from bot.slack.clock import Clock
from bot.slack.courtesies import courtesy
from bot.slack.delivery import Delivery


def register(app: AsyncApp, answering: Answering, delivery: Delivery, clock: Clock, *, settings: SettingsDesk) -> None:
    """Listen to the commands."""

    @app.command("/ask")
    async def ask(ack: AsyncAck, body: Mapping[str, Any]) -> None:
        await ack()
        question = ask_from_command(body, clock.now())
        if (said := courtesy(question.text)) is not None:
            await delivery.respond(body["response_url"], said)
        elif await answering.take(question):
            answering.begin(question)

    @app.command("/archie")
    async def archie(ack: AsyncAck, body: Mapping[str, Any]) -> None:
        await ack()
        await delivery.respond(body["response_url"], await _subcommand(body))

    async def _subcommand(body: Mapping[str, Any]) -> Message:
        name, _, rest = (body.get("text") or "").strip().lower().partition(" ")
        if name == SETTINGS:
            return await settings.command(place_of_command(body), rest.strip())
        return courtesy(name) or courtesy(f"{name} {rest}") or help_message(texts.UNKNOWN_SUBCOMMAND)
