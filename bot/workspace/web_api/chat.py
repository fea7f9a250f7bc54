"""``chat.*``: posting, changing and deleting messages."""

from __future__ import annotations

from typing import Any

from bot.workspace.block_kit.surfaces import MARKDOWN_MAX, checked_blocks
from bot.workspace.errors import SlackError
from bot.workspace.model import Channel, Json, Message
from bot.workspace.rates import Tier
from bot.workspace.web_api.method import Arguments, Method, Platform
from bot.workspace.web_api.pictures import check_pictures

TEXT_MAX = 40_000
"""Characters of ``text``; what is beyond is cut off."""

UPDATE_TEXT_MAX = 4_000
"""Characters of ``text`` in an update; longer is refused."""

WRITE = ("chat:write",)


def post_message(platform: Platform, arguments: Arguments) -> Json:
    """Post to a channel, a thread or a direct message."""
    channel = platform.state.channel_for_bot(arguments.require("channel"))
    content = _content(platform, arguments)
    thread_ts = thread_root(platform, channel, arguments)
    platform.rates.count_post(channel.id)
    message = platform.messenger.by_bot(channel.id, content.pop("text"), thread_ts, **content)
    if thread_ts and arguments.flag("reply_broadcast"):
        message.subtype = "thread_broadcast"
    platform.messenger.post(message)
    return {"channel": channel.id, "ts": message.ts, "message": platform.presenter.message(message)}


def post_ephemeral(platform: Platform, arguments: Arguments) -> Json:
    """Show a message to one person only."""
    channel = platform.state.channel_for_bot(arguments.require("channel"))
    user = arguments.require("user")
    if user not in channel.members:
        raise SlackError("user_not_in_channel")
    content = _content(platform, arguments)
    thread_ts = thread_root(platform, channel, arguments)
    message = platform.messenger.by_bot(channel.id, content.pop("text"), thread_ts, ephemeral_to=user, **content)
    platform.messenger.post(message)
    return {"message_ts": message.ts}


def update(platform: Platform, arguments: Arguments) -> Json:
    """Replace what is given. Text, blocks, attachments and metadata that are absent stay as they were."""
    channel, message = own_message(platform, arguments, "cant_update_message")
    if message.streaming:
        raise SlackError("streaming_state_conflict")
    if len(arguments.text("text") or "") > UPDATE_TEXT_MAX:
        raise SlackError("msg_too_long")
    content = _content(platform, arguments)
    given = {"text", "blocks"} if arguments.text("markdown_text") else arguments.values.keys()
    platform.rates.count_update(channel.id, message.ts)
    previous = platform.messenger.before(message)
    for name, value in content.items():
        if name in given:
            setattr(message, name, value)
    message.markdown, message.tasks, message.plan_title = None, [], None
    message.edited = {"user": message.user, "ts": platform.state.next_ts()}
    platform.messenger.changed(message, previous)
    shown = platform.presenter.message(message)
    return {"channel": channel.id, "ts": message.ts, "text": message.text, "message": shown}


def delete(platform: Platform, arguments: Arguments) -> Json:
    """Delete a message of the app's own."""
    channel, message = own_message(platform, arguments, "cant_delete_message")
    platform.streams.forget(message)
    platform.messenger.delete(message)
    return {"channel": channel.id, "ts": message.ts}


def get_permalink(platform: Platform, arguments: Arguments) -> Json:
    """Give the address of a message on the page."""
    channel = platform.state.channel_seen_by(platform.state.bot_user_id, arguments.require("channel"))
    message = platform.state.message(channel.id, arguments.require("message_ts"))
    link = f"{platform.address.base_url}/archives/{channel.id}/p{message.ts.replace('.', '')}"
    if message.is_reply:
        link += f"?thread_ts={message.thread_ts}&cid={channel.id}"
    return {"channel": channel.id, "permalink": link}


def own_message(platform: Platform, arguments: Arguments, foreign: str) -> tuple[Channel, Message]:
    """The app's own message that ``channel`` and ``ts`` name; SlackError ``foreign`` when somebody else wrote it."""
    channel = platform.state.channel_for_bot(arguments.require("channel"))
    message = platform.state.message(channel.id, arguments.require("ts"))
    if message.bot_id != platform.state.app.bot_id:
        raise SlackError(foreign)
    return channel, message


def thread_root(platform: Platform, channel: Channel, arguments: Arguments) -> str | None:
    """The root that ``thread_ts`` asks to reply to; a reply's timestamp stands for its thread's."""
    thread_ts = arguments.text("thread_ts")
    if thread_ts is None:
        return None
    root = platform.state.chronicle(channel.id).get(thread_ts)
    if root is None:
        raise SlackError("thread_not_found")
    return root.thread_ts or root.ts


def _content(platform: Platform, arguments: Arguments) -> dict[str, Any]:
    """Text, blocks and the rest of a message, checked. Raises SlackError ``no_text`` and the like."""
    markdown = arguments.text("markdown_text")
    text = arguments.text("text")
    blocks = arguments.structure("blocks") or []
    attachments = arguments.structure("attachments") or []
    if markdown is not None:
        if text is not None or blocks:
            raise SlackError("markdown_text_conflict")
        if len(markdown) > MARKDOWN_MAX:
            raise SlackError("msg_too_long")
        text, blocks = markdown, [{"type": "markdown", "text": markdown}]
    if not (text or blocks or attachments):
        raise SlackError("no_text")
    checked = checked_blocks(blocks)
    check_pictures(platform.files, checked)
    return {
        "text": (text or "")[:TEXT_MAX],
        "blocks": checked,
        "attachments": attachments,
        "metadata": arguments.structure("metadata"),
    }


METHODS = (
    Method("chat.postMessage", post_message, Tier.SPECIAL, WRITE),
    Method("chat.postEphemeral", post_ephemeral, Tier.FOUR, WRITE),
    Method("chat.update", update, Tier.THREE, WRITE),
    Method("chat.delete", delete, Tier.THREE, WRITE),
    Method("chat.getPermalink", get_permalink, Tier.SPECIAL),
)
