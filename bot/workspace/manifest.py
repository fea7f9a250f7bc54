"""A Slack app manifest, read for what the workspace needs of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from bot.workspace.ids import stable_id


@dataclass(frozen=True, slots=True)
class SlashCommand:
    """A command, with its leading slash."""

    command: str
    description: str
    usage_hint: str
    should_escape: bool


@dataclass(frozen=True, slots=True)
class Shortcut:
    """A shortcut; ``type`` is "message" or "global"."""

    type: str
    callback_id: str
    name: str
    description: str


@dataclass(frozen=True, slots=True)
class Prompt:
    """A suggestion a person can click: ``title`` is shown, ``message`` is sent."""

    title: str
    message: str


@dataclass(frozen=True, slots=True)
class AppProfile:
    """The app installed in the workspace. ``events`` are the subscribed names, e.g. ``message.im``."""

    name: str
    description: str = ""
    commands: tuple[SlashCommand, ...] = ()
    shortcuts: tuple[Shortcut, ...] = ()
    home_enabled: bool = False
    messages_enabled: bool = False
    scopes: frozenset[str] = frozenset()
    events: frozenset[str] = frozenset()
    prompts: tuple[Prompt, ...] = ()

    @classmethod
    def from_manifest(cls, manifest: Mapping[str, Any]) -> AppProfile:
        """Read the sections that matter; one that is missing counts as empty, as Slack takes it."""
        features = manifest.get("features", {})
        about = manifest.get("display_information", {})
        home = features.get("app_home", {})
        bot_scopes = manifest.get("oauth_config", {}).get("scopes", {})
        return cls(
            name=features.get("bot_user", {}).get("display_name") or about.get("name", "App"),
            description=about.get("description", ""),
            commands=_commands(features.get("slash_commands", ())),
            shortcuts=_shortcuts(features.get("shortcuts", ())),
            home_enabled=bool(home.get("home_tab_enabled")),
            messages_enabled=bool(home.get("messages_tab_enabled")) and not home.get("messages_tab_read_only_enabled"),
            scopes=frozenset((*bot_scopes.get("bot", ()), *bot_scopes.get("bot_optional", ()))),
            events=frozenset(manifest.get("settings", {}).get("event_subscriptions", {}).get("bot_events", ())),
            prompts=_prompts(features.get("agent_view", {}).get("suggested_prompts", ())),
        )

    @property
    def app_id(self) -> str:
        """The same whatever the app is called, so that renaming it does not make it a stranger."""
        return stable_id("A", "app")

    @property
    def bot_id(self) -> str:
        return stable_id("B", "app")

    @property
    def bot_user_id(self) -> str:
        return stable_id("U", "app")

    def command(self, name: str) -> SlashCommand | None:
        return next((command for command in self.commands if command.command == name), None)

    def shortcut(self, callback_id: str) -> Shortcut | None:
        return next((shortcut for shortcut in self.shortcuts if shortcut.callback_id == callback_id), None)


def _commands(entries: Iterable[Mapping[str, Any]]) -> tuple[SlashCommand, ...]:
    return tuple(
        SlashCommand(
            command=entry["command"],
            description=entry.get("description", ""),
            usage_hint=entry.get("usage_hint", ""),
            should_escape=bool(entry.get("should_escape")),
        )
        for entry in entries
    )


def _shortcuts(entries: Iterable[Mapping[str, Any]]) -> tuple[Shortcut, ...]:
    return tuple(
        Shortcut(entry["type"], entry["callback_id"], entry["name"], entry.get("description", "")) for entry in entries
    )


def _prompts(entries: Iterable[Mapping[str, Any]]) -> tuple[Prompt, ...]:
    return tuple(Prompt(entry["title"], entry["message"]) for entry in entries)
