"""``agents.sessions.*`` and the older ``assistant.threads.*``: what an agent says it is doing."""

from __future__ import annotations

from bot.workspace.errors import SlackError
from bot.workspace.feed import Change
from bot.workspace.model import Channel, Json
from bot.workspace.rates import Tier
from bot.workspace.sessions import Session
from bot.workspace.web_api.method import Arguments, Method, Platform

LOADING_MESSAGES_MAX = 10
PROMPTS_MAX = 4
SCOPES = ("assistant:write", "chat:write")


def set_session_status(platform: Platform, arguments: Arguments) -> Json:
    """Begin a session or change its status. Without ``thread_ts`` it is the channel's own."""
    channel = platform.state.channel_for_bot(arguments.require("channel_id"))
    session = platform.sessions.set_status(
        frozenset(channel.members),
        channel.id,
        _thread(platform, channel, arguments),
        arguments.require("status"),
        arguments.text("title"),
    )
    return {"session": _session_json(session)}


def rename_session(platform: Platform, arguments: Arguments) -> Json:
    """Give an agent session its title."""
    channel = platform.state.channel_for_bot(arguments.require("channel_id"))
    thread_ts = _thread(platform, channel, arguments)
    title = arguments.require("title")
    session = platform.sessions.rename(frozenset(channel.members), channel.id, thread_ts, title)
    return {"session": _session_json(session)}


def set_thread_status(platform: Platform, arguments: Arguments) -> Json:
    """Show the legacy status of a thread; an empty text clears it."""
    channel = platform.state.channel_for_bot(arguments.require("channel_id"))
    thread_ts = arguments.require("thread_ts")
    if len(arguments.structure("loading_messages") or []) > LOADING_MESSAGES_MAX:
        raise SlackError.with_messages(
            "invalid_arguments",
            [f"[ERROR] no more than {LOADING_MESSAGES_MAX} items allowed [json-pointer:/loading_messages]"],
        )
    data = {"channel": channel.id, "thread_ts": thread_ts, "status": arguments.text("status") or ""}
    platform.feed.publish(Change("status", frozenset(channel.members), data))
    return {}


def set_thread_title(platform: Platform, arguments: Arguments) -> Json:
    """Give a thread its title, the legacy way."""
    channel = platform.state.channel_for_bot(arguments.require("channel_id"))
    title = arguments.require("title")
    platform.sessions.rename(frozenset(channel.members), channel.id, arguments.require("thread_ts"), title)
    return {}


def set_suggested_prompts(platform: Platform, arguments: Arguments) -> Json:
    """Offer up to four prompts in a direct message."""
    channel = platform.state.channel_for_bot(arguments.require("channel_id"))
    prompts = arguments.structure("prompts")
    _check_prompts(prompts)
    data: Json = {"channel": channel.id, "prompts": prompts}
    data |= {name: value for name in ("thread_ts", "title") if (value := arguments.text(name))}
    platform.feed.publish(Change("prompts", frozenset(channel.members), data))
    return {}


def _check_prompts(prompts: object) -> None:
    if not isinstance(prompts, list) or not 0 < len(prompts) <= PROMPTS_MAX:
        raise SlackError.with_messages("invalid_arguments", ["[ERROR] between 1 and 4 prompts [json-pointer:/prompts]"])
    for index, prompt in enumerate(prompts):
        if not isinstance(prompt, dict) or not prompt.get("title") or not prompt.get("message"):
            problem = f"[ERROR] must have a title and a message [json-pointer:/prompts/{index}]"
            raise SlackError.with_messages("invalid_arguments", [problem])


def _thread(platform: Platform, channel: Channel, arguments: Arguments) -> str:
    thread_ts = arguments.text("thread_ts")
    if thread_ts is None:
        return ""
    if platform.state.chronicle(channel.id).get(thread_ts) is None:
        raise SlackError("thread_not_found")
    return thread_ts


def _session_json(session: Session) -> Json:
    return {
        "channel_id": session.channel,
        "thread_ts": session.thread_ts,
        "status": session.status,
        "title": session.title,
    }


METHODS = (
    Method("agents.sessions.setStatus", set_session_status, Tier.FOUR, SCOPES),
    Method("agents.sessions.rename", rename_session, Tier.THREE, SCOPES),
    Method("assistant.threads.setStatus", set_thread_status, Tier.SPECIAL, SCOPES),
    Method("assistant.threads.setTitle", set_thread_title, Tier.THREE, SCOPES),
    Method("assistant.threads.setSuggestedPrompts", set_suggested_prompts, Tier.THREE, SCOPES),
)
