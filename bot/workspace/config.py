"""What a workspace is made of: the app as its manifest describes it, the people, the rooms, the tokens."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from bot.workspace.ids import stable_id
from bot.workspace.manifest import AppProfile
from bot.workspace.model import ChannelKind

RETRY_DELAYS = (0.0, 60.0, 300.0)
"""Seconds before each redelivery of an unacknowledged event: Slack tries at once, after a minute, after five."""

ACK_SECONDS = 3.0
"""How long the app has to acknowledge anything Slack sends it."""


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody in the workspace. ``name`` is the handle and identity; ``color`` is ``#rrggbb``."""

    name: str
    real_name: str
    title: str = ""
    color: str = "#4a5568"

    @property
    def id(self) -> str:
        return stable_id("U", self.name)


@dataclass(frozen=True, slots=True)
class Room:
    """A channel. ``members`` are handles, None for everybody; ``with_app`` says whether the bot is in it."""

    name: str
    topic: str = ""
    kind: ChannelKind = ChannelKind.CHANNEL
    members: tuple[str, ...] | None = None
    with_app: bool = True

    @property
    def id(self) -> str:
        return stable_id("C", self.name)


@dataclass(frozen=True, slots=True)
class Tokens:
    """The secrets the app and the workspace share."""

    bot: str
    app: str
    signing_secret: str

    @classmethod
    def random(cls) -> Tokens:
        return cls(
            bot=f"xoxb-local-{secrets.token_urlsafe(18)}",
            app=f"xapp-local-{secrets.token_urlsafe(18)}",
            signing_secret=secrets.token_hex(16),
        )


PRODUCT_TEAM = (
    Person("mara", "Mara Lindqvist", "Product manager", "#7c4dff"),
    Person("tobias", "Tobias Brandt", "CTO", "#00796b"),
    Person("aiko", "Aiko Tanaka", "ML engineer", "#c2185b"),
    Person("samuel", "Samuel Osei", "Backend engineer", "#1565c0"),
    Person("ines", "Inês Carvalho", "Data engineer", "#b45309"),
    Person("noor", "Noor Haddad", "Support lead", "#be185d"),
)
"""Six people; the first five talk about architecture, the sixth hears of it in #general."""

PRODUCT_ROOMS = (
    Room("general", "Everybody, everything"),
    Room(
        "ai-architecture",
        "How we build with AI, and why",
        members=("mara", "tobias", "aiko", "samuel", "ines"),
    ),
    Room("random", "Not work", with_app=False),
    Room("platform-budget", "Costs and contracts", ChannelKind.PRIVATE, members=("mara", "tobias")),
)


@dataclass(frozen=True, slots=True)
class WorkspaceConfig:
    """Everything a workspace server is told when it is made.

    Attributes:
        tokens: None for random ones, kept in the database when there is one.
        request_url: where to POST signed requests; None for Socket Mode.
        control: whether ``/control/*`` answers over HTTP.
        enforce_rates: whether calls beyond Slack's rate tiers get 429.
        allowed_hosts: further values of the Host header to accept, beside the loopback names.
    """

    app: AppProfile
    team_name: str = "Local Workspace"
    people: tuple[Person, ...] = PRODUCT_TEAM
    rooms: tuple[Room, ...] = PRODUCT_ROOMS
    tokens: Tokens | None = None
    request_url: str | None = None
    control: bool = False
    enforce_rates: bool = True
    ack_seconds: float = ACK_SECONDS
    retry_delays: tuple[float, ...] = RETRY_DELAYS
    allowed_hosts: frozenset[str] = field(default_factory=frozenset)

    @classmethod
    def from_manifest(cls, manifest: Mapping[str, Any], **changes: Any) -> WorkspaceConfig:
        """A workspace with the app of that parsed Slack manifest installed; ``changes`` set further attributes."""
        return replace(cls(app=AppProfile.from_manifest(manifest)), **changes)

    @property
    def team_id(self) -> str:
        return stable_id("T", self.team_name)
