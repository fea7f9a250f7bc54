"""How a test looks into the workspace and disturbs it, in Python; over HTTP only where the configuration allows it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from typing import TypeVar

from bot.workspace.calls import ApiCall, CallLog, Fault, Faults
from bot.workspace.clock import Clock, ManualClock
from bot.workspace.delivery import Dispatcher
from bot.workspace.errors import WorkspaceError
from bot.workspace.events import AppEvents
from bot.workspace.feed import Change, Feed
from bot.workspace.model import Channel, Json, Message
from bot.workspace.sessions import Sessions
from bot.workspace.socket_mode import SocketMode
from bot.workspace.state import WorkspaceState
from bot.workspace.streams import Streams

T = TypeVar("T")

QUIET_SECONDS = 0.05
"""Real seconds without any change after which the workspace counts as idle."""


class Control:
    """Everything a test may want beyond what people and the app can do."""

    def __init__(
        self,
        *,
        state: WorkspaceState,
        feed: Feed,
        calls: CallLog,
        faults: Faults,
        events: AppEvents,
        dispatcher: Dispatcher,
        streams: Streams,
        sessions: Sessions,
        socket_mode: SocketMode,
        clock: Clock,
    ) -> None:
        self._state = state
        self._feed = feed
        self._calls = calls
        self._faults = faults
        self._events = events
        self._dispatcher = dispatcher
        self._streams = streams
        self._sessions = sessions
        self._socket_mode = socket_mode
        self._clock = clock

    # What the app did

    def calls(self, method: str | None = None) -> list[ApiCall]:
        """API calls received so far, oldest first; those of one method if named."""
        return self._calls.of(method)

    @property
    def unknown_methods(self) -> dict[str, int]:
        """Methods the app called that the workspace does not know, and how often."""
        return dict(self._calls.unknown)

    def messages(self, channel: str, thread_ts: str | None = None) -> list[Message]:
        """All messages of a channel (by id or name), replies too, oldest first; or those of one thread."""
        chronicle = self._state.chronicle(self.channel_id(channel))
        return chronicle.all() if thread_ts is None else chronicle.thread(thread_ts)

    def sent_events(self) -> list[Json]:
        """The event payloads sent to the app so far, oldest first, each once however often it was delivered."""
        return self._dispatcher.past_events()

    @property
    def retries_waiting(self) -> int:
        """Events that were not acknowledged and wait for their next delivery."""
        return self._dispatcher.retrying

    # Names

    def user_id(self, name: str) -> str:
        """The id of somebody, by handle. KeyError when there is nobody called that."""
        return {user.name: user.id for user in self._state.users.values()}[name]

    def channel_id(self, name: str) -> str:
        """The id of a channel, by name with or without ``#``; an id is returned as it is."""
        if name in self._state.channels:
            return name
        return {channel.name: channel.id for channel in self._state.channels.values()}[name.lstrip("#")]

    def direct_message_id(self, name: str) -> str:
        """The id of somebody's direct message with the app, by handle."""
        return self._state.direct_message(self.user_id(name)).id

    def group_message_id(self, *names: str) -> str:
        """The id of the direct message of those people, by handle, and the app together; begun if there is none."""
        channel = self._state.group_message(self.user_id(name) for name in names)
        self._feed.publish(Change("channels", frozenset(channel.members)))
        return channel.id

    # Disturbances

    def inject(self, method: str, fault: Fault) -> None:
        """Let the next calls of a method (``*``: any) meet a fault."""
        self._faults.add(method, fault)

    def redeliver(self, event_id: str, reason: str = "http_timeout") -> None:
        """Send an event again, with the same event_id, as if its acknowledgement had been lost."""
        self._dispatcher.redeliver(event_id, reason)

    def deliver(self, event: Json) -> str:
        """Send any event, subscribed to or not; returns its event_id."""
        return self._events.raw(event)

    async def refresh_sockets(self, reason: str = "refresh_requested") -> None:
        """Ask the app to open new connections, as Slack does every few hours."""
        await self._socket_mode.disconnect(reason)

    async def drop_sockets(self) -> None:
        """Break every connection of the app."""
        await self._socket_mode.drop()

    def invite(self, name: str, channel: str) -> None:
        """Add somebody, or the app by its handle, to a channel."""
        target = self._state.channel(self.channel_id(channel))
        user_id = self.user_id(name)
        if self._state.join(target, user_id):
            self._feed.publish(Change("channels", frozenset(target.members)))
            self._events.member_joined(target, user_id)

    def remove(self, name: str, channel: str) -> None:
        """Take somebody, or the app, out of a channel they are in."""
        target: Channel = self._state.channel(self.channel_id(channel))
        user_id = self.user_id(name)
        self._state.leave(target, user_id)
        self._feed.publish(Change("channels", frozenset({user_id, *target.members})))
        self._events.member_left(target, user_id)

    def advance(self, seconds: float) -> None:
        """Move a ManualClock on. WorkspaceError when the workspace runs on real time."""
        if not isinstance(self._clock, ManualClock):
            raise WorkspaceError("Only a workspace with a ManualClock can move its time. Pass one to WorkspaceServer.")
        self._clock.advance(seconds)
        self._feed.touch()

    # Waiting

    @property
    def is_calm(self) -> bool:
        """No unacknowledged delivery, no call in progress, no open stream, no processing session."""
        busy = (self._dispatcher.unacknowledged, self._calls.in_flight, self._streams.open, self._sessions.processing)
        return not any(busy)

    async def idle(self, timeout: float = 30.0, quiet: float = QUIET_SECONDS) -> None:  # noqa: ASYNC109 - real seconds
        """Return once the workspace is calm and nothing has happened for ``quiet`` seconds; else TimeoutError."""
        await self._feed.wait_until_quiet(lambda: self.is_calm, quiet, timeout)

    async def wait_for(self, predicate: Callable[[], T], timeout: float = 30.0) -> T:  # noqa: ASYNC109
        """The first truthy value of ``predicate``, asked again after every change; else TimeoutError."""
        return await self._feed.wait_for(predicate, timeout)

    # Everything at once

    def dump(self) -> Json:
        """Users, channels with their messages, and sessions, as JSON."""
        channels = [
            {**asdict(channel), "messages": [message.to_record() for message in self.messages(channel.id)]}
            for channel in self._state.channels.values()
        ]
        return {
            "users": [asdict(user) for user in self._state.users.values()],
            "channels": channels,
            "sessions": [asdict(session) for session in self._sessions.all()],
            "unknown_methods": self.unknown_methods,
            "connections": self._socket_mode.connection_count,
        }
