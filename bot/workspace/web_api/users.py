"""``users.*``: the people of the workspace."""

from __future__ import annotations

from bot.workspace.model import ChannelKind, Json
from bot.workspace.rates import Tier
from bot.workspace.web_api.conversations import conversation_list
from bot.workspace.web_api.method import Arguments, Method, Platform
from bot.workspace.web_api.paging import paged

READ_SCOPES = ("channels:read", "groups:read", "im:read", "mpim:read")


def info(platform: Platform, arguments: Arguments) -> Json:
    """Describe one person."""
    return {"user": platform.presenter.user(platform.state.user(arguments.require("user")))}


def list_users(platform: Platform, arguments: Arguments) -> Json:
    """List everybody, by page."""
    users = [platform.presenter.user(user) for user in platform.state.users.values()]
    return paged("members", users, arguments, default=200)


def conversations(platform: Platform, arguments: Arguments) -> Json:
    """The channels of a user (the bot itself by default) that the app may know of."""
    user = platform.state.user(arguments.text("user") or platform.state.bot_user_id)
    bot = platform.state.bot_user_id
    channels = [
        channel
        for channel in platform.state.channels_of(user.id)
        if channel.kind is ChannelKind.CHANNEL or bot in channel.members
    ]
    return conversation_list(platform, arguments, channels)


METHODS = (
    Method("users.info", info, Tier.FOUR, ("users:read",)),
    Method("users.list", list_users, Tier.TWO, ("users:read",)),
    Method("users.conversations", conversations, Tier.THREE, READ_SCOPES),
)
