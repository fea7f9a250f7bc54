"""HTTP mode: only what Slack signed gets in, and operators see that it lives."""

from __future__ import annotations

import json
import time
from collections.abc import AsyncIterator
from urllib.parse import urlencode

import pytest
from aiohttp.test_utils import TestClient, TestServer
from slack_sdk.signature import SignatureVerifier

from bot.errors import SettingsError
from bot.slack.http import build_web
from tests.bot.slack.support import Bench, answered, script_of

EVENT = {
    "type": "event_callback",
    "team_id": "T1",
    "event_id": "Ev1",
    "event": {
        "type": "message",
        "channel": "D1",
        "channel_type": "im",
        "user": "U1",
        "text": "q",
        "ts": "1700000001.000100",
    },
}


def signed(body: str, timestamp: str | None = None, content_type: str = "application/json") -> dict[str, str]:
    timestamp = timestamp or str(int(time.time()))
    signature = SignatureVerifier("secret").generate_signature(timestamp=timestamp, body=body)
    return {
        "X-Slack-Request-Timestamp": timestamp,
        "X-Slack-Signature": signature or "",
        "Content-Type": content_type,
    }


@pytest.fixture
async def client(bench: Bench) -> AsyncIterator[TestClient]:
    bench.answerer.play(*script_of(answered()))
    async with TestClient(TestServer(build_web(bench.bot, "secret"))) as made:
        yield made


async def test_a_signed_event_is_answered(client: TestClient, bench: Bench) -> None:
    body = json.dumps(EVENT)
    response = await client.post("/slack/events", data=body, headers=signed(body))
    assert response.status == 200
    await bench.slack.until("chat.stopStream")


async def test_slacks_challenge_is_returned(client: TestClient) -> None:
    body = json.dumps({"type": "url_verification", "challenge": "c1"})
    response = await client.post("/slack/events", data=body, headers=signed(body))
    assert "c1" in await response.text()


async def test_a_signed_command_is_acknowledged(client: TestClient, bench: Bench) -> None:
    fields = {
        "command": "/archie", "text": "help", "channel_id": "C1", "user_id": "U1", "team_id": "T1",
        "trigger_id": "t", "response_url": f"{bench.slack.url}respond",
    }  # fmt: skip
    body = urlencode(fields)
    headers = signed(body, content_type="application/x-www-form-urlencoded")
    assert (await client.post("/slack/events", data=body, headers=headers)).status == 200
    await bench.slack.until("respond")


@pytest.mark.parametrize(
    "changes",
    [
        {"X-Slack-Request-Timestamp": "soon"},
        {"X-Slack-Request-Timestamp": "²"},
        {"X-Slack-Request-Timestamp": ""},
        {"X-Slack-Request-Timestamp": "9" * 40},
        {"X-Slack-Signature": "v0=é"},
        {"X-Slack-Signature": ""},
        {"X-Slack-Signature": "v0=" + "0" * 64},
    ],
)
async def test_what_slack_did_not_sign_is_refused(client: TestClient, bench: Bench, changes: dict[str, str]) -> None:
    body = json.dumps(EVENT)
    response = await client.post("/slack/events", data=body, headers={**signed(body), **changes})
    assert response.status == 401
    assert bench.answerer.questions == []


async def test_an_old_signature_is_refused(client: TestClient) -> None:
    body = json.dumps(EVENT)
    headers = signed(body, timestamp=str(int(time.time()) - 301))
    assert (await client.post("/slack/events", data=body, headers=headers)).status == 401


async def test_garbage_is_refused_without_a_server_error(client: TestClient) -> None:
    headers = {**signed("x"), "X-Slack-Signature": "v0=" + "0" * 64}
    assert (await client.post("/slack/events", data=b"{\xff\xfe", headers=headers)).status == 401
    assert (await client.post("/slack/events", data="{not json", headers=headers)).status == 401


async def test_health_and_metrics(client: TestClient, bench: Bench) -> None:
    body = json.dumps(EVENT)
    await client.post("/slack/events", data=body, headers=signed(body))
    await bench.settled()
    assert await (await client.get("/healthz")).json() == {"ok": True, "database": True}
    text = await (await client.get("/metrics")).text()
    assert 'archie_questions_total{audience="direct"} 1' in text
    assert 'archie_answers_total{engine="extractive",outcome="answered"} 1' in text


async def test_health_tells_when_the_database_is_gone(client: TestClient, bench: Bench) -> None:
    folder = bench.database.parent
    folder.rename(folder.with_name(f"{folder.name}-gone"))  # whoever is at work meanwhile cannot make it anew
    bench.bot.store._database.engine.dispose()
    assert (await client.get("/healthz")).status == 503


def test_http_mode_needs_a_signing_secret(bench: Bench) -> None:
    with pytest.raises(SettingsError, match="SLACK_SIGNING_SECRET"):
        build_web(bench.bot, "")
