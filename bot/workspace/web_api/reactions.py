"""``reactions.*``."""

from __future__ import annotations

from bot.workspace.model import Json, Message
from bot.workspace.rates import Tier
from bot.workspace.web_api.method import Arguments, Method, Platform

WRITE = ("reactions:write",)


def add(platform: Platform, arguments: Arguments) -> Json:
    """Add the app's reaction to a message."""
    platform.messenger.react(_message(platform, arguments), _name(arguments), platform.state.bot_user_id)
    return {}


def remove(platform: Platform, arguments: Arguments) -> Json:
    """Take the app's reaction back."""
    platform.messenger.unreact(_message(platform, arguments), _name(arguments), platform.state.bot_user_id)
    return {}


def _message(platform: Platform, arguments: Arguments) -> Message:
    channel = platform.state.channel_for_bot(arguments.require("channel"))
    return platform.state.message(channel.id, arguments.require("timestamp"))


def _name(arguments: Arguments) -> str:
    return arguments.require("name").strip(":")


METHODS = (
    Method("reactions.add", add, Tier.THREE, WRITE),
    Method("reactions.remove", remove, Tier.TWO, WRITE),
)
