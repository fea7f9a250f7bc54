"""How a live reply grows: what is sent, when, and what happens when Slack says no. Time passes only when told."""

from __future__ import annotations

import asyncio
import dataclasses
from typing import Any

import pytest

from bot.answers.model import Claim, ClaimReady, EngineName, Finished, Searched, Understood, Withdrawn
from bot.errors import FallbackReason
from bot.slack import limits, texts
from tests.bot.slack.support import BOT_USER, Bench, Call, answered, citation, script_of

SEARCHED = Searched(("An honest take",))


def claim(text: str) -> ClaimReady:
    return ClaimReady(Claim(text, (1,)), (citation(),))


def text_of(call: Call) -> str:
    return "".join(chunk.get("text", "") for chunk in call.body.get("chunks") or [])


def written(*texts_: str) -> Any:
    return answered(*texts_, engine=EngineName.GENERATED)


class Gates:
    """Events to hold an answerer at each step."""

    def __init__(self, count: int) -> None:
        self.all = [asyncio.Event() for _ in range(count)]

    def open(self, n: int) -> None:
        self.all[n].set()


async def test_the_session_is_processing_at_once_and_active_at_the_end(bench: Bench) -> None:
    bench.answerer.play(*script_of(answered()))
    await bench.dm("When is RAG right?")
    await bench.settled()
    first = bench.slack.calls[1]
    assert (first.method, first.body["status"]) == ("agents.sessions.setStatus", "processing")
    assert first.body["title"] == "When is RAG right?"
    (stop,) = bench.slack.of("chat.stopStream")
    assert stop.body["session_status"] == "active"


async def test_no_message_is_opened_before_there_is_something_to_show(bench: Bench) -> None:
    gates = Gates(1)
    bench.answerer.play(gates.all[0], *script_of(answered()))
    await bench.dm("q")
    await bench.slack.until("agents.sessions.setStatus")
    assert bench.slack.names == []
    gates.open(0)
    await bench.settled()
    assert bench.slack.names[0] == "chat.startStream"


async def test_an_answer_that_is_quick_is_posted_whole(bench: Bench) -> None:
    bench.pace(grace=0.25)
    bench.answerer.play(*script_of(answered()))
    await bench.dm("q")
    await bench.settled()
    assert bench.slack.names == ["chat.postMessage"]


async def test_a_slow_answer_shows_its_steps_after_the_grace(bench: Bench) -> None:
    bench.pace(grace=0.25)
    gates = Gates(1)
    bench.answerer.play(SEARCHED, gates.all[0], *script_of(answered())[1:])
    await bench.dm("q")
    await bench.slack.until("agents.sessions.setStatus")
    await bench.clock.slept(0.25)
    assert bench.slack.names == []
    bench.clock.pass_time(0.25)
    start = await bench.slack.until("chat.startStream")
    assert [chunk["type"] for chunk in start.body["chunks"]] == ["task_update", "task_update"]
    assert (start.body["recipient_team_id"], start.body["recipient_user_id"]) == ("T1", "U1")
    gates.open(0)
    await bench.settled()
    assert bench.slack.names == ["chat.startStream", "chat.stopStream"]


async def test_a_stream_grows_at_most_once_a_second(bench: Bench) -> None:
    gates = Gates(3)
    whole = written("One.", "Two.", "Three.")
    bench.answerer.play(
        SEARCHED, gates.all[0], claim("One."), gates.all[1], claim("Two."), claim("Three."), gates.all[2],
        Finished(whole),
    )  # fmt: skip
    await bench.dm("q")
    await bench.slack.until("chat.startStream")
    gates.open(0)
    await bench.clock.slept(1.0)
    gates.open(1)
    await bench.clock.idle()
    assert bench.slack.of("chat.appendStream") == []
    bench.clock.pass_time(1.0)
    append = await bench.slack.until("chat.appendStream")
    assert "One. [1]" in text_of(append)
    gates.open(2)
    await bench.settled()
    shown = "".join(text_of(call) for call in bench.slack.of("chat.appendStream", "chat.stopStream"))
    assert [shown.count(f"{n}. [1]") for n in ("One", "Two", "Three")] == [1, 1, 1]


async def test_a_stream_ends_with_sources_feedback_and_its_key(bench: Bench) -> None:
    bench.answerer.play(*script_of(answered()))
    await bench.dm("q")
    await bench.settled()
    (stop,) = bench.slack.of("chat.stopStream")
    assert texts.SOURCES in stop.blocks_text
    assert "feedback_buttons" in stop.blocks_text
    assert stop.body["metadata"]["event_payload"]["key"] == "message:T1:D1:1700000001.000100"


