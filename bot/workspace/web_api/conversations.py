"""``conversations.*``: channels, their members and their messages."""

from __future__ import annotations

from bot.workspace.errors import SlackError
from bot.workspace.feed import Change
from bot.workspace.model import Channel, ChannelKind, Json, Message
from bot.workspace.rates import Tier
from bot.workspace.web_api.method import Arguments, Method, Platform
from bot.workspace.web_api.paging import PAGE_MAX, next_cursor, paged, read_cursor

SCOPE_FAMILIES = {
    ChannelKind.CHANNEL: "channels",
    ChannelKind.PRIVATE: "groups",
    ChannelKind.IM: "im",
    ChannelKind.MPIM: "mpim",
}
TYPES = {
    "public_channel": ChannelKind.CHANNEL,
    "private_channel": ChannelKind.PRIVATE,
    "im": ChannelKind.IM,
    "mpim": ChannelKind.MPIM,
}
OPENED_TOGETHER_MAX = 8
"""People in a group direct message, the app aside."""
READ = ("channels:read", "groups:read", "im:read", "mpim:read")
HISTORY = ("channels:history", "groups:history", "im:history", "mpim:history")


def conversation_list(platform: Platform, arguments: Arguments, channels: list[Channel]) -> Json:
    """Those of ``channels`` whose type was asked for, in pages."""
    wanted = {TYPES.get(name.strip()) for name in (arguments.text("types") or "public_channel").split(",")}
    shown = [platform.presenter.channel(channel) for channel in channels if channel.kind in wanted]
    return paged("channels", shown, arguments)


def list_channels(platform: Platform, arguments: Arguments) -> Json:
    """List the channels the app can see, by page."""
    bot = platform.state.bot_user_id
    known = [
        channel
        for channel in platform.state.channels.values()
        if channel.kind is ChannelKind.CHANNEL or bot in channel.members
    ]
    return conversation_list(platform, arguments, known)


def info(platform: Platform, arguments: Arguments) -> Json:
    """Describe one channel."""
    channel = _known(platform, arguments, "read")
    members = {"num_members": len(channel.members)} if arguments.flag("include_num_members") else {}
    return {"channel": platform.presenter.channel(channel) | members}


def members(platform: Platform, arguments: Arguments) -> Json:
    """List who is in a channel, by page."""
    channel = _known(platform, arguments, "read")
    start = read_cursor(arguments)
    end = start + arguments.number("limit", 100, PAGE_MAX)
    return {"members": channel.members[start:end], **next_cursor(end if end < len(channel.members) else None)}


def open_direct(platform: Platform, arguments: Arguments) -> Json:
    """Open the direct message with one person, or the one of several."""
    if channel_id := arguments.text("channel"):
        channel = platform.state.channel_for_bot(channel_id)
        return {"channel": platform.presenter.channel(channel)}
    users = [user for user in (arguments.text("users") or "").split(",") if user]
    if not users:
        raise SlackError("users_list_not_supplied")
    if len(users) > OPENED_TOGETHER_MAX:
        raise SlackError("too_many_users")
    channel = platform.state.direct_message(users[0]) if len(users) == 1 else platform.state.group_message(users)
    platform.feed.publish(Change("channels", frozenset(channel.members)))
    full = platform.presenter.channel(channel) if arguments.flag("return_im") else {"id": channel.id}
    return {"channel": full}


def join(platform: Platform, arguments: Arguments) -> Json:
    """Let the app join a public channel."""
    channel = platform.state.channel_seen_by(platform.state.bot_user_id, arguments.require("channel"))
    if channel.kind is not ChannelKind.CHANNEL:
        raise SlackError("method_not_supported_for_channel_type")
    if platform.state.join(channel, platform.state.bot_user_id):
        platform.events.member_joined(channel, platform.state.bot_user_id)
    return {"channel": platform.presenter.channel(channel)}


def history(platform: Platform, arguments: Arguments) -> Json:
    """Top-level messages, newest first, as Slack orders them."""
    channel = _joined(platform, arguments)
    page = platform.state.chronicle(channel.id).page(
        arguments.number("limit", 100, PAGE_MAX),
        before=_cursor_ts(arguments) or arguments.text("latest"),
        after=arguments.text("oldest"),
        inclusive=arguments.flag("inclusive") and not arguments.text("cursor"),
    )
    more = page.messages[0].ts if page.has_more else None
    messages = [platform.presenter.message(message) for message in reversed(page.messages)]
    return {"messages": messages, "has_more": page.has_more, **_ts_cursor(more)}


def replies(platform: Platform, arguments: Arguments) -> Json:
    """A thread: the root and its replies, oldest first."""
    channel = _joined(platform, arguments)
    thread = platform.state.chronicle(channel.id).thread(_root_ts(platform, channel, arguments.require("ts")))
    if not thread:
        raise SlackError("thread_not_found")
    kept = [message for message in thread if _within(message, arguments)]
    start = read_cursor(arguments)
    end = start + arguments.number("limit", PAGE_MAX, PAGE_MAX)
    messages = [platform.presenter.message(message) for message in kept[start:end]]
    has_more = end < len(kept)
    return {"messages": messages, "has_more": has_more, **next_cursor(end if has_more else None)}


def _known(platform: Platform, arguments: Arguments, scope: str) -> Channel:
    """A channel the app can see, with the scope for its kind."""
    channel = platform.state.channel_seen_by(platform.state.bot_user_id, arguments.require("channel"))
    needed = f"{SCOPE_FAMILIES[channel.kind]}:{scope}"
    if needed not in platform.state.app.scopes:
        raise SlackError("missing_scope", needed=needed, provided=",".join(sorted(platform.state.app.scopes)))
    return channel


def _joined(platform: Platform, arguments: Arguments) -> Channel:
    channel = _known(platform, arguments, "history")
    if platform.state.bot_user_id not in channel.members:
        raise SlackError("not_in_channel")
    return channel


def _root_ts(platform: Platform, channel: Channel, ts: str) -> str:
    """Slack takes the timestamp of a reply for its thread as well."""
    message = platform.state.chronicle(channel.id).get(ts)
    return message.thread_ts or ts if message else ts


def _within(message: Message, arguments: Arguments) -> bool:
    """Whether a reply lies between ``oldest`` and ``latest``; the root is always shown."""
    if not message.is_reply:
        return True
    oldest, latest = arguments.text("oldest"), arguments.text("latest")
    if arguments.flag("inclusive") and message.ts in {oldest, latest}:
        return True
    return (oldest is None or message.ts > oldest) and (latest is None or message.ts < latest)


def _cursor_ts(arguments: Arguments) -> str | None:
    cursor = arguments.text("cursor")
    if cursor is None:
        return None
    if not cursor.startswith("ts:"):
        raise SlackError("invalid_cursor")
    return cursor.removeprefix("ts:")


def _ts_cursor(ts: str | None) -> Json:
    return {"response_metadata": {"next_cursor": f"ts:{ts}"}} if ts else {}


METHODS = (
    Method("conversations.list", list_channels, Tier.TWO, READ),
    Method("conversations.info", info, Tier.THREE, READ),
    Method("conversations.members", members, Tier.FOUR, READ),
    Method(
        "conversations.open", open_direct, Tier.THREE, ("im:write", "mpim:write", "channels:manage", "groups:write")
    ),
    Method("conversations.join", join, Tier.THREE, ("channels:join",)),
    Method("conversations.history", history, Tier.THREE, HISTORY),
    Method("conversations.replies", replies, Tier.THREE, HISTORY),
)
