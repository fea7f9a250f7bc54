"""What a person does in their client: reading, writing, clicking. Refusals are ClientError, with a sentence."""

from __future__ import annotations

import uuid

from bot.workspace.client.render import Renderer
from bot.workspace.errors import ClientError
from bot.workspace.events import AppEvents
from bot.workspace.messenger import Messenger
from bot.workspace.model import Channel, Json, Message
from bot.workspace.sessions import Sessions
from bot.workspace.state import WorkspaceState
from bot.workspace.streams import Streams
from bot.workspace.typed_text import stored_text
from bot.workspace.views import ViewBook

TEXT_MAX = 40_000
PAGE_MAX = 200


class People:
    """The workspace as a person uses it."""

    def __init__(
        self,
        *,
        state: WorkspaceState,
        messenger: Messenger,
        events: AppEvents,
        views: ViewBook,
        streams: Streams,
        sessions: Sessions,
        renderer: Renderer,
    ) -> None:
        self._state = state
        self._messenger = messenger
        self._events = events
        self._views = views
        self._streams = streams
        self._sessions = sessions
        self._renderer = renderer

    def history(self, user: str, channel_id: str, before: str | None, limit: int) -> Json:
        channel = self._member_channel(user, channel_id)
        page = self._state.chronicle(channel.id).page(max(1, min(limit, PAGE_MAX)), before)
        messages = [self._renderer.message(message) for message in page.messages]
        return {"messages": messages, "has_more": page.has_more}

    def replies(self, user: str, channel_id: str, thread_ts: str) -> Json:
        channel = self._member_channel(user, channel_id)
        thread = self._state.chronicle(channel.id).thread(thread_ts)
        if not thread:
            raise ClientError("thread_not_found", "This thread is gone.")
        return {"messages": [self._renderer.message(message) for message in thread]}

    def post(self, user: str, channel_id: str, text: str, thread_ts: str | None = None) -> Message:
        """Write a message, or a reply when ``thread_ts`` names a root (or a reply of it)."""
        channel = self._member_channel(user, channel_id)
        stored = self._text(text)
        message = Message(channel.id, self._state.next_ts(), user, stored, client_msg_id=str(uuid.uuid4()))
        if thread_ts is not None:
            root = self._state.message(channel.id, thread_ts)
            message.thread_ts = root.thread_ts or root.ts
        return self._messenger.post(message)

    def edit(self, user: str, channel_id: str, ts: str, text: str) -> Message:
        message = self._own_message(user, channel_id, ts)
        stored = self._text(text)
        previous = self._messenger.before(message)
        message.text = stored
        message.edited = {"user": user, "ts": self._state.next_ts()}
        self._messenger.changed(message, previous)
        return message

    def delete(self, user: str, channel_id: str, ts: str) -> None:
        self._messenger.delete(self._own_message(user, channel_id, ts))

    def react(self, user: str, channel_id: str, ts: str, name: str, *, remove: bool) -> None:
        message = self._state.message(self._member_channel(user, channel_id).id, ts)
        if not name:
            raise ClientError("invalid_name", "Pick an emoji.")
        if remove:
            self._messenger.unreact(message, name, user)
        else:
            self._messenger.react(message, name, user)

    def open_home(self, user: str, tab: str) -> Json:
        """Look at the app's Home or Messages tab; the app hears of it."""
        self._state.user(user)
        if tab not in {"home", "messages"}:
            raise ClientError("invalid_arguments", "There is no such tab.")
        view = self._views.home(user)
        self._events.home_opened(user, tab, view)
        return {"view": self._renderer.view(view) if view else None}

    def stop(self, user: str, channel_id: str, thread_ts: str) -> None:
        """Press Stop on an agent session that is processing."""
        channel = self._member_channel(user, channel_id)
        session = self._sessions.get(channel.id, thread_ts)
        if session is None or session.status != "processing":
            raise ClientError("not_processing", "There is nothing to stop here.")
        stopped = self._streams.stop_in_thread(channel.id, thread_ts)
        self._events.session_stopped(channel.id, user, thread_ts, stopped)

    def _member_channel(self, user: str, channel_id: str) -> Channel:
        self._state.user(user)
        channel = self._state.channel_seen_by(user, channel_id)
        if user not in channel.members:
            raise ClientError("not_in_channel", "You are not in this channel.")
        return channel

    def _own_message(self, user: str, channel_id: str, ts: str) -> Message:
        message = self._state.message(self._member_channel(user, channel_id).id, ts)
        if message.user != user:
            raise ClientError("cant_update_message", "You can only change your own messages.")
        return message

    def _text(self, typed: str) -> str:
        if not typed.strip():
            raise ClientError("no_text", "Write something first.")
        if len(typed) > TEXT_MAX:
            raise ClientError("msg_too_long", f"Messages hold at most {TEXT_MAX:,} characters.")
        return stored_text(typed, self._state.users)
