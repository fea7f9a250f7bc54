"""What is asked of a decision at once: in the order it was asked, shown together, and kept whatever Slack says."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from bot.slack import conversation_texts as texts
from bot.slack.blocks.decisions import ids
from bot.slack.decisions.pacing import AT_ONCE, Pacing
from bot.slack.decisions.turns import Turns
from tests.bot.slack.decisions.test_clicks import WEEKLY, decision, now, press, room, told
from tests.bot.slack.support import WAIT, Bench, ManualClock

__all__ = ["decision"]

MANY = 20


class Gate:
    """Holds up everything that moves a decision, in the order it came."""

    def __init__(self, bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
        self.reached, self.open = asyncio.Event(), asyncio.Event()
        act = room(bench).desk.act

        async def held_up(*args: Any) -> Any:
            self.reached.set()
            await self.open.wait()
            return await act(*args)

        monkeypatch.setattr(room(bench).desk, "act", held_up)


async def hand_in(bench: Bench, choice: str) -> None:
    view = bench.slack.of("views.open")[-1].body["view"]
    entered = {"decide_answer": {"decide_answer": {"selected_option": {"value": choice}}}}
    handed = view | {"id": "V1", "state": {"values": entered}}
    await bench.dispatch({"type": "view_submission", "team": {"id": "T1"}, "user": {"id": "U1"}, "view": handed})


async def test_who_asks_first_is_let_in_first_and_nothing_is_remembered() -> None:
    turns, done = Turns(), []

    async def do(number: int) -> None:
        async with turns.of("d"):
            await asyncio.sleep(0)
            done.append(number)

    await asyncio.gather(*(do(number) for number in range(5)), turns.passed("d"))

    assert done == list(range(5))
    assert not turns._locks


async def test_pacing_lets_a_second_pass_after_two_writings() -> None:
    clock = ManualClock()
    pacing = Pacing(clock)
    for _ in range(AT_ONCE):
        await pacing.turn()
    third = asyncio.create_task(pacing.turn())
    await clock.slept(1.0)
    assert not third.done()

    clock.pass_time(1.0)
    await third


async def test_a_word_after_a_form_sees_what_the_form_changed(
    bench: Bench, decision: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As when somebody corrects an answer and asks for the status at once."""
    await press(bench, f"{ids.CHOOSE}0", decision, 1, WEEKLY)
    await press(bench, ids.NEXT, decision, 1)
    await press(bench, f"{ids.CORRECT}0", decision, 0, "0")
    gate = Gate(bench, monkeypatch)
    form = asyncio.create_task(hand_in(bench, "daily"))
    await gate.reached.wait()
    await bench.mention("status", ts="1700000300.000100", thread_ts=decision.root_ts)
    await bench.clock.idle()
    gate.open.set()
    await form
    await bench.settled()

    (status,) = [each for each in bench.slack.of("chat.postMessage") if "1 question answered" in each.blocks_text]
    assert "Daily" in status.blocks_text


