"""``auth.*``, ``api.*``, ``apps.*``, ``bots.*``: who is calling, and the way to a socket."""

from __future__ import annotations

from bot.workspace.errors import SlackError
from bot.workspace.model import Json
from bot.workspace.rates import Tier
from bot.workspace.web_api.method import Arguments, Method, Platform


def api_test(platform: Platform, arguments: Arguments) -> Json:  # noqa: ARG001 - the signature of every method
    """Echo the arguments; needs no token."""
    if error := arguments.text("error"):
        raise SlackError(error, args=dict(arguments.values))
    return {"args": dict(arguments.values)}


def auth_test(platform: Platform, arguments: Arguments) -> Json:  # noqa: ARG001
    """Tell whose token this is, with its scopes in a header."""
    state = platform.state
    return {
        "url": f"{platform.address.base_url}/",
        "team": platform.config.team_name,
        "team_id": state.team_id,
        "user": state.user(state.bot_user_id).name,
        "user_id": state.bot_user_id,
        "bot_id": state.app.bot_id,
        "is_enterprise_install": False,
    }


def connections_open(platform: Platform, arguments: Arguments) -> Json:  # noqa: ARG001
    """Give an app token the address of a Socket Mode connection."""
    ticket = platform.socket_mode.ticket()
    return {"url": platform.address.socket_url(ticket, platform.state.app.app_id)}


def bots_info(platform: Platform, arguments: Arguments) -> Json:
    """Describe the app's bot."""
    app = platform.state.app
    if arguments.text("bot") not in {None, app.bot_id}:
        raise SlackError("bot_not_found")
    return {
        "bot": {"id": app.bot_id, "deleted": False, "name": app.name, "app_id": app.app_id, "user_id": app.bot_user_id}
    }


METHODS = (
    Method("api.test", api_test, Tier.FOUR, open_to_all=True),
    Method("auth.test", auth_test, Tier.SPECIAL),
    Method("apps.connections.open", connections_open, Tier.CONNECTIONS, app_token=True),
    Method("bots.info", bots_info, Tier.THREE, ("users:read",)),
)
