"""Socket Mode: connects, reconnects, and says what is wrong with a token."""

from __future__ import annotations

import pytest

from bot.errors import SettingsError
from bot.slack.socket import SocketMode
from tests.bot.slack.support import Bench, Office, answered, script_of


async def test_a_wrong_app_token_is_named(bench: Bench) -> None:
    bench.slack.fail("apps.connections.open", "invalid_auth")
    with pytest.raises(SettingsError, match=r"SLACK_APP_TOKEN \(invalid_auth\)"):
        await SocketMode(bench.bot, "xapp-wrong", bench.slack.url).start()


async def test_a_slack_that_cannot_be_reached_is_told(bench: Bench) -> None:
    with pytest.raises(SettingsError, match="SLACK_API_URL"):
        await SocketMode(bench.bot, "xapp", "http://127.0.0.1:1/api/").start()


async def test_it_answers_after_slack_asked_to_reconnect(office: Office) -> None:
    office.answerer.play(*script_of(answered()))
    await office.server.control.refresh_sockets()
    mara = office.server.person("mara")
    root = mara.say("q")
    assert len(await office.replies(mara, root)) == 1