async def test_what_is_said_first_is_heard_first_however_long_the_database_takes(
    bench: Bench, decision: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    decisions = bench.bot.store.decisions
    look, looks, asked, answer = decisions.of_thread, [], asyncio.Event(), asyncio.Event()

    async def slow_at_first(*place: str) -> Any:
        looks.append(place)
        if len(looks) == 1:
            asked.set()
            await answer.wait()
        return await look(*place)

    monkeypatch.setattr(decisions, "of_thread", slow_at_first)
    told_first = asyncio.create_task(bench.mention("weekly", ts="1700000300.000100", thread_ts=decision.root_ts))
    await asked.wait()
    then = asyncio.create_task(bench.mention("next", ts="1700000301.000100", thread_ts=decision.root_ts))
    await bench.clock.idle()
    assert len(looks) == 1
    answer.set()
    await asyncio.gather(told_first, then)
    await bench.settled()

    closed = (await now(bench)).rounds[0]
    assert closed.ending is not None
    assert closed.stances["U1"].value == WEEKLY


async def test_a_press_that_slack_is_slow_to_show_holds_nobody_up(
    bench: Bench, decision: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown, both, painters = asyncio.Event(), asyncio.Event(), []

    async def slow(*_: Any) -> None:
        painters.append(_)
        if len(painters) == 2:
            both.set()
        await shown.wait()

    monkeypatch.setattr(room(bench).wall, "paint", slow)
    presses = [asyncio.create_task(press(bench, f"{ids.CHOOSE}0", decision, 1, WEEKLY, user=f"U{n}")) for n in (1, 2)]
    await asyncio.wait_for(both.wait(), WAIT)
    assert len((await now(bench)).rounds[0].stances) == 2
    shown.set()
    await asyncio.gather(*presses)


async def test_twenty_answers_in_a_second_all_count_and_are_shown_together(bench: Bench, decision: Any) -> None:
    people = [f"U{number}" for number in range(10, 10 + MANY)]
    bench.slack.members += people
    before, began = len(bench.slack.of("chat.update")), bench.clock.time
    answers = asyncio.gather(*(press(bench, f"{ids.CHOOSE}0", decision, 1, WEEKLY, user=user) for user in people))

    async def pass_time() -> None:
        while True:
            await bench.clock.slept(1.0)
            bench.clock.pass_time(1.0)

    passing = asyncio.create_task(pass_time())
    await answers
    passing.cancel()

    current = (await now(bench)).current
    assert current is not None
    assert {*people} <= current.stances.keys()
    updates = bench.slack.of("chat.update")[before:]
    of_one = max(sum(call.body["ts"] == ts for call in updates) for ts in {call.body["ts"] for call in updates})
    assert of_one <= AT_ONCE * (bench.clock.time - began + 1)
    assert len(updates) < MANY
    assert await room(bench).wall.is_painted(decision.id)


@pytest.mark.parametrize("error", ["internal_error", "not_in_channel", 503])
async def test_an_answer_that_cannot_be_shown_counts_and_that_is_said(
    bench: Bench, decision: Any, error: str | int
) -> None:
    bench.slack.fail("chat.update", error)
    await press(bench, f"{ids.CHOOSE}0", decision, 1, WEEKLY)

    assert texts.SHOWN_LATER in told(bench)[-1]
    assert (await now(bench)).current.stances["U1"].value == WEEKLY  # type: ignore[union-attr]
    await room(bench).upkeep.look()
    await room(bench).upkeep.look()
    assert await room(bench).wall.is_painted(decision.id)


async def test_what_slack_would_not_show_for_hours_is_shown_as_soon_as_it_does(bench: Bench, decision: Any) -> None:
    await room(bench).upkeep.look()
    bench.slack.fail("chat.update", *["internal_error"] * 6)
    await press(bench, f"{ids.CHOOSE}0", decision, 1, WEEKLY)
    tries = []
    for _ in range(30):
        before = len(bench.slack.of("chat.update"))
        await room(bench).upkeep.look()
        tries.append(len(bench.slack.of("chat.update")) - before)
        bench.clock.pass_time(5.0)

    assert await room(bench).wall.is_painted(decision.id)
    assert sum(map(bool, tries)) < 10, "it must not be tried at every look"
    bench.slack.fail("chat.update", *["internal_error"] * 2)
    await press(bench, f"{ids.CHOOSE}0", decision, 1, "daily", at="2")
    bench.clock.pass_time(3 * 3600.0)
    await room(bench).upkeep.look()
    bench.clock.pass_time(3 * 3600.0)
    await room(bench).upkeep.look()
    assert await room(bench).wall.is_painted(decision.id)


async def test_a_word_whose_effect_cannot_be_shown_counts_and_that_is_said(bench: Bench, decision: Any) -> None:
    bench.slack.fail("chat.update", "internal_error")
    await bench.mention("next", ts="1700000300.000100", thread_ts=decision.root_ts)
    await bench.settled()

    assert texts.SHOWN_LATER in bench.slack.of("chat.postEphemeral")[-1].blocks_text
    assert (await now(bench)).rounds[0].ending is not None
    await room(bench).upkeep.look()
    assert await room(bench).wall.is_painted(decision.id)
