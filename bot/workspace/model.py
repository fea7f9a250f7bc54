"""The nouns of a workspace: people, channels, messages, views."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from enum import StrEnum
from typing import Any

Json = dict[str, Any]


class ChannelKind(StrEnum):
    """Where people talk."""

    CHANNEL = "channel"
    PRIVATE = "private"
    IM = "im"
    MPIM = "mpim"
    """A direct message of several people; the app may be one of them."""


@dataclass(slots=True)
class User:
    """A person or the app's bot. ``color`` is ``#rrggbb``."""

    id: str
    name: str
    real_name: str
    color: str
    title: str = ""
    is_bot: bool = False


@dataclass(slots=True)
class Channel:
    """A channel or direct message, with the ids of its members. ``created`` is in seconds since the epoch."""

    id: str
    name: str
    kind: ChannelKind
    members: list[str]
    topic: str = ""
    created: int = 0

    def other(self, user: str) -> str:
        """In a direct message: who is at the other end, as ``user`` sees it."""
        return next((member for member in self.members if member != user), user)


@dataclass(slots=True)
class Message:
    """A message as stored. ``ts`` is its identity within the channel; ``thread_ts`` the root it replies to.

    Attributes:
        markdown: text that was streamed so far, as standard Markdown; None for a message that is no stream.
        tasks: task cards of a stream, in order of their first appearance.
        reactions: emoji name → ids of those who reacted.
        ephemeral_to: the only person who sees it; such a message is never stored.
    """

    channel: str
    ts: str
    user: str
    text: str
    thread_ts: str | None = None
    blocks: list[Json] = field(default_factory=list)
    attachments: list[Json] = field(default_factory=list)
    bot_id: str | None = None
    app_id: str | None = None
    subtype: str | None = None
    edited: Json | None = None
    client_msg_id: str | None = None
    metadata: Json | None = None
    files: list[Json] = field(default_factory=list)
    reactions: dict[str, list[str]] = field(default_factory=dict)
    markdown: str | None = None
    tasks: list[Json] = field(default_factory=list)
    plan_title: str | None = None
    streaming: bool = False
    ephemeral_to: str | None = None

    @property
    def is_reply(self) -> bool:
        return self.thread_ts is not None and self.thread_ts != self.ts

    @property
    def is_top_level(self) -> bool:
        """Shown in the channel itself: a root, or a reply that was sent to the channel too."""
        return not self.is_reply or self.subtype == "thread_broadcast"

    def to_record(self) -> Json:
        return asdict(self)


@dataclass(slots=True)
class View:
    """A modal or an App Home, with Slack's members; ``content`` holds what the app gave (blocks, title, …)."""

    id: str
    user: str
    hash: str
    type: str
    content: Json
    root_view_id: str
    previous_view_id: str | None = None
    state: Json = field(default_factory=dict)

    @property
    def blocks(self) -> list[Json]:
        blocks: list[Json] = self.content.get("blocks", [])
        return blocks
