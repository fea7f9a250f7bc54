"""Questions nobody asked Archie by name are answered whole, or not at all."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from bot.answers.model import Finished, Outcome
from bot.errors import FallbackReason, QuestionError, StoreError
from bot.store.channel_settings import Mode
from bot.store.claims import LEASE_SECONDS
from tests.bot.slack.overheard import (
    ASKED,
    LATER,
    POINT,
    QUESTION,
    UNCOVERED,
    edit,
    is_silent,
    opt,
    rows,
    say,
)
from tests.bot.slack.support import BOT_USER, Bench, answered, script_of


@pytest.fixture(autouse=True)
def _answer(bench: Bench) -> None:
    bench.answerer.play(*script_of(answered()))


async def test_by_default_questions_among_people_are_left_alone(bench: Bench) -> None:
    assert await say(bench) == 200
    await say(bench, ts=LATER, thread_ts=ASKED)
    assert bench.answerer.questions == []
    assert is_silent(bench)
    assert rows(bench, "claims") == []


async def test_a_question_is_answered_whole_in_its_thread(bench: Bench) -> None:
    await opt(bench)
    await say(bench)
    (post,) = bench.slack.of("chat.postMessage")
    assert post.body["thread_ts"] == ASKED
    assert POINT in post.blocks_text
    assert "feedback" in post.blocks_text
    assert post.body["metadata"]["event_payload"]["key"] == f"message:T1:C1:{ASKED}"
    assert bench.slack.of("chat.startStream", "agents.sessions.setStatus") == []
    (kept,) = await bench.bot.store.answers.in_thread("T1", "C1", ASKED)
    assert kept.message_ts == post.body["_ts"]
    await say(bench, ts=LATER, thread_ts=ASKED)
    assert bench.answerer.unasked == [True, False]


@pytest.mark.parametrize("text", ["I think RAG.", f"<@U2> {QUESTION}", f"<!here> {QUESTION}"])
async def test_what_asks_nothing_of_us_costs_no_look_into_the_database(
    bench: Bench, monkeypatch: pytest.MonkeyPatch, text: str
) -> None:
    await opt(bench)

    async def never(*_: Any) -> Any:
        raise AssertionError("looked up")

    monkeypatch.setattr(bench.bot.store._database, "read", never)
    assert await say(bench, text) == 200
    assert bench.answerer.questions == []


@pytest.mark.parametrize("direct", ["group", "mpim"])
async def test_private_channels_and_group_messages_count_as_channels(bench: Bench, direct: str) -> None:
    await opt(bench)
    await bench.event("message", channel="C1", channel_type=direct, user="U1", text=QUESTION, ts=ASKED)
    await bench.settled()
    assert bench.answerer.questions == [QUESTION]


async def test_in_engaged_threads_a_follow_up_needs_no_mention(bench: Bench) -> None:
    await opt(bench, Mode.THREADS)
    await say(bench)
    assert bench.answerer.questions == []
    await bench.mention(QUESTION)
    await bench.settled()

    await say(bench, "And what does it cost?", LATER, thread_ts=ASKED)
    await say(bench, "And elsewhere, what does it cost?", LATER, thread_ts="1700000002.000100")
    assert bench.answerer.questions == [QUESTION, "And what does it cost?"]
    assert bench.slack.of("conversations.replies")


@pytest.mark.parametrize(
    "script",
    [
        [Finished(UNCOVERED)],
        [QuestionError("Please ask in words.")],
        [RuntimeError("broken")],
        script_of(answered(fallback=FallbackReason.BUDGET)),
    ],
)
async def test_what_is_not_covered_or_fails_leaves_no_trace(bench: Bench, script: list[Any]) -> None:
    await opt(bench)
    bench.answerer.play(*script)
    await say(bench)
    assert bench.answerer.questions == [QUESTION]
    assert is_silent(bench)


async def test_what_slack_refuses_to_show_is_not_kept(bench: Bench) -> None:
    await opt(bench)
    bench.answerer.play(*script_of(answered(outcome=Outcome.PARTLY, missing="latency")))
    bench.slack.fail("chat.postMessage", "restricted_action")
    await say(bench)
    assert is_silent(bench)


async def test_a_thread_that_cannot_be_read_is_left_alone(bench: Bench) -> None:
    await opt(bench, Mode.THREADS)
    await bench.mention(QUESTION)
    await bench.settled()
    bench.slack.fail("conversations.replies", "internal_error")
    await say(bench, "And what does it cost?", LATER, thread_ts=ASKED)
    assert bench.answerer.questions == [QUESTION]


async def test_a_post_nobody_knows_of_is_tried_again_and_found(bench: Bench) -> None:
    await opt(bench)
    bench.slack.fail("chat.postMessage", 500, 500)
    await say(bench)
    assert [call for call in bench.slack.of("chat.postMessage") if call.accepted] == []

    bench.clock.pass_time(LEASE_SECONDS + 1)
    assert await bench.bot.resume() == 1
    await bench.settled()
    (post,) = [call for call in bench.slack.of("chat.postMessage") if call.accepted]
    assert POINT in post.blocks_text
    bench.clock.pass_time(LEASE_SECONDS + 1)
    assert await bench.bot.resume() == 0


async def test_what_a_dead_process_overheard_is_answered_by_the_next_beside_what_others_write(bench: Bench) -> None:
    await opt(bench)
    bench.answerer.play(asyncio.Event())
    place = {"channel": "C1", "channel_type": "channel", "user": "U1"}
    await bench.event("message", text=QUESTION, ts=ASKED, **place)
    await bench.clock.idle()
    await bench.bot.stop(drain_seconds=0)
    bench.slack.thread.append({"ts": LATER, "user": BOT_USER, "metadata": None})

    bench.restart()
    bench.answerer.play(*script_of(answered()))
    bench.clock.pass_time(LEASE_SECONDS + 1)
    assert await bench.bot.resume() == 1
    await bench.settled()
    assert [call.method for call in bench.slack.of("chat.postMessage", "chat.update")] == ["chat.postMessage"]


async def test_one_message_is_answered_once_however_it_arrives(bench: Bench) -> None:
    await opt(bench)
    text = f"<@{BOT_USER}> {QUESTION}"
    place = {"channel": "C1", "channel_type": "channel", "user": "U1", "ts": ASKED}
    await asyncio.gather(bench.mention(QUESTION), bench.event("message", text=text, **place))
    await say(bench, QUESTION, LATER, event_id="Ev77")
    await say(bench, QUESTION, LATER, event_id="Ev78")
    assert bench.answerer.questions == [QUESTION, QUESTION]


async def test_a_database_that_does_not_answer_is_not_worth_a_retry(
    bench: Bench, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    await opt(bench)
    with bench.locked_store():
        assert await say(bench) == 200

    async def fails(*_: Any) -> Any:
        raise StoreError("The database is busy.")

    monkeypatch.setattr(bench.bot.store.channel_settings, "get", fails)
    assert await say(bench) == 200
    await edit(bench, QUESTION, "What does it cost now?")
    assert bench.answerer.questions == []
    assert caplog.text.count("left alone") == 3
    assert QUESTION not in caplog.text
