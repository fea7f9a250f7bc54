"""``chat.startStream``, ``chat.appendStream``, ``chat.stopStream``."""

from __future__ import annotations

from bot.workspace.block_kit.surfaces import checked_blocks
from bot.workspace.errors import SlackError
from bot.workspace.model import Channel, ChannelKind, Json, Message
from bot.workspace.rates import Tier
from bot.workspace.streams import TEXT_MAX, Portion, check_chunks
from bot.workspace.web_api.chat import WRITE, own_message
from bot.workspace.web_api.method import Arguments, Method, Platform


def start(platform: Platform, arguments: Arguments) -> Json:
    """Begin a streamed message in a thread."""
    channel = platform.state.channel_for_bot(arguments.require("channel"))
    thread_ts = arguments.require("thread_ts")
    root = platform.state.chronicle(channel.id).get(thread_ts)
    if root is None:
        raise SlackError("thread_not_found")
    _check_recipient(platform, channel, arguments)
    message = platform.messenger.by_bot(channel.id, "", root.thread_ts or root.ts, markdown="")
    platform.streams.start(message, _portion(arguments))
    return {"channel": channel.id, "ts": message.ts}


def append(platform: Platform, arguments: Arguments) -> Json:
    """Let a streamed message grow."""
    channel, message = _stream_message(platform, arguments)
    platform.streams.append(message, _portion(arguments))
    return {"channel": channel.id, "ts": message.ts}


def stop(platform: Platform, arguments: Arguments) -> Json:
    """End a streamed message, with its last text and blocks."""
    channel, message = _stream_message(platform, arguments)
    blocks = checked_blocks(arguments.structure("blocks"))
    platform.streams.stop(message, _portion(arguments), blocks, arguments.structure("metadata"))
    status = arguments.text("session_status")
    if status is not None:
        members = frozenset(channel.members)
        platform.sessions.set_status(members, channel.id, message.thread_ts or message.ts, status, None)
    return {"channel": channel.id, "ts": message.ts, "message": platform.presenter.message(message)}


def _stream_message(platform: Platform, arguments: Arguments) -> tuple[Channel, Message]:
    return own_message(platform, arguments, "message_not_owned_by_app")


def _check_recipient(platform: Platform, channel: Channel, arguments: Arguments) -> None:
    """Outside direct messages Slack wants to know for whom the text is streamed."""
    if channel.kind is ChannelKind.IM:
        return
    for name in ("recipient_team_id", "recipient_user_id"):
        if arguments.text(name) is None:
            raise SlackError(f"missing_{name}")
    platform.state.user(arguments.require("recipient_user_id"))


def _portion(arguments: Arguments) -> Portion:
    text = arguments.text("markdown_text")
    chunks = arguments.structure("chunks")
    if text is not None and chunks:
        raise SlackError("streaming_mode_mismatch")
    if text is not None and len(text) > TEXT_MAX:
        raise SlackError("msg_too_long")
    check_chunks(chunks or [])
    for chunk in chunks or []:
        if chunk["type"] == "blocks":
            chunk["blocks"] = checked_blocks(chunk["blocks"])
    return Portion(text, chunks)


METHODS = (
    Method("chat.startStream", start, Tier.TWO, WRITE),
    Method("chat.appendStream", append, Tier.FOUR, WRITE),
    Method("chat.stopStream", stop, Tier.TWO, WRITE),
)
