"""The messages of one channel, in order, with their threads."""

from __future__ import annotations

import bisect
from dataclasses import dataclass

from bot.workspace.model import Message


@dataclass(frozen=True, slots=True)
class ThreadSummary:
    """What a root message shows of its replies."""

    reply_count: int
    reply_users: list[str]
    latest_reply: str


@dataclass(frozen=True, slots=True)
class Page:
    """A stretch of messages, oldest first; ``has_more`` when older ones were left out."""

    messages: list[Message]
    has_more: bool


class Chronicle:
    """Messages by timestamp. Timestamps have equal length within this era, so text order is time order."""

    def __init__(self) -> None:
        self._messages: dict[str, Message] = {}
        self._top_level: list[str] = []
        self._replies: dict[str, list[str]] = {}

    @property
    def latest(self) -> str:
        return max(self._messages, default="0.0")

    def get(self, ts: str) -> Message | None:
        return self._messages.get(ts)

    def add(self, message: Message) -> None:
        self._messages[message.ts] = message
        if message.is_top_level:
            bisect.insort(self._top_level, message.ts)
        if message.is_reply and message.thread_ts is not None:
            bisect.insort(self._replies.setdefault(message.thread_ts, []), message.ts)

    def remove(self, message: Message) -> None:
        del self._messages[message.ts]
        if message.is_top_level:
            self._top_level.remove(message.ts)
        if message.is_reply and message.thread_ts is not None:
            self._replies[message.thread_ts].remove(message.ts)

    def all(self) -> list[Message]:
        """Every message, replies too, oldest first."""
        return [self._messages[ts] for ts in sorted(self._messages)]

    def page(self, limit: int, before: str | None = None, after: str | None = None, *, inclusive: bool = False) -> Page:
        """The newest ``limit`` top-level messages between the two timestamps, bounds included if ``inclusive``."""
        left, right = (
            (bisect.bisect_left, bisect.bisect_right) if inclusive else (bisect.bisect_right, bisect.bisect_left)
        )
        end = len(self._top_level) if before is None else right(self._top_level, before)
        start = 0 if after is None else left(self._top_level, after)
        first = max(start, end - limit)
        return Page([self._messages[ts] for ts in self._top_level[first:end]], has_more=first > start)

    def thread(self, ts: str) -> list[Message]:
        """The root, if it is still there, and its replies, oldest first."""
        root = self._messages.get(ts)
        replies = [self._messages[reply] for reply in self._replies.get(ts, ())]
        return replies if root is None else [root, *replies]

    def summary(self, ts: str) -> ThreadSummary | None:
        """What to show under a root; None without replies."""
        replies = self._replies.get(ts)
        if not replies:
            return None
        users = list(dict.fromkeys(self._messages[reply].user for reply in replies))
        return ThreadSummary(len(replies), users, replies[-1])
