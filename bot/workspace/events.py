"""The events an app hears of, built as Slack builds them and sent only when its manifest subscribes to them."""

from __future__ import annotations

from bot.workspace.clock import Clock
from bot.workspace.delivery import Dispatcher
from bot.workspace.ids import random_id
from bot.workspace.model import Channel, ChannelKind, Json, Message, View
from bot.workspace.presentation import CHANNEL_TYPES, Presenter
from bot.workspace.state import WorkspaceState
from bot.workspace.typed_text import mentions

MESSAGE_SUBSCRIPTIONS = {
    ChannelKind.CHANNEL: "message.channels",
    ChannelKind.PRIVATE: "message.groups",
    ChannelKind.IM: "message.im",
    ChannelKind.MPIM: "message.mpim",
}


class AppEvents:
    """Tells the app what happened where it is a member."""

    def __init__(self, state: WorkspaceState, presenter: Presenter, dispatcher: Dispatcher, clock: Clock) -> None:
        self._state = state
        self._presenter = presenter
        self._dispatcher = dispatcher
        self._clock = clock

    def message_posted(self, message: Message) -> None:
        """One ``message`` event, and for a mention in a channel an ``app_mention`` besides, with its own event_id."""
        channel = self._state.channel(message.channel)
        event = self._presenter.message(message) | {"channel": channel.id, "event_ts": message.ts}
        self._in_channel(channel, event)
        if self._is_mention(channel, message):
            without_type = {name: value for name, value in event.items() if name != "subtype"}
            self._emit("app_mention", without_type | {"type": "app_mention"})

    def message_changed(self, message: Message, previous: Json) -> None:
        """``previous`` is the message as it was, in Slack's shape."""
        channel = self._state.channel(message.channel)
        self._in_channel(
            channel,
            {
                "type": "message",
                "subtype": "message_changed",
                "channel": channel.id,
                "message": self._presenter.message(message),
                "previous_message": previous,
                "hidden": True,
                **self._stamps(),
            },
        )

    def message_deleted(self, message: Message, previous: Json) -> None:
        channel = self._state.channel(message.channel)
        self._in_channel(
            channel,
            {
                "type": "message",
                "subtype": "message_deleted",
                "channel": channel.id,
                "deleted_ts": message.ts,
                "previous_message": previous,
                "hidden": True,
                **self._stamps(),
            },
        )

    def reaction(self, name: str, user_id: str, message: Message, *, added: bool) -> None:
        channel = self._state.channel(message.channel)
        if self._state.bot_user_id not in channel.members:
            return
        kind = "reaction_added" if added else "reaction_removed"
        item = {"type": "message", "channel": channel.id, "ts": message.ts}
        event = {"type": kind, "user": user_id, "reaction": name, "item": item, "item_user": message.user}
        self._emit(kind, event | {"event_ts": self._state.next_ts()})

    def member_joined(self, channel: Channel, user_id: str, inviter: str | None = None) -> None:
        if self._state.bot_user_id not in channel.members:
            return
        event: Json = {
            "type": "member_joined_channel",
            "user": user_id,
            "channel": channel.id,
            "channel_type": "C" if channel.kind is ChannelKind.CHANNEL else "G",
            "team": self._state.team_id,
            "event_ts": self._state.next_ts(),
        }
        self._emit("member_joined_channel", event | ({"inviter": inviter} if inviter else {}))

    def member_left(self, channel: Channel, user_id: str) -> None:
        if self._state.bot_user_id not in channel.members:
            return
        event: Json = {
            "type": "member_left_channel",
            "user": user_id,
            "channel": channel.id,
            "channel_type": "C" if channel.kind is ChannelKind.CHANNEL else "G",
            "team": self._state.team_id,
            "event_ts": self._state.next_ts(),
        }
        self._emit("member_left_channel", event)

    def home_opened(self, user_id: str, tab: str, view: View | None) -> None:
        event: Json = {
            "type": "app_home_opened",
            "user": user_id,
            "channel": self._state.direct_message(user_id).id,
            "tab": tab,
            "event_ts": self._state.next_ts(),
        }
        if tab == "home" and view is not None:
            event["view"] = self._presenter.view(view)
        self._emit("app_home_opened", event)

    def session_stopped(self, channel_id: str, user_id: str, thread_ts: str, streaming: list[str]) -> None:
        """A person pressed Stop; ``streaming`` names the messages that were being streamed there."""
        event = {
            "type": "agent_session_stopped",
            "channel": channel_id,
            "user": user_id,
            "thread_ts": thread_ts,
            "streaming_message_ts": streaming,
            "event_ts": self._state.next_ts(),
        }
        self._emit("agent_session_stopped", event)

    def raw(self, event: Json) -> str:
        """Deliver any event, subscribed to or not; returns its event_id."""
        payload = self._payload(event)
        self._dispatcher.event(payload)
        event_id: str = payload["event_id"]
        return event_id

    def _in_channel(self, channel: Channel, event: Json) -> None:
        if self._state.bot_user_id in channel.members:
            event["channel_type"] = CHANNEL_TYPES[channel.kind]
            self._emit(MESSAGE_SUBSCRIPTIONS[channel.kind], event)

    def _is_mention(self, channel: Channel, message: Message) -> bool:
        bot = self._state.bot_user_id
        by_person = message.bot_id is None and channel.kind is not ChannelKind.IM
        return by_person and bot in channel.members and mentions(message.text, bot)

    def _emit(self, subscription: str, event: Json) -> None:
        if subscription in self._state.app.events:
            self.raw(event)

    def _stamps(self) -> Json:
        stamp = self._state.next_ts()
        return {"ts": stamp, "event_ts": stamp}

    def _payload(self, event: Json) -> Json:
        team_id = self._state.team_id
        authorization = {
            "enterprise_id": None,
            "team_id": team_id,
            "user_id": self._state.bot_user_id,
            "is_bot": True,
            "is_enterprise_install": False,
        }
        return {
            "token": "local",
            "team_id": team_id,
            "context_team_id": team_id,
            "context_enterprise_id": None,
            "api_app_id": self._state.app.app_id,
            "event": event,
            "type": "event_callback",
            "event_id": random_id("Ev"),
            "event_time": int(self._clock.now()),
            "authorizations": [authorization],
            "is_ext_shared_channel": False,
            "event_context": random_id("4-"),
        }
