"""The workspace in the shapes the page draws."""

from __future__ import annotations

from bot.workspace.config import WorkspaceConfig
from bot.workspace.delivery import Dispatcher
from bot.workspace.feed import Change
from bot.workspace.model import Channel, ChannelKind, Json, Message, User, View
from bot.workspace.presentation import Presenter, reactions
from bot.workspace.state import WorkspaceState


class Renderer:
    """Turns domain objects into the page's JSON."""

    def __init__(
        self, config: WorkspaceConfig, state: WorkspaceState, presenter: Presenter, dispatcher: Dispatcher
    ) -> None:
        self._config = config
        self._state = state
        self._presenter = presenter
        self._dispatcher = dispatcher

    def boot(self, me: User) -> Json:
        """Everything a page needs to begin, for that person."""
        profile = self._state.app
        return {
            "team": {"id": self._state.team_id, "name": self._config.team_name},
            "me": self.user(me),
            "users": [self.user(user) for user in self._state.users.values()],
            "channels": self.channels(me.id),
            "app": self.app(),
            "commands": [
                {"command": entry.command, "description": entry.description, "usage_hint": entry.usage_hint}
                for entry in profile.commands
            ],
            "shortcuts": [
                {
                    "type": entry.type,
                    "callback_id": entry.callback_id,
                    "name": entry.name,
                    "description": entry.description,
                }
                for entry in profile.shortcuts
            ],
        }

    def user(self, user: User) -> Json:
        body = {
            "id": user.id,
            "name": user.name,
            "real_name": user.real_name,
            "color": user.color,
            "is_bot": user.is_bot,
        }
        return body | ({"title": user.title} if user.title else {})

    def app(self) -> Json:
        profile = self._state.app
        prompts = [{"title": prompt.title, "message": prompt.message} for prompt in profile.prompts]
        return {
            "id": profile.app_id,
            "name": profile.name,
            "bot_user_id": profile.bot_user_id,
            "description": profile.description,
            "connected": self._dispatcher.connected,
            "home_enabled": profile.home_enabled,
            "suggested_prompts": {"prompts": prompts},
        }

    def channels(self, user_id: str) -> list[Json]:
        return [self.channel(channel, user_id) for channel in self._state.channels_of(user_id)]

    def channel(self, channel: Channel, user_id: str) -> Json:
        body: Json = {
            "id": channel.id,
            "name": channel.name,
            "kind": channel.kind.value,
            "topic": channel.topic,
            "members": channel.members,
        }
        if channel.kind is ChannelKind.IM:
            other = channel.other(user_id)
            body |= {"user": other, "name": self._state.user(other).real_name}
        if channel.kind is ChannelKind.MPIM:
            others = (self._state.user(member).real_name for member in channel.members if member != user_id)
            body |= {"name": ", ".join(others)}
        return body

    def message(self, message: Message) -> Json:
        """A message; members that say nothing are left out."""
        body: Json = {"ts": message.ts, "user": message.user, "text": message.text}
        summary = None if message.is_reply else self._state.chronicle(message.channel).summary(message.ts)
        optional = {
            "thread_ts": message.thread_ts,
            "blocks": message.blocks,
            "attachments": message.attachments,
            "bot_id": message.bot_id,
            "app_id": message.app_id,
            "subtype": message.subtype,
            "edited": message.edited,
            "is_ephemeral": message.ephemeral_to is not None,
            "streaming": message.streaming,
            "markdown": message.markdown,
            "tasks": message.tasks,
            "plan_title": message.plan_title,
            "files": [_file(file) for file in message.files],
            "reactions": reactions(message),
            "metadata": message.metadata,
        }
        body |= {name: value for name, value in optional.items() if value}
        if summary is not None:
            body |= {
                "reply_count": summary.reply_count,
                "reply_users": summary.reply_users,
                "latest_reply": summary.latest_reply,
            }
        return body

    def view(self, view: View) -> Json:
        return self._presenter.view(view)

    def frame(self, change: Change) -> Json:
        """A change as one frame of the page's socket."""
        frame: Json = {"type": change.type, **change.data}
        if isinstance(message := frame.get("message"), Message):
            frame["message"] = self.message(message)
        if isinstance(view := frame.get("view"), View):
            frame["view"] = self.view(view)
        return frame


def _file(file: Json) -> Json:
    """A file with an address relative to this server, which may listen elsewhere than when the file came."""
    named = ("id", "name", "title", "mimetype", "size", "alt_txt", "original_w", "original_h")
    return {
        **{name: file[name] for name in named if name in file},
        "url": f"/files/{file['id']}/{file['name']}",
    }
