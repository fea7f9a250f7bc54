"""A Home that may still be open follows what changes in the decisions of its person."""

from __future__ import annotations

from typing import Any

import pytest

from bot.slack import home_watch
from bot.slack.home_watch import WATCHED_SECONDS
from tests.bot.slack.support import Bench


async def opens(bench: Bench, user: str) -> None:
    await bench.event("app_home_opened", user=user, tab="home")


def homes(bench: Bench) -> Any:
    return bench.bot._homes


def published(bench: Bench) -> list[str]:
    """Whose Home was published, in order."""
    return [call.body["user_id"] for call in bench.slack.of("views.publish")]


async def begins(bench: Bench, owner: str) -> None:
    place: dict[str, Any] = {"team": "T1", "channel": "C1", "owner": owner, "solo": False}
    room = bench.bot._room
    assert room is not None
    bench.clock.time += 1
    await room.desk.open(key=f"{owner}:{bench.clock.time}", topic="Support bot", root_ts=str(bench.clock.time), **place)
    bench.clock.time += 1


async def test_it_is_published_again_once_for_those_who_take_part(bench: Bench) -> None:
    await opens(bench, "U1")
    await opens(bench, "U2")
    await begins(bench, "U1")
    for _ in range(3):
        await homes(bench).look()

    assert published(bench) == ["U1", "U2", "U1"]
    assert "Support bot" in str(bench.slack.of("views.publish")[-1].body["view"])
    await begins(bench, "U2")
    await homes(bench).look()
    assert published(bench) == ["U1", "U2", "U1", "U2"]


async def test_nothing_is_done_where_nobody_looks_any_more(bench: Bench) -> None:
    await begins(bench, "U1")
    await homes(bench).look()
    await opens(bench, "U1")
    bench.clock.time += WATCHED_SECONDS + 1
    await begins(bench, "U1")
    await homes(bench).look()
    assert published(bench) == ["U1"]


async def test_only_the_last_who_opened_theirs_are_remembered(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(home_watch, "MOST_WATCHED", 2)
    for user in ("U1", "U2", "U3"):
        await opens(bench, user)
    await begins(bench, "U1")
    await begins(bench, "U2")
    await homes(bench).look()
    assert published(bench) == ["U1", "U2", "U3", "U2"]


@pytest.mark.parametrize("problem", ["ratelimited", "not_enabled", 500])
async def test_when_slack_refuses_the_others_are_published_all_the_same(bench: Bench, problem: str | int) -> None:
    for user in ("U1", "U2"):
        await opens(bench, user)
    for user in ("U1", "U2"):
        await begins(bench, user)
    bench.slack.fail("views.publish", *[problem] * (4 if problem == "ratelimited" else 1))
    await homes(bench).look()
    accepted = [call.body["user_id"] for call in bench.slack.of("views.publish") if call.accepted]
    assert accepted == ["U1", "U2", "U2"]
