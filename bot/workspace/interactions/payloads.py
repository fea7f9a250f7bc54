"""What the payloads of all interactions have in common."""

from __future__ import annotations

from bot.workspace.address import Address
from bot.workspace.model import Channel, ChannelKind, Json
from bot.workspace.passes import Passes
from bot.workspace.state import WorkspaceState

TEAM_DOMAIN = "local"


class Payloads:
    """Builds the parts that every interaction carries, with fresh passes."""

    def __init__(self, state: WorkspaceState, passes: Passes, address: Address) -> None:
        self._state = state
        self._passes = passes
        self._address = address

    def base(self, kind: str, user_id: str) -> Json:
        """Type, team, user, app and a new trigger."""
        user = self._state.user(user_id)
        return {
            "type": kind,
            "team": {"id": self._state.team_id, "domain": TEAM_DOMAIN},
            "user": {"id": user.id, "username": user.name, "name": user.name, "team_id": self._state.team_id},
            "api_app_id": self._state.app.app_id,
            "token": "local",
            "enterprise": None,
            "is_enterprise_install": False,
            "trigger_id": self._passes.issue_trigger(user_id),
        }

    def response_url(self, user_id: str, channel_id: str, ts: str | None = None, *, is_ephemeral: bool = False) -> str:
        token = self._passes.issue_response(user_id, channel_id, ts=ts, is_ephemeral=is_ephemeral)
        return self._address.response_url(token)

    def channel(self, channel: Channel) -> Json:
        return {"id": channel.id, "name": channel_name(channel)}

    def command(self, user_id: str, channel: Channel, command: str, text: str) -> Json:
        """A slash command: flat, because it also travels as a form."""
        return {
            "token": "local",
            "team_id": self._state.team_id,
            "team_domain": TEAM_DOMAIN,
            "channel_id": channel.id,
            "channel_name": channel_name(channel),
            "user_id": user_id,
            "user_name": self._state.user(user_id).name,
            "command": command,
            "text": text,
            "api_app_id": self._state.app.app_id,
            "is_enterprise_install": "false",
            "response_url": self.response_url(user_id, channel.id),
            "trigger_id": self._passes.issue_trigger(user_id),
        }


def channel_name(channel: Channel) -> str:
    """The name interactions give a channel; private ones are not told by name."""
    names = {ChannelKind.IM: "directmessage", ChannelKind.PRIVATE: "privategroup"}
    return names.get(channel.kind, channel.name)
