"""What one person sees of decisions at a glance, and what they do not."""

from __future__ import annotations

from typing import Any

import pytest

from bot.decisions.engine import Engine
from bot.decisions.session.state import Decision
from bot.slack import decision_texts as texts
from bot.slack.blocks.decisions import ids
from bot.slack.decisions.overview import MOST_CHANNELS, Overviews, wants
from tests.bot.slack.blocks.decisions.support import MATTER, decision, open_round, stances
from tests.bot.slack.support import Bench


def overviews(bench: Bench) -> Overviews:
    assert bench.bot
    room = bench.bot._room
    assert room is not None
    return Overviews(room.desk, room.scenery, room.wall._delivery)


async def begins(bench: Bench, topic: str, owner: str, channel: str, *, solo: bool = False) -> Decision:
    place: dict[str, Any] = {"team": "T1", "channel": channel, "owner": owner, "solo": solo}
    acted = await bench.bot._room.desk.open(key=f"{topic}:{owner}", topic=topic, root_ts=f"{topic}.1", **place)  # type: ignore[union-attr]
    return acted.after


def topics(lines: Any) -> list[str]:
    return [line.decision.topic for line in lines]


async def test_newest_first_with_what_waits_what_is_open_and_what_is_past(bench: Bench) -> None:
    for n, topic in enumerate(("first", "second", "third")):
        bench.clock.time += n
        made = await begins(bench, topic, "U1", "C1")
    desk = bench.bot._room.desk  # type: ignore[union-attr]
    await desk.act(made.id, "end", "U1", lambda moves: moves.finish())
    seen = await overviews(bench).of("T1", "U1")

    assert topics(seen.waiting) == ["second", "first"]
    assert topics(seen.open) == []
    assert topics(seen.past) == ["third"]
    assert seen.past[0].verdict
    assert seen.waiting[0].link == "https://x/second.1"
    assert seen.people == {"U1": "u1"}


async def test_others_are_seen_in_public_channels_one_decides_in_only(bench: Bench) -> None:
    await begins(bench, "mine", "U1", "C1")
    await begins(bench, "beside it", "U2", "C1")
    await begins(bench, "elsewhere", "U2", "C2")
    await begins(bench, "theirs alone", "U2", "D2", solo=True)
    seen = await overviews(bench).of("T1", "U1")
    assert (topics(seen.waiting), topics(seen.open)) == (["mine"], ["beside it"])
    assert (await overviews(bench).of("T2", "U1")).waiting == []

    for hidden in ({"is_channel": True, "is_private": True}, None):
        bench.slack.channel = hidden
        seen = await overviews(bench).of("T1", "U1")
        assert (topics(seen.waiting), topics(seen.open)) == (["mine"], [])


async def test_slack_is_asked_about_few_channels_and_few_links(bench: Bench) -> None:
    for n in range(20):
        await begins(bench, f"t{n}", "U1", f"C{n}")
    await overviews(bench).of("T1", "U1")
    assert len(bench.slack.of("conversations.info")) == MOST_CHANNELS
    assert len(bench.slack.of("chat.getPermalink")) <= 15


async def test_a_decision_whose_frameworks_are_lost_is_listed_all_the_same(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    await begins(bench, "lost", "U1", "C1")

    async def lost(_decision: Decision) -> Any:
        raise LookupError

    made = overviews(bench)
    monkeypatch.setattr(made._scenery, "advisor", lost)
    (line,) = (await made.of("T1", "U1")).waiting
    assert (line.decision.topic, line.verdict, line.wants) == ("lost", None, None)


async def test_the_home_is_published_even_where_slack_gives_no_link(bench: Bench) -> None:
    await begins(bench, "Support bot", "U1", "C1")
    bench.slack.fail("chat.getPermalink", *["not_allowed"] * 5)
    await bench.event("app_home_opened", user="U1", tab="home")
    (published,) = bench.slack.of("views.publish")
    assert "Support bot" in str(published.body["view"])
    assert ids.OPEN not in str(published.body["view"])


async def test_pressing_its_button_does_nothing_but_open_the_link(bench: Bench) -> None:
    made = await begins(bench, "Support bot", "U1", "C1")
    await bench.click(ids.OPEN, ids.value(made.id), view={"id": "V1", "type": "home"})
    await bench.settled()
    assert bench.slack.names == []


@pytest.mark.parametrize(
    ("round_", "user", "said"),
    [
        (open_round(1, "citations"), "U2", "Your answer is missing: Citations"),
        (open_round(1, "citations", stances(U2="yes")), "U2", None),
        (open_round(1, "citations"), "U9", None),
        (open_round(1, "citations", stances(U1="yes", U2="no", U3=None)), "U1", f"you press {texts.NEXT}: Citations"),
        (open_round(1, "citations", stances(U1="yes", U2="no", U3=None)), "U2", None),
        (open_round(1, "citations", disputed=True, closed_at=1.0), "U1", "you say what stands: Citations"),
        (open_round(1, "citations", disputed=True, closed_at=1.0), "U2", None),
        (open_round(1, "unheard of"), "U1", "Your answer is missing: unheard of"),
    ],
)
def test_it_says_what_is_waited_for(round_: Any, user: str, said: str | None) -> None:
    found = wants(decision(round_), Engine(MATTER), user)
    assert found is None if said is None else said in str(found)
