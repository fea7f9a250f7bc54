"""Beginning a decision where Slack does not take everything at once."""

from __future__ import annotations

from bot.slack import conversation_texts as texts
from bot.slack.blocks.decisions import ids
from tests.bot.slack.support import Bench


async def test_a_decision_that_cannot_be_posted_now_is_kept_and_said_so(bench: Bench) -> None:
    bench.slack.channel = {"is_channel": True}
    bench.slack.fail("chat.postMessage", "fatal_error")
    await bench.command("/decide", "Support bot")
    await bench.settled()

    assert texts.BEGUN in bench.slack.of("respond")[-1].blocks_text
    assert len(await bench.bot._room.desk.listed("T1")) == 1


async def test_a_decision_cannot_be_revisited_where_we_are_not_in_the_channel_any_more(bench: Bench) -> None:
    bench.slack.channel = {"is_channel": True}
    await bench.command("/decide", "Support bot")
    await bench.settled()
    (row,) = await bench.bot._room.desk.listed("T1")
    await bench.click(ids.MORE, ids.value(row.id, 0, ids.FINISH))
    await bench.settled()
    bench.slack.fail("chat.postMessage", "not_in_channel")
    await bench.command("/decide", f"revisit {row.id}", trigger="trigger.2")
    await bench.settled()

    assert texts.INVITE in bench.slack.of("respond")[-1].blocks_text
