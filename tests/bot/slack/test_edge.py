"""Errors end once: the log gets the cause, the person a sentence they can act on."""

from __future__ import annotations

import pytest
from slack_sdk.errors import SlackApiError

from bot.errors import StoreError
from bot.slack import texts
from bot.slack.delivery import Delivery, slack_client
from bot.slack.edge import Edge, new_reference
from bot.slack.metrics import Metrics
from tests.bot.slack.support import RecordingSlack


@pytest.fixture
def metrics() -> Metrics:
    return Metrics()


@pytest.fixture
def edge(slack: RecordingSlack, metrics: Metrics) -> Edge:
    client = slack_client("xoxb", slack.url)
    return Edge(Delivery(client, client), metrics, lambda: "ref1")


def test_our_own_errors_speak_for_themselves(edge: Edge, metrics: Metrics) -> None:
    assert edge.explain(StoreError("The database is busy.")) == "The database is busy. (Reference ref1)"
    assert metrics.render() == 'archie_errors_total{kind="StoreError"} 1\n'


def test_other_errors_are_not_shown(edge: Edge, caplog: pytest.LogCaptureFixture) -> None:
    assert edge.explain(KeyError("/home/secret")) == f"{texts.UNEXPECTED} (Reference ref1)"
    assert "ref1" in caplog.text


async def test_who_pressed_is_told_where_slack_gives_us_a_way(edge: Edge, slack: RecordingSlack) -> None:
    await edge.handle(KeyError("x"), {"response_url": f"{slack.url}respond"})
    assert texts.UNEXPECTED in slack.of("respond")[0].body["text"]


async def test_without_a_way_the_log_has_to_do(edge: Edge, slack: RecordingSlack) -> None:
    await edge.handle(KeyError("x"), {})
    assert slack.calls == []


async def test_failing_to_tell_is_not_an_error_of_its_own(edge: Edge) -> None:
    await edge.handle(SlackApiError("no", {"error": "x"}), {"response_url": "http://127.0.0.1:1/gone"})


def test_references_are_short_and_differ() -> None:
    assert len({new_reference() for _ in range(50)}) == 50
    assert len(new_reference()) == 8


def test_counters_are_rendered_by_name(metrics: Metrics) -> None:
    metrics.count("b")
    metrics.count("a", x="1")
    metrics.count("b")
    assert metrics.render() == 'archie_a_total{x="1"} 1\narchie_b_total 2\n'
