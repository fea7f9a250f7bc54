"""Slash commands: ``/ask`` and ``/archie``, and the shortcut that asks about a message.

Commands do not exist inside threads; there, a mention does the same.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncBoltContext

from bot.slack import texts
from bot.slack.answering import Answering
from bot.slack.asks import Ask, ask_from_command, ask_from_shortcut, place_of_command
from bot.slack.blocks.help import help_message
from bot.slack.blocks.parts import Message, sentence
from bot.slack.channel_settings import SETTINGS, SettingsDesk
from bot.slack.clock import Clock
from bot.slack.courtesies import courtesy
from bot.slack.delivery import Delivery

SHORTCUT = "ask_about_message"


def register(app: AsyncApp, answering: Answering, delivery: Delivery, clock: Clock, *, settings: SettingsDesk) -> None:
    """Listen to the commands."""

    @app.command("/ask")
    async def ask(ack: AsyncAck, body: Mapping[str, Any]) -> None:
        await ack()
        await _answer(ask_from_command(body, clock.now()), body["response_url"])

    @app.shortcut(SHORTCUT)
    async def about_message(ack: AsyncAck, body: Mapping[str, Any], context: AsyncBoltContext) -> None:
        await ack()
        question = ask_from_shortcut(body, context.bot_user_id or "", clock.now())
        if question is None:
            await delivery.respond(body["response_url"], sentence(texts.NOTHING_TO_ASK))
        else:
            await _answer(question, body["response_url"])

    async def _answer(question: Ask, response_url: str) -> None:
        if (said := courtesy(question.text)) is not None:
            await delivery.respond(response_url, said, thread_ts=question.place.thread_ts)
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
