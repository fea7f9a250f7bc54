"""What one person has before their eyes: everything their socket showed, and waiting for what should come."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

from tests.scenarios.reading import Json, Message, is_reply, newest, open_views, text_of

PATIENCE_SECONDS = 60.0
WAITING = "Reading the articles"

Matching = str | Callable[[Message], Any]
"""Which message is meant: words it has, or a question about it."""


class Window:
    """The frames of a socket, and what they add up to. Channels are named, ``dm`` is the app's direct message."""

    def __init__(self) -> None:
        self._changed = asyncio.Condition()
        self.seen: list[dict[str, Any]] = []
        self.channels: dict[str, str] = {}
        self.bot = ""
        self.app_dm = ""

    def learn(self, channels: list[Json]) -> None:
        """These are the channels this person is in from now on."""
        self.channels = {channel["name"]: channel["id"] for channel in channels}
        self.app_dm = next((c["id"] for c in channels if c["kind"] == "im" and c.get("user") == self.bot), "")

    async def shows(self, frame: Json) -> None:
        """The socket told something."""
        async with self._changed:
            if frame["type"] == "channels":
                self.learn(frame["channels"])
            self.seen.append(frame)
            self._changed.notify_all()

    # --- waiting

    async def sees(self, matching: Callable[[dict[str, Any]], Any], patience: float = PATIENCE_SECONDS) -> Any:
        """Wait until something that was shown matches, and return what ``matching`` made of it."""
        async with self._changed, asyncio.timeout(patience):
            while True:
                for event in self.seen:
                    if found := matching(event):
                        return found
                await self._changed.wait()

    async def sees_message(self, matching: Matching, channel: str, thread: str | None = None) -> Message:
        """Wait until a message of a channel, or a reply in a thread of it, matches; private ones count too."""
        return dict(await self.sees(lambda _: _first(self.messages(channel, thread), matching)))

    async def sees_ephemeral(self, *, after: int = 0) -> Message:
        """Wait for the private message after the first ``after`` of them, until it says more than to wait."""
        return dict(await self.sees(lambda _: _nth(self.ephemerals(), after)))

    async def sees_answer(self, thread: str, *, after: int = 0) -> Message:
        """Wait for the finished reply of the app in a thread, after the first ``after`` replies."""
        return dict(await self.sees(lambda _: _nth(self.finished_replies(thread), after)))

    async def sees_view(self, title: str | None = None) -> dict[str, Any]:
        """Wait for a modal to be on top; the newest state of it is returned."""

        def view(_: dict[str, Any]) -> Any:
            top = next(reversed(open_views(self.seen)), None)
            return top if top and title in {None, top["title"]["text"]} else None

        return dict(await self.sees(view))

    # --- reading

    def messages(self, channel: str, thread: str | None = None) -> list[Message]:
        """All messages seen in a channel, or the replies in a thread of it, in their newest state, oldest first."""
        shown = newest(self.seen, self._channel(channel))
        return [message for message in shown if thread is None or is_reply(message, thread)]

    def now(self, message: Message, channel: str) -> Message | None:
        """The newest state of a message; None once it is deleted."""
        return next((one for one in self.messages(channel) if one["ts"] == message["ts"]), None)

    def roots(self, channel: str) -> list[Message]:
        """What the app posted to a channel for everybody, threads aside, in its newest state, oldest first."""
        return [one for one in self._of_app(self.messages(channel)) if not is_reply(one)]

    def replies(self, thread: str) -> list[Message]:
        """All replies of the app in a thread in their newest state, oldest first; deleted ones are gone."""
        return [one for one in self._of_app(newest(self.seen)) if is_reply(one, thread)]

    def finished_replies(self, thread: str) -> list[Message]:
        """The replies that are no longer being written."""
        return [message for message in self.replies(thread) if not message.get("streaming")]

    def ephemerals(self) -> list[Message]:
        """The private messages in their newest state, oldest first, without those that only ask to wait."""
        messages: dict[str, Message] = {}
        for event in self.seen:
            message = event.get("message", {})
            if event["type"] in {"message", "message_changed"} and message.get("is_ephemeral"):
                messages[message["ts"]] = message
        return [message for message in messages.values() if not text_of(message).startswith(WAITING)]

    def _of_app(self, messages: list[Message]) -> list[Message]:
        return [one for one in messages if one.get("user") == self.bot and not one.get("is_ephemeral")]

    def _channel(self, name: str) -> str:
        if name == "dm":
            return self.app_dm
        return self.channels.get(name, name)


def _first(messages: list[Message], matching: Matching) -> Message | None:
    fits = (lambda message: matching in text_of(message)) if isinstance(matching, str) else matching
    return next((message for message in messages if fits(message)), None)


def _nth(items: list[Message], index: int) -> Message | None:
    return items[index] if len(items) > index else None
