"""What a Web API method is, and what it may use."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from bot.workspace.address import Address
from bot.workspace.config import WorkspaceConfig
from bot.workspace.errors import SlackError
from bot.workspace.events import AppEvents
from bot.workspace.feed import Feed
from bot.workspace.files import Files
from bot.workspace.messenger import Messenger
from bot.workspace.model import Json
from bot.workspace.passes import Passes
from bot.workspace.presentation import Presenter
from bot.workspace.rates import Rates, Tier
from bot.workspace.sessions import Sessions
from bot.workspace.socket_mode import SocketMode
from bot.workspace.state import WorkspaceState
from bot.workspace.streams import Streams
from bot.workspace.views import ViewBook


@dataclass(frozen=True, slots=True)
class Platform:
    """The parts of the workspace that API methods work on."""

    config: WorkspaceConfig
    state: WorkspaceState
    presenter: Presenter
    messenger: Messenger
    events: AppEvents
    views: ViewBook
    streams: Streams
    sessions: Sessions
    passes: Passes
    files: Files
    rates: Rates
    feed: Feed
    socket_mode: SocketMode
    address: Address


class Arguments:
    """The arguments of a call. A form sends structures as JSON text, which is understood like JSON itself."""

    def __init__(self, values: Mapping[str, Any]) -> None:
        self.values = values

    def text(self, name: str) -> str | None:
        """A string, or None when it is absent or empty. ``invalid_arguments`` when it is something else."""
        value = self.values.get(name)
        if value is None or value == "":
            return None
        if isinstance(value, bool | int | float):
            return str(value)
        if not isinstance(value, str):
            raise _invalid(name, "must provide a string")
        return value

    def require(self, name: str) -> str:
        value = self.text(name)
        if value is None:
            raise SlackError.with_messages("invalid_arguments", [f"[ERROR] missing required field: {name}"])
        return value

    def structure(self, name: str) -> Any:
        """A list or object, or None when it is absent."""
        value = self.values.get(name)
        if not isinstance(value, str):
            return value
        if not value:
            return None
        try:
            return json.loads(value)
        except ValueError as error:
            raise _invalid(name, "must be valid JSON") from error

    def flag(self, name: str) -> bool:
        return self.values.get(name) in {True, "true", "1"}

    def number(self, name: str, default: int, maximum: int) -> int:
        """A whole number between 1 and ``maximum``; ``invalid_limit`` for anything else."""
        text = self.text(name)
        if text is None:
            return default
        if not text.isdecimal() or int(text) < 1:
            raise SlackError("invalid_limit")
        return min(int(text), maximum)


Handler = Callable[[Platform, Arguments], Json]
"""Does the call and returns the answer without its ``ok``; raises SlackError."""


@dataclass(frozen=True, slots=True)
class Method:
    """A method of the Web API.

    Attributes:
        scopes: any one of them is enough; none needed when empty.
        app_token: called with the app-level token rather than the bot's.
    """

    name: str
    handler: Handler
    tier: Tier
    scopes: tuple[str, ...] = ()
    app_token: bool = False
    open_to_all: bool = False


def _invalid(name: str, problem: str) -> SlackError:
    return SlackError.with_messages("invalid_arguments", [f"[ERROR] {problem} [json-pointer:/{name}]"])
