"""Everything that happens to messages: posted, changed, deleted, reacted to. Pages and the app are told of each."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from bot.workspace.errors import SlackError
from bot.workspace.events import AppEvents
from bot.workspace.feed import Change, Feed
from bot.workspace.model import Json, Message
from bot.workspace.presentation import Presenter, reactions
from bot.workspace.state import SLACKBOT, WorkspaceState

TOMBSTONE = "tombstone"
"""Subtype of what stands in the place of a deleted root."""


class Messenger:
    """Changes messages in the state, then tells the feed and the app."""

    def __init__(self, state: WorkspaceState, feed: Feed, events: AppEvents, presenter: Presenter) -> None:
        self._state = state
        self._feed = feed
        self._events = events
        self._presenter = presenter

    def by_bot(self, channel_id: str, text: str, thread_ts: str | None = None, **content: Any) -> Message:
        """A new message of the app, not posted yet. ``content`` are further attributes of Message."""
        app = self._state.app
        message = Message(channel_id, self._state.next_ts(), app.bot_user_id, text, thread_ts=thread_ts)
        message.bot_id, message.app_id = app.bot_id, app.app_id
        return replace(message, **content)

    def post(self, message: Message) -> Message:
        """Publish a new message; one for a single person is shown to that person, and the app hears nothing of it."""
        self._state.add(message)
        self._tell("message", message)
        if message.ephemeral_to is None:
            self._events.message_posted(message)
            self._refresh_root(message)
        return message

    def before(self, message: Message) -> Json:
        """The message as it is now, for `changed` to show as the previous one."""
        return self._presenter.message(message)

    def changed(self, message: Message, previous: Json) -> None:
        """A message got new content."""
        self.redraw(message)
        if message.ephemeral_to is None:
            self._events.message_changed(message, previous)

    def redraw(self, message: Message) -> None:
        """Keep a message and show it anew, without an event to the app: streaming, thread counts."""
        self._state.keep(message)
        self._tell("message_changed", message)

    def delete(self, message: Message) -> None:
        """Take a message away. One with replies leaves a tombstone, as in Slack, which goes with the last reply."""
        if not message.is_reply and self._state.chronicle(message.channel).summary(message.ts):
            self._bury(message)
            return
        self._remove(message)
        root = self._state.chronicle(message.channel).get(message.thread_ts or "")
        if root is not None and root.subtype == TOMBSTONE and not self._replies(root):
            self._remove(root)

    def _replies(self, root: Message) -> bool:
        return self._state.chronicle(root.channel).summary(root.ts) is not None

    def _bury(self, root: Message) -> None:
        previous = self.before(root)
        root.user, root.text, root.subtype = SLACKBOT.id, "This message was deleted.", TOMBSTONE
        root.blocks, root.attachments, root.files, root.reactions = [], [], [], {}
        root.bot_id = root.app_id = root.edited = root.client_msg_id = root.metadata = root.markdown = None
        self.changed(root, previous)

    def _remove(self, message: Message) -> None:
        previous = self.before(message)
        users = self._audience(message)
        self._state.remove(message)
        self._feed.publish(Change("message_deleted", users, {"channel": message.channel, "ts": message.ts}))
        if message.ephemeral_to is None:
            self._events.message_deleted(message, previous)
            self._refresh_root(message)

    def react(self, message: Message, name: str, user_id: str) -> None:
        """Add a reaction; ``already_reacted`` when it is there."""
        users = message.reactions.setdefault(name, [])
        if user_id in users:
            raise SlackError("already_reacted")
        users.append(user_id)
        self._reacted(message, name, user_id, added=True)

    def unreact(self, message: Message, name: str, user_id: str) -> None:
        """Take a reaction back; ``no_reaction`` when there is none."""
        users = message.reactions.get(name, [])
        if user_id not in users:
            raise SlackError("no_reaction")
        users.remove(user_id)
        self._reacted(message, name, user_id, added=False)

    def _reacted(self, message: Message, name: str, user_id: str, *, added: bool) -> None:
        self._state.keep(message)
        data = {"channel": message.channel, "ts": message.ts, "reactions": reactions(message)}
        self._feed.publish(Change("reaction", self._audience(message), data))
        self._events.reaction(name, user_id, message, added=added)

    def _refresh_root(self, reply: Message) -> None:
        root = self._state.chronicle(reply.channel).get(reply.thread_ts or "") if reply.is_reply else None
        if root is not None:
            self._tell("message_changed", root)

    def _tell(self, kind: str, message: Message) -> None:
        data = {"channel": message.channel, "message": message}
        self._feed.publish(Change(kind, self._audience(message), data))

    def _audience(self, message: Message) -> frozenset[str]:
        if message.ephemeral_to is not None:
            return frozenset({message.ephemeral_to})
        return frozenset(self._state.channel(message.channel).members)
