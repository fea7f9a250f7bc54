"""Who and what is in the workspace: people, channels and their messages. Knows no HTTP, no app, no page."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, replace

from bot.workspace.chronicle import Chronicle
from bot.workspace.clock import Clock
from bot.workspace.config import Room, WorkspaceConfig
from bot.workspace.errors import SlackError
from bot.workspace.ids import Timestamps, stable_id
from bot.workspace.model import Channel, ChannelKind, Message, User
from bot.workspace.storage import Storage

BOT_COLOR = "#334155"
SLACKBOT = User("USLACKBOT", "slackbot", "Slackbot", "#757575", is_bot=True)
"""Who speaks when the workspace itself has something to say."""


class WorkspaceState:
    """The one place that knows users, channels and messages, and keeps each change.

    Lookups raise SlackError with Slack's own code when there is no such thing.
    """

    def __init__(self, config: WorkspaceConfig, storage: Storage, clock: Clock) -> None:
        self.config = config
        self.app = config.app
        self.team_id = config.team_id
        self.bot_user_id = config.app.bot_user_id
        self.users: dict[str, User] = {}
        self.channels: dict[str, Channel] = {}
        self._storage = storage
        self._clock = clock
        self._chronicles: dict[str, Chronicle] = {}
        self._ephemerals: dict[tuple[str, str], Message] = {}
        self._load()
        self._populate()
        self._timestamps = Timestamps(max((log.latest for log in self._chronicles.values()), default="0.0"))

    # People

    def people(self) -> list[User]:
        return [user for user in self.users.values() if not user.is_bot]

    def user(self, user_id: str) -> User:
        if user_id not in self.users:
            raise SlackError("user_not_found")
        return self.users[user_id]

    # Channels

    def channel(self, channel_id: str) -> Channel:
        if channel_id not in self.channels:
            raise SlackError("channel_not_found")
        return self.channels[channel_id]

    def channels_of(self, user_id: str) -> list[Channel]:
        return [channel for channel in self.channels.values() if user_id in channel.members]

    def channel_seen_by(self, user_id: str, channel_id: str) -> Channel:
        """A channel that user may know of: a private one they are not in does not exist for them."""
        channel = self.channel(channel_id)
        if channel.kind is not ChannelKind.CHANNEL and user_id not in channel.members:
            raise SlackError("channel_not_found")
        return channel

    def channel_for_bot(self, channel_id: str) -> Channel:
        """A channel the app may post to and read. A user's id stands for the direct message with that user."""
        if channel_id in self.users and channel_id != self.bot_user_id:
            return self.direct_message(channel_id)
        channel = self.channel_seen_by(self.bot_user_id, channel_id)
        if self.bot_user_id not in channel.members:
            raise SlackError("not_in_channel")
        return channel

    def direct_message(self, user_id: str) -> Channel:
        """The direct message between that user and the app, made when there is none yet."""
        self.user(user_id)
        channel_id = stable_id("D", f"{user_id} {self.bot_user_id}")
        if channel_id not in self.channels:
            members = [user_id, self.bot_user_id]
            self._add_channel(Channel(channel_id, "", ChannelKind.IM, members, created=int(self._clock.now())))
        return self.channels[channel_id]

    def group_message(self, user_ids: Iterable[str]) -> Channel:
        """The direct message of those people and the app together, made when there is none yet."""
        members = sorted({self.user(user_id).id for user_id in user_ids} | {self.bot_user_id})
        channel_id = stable_id("G", " ".join(members))
        if channel_id not in self.channels:
            name = f"mpdm-{'--'.join(sorted(self.user(member).name for member in members))}-1"
            created = int(self._clock.now())
            self._add_channel(Channel(channel_id, name, ChannelKind.MPIM, members, created=created))
        return self.channels[channel_id]

    def join(self, channel: Channel, user_id: str) -> bool:
        """Add a member. False when they were in it already."""
        if user_id in channel.members:
            return False
        channel.members.append(user_id)
        self._save_channel(channel)
        return True

    def leave(self, channel: Channel, user_id: str) -> None:
        channel.members.remove(user_id)
        self._save_channel(channel)

    # Messages

    def next_ts(self) -> str:
        return self._timestamps.next(self._clock.now())

    def add(self, message: Message) -> None:
        """Keep a new message. One meant for a single person is held only until the workspace stops."""
        if message.ephemeral_to is not None:
            self._ephemerals[message.channel, message.ts] = message
            return
        self._chronicles[message.channel].add(message)
        self.keep(message)

    def keep(self, message: Message) -> None:
        """Write down that a message changed."""
        if message.ephemeral_to is None:
            self._storage.save("message", f"{message.channel}/{message.ts}", message.to_record())

    def remove(self, message: Message) -> None:
        if message.ephemeral_to is not None:
            self._ephemerals.pop((message.channel, message.ts), None)
            return
        self._chronicles[message.channel].remove(message)
        self._storage.remove("message", f"{message.channel}/{message.ts}")

    def message(self, channel_id: str, ts: str) -> Message:
        message = self._chronicles[channel_id].get(ts) if channel_id in self._chronicles else None
        if message is None:
            raise SlackError("message_not_found")
        return message

    def ephemeral(self, channel_id: str, ts: str) -> Message:
        if (channel_id, ts) not in self._ephemerals:
            raise SlackError("message_not_found")
        return self._ephemerals[channel_id, ts]

    def ephemerals_for(self, user_id: str) -> list[Message]:
        """What only that user sees, oldest first."""
        return [message for message in self._ephemerals.values() if message.ephemeral_to == user_id]

    def chronicle(self, channel_id: str) -> Chronicle:
        return self._chronicles[self.channel(channel_id).id]

    # Beginnings

    def _load(self) -> None:
        self.users = {key: User(**record) for key, record in self._storage.load("user").items()}
        for record in self._storage.load("channel").values():
            channel = Channel(**{**record, "kind": ChannelKind(record["kind"])})
            self.channels[channel.id] = channel
            self._chronicles[channel.id] = Chronicle()
        for record in self._storage.load("message").values():
            message = Message(**record)
            if message.streaming:
                # The workspace stopped in the middle of it: what was streamed so far is what there is.
                message.streaming, message.text = False, message.markdown or ""
            self._chronicles[message.channel].add(message)

    def _populate(self) -> None:
        newcomers = {person.id for person in self.config.people} - self.users.keys()
        for person in self.config.people:
            self._add_user(User(person.id, person.name, person.real_name, person.color, person.title))
        handle = self.app.name.lower().replace(" ", "-")
        self._add_user(User(self.bot_user_id, handle, self.app.name, BOT_COLOR, self.app.description, is_bot=True))
        self._add_user(replace(SLACKBOT))
        for room in self.config.rooms:
            if room.id not in self.channels:
                self._add_channel(self._furnished(room))
            for user_id in newcomers.intersection(self._member_ids(room.members)):
                self.join(self.channels[room.id], user_id)
        for person in self.config.people:
            self.direct_message(person.id)

    def _furnished(self, room: Room) -> Channel:
        members = list(self._member_ids(room.members))
        if room.with_app:
            members.append(self.bot_user_id)
        return Channel(room.id, room.name, room.kind, members, room.topic, int(self._clock.now()))

    def _member_ids(self, handles: Iterable[str] | None) -> Iterable[str]:
        wanted = None if handles is None else set(handles)
        return (person.id for person in self.config.people if wanted is None or person.name in wanted)

    def _add_user(self, user: User) -> None:
        self.users[user.id] = user
        self._storage.save("user", user.id, asdict(user))

    def _add_channel(self, channel: Channel) -> None:
        self.channels[channel.id] = channel
        self._chronicles[channel.id] = Chronicle()
        self._save_channel(channel)

    def _save_channel(self, channel: Channel) -> None:
        self._storage.save("channel", channel.id, asdict(channel))
