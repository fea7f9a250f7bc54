"""People, channels, messages and views in the shapes of Slack's Web API and events."""

from __future__ import annotations

from bot.workspace.model import Channel, ChannelKind, Json, Message, User, View
from bot.workspace.state import WorkspaceState
from bot.workspace.typed_text import rich_text

CHANNEL_TYPES = {
    ChannelKind.CHANNEL: "channel",
    ChannelKind.PRIVATE: "group",
    ChannelKind.IM: "im",
    ChannelKind.MPIM: "mpim",
}
"""``channel_type`` of events."""


class Presenter:
    """Turns domain objects into Slack's JSON."""

    def __init__(self, state: WorkspaceState) -> None:
        self._state = state

    def user(self, user: User) -> Json:
        return {
            "id": user.id,
            "team_id": self._state.team_id,
            "name": user.name,
            "real_name": user.real_name,
            "deleted": False,
            "color": user.color.lstrip("#"),
            "tz": "Etc/UTC",
            "tz_label": "Coordinated Universal Time",
            "tz_offset": 0,
            "is_bot": user.is_bot,
            "is_app_user": False,
            "is_admin": False,
            "is_restricted": False,
            "is_ultra_restricted": False,
            "profile": self._profile(user),
        }

    def channel(self, channel: Channel) -> Json:
        """``channel`` as the app sees it."""
        if channel.kind is ChannelKind.IM:
            return {
                "id": channel.id,
                "created": channel.created,
                "is_im": True,
                "is_channel": False,
                "is_group": False,
                "is_private": True,
                "is_ext_shared": False,
                "user": channel.other(self._state.bot_user_id),
                "context_team_id": self._state.team_id,
            }
        return {
            "id": channel.id,
            "name": channel.name,
            "created": channel.created,
            "is_im": False,
            "is_mpim": channel.kind is ChannelKind.MPIM,
            "is_channel": channel.kind is ChannelKind.CHANNEL,
            "is_group": channel.kind is ChannelKind.PRIVATE,
            "is_private": channel.kind is not ChannelKind.CHANNEL,
            "is_archived": False,
            "is_general": channel.name == "general",
            "is_member": self._state.bot_user_id in channel.members,
            "is_shared": False,
            "is_ext_shared": False,
            "num_members": len(channel.members),
            "topic": {"value": channel.topic, "creator": "", "last_set": 0},
            "purpose": {"value": "", "creator": "", "last_set": 0},
            "context_team_id": self._state.team_id,
        }

    def message(self, message: Message) -> Json:
        """A message as history and events carry it; absent members are left out."""
        body: Json = {
            "type": "message",
            "user": message.user,
            "ts": message.ts,
            "text": message.text,
            "team": self._state.team_id,
        }
        optional = {
            "subtype": message.subtype,
            "client_msg_id": message.client_msg_id,
            "thread_ts": message.thread_ts,
            "edited": message.edited,
            "metadata": message.metadata,
            "attachments": message.attachments,
            "files": message.files,
            "blocks": message.blocks if message.bot_id else message.blocks or rich_text(message.text),
            "reactions": reactions(message),
        }
        body |= {name: value for name, value in optional.items() if value}
        return body | self._authorship(message) | self._thread(message)

    def view(self, view: View) -> Json:
        """A view as ``views.*`` answers and interactions carry it."""
        defaults: Json = {
            "title": None,
            "submit": None,
            "close": None,
            "callback_id": "",
            "private_metadata": "",
            "external_id": "",
            "clear_on_close": False,
            "notify_on_close": False,
        }
        return (
            defaults
            | view.content
            | {
                "id": view.id,
                "team_id": self._state.team_id,
                "type": view.type,
                "hash": view.hash,
                "state": view.state or {"values": {}},
                "root_view_id": view.root_view_id,
                "previous_view_id": view.previous_view_id,
                "app_id": self._state.app.app_id,
                "app_installed_team_id": self._state.team_id,
                "bot_id": self._state.app.bot_id,
            }
        )

    def _profile(self, user: User) -> Json:
        names = {"real_name": user.real_name, "display_name": user.name, "title": user.title}
        return names | ({"bot_id": self._state.app.bot_id} if user.id == self._state.bot_user_id else {})

    def _authorship(self, message: Message) -> Json:
        if message.bot_id is None:
            return {}
        profile = {"id": message.bot_id, "name": self._state.app.name, "app_id": message.app_id, "deleted": False}
        return {"bot_id": message.bot_id, "app_id": message.app_id, "bot_profile": profile}

    def _thread(self, message: Message) -> Json:
        if message.is_reply:
            root = self._state.chronicle(message.channel).get(message.thread_ts or "")
            return {"parent_user_id": root.user} if root else {}
        summary = self._state.chronicle(message.channel).summary(message.ts)
        if summary is None:
            return {}
        return {
            "thread_ts": message.ts,
            "reply_count": summary.reply_count,
            "reply_users": summary.reply_users,
            "reply_users_count": len(summary.reply_users),
            "latest_reply": summary.latest_reply,
        }


def reactions(message: Message) -> list[Json]:
    """Reactions as both Slack and the page list them."""
    return [{"name": name, "count": len(users), "users": users} for name, users in message.reactions.items() if users]
