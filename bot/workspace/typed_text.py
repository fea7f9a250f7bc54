"""What a person types, turned into the text Slack stores: escaped, with mentions and links in angle brackets."""

from __future__ import annotations

import re
from collections.abc import Callable

from bot.workspace.model import Channel, Json, User

_ENTITY = re.compile(r"<@(?P<user>U[A-Z0-9]+)>|<#(?P<channel>C[A-Z0-9]+)>")
_HANDLE = re.compile(r"(?<!\S)@(?P<name>[\w.-]*\w)")
_BROADCAST = re.compile(r"(?<!\S)@(here|channel|everyone)\b")
_LINK = re.compile(r"\bhttps?://[^\s<>|]+[^\s<>|.,;:!?)\]'\"]")
_TOKENS = re.compile(r"<(?P<body>[^<>]+)>")


def escape(text: str) -> str:
    """Escape the three characters that mean something in Slack's text, and only these."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def stored_text(typed: str, users: dict[str, User]) -> str:
    """Text as a message keeps it. ``<@U…>`` and ``@handle`` of somebody known become mentions."""
    handles = {user.name: user for user in users.values()}

    def mention(match: re.Match[str]) -> str:
        user = handles.get(match["name"])
        return f"<@{user.id}>" if user else match[0]

    def plain(text: str) -> str:
        text = _BROADCAST.sub(r"<!\1>", _HANDLE.sub(mention, escape(text)))
        return _LINK.sub(lambda match: f"<{match[0]}>", text)

    return _around_entities(typed, plain, lambda match: match[0] if match["user"] in users or match["channel"] else "")


def command_text(typed: str, users: dict[str, User], channels: dict[str, Channel], *, should_escape: bool) -> str:
    """Text as a slash command carries it: mentions as ``<@U…|name>`` if the command asked for that, else ``@name``."""
    handles = {user.name: user for user in users.values()}

    def person(user: User) -> str:
        return f"<@{user.id}|{user.name}>" if should_escape else f"@{user.name}"

    def room(channel: Channel) -> str:
        return f"<#{channel.id}|{channel.name}>" if should_escape else f"#{channel.name}"

    def entity(match: re.Match[str]) -> str:
        if match["user"] in users:
            return person(users[match["user"]])
        return room(channels[match["channel"]]) if match["channel"] in channels else ""

    def handle(match: re.Match[str]) -> str:
        return person(handles[match["name"]]) if match["name"] in handles else match[0]

    return _around_entities(typed, lambda text: _HANDLE.sub(handle, escape(text)), entity)


def rich_text(text: str) -> list[Json]:
    """The ``rich_text`` block Slack adds to what a person writes: text, mentions and links as elements."""
    elements: list[Json] = []
    position = 0
    for match in _TOKENS.finditer(text):
        _append_text(elements, text[position : match.start()])
        elements.append(_element(match["body"]))
        position = match.end()
    _append_text(elements, text[position:])
    section = {"type": "rich_text_section", "elements": elements}
    return [{"type": "rich_text", "block_id": "typed", "elements": [section]}]


def mentions(text: str, user_id: str) -> bool:
    """Whether stored text mentions that user."""
    return f"<@{user_id}>" in text or f"<@{user_id}|" in text


def _around_entities(typed: str, plain: Callable[[str], str], entity: Callable[[re.Match[str]], str]) -> str:
    """Apply ``entity`` to what the page inserted as an entity and ``plain`` to the text between."""
    parts: list[str] = []
    position = 0
    for match in _ENTITY.finditer(typed):
        parts.append(plain(typed[position : match.start()]))
        parts.append(entity(match) or escape(match[0]))
        position = match.end()
    parts.append(plain(typed[position:]))
    return "".join(parts)


def _append_text(elements: list[Json], text: str) -> None:
    if text:
        plain = text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
        elements.append({"type": "text", "text": plain})


def _element(body: str) -> Json:
    target = body.split("|", maxsplit=1)[0]
    if target.startswith("@"):
        return {"type": "user", "user_id": target[1:]}
    if target.startswith("#"):
        return {"type": "channel", "channel_id": target[1:]}
    if target.startswith("!"):
        return {"type": "broadcast", "range": target[1:]}
    return {"type": "link", "url": target}
