"""The manifest is one Slack takes, and asks for what the bot uses and no more."""

from __future__ import annotations

from typing import Any

import pytest

from tests.bot.slack.support import Bench

NEEDED_FOR = {
    "app_mentions:read": "app_mention",
    "im:history": "message.im",
    "im:write": "conversations.open",
    "channels:read": "conversations.info",
    "commands": "slash commands",
    "files:write": "files.completeUploadExternal",
    "chat:write": "chat.*, agents.sessions.*",
    "assistant:write": "agent view",
    "channels:history": "conversations.replies",
    "groups:history": "conversations.replies",
    "mpim:history": "conversations.replies",
    "users:read": "users.info",
}

MESSAGES = ("message.channels", "message.groups", "message.im", "message.mpim")


def test_lengths_are_those_slack_takes(manifest: dict[str, Any]) -> None:
    about, features = manifest["display_information"], manifest["features"]
    assert len(about["name"]) <= 35
    assert len(about["description"]) <= 140
    assert 174 <= len(about["long_description"]) <= 4000
    assert len(features["agent_view"]["agent_description"]) <= 300
    assert len(features["agent_view"]["suggested_prompts"]) <= 4
    for command in features["slash_commands"]:
        assert len(command["command"]) <= 32


def test_scopes_are_those_the_bot_uses(manifest: dict[str, Any]) -> None:
    assert set(manifest["oauth_config"]["scopes"]["bot"]) == set(NEEDED_FOR)


def test_people_can_write_to_it(manifest: dict[str, Any]) -> None:
    home = manifest["features"]["app_home"]
    assert home["messages_tab_enabled"]
    assert not home["messages_tab_read_only_enabled"]


@pytest.mark.parametrize("event", ["agent_session_stopped", "app_home_opened", "app_mention", *MESSAGES])
async def test_every_event_it_subscribes_to_is_handled(bench: Bench, manifest: dict[str, Any], event: str) -> None:
    assert event in manifest["settings"]["event_subscriptions"]["bot_events"]
    fields = {"channel": "D1", "user": "U1", "ts": "1.1", "text": "", "tab": "messages", "thread_ts": "1.1"}
    assert await bench.event(event.partition(".")[0], **fields) == 200


async def test_every_command_it_declares_is_handled(bench: Bench, manifest: dict[str, Any]) -> None:
    for command in manifest["features"]["slash_commands"]:
        assert await bench.command(command["command"], "help") == 200