async def test_a_long_answer_rolls_over_into_a_second_message(bench: Bench) -> None:
    gates = Gates(8)
    claims = [f"Claim {n} " + "x" * 2300 for n in range(8)]
    whole = written(*claims)
    steps = [step for n, text in enumerate(claims) for step in (claim(text), gates.all[n])]
    bench.answerer.play(*steps, Finished(whole))
    await bench.dm("q")
    await bench.slack.until("chat.startStream")
    for n in range(8):
        gates.open(n)
        await bench.clock.idle()
        bench.clock.pass_time(1.0)
    await bench.settled()
    sizes: dict[str, int] = {}
    for call in bench.slack.of("chat.startStream", "chat.appendStream", "chat.stopStream"):
        ts = call.body.get("_ts") or call.body["ts"]
        sizes[ts] = sizes.get(ts, 0) + len(text_of(call).encode())
    assert len(sizes) >= 2
    assert max(sizes.values()) <= limits.STREAM_BYTES
    shown = "".join(text_of(c) for c in bench.slack.of("chat.startStream", "chat.appendStream", "chat.stopStream"))
    assert [shown.count(f"Claim {n} ") for n in range(8)] == [1] * 8
    *earlier, last = [call.body["session_status"] for call in bench.slack.of("chat.stopStream")]
    assert set(earlier) == {"processing"}
    assert last == "active"


async def test_many_claims_at_once_are_spread_over_messages(bench: Bench) -> None:
    claims = [f"Claim {n} " + "x" * 2300 for n in range(12)]
    bench.answerer.play(SEARCHED, *map(claim, claims), Finished(written(*claims)))
    await bench.dm("q")
    await bench.settled()
    calls = bench.slack.of("chat.startStream", "chat.appendStream", "chat.stopStream")
    assert max(len(text_of(call).encode()) for call in calls) <= limits.STREAM_BYTES
    assert ["".join(map(text_of, calls)).count(f"Claim {n} ") for n in range(12)] == [1] * 12


async def test_a_stream_that_dies_after_a_rollover_repeats_nothing(bench: Bench) -> None:
    gates = Gates(3)
    claims = [f"Claim {n} " + "x" * 2300 for n in range(6)]
    ready = [claim(text) for text in claims]
    bench.answerer.play(
        SEARCHED, gates.all[0], *ready[:4], gates.all[1], *ready[4:], gates.all[2], Finished(written(*claims))
    )
    await bench.dm("q")
    await bench.slack.until("chat.startStream")
    for n, method in enumerate(("chat.appendStream", "chat.startStream")):
        gates.open(n)
        await bench.clock.slept(1.0)
        bench.clock.pass_time(1.0)
        await bench.slack.until(method, n + 1)
    bench.slack.fail("chat.stopStream", "message_not_in_streaming_state")
    gates.open(2)
    await bench.settled()
    (update,) = bench.slack.of("chat.update")
    kept = [call for call in bench.slack.of("chat.startStream", "chat.appendStream")
            if (call.body.get("_ts") or call.body["ts"]) != update.body["ts"]]  # fmt: skip
    shown = "".join(map(text_of, kept)) + update.blocks_text
    assert [shown.count(f"Claim {n} ") for n in range(6)] == [1] * 6


async def test_a_stream_is_renewed_before_slack_ends_it(bench: Bench) -> None:
    gates = Gates(1)
    bench.answerer.play(claim("One."), gates.all[0], claim("Two."), Finished(written("One.", "Two.")))
    await bench.dm("q")
    await bench.slack.until("chat.startStream")
    bench.clock.pass_time(limits.STREAM_SECONDS + 1)
    gates.open(0)
    await bench.settled()
    assert len(bench.slack.of("chat.startStream")) == 2


async def test_a_stream_nobody_confirmed_is_taken_away_and_the_answer_posted(bench: Bench) -> None:
    bench.slack.drop_after["chat.startStream"] = 1
    bench.answerer.play(*script_of(answered()))
    await bench.dm("q")
    await bench.settled()
    (stray,) = bench.slack.of("chat.startStream")
    (removed,) = bench.slack.of("chat.delete")
    (post,) = bench.slack.of("chat.postMessage")
    assert stray.body["_ts"] == removed.body["ts"]
    assert "A RAG prototype" in post.blocks_text


