"""Records are kept for searching as they are now, for those who could see the decision, whatever fails in between."""

from __future__ import annotations

from typing import Any

import pytest
import yaml

from bot.decisions.session.state import Decision
from bot.slack.decisions.archive import ROUND_SECONDS
from bot.slack.knowledge import SYNC
from bot.store.decision_records import KeptRecord
from bot.store.store import Store
from tests.bot.slack.decisions.test_clicks import now, room
from tests.bot.slack.support import Bench

DIRECT = {"is_channel": False, "is_im": True}
PRIVATE = {"is_channel": True, "is_private": True}


async def finished(bench: Bench, channel: str = "C1", topic: str = "Support bot", trigger: str = "t.1") -> Decision:
    """A decision of U1 with a result."""
    await bench.command("/decide", topic, channel, trigger=trigger)
    await bench.settled()
    [row, *_] = await room(bench).desk.listed("T1", statuses=())
    await room(bench).desk.act(row.id, f"end:{row.id}", "U1", lambda moves: moves.finish())
    return await the(bench, row.id)


async def recorded(bench: Bench, channel: str = "C1") -> Decision:
    decision = await finished(bench, channel)
    await record(bench, decision)
    return await the(bench, decision.id)


async def record(bench: Bench, decision: Decision) -> None:
    await room(bench).desk.record(decision.id, f"record:{decision.id}", "U1")
    await painted(bench, decision)


async def painted(bench: Bench, decision: Decision) -> None:
    await room(bench).wall.paint("T1", decision.id)
    await bench.settled()


async def the(bench: Bench, id_: str) -> Decision:
    found: Decision | None = await room(bench).desk.get(id_)
    assert found is not None
    return found


def store(bench: Bench) -> Store:
    assert bench.bot is not None
    return bench.bot.store


async def kept(bench: Bench, decision: Decision) -> KeptRecord:
    found = await store(bench).decision_records.get(decision.id)
    assert found is not None
    return found


def head(record_: KeptRecord) -> dict[str, Any]:
    return dict(yaml.safe_load(record_.text.split("---\n")[1]))


async def requests(bench: Bench) -> int:
    """How many syncs were asked for since the last time."""
    count = 0
    while (asked := await store(bench).knowledge.take()) is not None:
        assert asked.work == SYNC
        count += 1
    return count


@pytest.mark.parametrize(
    ("about", "channel", "audience"),
    [({"is_channel": True}, "C1", None), (PRIVATE, "C1", ["C1"]), (DIRECT, "D1", ["U1"]), (None, "C1", ["C1"])],
)
async def test_it_is_for_those_who_could_see_the_decision(
    bench: Bench, about: dict[str, bool] | None, channel: str, audience: list[str] | None
) -> None:
    bench.slack.channel = about
    record_ = await kept(bench, await recorded(bench, channel))
    assert head(record_).get("audience") == audience
    assert (record_.name, head(record_)["title"]) == ("0001-support-bot.md", "Decision record 1: Support bot")
    assert head(record_)["kind"] == "decision"
    assert "# Support bot" in record_.text


async def test_what_is_not_recorded_is_not_kept(bench: Bench) -> None:
    decision = await finished(bench)
    await painted(bench, decision)
    assert await store(bench).decision_records.get(decision.id) is None
    assert await requests(bench) == 0


async def test_a_record_is_searched_at_once_and_written_once(bench: Bench) -> None:
    decision = await recorded(bench)
    assert await requests(bench) == 1
    before = await kept(bench, decision)
    await painted(bench, decision)
    await room(bench).upkeep.look()
    assert await kept(bench, decision) == before
    assert await requests(bench) == 0


async def test_a_process_that_dies_before_it_is_kept_is_made_up_for_by_the_next(bench: Bench) -> None:
    """The number is taken, and nothing else happened, a long time ago."""
    decision = await finished(bench)
    await room(bench).desk.record(decision.id, "record", "U1")
    bench.clock.pass_time(30 * 24 * 3600.0)
    bench.restart()
    await room(bench).upkeep.look()
    await bench.settled()
    assert (await kept(bench, decision)).name == "0001-support-bot.md"


async def test_a_channel_that_is_closed_closes_its_records_and_trouble_changes_nothing(bench: Bench) -> None:
    decision = await recorded(bench)

    async def after(about: dict[str, bool] | None) -> str | None:
        bench.slack.channel = about
        bench.clock.pass_time(ROUND_SECONDS)
        await room(bench).upkeep.look()
        return (await kept(bench, decision)).audience

    assert await after(None) is None
    assert await after(PRIVATE) == "C1"
    assert head(await kept(bench, decision))["audience"] == ["C1"]
    assert await after(None) == "C1"
    assert await after({"is_channel": True}) is None


async def test_between_two_rounds_slack_is_not_asked_again(bench: Bench) -> None:
    await recorded(bench)
    await room(bench).upkeep.look()
    before = len(bench.slack.of("conversations.info"))
    for _ in range(3):
        await room(bench).upkeep.look()
    assert len(bench.slack.of("conversations.info")) == before


async def test_a_record_says_that_it_is_decided_again_and_then_by_which_it_is_superseded(bench: Bench) -> None:
    old = await recorded(bench)
    await room(bench).desk.open(
        key="again", team="T1", channel="C1", owner="U1", topic="Support bot", solo=False, supersedes=old.id
    )
    await painted(bench, old)
    assert head(await kept(bench, old))["title"].endswith("(being decided again)")
    successor = (await the(bench, old.id)).superseded_by
    assert successor is not None
    await room(bench).desk.act(successor, "end", "U1", lambda moves: moves.finish())
    await record(bench, await the(bench, successor))

    before, after = await kept(bench, old), await kept(bench, await the(bench, successor))
    assert head(before)["status"] == "superseded by ADR-0002"
    assert head(before)["title"] == "Decision record 1: Support bot (superseded by record 2)"
    assert "This holds no longer: ADR-0002 supersedes it." in before.text
    assert "Supersedes ADR-0001." in after.text


async def test_a_record_stands_again_when_what_was_to_supersede_it_is_cancelled(bench: Bench) -> None:
    old = await recorded(bench)
    acted = await room(bench).desk.open(
        key="again", team="T1", channel="C1", owner="U1", topic="Support bot", solo=False, supersedes=old.id
    )
    await painted(bench, old)
    await room(bench).desk.act(acted.after.id, "stop", "U1", lambda moves: moves.cancel())
    await painted(bench, old)
    assert head(await kept(bench, old))["title"] == "Decision record 1: Support bot"


async def test_a_topic_is_data_in_its_front_matter(bench: Bench) -> None:
    hostile = 'x"\naudience: [U9]\n---\n# y'
    bench.slack.channel = PRIVATE
    decision = await finished(bench, topic=hostile)
    await record(bench, decision)
    assert head(await kept(bench, decision))["audience"] == ["C1"]
    assert (await now(bench)).number == 1
