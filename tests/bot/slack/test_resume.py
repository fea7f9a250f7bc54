"""A process may die at any moment; the next one brings each question to one reply."""

from __future__ import annotations

import asyncio
from typing import Any

from bot.answers.model import Claim, ClaimReady, Searched
from bot.store.claims import LEASE_SECONDS
from tests.bot.slack.support import Bench, answered, citation, script_of

KEY = "message:T1:D1:1700000001.000100"


async def die(bench: Bench) -> None:
    """End the process as a kill does: nothing is written down any more."""
    await bench.bot.stop(drain_seconds=0)
    bench.restart()
    bench.answerer.play(*script_of(answered()))


async def come_back(bench: Bench, expected: int = 1) -> None:
    bench.clock.pass_time(LEASE_SECONDS + 1)
    assert await bench.bot.resume() == expected
    await bench.settled()


async def test_dead_before_anything_was_shown(bench: Bench) -> None:
    bench.answerer.play(asyncio.Event())
    await bench.dm("When is RAG right?")
    await bench.slack.until("agents.sessions.setStatus")
    await die(bench)
    await come_back(bench)
    assert bench.answerer.questions == ["When is RAG right?"] * 2
    assert len(bench.slack.of("chat.startStream", "chat.postMessage")) == 1


async def test_dead_in_the_middle_of_a_stream(bench: Bench) -> None:
    bench.answerer.play(Searched(("a",)), ClaimReady(Claim("Half.", (1,)), (citation(),)), asyncio.Event())
    await bench.dm("q")
    start = await bench.slack.until("chat.startStream")
    await die(bench)
    await come_back(bench)
    (update,) = bench.slack.of("chat.update")
    assert update.body["ts"] == start.body["_ts"]
    assert "A RAG prototype" in update.blocks_text
    assert bench.slack.names == ["chat.startStream", "conversations.replies", "chat.stopStream", "chat.update"]


async def test_dead_before_the_stream_was_noted(bench: Bench) -> None:
    """The message is found in the thread: it is ours, newer than the question, and not finished."""
    bench.answerer.play(asyncio.Event())
    await bench.dm("q")
    await bench.slack.until("agents.sessions.setStatus")
    await die(bench)
    bench.slack.thread.append({"ts": "1700000100.000777", "user": "UBOT"})
    await come_back(bench)
    (update,) = bench.slack.of("chat.update")
    assert update.body["ts"] == "1700000100.000777"


async def test_dead_after_the_reply_but_before_it_was_noted(bench: Bench) -> None:
    bench.answerer.play(asyncio.Event())
    await bench.dm("q")
    await bench.slack.until("agents.sessions.setStatus")
    await die(bench)
    metadata = {"event_type": "archie_reply", "event_payload": {"key": KEY}}
    bench.slack.thread.append({"ts": "1700000100.000777", "user": "UBOT", "metadata": metadata})
    await come_back(bench)
    assert bench.slack.names == ["conversations.replies"]
    await come_back(bench, expected=0)


async def test_others_messages_in_the_thread_are_not_ours(bench: Bench) -> None:
    bench.answerer.play(asyncio.Event())
    await bench.dm("q")
    await bench.slack.until("agents.sessions.setStatus")
    await die(bench)
    bench.slack.thread.append({"ts": "1700000100.000777", "user": "U2"})
    await come_back(bench)
    assert bench.slack.of("chat.update") == []


async def test_a_private_question_is_answered_after_all_while_its_address_lives(bench: Bench) -> None:
    bench.answerer.play(asyncio.Event())
    await bench.command("/ask", "q")
    await die(bench)
    await come_back(bench)
    (response,) = bench.slack.of("respond")
    assert "A RAG prototype" in response.blocks_text


async def test_a_private_question_whose_address_expired_is_dropped(bench: Bench) -> None:
    bench.answerer.play(asyncio.Event())
    await bench.command("/ask", "q")
    await die(bench)
    bench.clock.pass_time(31 * 60)
    await come_back(bench)
    assert bench.slack.names == []
    await come_back(bench, expected=0)


async def test_a_living_process_is_left_alone(bench: Bench) -> None:
    gate: Any = asyncio.Event()
    bench.answerer.play(gate, *script_of(answered()))
    await bench.bot.start()
    await bench.dm("q")
    await bench.slack.until("agents.sessions.setStatus")
    first = bench.bot
    for _ in range(8):
        await bench.clock.slept(LEASE_SECONDS / 4)
        bench.clock.pass_time(LEASE_SECONDS / 4)
    await bench.clock.slept(LEASE_SECONDS / 4)
    assert await bench.restart().resume() == 0
    gate.set()
    await first.stop()
    assert len(bench.slack.of("chat.startStream", "chat.postMessage")) == 1


async def test_stopping_waits_for_answers_to_end(bench: Bench) -> None:
    gate: Any = asyncio.Event()
    bench.answerer.play(gate, *script_of(answered()))
    await bench.dm("q")
    await bench.slack.until("agents.sessions.setStatus")
    stopping = asyncio.create_task(bench.bot.stop())
    gate.set()
    await stopping
    assert bench.slack.names[-1] == "chat.stopStream"