async def test_a_stream_nobody_confirmed_is_ended_where_it_cannot_be_taken_away_before(bench: Bench) -> None:
    bench.slack.drop_after["chat.startStream"] = 1
    bench.slack.fail("chat.delete", "cant_delete_message")
    bench.answerer.play(*script_of(answered()))
    await bench.dm("q")
    await bench.settled()
    assert bench.slack.names == [
        "chat.startStream",
        "conversations.replies",
        "chat.delete",
        "chat.stopStream",
        "chat.delete",
        "chat.postMessage",
    ]


async def test_two_streams_that_may_be_the_one_nobody_confirmed_are_left_alone(bench: Bench) -> None:
    bench.slack.thread.append({"ts": "1700000001.000200", "user": BOT_USER})
    bench.slack.drop_after["chat.startStream"] = 1
    bench.answerer.play(*script_of(answered()))
    await bench.dm("q")
    await bench.settled()
    assert not bench.slack.of("chat.delete")
    assert len(bench.slack.of("chat.postMessage")) == 1


async def test_a_stream_that_died_is_completed_by_updating_its_message(bench: Bench) -> None:
    bench.slack.fail("chat.stopStream", "message_not_in_streaming_state")
    bench.answerer.play(*script_of(answered()))
    await bench.dm("q")
    await bench.settled()
    (update,) = bench.slack.of("chat.update")
    assert update.body["ts"] == bench.slack.of("chat.startStream")[0].body["_ts"]
    assert "A RAG prototype" in update.blocks_text
    assert texts.SOURCES in update.blocks_text
    assert bench.slack.of("chat.postMessage") == []


async def test_a_message_that_is_gone_is_posted_anew(bench: Bench) -> None:
    bench.slack.fail("chat.stopStream", "message_not_in_streaming_state")
    bench.slack.fail("chat.update", "message_not_found")
    bench.answerer.play(*script_of(answered()))
    await bench.dm("q")
    await bench.settled()
    assert len(bench.slack.of("chat.postMessage")) == 1


@pytest.mark.parametrize("refusal", ["ratelimited", "method_not_supported_for_channel_type", 500])
async def test_where_streams_cannot_be_had_the_answer_is_posted_once(bench: Bench, refusal: str | int) -> None:
    bench.slack.fail("chat.startStream", refusal)
    bench.answerer.play(*script_of(answered()))
    await bench.mention("q")
    await bench.settled()
    (post,) = bench.slack.of("chat.postMessage")
    assert "A RAG prototype" in post.blocks_text
    assert post.body["thread_ts"] == "1700000001.000100"


async def test_withdrawn_claims_that_were_shown_are_replaced_in_the_same_message(bench: Bench) -> None:
    gate = asyncio.Event()
    quotes = answered("The quote.", fallback=FallbackReason.REFUSED)
    bench.answerer.play(claim("Half."), gate, Withdrawn(FallbackReason.REFUSED), *script_of(quotes)[1:])
    await bench.dm("q")
    start = await bench.slack.until("chat.startStream")
    gate.set()
    await bench.settled()
    (update,) = bench.slack.of("chat.update")
    assert update.body["ts"] == start.body["_ts"]
    assert "The quote." in update.blocks_text
    assert "Half." not in update.blocks_text
    assert bench.slack.names == ["chat.startStream", "chat.stopStream", "chat.update"]


async def test_claims_withdrawn_before_they_were_shown_leave_no_trace(bench: Bench) -> None:
    gate = asyncio.Event()
    quotes = answered("The quote.", fallback=FallbackReason.BUSY)
    bench.answerer.play(SEARCHED, gate, claim("Half."), Withdrawn(FallbackReason.BUSY), *script_of(quotes)[1:])
    await bench.dm("q")
    await bench.slack.until("chat.startStream")
    gate.set()
    await bench.settled()
    shown = "".join(text_of(call) for call in bench.slack.of("chat.appendStream", "chat.stopStream"))
    assert "The quote. [1]" in shown
    assert "Half." not in shown
    assert bench.slack.of("chat.update") == []


async def test_a_final_answer_that_differs_from_what_was_shown_replaces_it(bench: Bench) -> None:
    gate = asyncio.Event()
    bench.answerer.play(claim("Not kept."), gate, Finished(written("Kept.")))
    await bench.dm("q")
    await bench.slack.until("chat.startStream")
    gate.set()
    await bench.settled()
    (update,) = bench.slack.of("chat.update")
    assert "Kept." in update.blocks_text
    assert "Not kept." not in update.blocks_text


