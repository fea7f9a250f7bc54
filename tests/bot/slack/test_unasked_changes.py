"""Edits and deletions of questions nobody asked Archie by name."""

from __future__ import annotations

import asyncio

import pytest

from bot.answers.model import Finished
from bot.slack import texts
from bot.store.channel_settings import Mode
from tests.bot.slack.overheard import (
    ASKED,
    POINT,
    QUESTION,
    UNCOVERED,
    delete,
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


def finish(bench: Bench) -> None:
    """Give the messages of the thread what Slack gives back: the key of the last writing."""
    for shown in bench.slack.thread:
        calls = [call.body for call in bench.slack.of("chat.update") if call.body["ts"] == shown["ts"]]
        shown["metadata"] = calls[-1]["metadata"] if calls else shown["metadata"]


async def test_an_edit_refreshes_the_answer_where_it_stands_in_the_normal_way(bench: Bench) -> None:
    await opt(bench)
    await say(bench)
    (post,) = bench.slack.of("chat.postMessage")
    bench.answerer.play(Finished(UNCOVERED))
    await edit(bench, QUESTION, "Who won the football World Cup?")
    (update,) = bench.slack.of("chat.update")
    assert update.body["ts"] == post.body["_ts"]
    assert texts.NOT_COVERED in update.blocks_text
    assert texts.AFTER_EDIT in update.blocks_text

    finish(bench)
    await delete(bench, "Who won the football World Cup?")
    assert [call.body["ts"] for call in bench.slack.of("chat.delete")] == [post.body["_ts"]]
    assert len(bench.slack.of("chat.postMessage")) == 1


@pytest.mark.parametrize("before", ["I think RAG.", "Who won the football World Cup?"])
async def test_an_edit_may_make_an_unanswered_message_a_question_that_is_answered(bench: Bench, before: str) -> None:
    await opt(bench)
    bench.answerer.play(Finished(UNCOVERED))
    await say(bench, before)
    assert is_silent(bench)

    bench.answerer.play(*script_of(answered()))
    await edit(bench, before, QUESTION)
    (post,) = bench.slack.of("chat.postMessage")
    assert post.body["thread_ts"] == ASKED
    await say(bench, before)
    assert len(bench.slack.of("chat.postMessage")) == 1


async def test_edits_by_which_nothing_is_answered_stay_silent(bench: Bench) -> None:
    await edit(bench, "I think RAG.", QUESTION)
    await delete(bench, QUESTION)
    assert rows(bench, "claims") == []
    await opt(bench)
    bench.answerer.play(Finished(UNCOVERED))
    await edit(bench, "I think RAG.", QUESTION)
    await edit(bench, QUESTION, "I think RAG, though.", "1700000004.000100")
    await delete(bench, "I think RAG, though.")
    assert is_silent(bench)


async def test_an_edit_while_it_is_worked_out_is_answered_instead(bench: Bench) -> None:
    await opt(bench)
    bench.answerer.play(asyncio.Event(), *script_of(answered("The first answer.")))
    place = {"channel": "C1", "channel_type": "channel", "user": "U1"}
    await bench.event("message", text="How long does RAG tkae?", ts=ASKED, **place)
    await bench.clock.idle()
    bench.answerer.play(*script_of(answered()))
    await edit(bench, "How long does RAG tkae?", QUESTION)
    (post,) = bench.slack.of("chat.postMessage", "chat.update", "chat.startStream")
    assert POINT in post.blocks_text


@pytest.mark.parametrize("by_another_process", [False, True])
async def test_a_deletion_while_it_is_worked_out_leaves_nothing(bench: Bench, by_another_process: bool) -> None:
    gate = asyncio.Event()
    await opt(bench)
    bench.answerer.play(gate, *script_of(answered()))
    place = {"channel": "C1", "channel_type": "channel", "user": "U1"}
    await bench.event("message", text=QUESTION, ts=ASKED, **place)
    await bench.clock.idle()
    first = bench.bot
    if by_another_process:
        bench.restart()
    await delete(bench, QUESTION)
    gate.set()
    assert await first._running.drain(10)
    assert bench.slack.of("chat.postMessage") == []


async def test_in_a_channel_that_opted_out_again_a_deletion_still_takes_the_answer_along(bench: Bench) -> None:
    await opt(bench)
    await say(bench)
    await opt(bench, Mode.MENTIONS)
    await edit(bench, QUESTION, "What does it cost now?")
    assert bench.slack.of("chat.update") == []
    await delete(bench, "What does it cost now?")
    assert len(bench.slack.of("chat.delete")) == 1


@pytest.mark.parametrize("mode", list(Mode))
async def test_a_mention_that_is_taken_away_leaves_a_question_to_be_overheard(bench: Bench, mode: Mode) -> None:
    await opt(bench, mode)
    await bench.mention("What does RAG cost?")
    await bench.settled()
    bench.slack.thread[0]["metadata"] = bench.slack.of("chat.stopStream")[0].body["metadata"]
    await edit(bench, f"<@{BOT_USER}> What does RAG cost?", QUESTION)
    assert len(bench.slack.of("chat.startStream", "chat.postMessage")) == 1
    assert (bench.answerer.questions[-1] == QUESTION) is (mode is not Mode.MENTIONS)


async def test_a_mention_taken_away_while_it_is_answered_ends_the_session(bench: Bench) -> None:
    await opt(bench)
    bench.answerer.play(asyncio.Event())
    await bench.mention("What does RAG cost?")
    await bench.slack.until("agents.sessions.setStatus")
    bench.answerer.play(Finished(UNCOVERED))
    await edit(bench, f"<@{BOT_USER}> What does RAG cost?", QUESTION)
    assert [call.body["status"] for call in bench.slack.of("agents.sessions.setStatus")] == ["processing", "active"]
    assert bench.slack.of("chat.postMessage", "chat.update") == []


async def test_a_mention_that_is_added_answers_in_the_same_message(bench: Bench) -> None:
    await opt(bench)
    await say(bench)
    await edit(bench, QUESTION, f"<@{BOT_USER}> {QUESTION}")
    assert len(bench.slack.of("chat.postMessage")) == 1
    assert len(bench.slack.of("chat.update")) == 1
