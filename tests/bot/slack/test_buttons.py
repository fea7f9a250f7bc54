"""Buttons that outlived what they were made for, and clicks that are not allowed."""

from __future__ import annotations

import asyncio
import json

import pytest

from bot.slack import texts
from bot.slack.blocks.answer import SHARE
from bot.slack.blocks.feedback import FEEDBACK
from tests.bot.slack.support import Bench, answered, script_of


async def private_answer(bench: Bench) -> str:
    """Ask privately; returns the answer's id."""
    bench.answerer.play(*script_of(answered()))
    await bench.command("/ask", "When is RAG right?")
    await bench.settled()
    blocks = bench.slack.of("respond")[-1].body["blocks"]
    return str(blocks[-1]["elements"][0]["value"])


def told(bench: Bench) -> str:
    return str(bench.slack.of("respond")[-1].body["text"])


@pytest.mark.parametrize("value", ["gone:1", "gone", "", ":::"])
async def test_a_source_of_an_answer_no_longer_kept_says_so(bench: Bench, value: str) -> None:
    await bench.click("source_1", value)
    assert texts.GONE in json.dumps(bench.slack.of("views.open")[0].body)


async def test_a_number_the_answer_does_not_have_says_so(bench: Bench) -> None:
    answer_id = await private_answer(bench)
    await bench.click("source_9", f"{answer_id}:9")
    assert texts.GONE in json.dumps(bench.slack.of("views.open")[0].body)


async def test_feedback_on_an_answer_no_longer_kept_says_so(bench: Bench) -> None:
    await bench.click(FEEDBACK, "up:gone", kind="feedback_buttons")
    assert texts.GONE in json.dumps(bench.slack.of("views.open")[0].body)


async def test_only_the_asker_shares(bench: Bench) -> None:
    answer_id = await private_answer(bench)
    await bench.click(SHARE, answer_id, user="U2")
    assert told(bench) == texts.ONLY_ASKER_SHARES
    assert bench.slack.of("chat.postMessage") == []


async def test_two_clicks_share_once(bench: Bench) -> None:
    answer_id = await private_answer(bench)
    await bench.click(SHARE, answer_id)
    await bench.click(SHARE, answer_id)
    assert len(bench.slack.of("chat.postMessage")) == 1
    assert told(bench) == texts.ALREADY_SHARED


async def test_after_sharing_the_button_is_gone(bench: Bench) -> None:
    answer_id = await private_answer(bench)
    await bench.click(SHARE, answer_id)
    replaced = bench.slack.of("respond")[-1]
    assert replaced.body["replace_original"] is True
    assert SHARE not in replaced.blocks_text


async def test_in_a_direct_message_there_is_nothing_to_share(bench: Bench) -> None:
    bench.answerer.play(*script_of(answered()))
    await bench.command("/ask", "q", channel="D1")
    await bench.settled()
    assert SHARE not in bench.slack.of("respond")[-1].blocks_text


async def test_sharing_an_answer_no_longer_kept_says_so(bench: Bench) -> None:
    await bench.click(SHARE, "gone")
    assert told(bench) == texts.GONE


async def test_an_error_behind_a_button_is_told_with_a_reference(bench: Bench) -> None:
    answer_id = await private_answer(bench)
    bench.slack.fail("chat.postMessage", "fatal_error")
    await bench.click(SHARE, answer_id)
    assert texts.UNEXPECTED in told(bench)
    assert "fatal_error" not in told(bench)
    await bench.click(SHARE, answer_id)
    assert len(bench.slack.of("chat.postMessage")) == 2, "what failed can be tried again"


async def test_one_command_is_one_question(bench: Bench) -> None:
    bench.answerer.play(*script_of(answered()))
    await bench.command("/ask", "q", trigger="t.9")
    await bench.command("/ask", "q", trigger="t.9")
    await bench.settled()
    assert bench.answerer.questions == ["q"]


async def test_a_slow_private_answer_is_announced(bench: Bench) -> None:
    gate = asyncio.Event()
    bench.answerer.play(gate, *script_of(answered()))
    await bench.command("/ask", "q")
    await bench.clock.slept(2.0)
    bench.clock.pass_time(2.0)
    hint = await bench.slack.until("respond")
    assert hint.body["text"] == texts.WORKING
    gate.set()
    await bench.settled()
    assert len(bench.slack.of("respond")) == 2


async def test_a_private_answer_that_fails_is_told(bench: Bench) -> None:
    bench.answerer.play(RuntimeError("boom"))
    await bench.command("/ask", "q")
    await bench.settled()
    assert texts.UNEXPECTED in told(bench)
    assert "boom" not in told(bench)