async def test_an_answer_that_fails_midway_keeps_one_message_and_says_so(bench: Bench) -> None:
    gate = asyncio.Event()
    bench.answerer.play(claim("Half."), gate, RuntimeError("boom"))
    await bench.dm("q")
    await bench.slack.until("chat.startStream")
    gate.set()
    await bench.settled()
    (update,) = bench.slack.of("chat.update")
    assert texts.UNEXPECTED in update.blocks_text
    assert "boom" not in update.blocks_text
    assert bench.slack.of("agents.sessions.setStatus")[-1].body["status"] == "active"


async def test_stop_ends_with_one_line_below_what_was_shown(bench: Bench) -> None:
    bench.answerer.play(claim("One."), asyncio.Event())
    await bench.dm("q")
    await bench.slack.until("chat.startStream")
    await bench.event("agent_session_stopped", channel="D1", user="U1", thread_ts="1700000001.000100")
    await bench.settled()
    (update,) = bench.slack.of("chat.update")
    assert "One. [1]" in update.blocks_text
    assert texts.STOPPED in update.blocks_text


async def test_stop_before_anything_was_shown_is_one_line(bench: Bench) -> None:
    bench.answerer.play(asyncio.Event())
    await bench.dm("q")
    await bench.slack.until("agents.sessions.setStatus")
    await bench.event("agent_session_stopped", channel="D1", user="U1", thread_ts="1700000001.000100")
    await bench.settled()
    (post,) = bench.slack.of("chat.postMessage")
    assert post.body["text"] == texts.STOPPED


async def test_stop_pressed_on_another_process_is_learnt_from_the_stream(bench: Bench) -> None:
    gate = asyncio.Event()
    bench.slack.fail("chat.appendStream", "stopped_by_user")
    bench.answerer.play(SEARCHED, gate, claim("One."), asyncio.Event())
    await bench.dm("q")
    await bench.slack.until("chat.startStream")
    gate.set()
    await bench.clock.slept(1.0)
    bench.clock.pass_time(1.0)
    await bench.settled()
    (update,) = bench.slack.of("chat.update")
    assert texts.STOPPED in update.blocks_text


async def test_stop_in_another_thread_does_not_concern_us(bench: Bench) -> None:
    gate = asyncio.Event()
    bench.answerer.play(gate, *script_of(answered()))
    await bench.dm("q")
    await bench.slack.until("agents.sessions.setStatus")
    await bench.event("agent_session_stopped", channel="D1", user="U1", thread_ts="1.1")
    gate.set()
    await bench.settled()
    assert len(bench.slack.of("chat.stopStream")) == 1


async def test_an_answer_is_kept_with_its_message(bench: Bench) -> None:
    bench.answerer.play(*script_of(answered()))
    await bench.dm("When is RAG right?")
    await bench.settled()
    (start,) = bench.slack.of("chat.startStream")
    value = bench.slack.of("chat.stopStream")[0].body["blocks"][-1]["elements"][0]["positive_button"]["value"]
    kept = await bench.bot.store.answers.get(value.partition(":")[2])
    assert kept is not None
    assert (kept.message_ts, kept.question, kept.audience) == (start.body["_ts"], "When is RAG right?", "direct")


async def test_how_a_question_was_understood_stands_above_what_is_streamed_and_is_no_claim(bench: Bench) -> None:
    gates = Gates(1)
    whole = written("One.", "Two.")
    understood = dataclasses.replace(whole, understood="What does RAG cost?")
    bench.answerer.play(
        Understood("What does RAG cost?"), SEARCHED, claim("One."), gates.all[0], claim("Two."), Finished(understood)
    )
    await bench.dm("and the cost?")
    start = await bench.slack.until("chat.startStream")
    gates.open(0)
    await bench.settled()
    shown = "".join(
        text_of(call) for call in bench.slack.of("chat.startStream", "chat.appendStream", "chat.stopStream")
    )
    assert text_of(start).startswith(texts.UNDERSTOOD)
    assert [shown.count(words) for words in (texts.UNDERSTOOD, "One. [1]", "Two. [1]")] == [1, 1, 1]


async def test_how_a_question_was_understood_stands_above_an_answer_that_is_posted(bench: Bench) -> None:
    bench.pace(grace=0.25)
    whole = dataclasses.replace(answered(), understood="What does <!channel> cost?")
    bench.answerer.play(Understood("What does <!channel> cost?"), *script_of(whole))
    await bench.dm("and the cost?")
    await bench.settled()
    (post,) = bench.slack.of("chat.postMessage")
    first = post.body["blocks"][0]
    assert first["type"] == "context"
    assert first["elements"][0]["text"].startswith(texts.UNDERSTOOD)
    assert "<!channel>" not in post.blocks_text
