"""What Slack shows equals the state: after crashes, in several processes at once, and when Slack fails."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from bot.slack.blocks.decisions import ids
from bot.slack.decisions.sheets import ROOT
from tests.bot.slack.decisions.test_clicks import decision, now, press, room, shown
from tests.bot.slack.support import Bench

__all__ = ["decision"]


def slots(bench: Bench) -> list[str]:
    """The slots that were posted, in order."""
    keys = [call.body["metadata"]["event_payload"]["key"] for call in bench.slack.of("chat.postMessage")]
    return [key.split(":", 2)[2] for key in keys if key.startswith("decision:")]


async def test_painting_again_posts_and_changes_nothing(bench: Bench, decision: Any) -> None:
    before = list(bench.slack.calls)
    for _ in range(3):
        await room(bench).wall.paint("T1", decision.id)

    assert not [call for call in bench.slack.calls[len(before) :] if call.method.startswith("chat.")]


async def test_many_painters_at_once_post_each_message_once(bench: Bench, decision: Any) -> None:
    other = bench.restart()
    await room(bench).desk.act(decision.id, "k1", "U1", lambda moves: moves.next())
    walls = [room(bench).wall, other._room.wall]  # type: ignore[union-attr]
    await asyncio.gather(*(walls[n % 2].paint("T1", decision.id) for n in range(6)))
    await bench.settled()

    assert slots(bench) == [ROOT, "q1", "q2"]


async def test_a_process_that_dies_after_its_move_is_made_up_for_by_the_next(bench: Bench, decision: Any) -> None:
    """The event is kept, nothing is shown: as when the process is killed between the two."""
    await room(bench).desk.act(decision.id, "k1", "U1", lambda moves: moves.next())
    bench.restart()
    await room(bench).upkeep.look()
    await bench.settled()

    assert slots(bench) == [ROOT, "q1", "q2"]
    assert await room(bench).wall.is_painted(decision.id)


async def test_a_process_that_dies_after_posting_finds_its_message_again(bench: Bench, decision: Any) -> None:
    """The message stands, and nobody noted it."""
    store = bench.bot.store.decisions
    await store.note_sheet(decision.id, "q1", "", "")
    bench.restart()
    await room(bench).upkeep.look()

    assert slots(bench) == [ROOT, "q1"]
    sheet = await store.sheet(decision.id, "q1")
    assert sheet is not None
    assert sheet.ts == bench.slack.thread[1]["ts"]


async def test_what_slack_refuses_is_shown_later(bench: Bench, decision: Any) -> None:
    bench.slack.fail("chat.update", "internal_error")
    await press(bench, ids.NEXT, decision, 1)
    assert slots(bench) == [ROOT, "q1"]
    await room(bench).upkeep.look()
    await bench.settled()

    assert slots(bench) == [ROOT, "q1", "q2"]
    texts = shown(bench, str(decision.root_ts))
    assert sum("decide_unsure" in text for text in texts.values()) == 1


async def test_a_message_somebody_deleted_is_posted_again(bench: Bench, decision: Any) -> None:
    bench.slack.fail("chat.update", "message_not_found")
    await press(bench, ids.PAUSE, decision)

    assert slots(bench) in ([ROOT, "q1", ROOT], [ROOT, "q1", "q1"])


async def test_a_channel_we_cannot_post_to_leaves_no_decision_open(bench: Bench) -> None:
    bench.slack.fail("chat.postMessage", "not_in_channel")
    await bench.command("/decide", "Support bot")
    await bench.settled()

    assert (await now(bench)).status == "cancelled"
    assert "/invite" in bench.slack.of("respond")[-1].blocks_text


async def test_a_deadline_closes_the_question_once(bench: Bench, decision: Any) -> None:
    await room(bench).desk.act(decision.id, "k1", "U1", lambda moves: moves.configure(patience=3600.0))
    await press(bench, f"{ids.CHOOSE}0", decision, 1, "weekly")
    bench.clock.time += 3601
    await asyncio.gather(room(bench).upkeep.look(), bench.restart()._room.upkeep.look())  # type: ignore[union-attr]
    await bench.settled()

    after = await now(bench)
    assert after.answers == {"change_rate": "weekly"}
    assert slots(bench) == [ROOT, "q1", "q2"]


@pytest.mark.parametrize("times", [1, 2])
async def test_a_saying_whose_process_died_is_done_once(bench: Bench, decision: Any, times: int) -> None:
    """Killed after its events were kept; continued as often as anybody looks."""
    for _ in range(times):
        await bench.event(
            "message", channel="C1", user="U1", text="next", ts="1700000500.000100", thread_ts=decision.root_ts
        )
    await bench.settled()
    for _ in range(times):
        assert await bench.restart().resume() == 0

    assert slots(bench) == [ROOT, "q1", "q2"]
