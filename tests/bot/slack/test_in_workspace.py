"""Whole conversations with the real bot in the local workspace, which enforces Slack's limits."""

from __future__ import annotations

import asyncio
import json
from typing import Any

import pytest

from bot.answers.model import (
    Citation,
    Claim,
    ClaimReady,
    EngineName,
    Finished,
    Nearest,
    Outcome,
    Searched,
    Withdrawn,
)
from bot.errors import FallbackReason
from bot.slack import texts
from bot.slack.blocks.answer import SHARE
from bot.slack.blocks.feedback import COMMENT, FEEDBACK, REASON
from bot.store.feedback import HELPFUL, NOT_HELPFUL, Verdict
from bot.workspace.calls import Fault, FaultKind
from ingest.model import Passage
from tests.bot.slack.support import Office, answered, citation, script_of

QUESTION = "How long does a RAG prototype take?"
POINT = "A RAG prototype takes 2–3 weeks."


def seen(message: Any) -> str:
    """All a person reads in a message."""
    return f"{message.markdown or ''} {json.dumps(message.blocks, ensure_ascii=False)}"


def passage(text: str) -> Passage:
    heading = ("Cost", "Time")
    return Passage("p1", "articles/honest-take.md", 0, heading, text, 0, len(text), "An honest take")


@pytest.fixture(autouse=True)
def _answer(office: Office) -> None:
    office.answerer.play(*script_of(answered()))


async def test_a_direct_message_gets_a_cited_answer_in_its_thread(office: Office) -> None:
    mara = office.server.person("mara")
    root = mara.say(QUESTION)
    (reply,) = await office.replies(mara, root)
    assert POINT in seen(reply)
    assert "[1]" in seen(reply)
    assert texts.QUOTES_ONLY in seen(reply)
    assert reply.thread_ts == root.ts
    assert not office.server.control.unknown_methods


async def test_a_mention_is_answered_once_in_its_thread_however_often_it_is_delivered(office: Office) -> None:
    mara, bot = office.server.person("mara"), office.server.config.app.bot_user_id
    root = mara.say(f"<@{bot}> {QUESTION}", "#general")
    await office.server.wait_for(lambda: office.thread("general", root.ts))
    event_id = office.server.control.sent_events()[-1]["event_id"]
    message = {"type": "message", "channel_type": "channel", "channel": root.channel, "user": mara.id}
    office.server.control.redeliver(event_id)
    office.server.control.deliver({**message, "text": root.text, "ts": root.ts})
    await office.server.idle()
    assert len(office.thread("general", root.ts)) == 1
    assert office.answerer.questions == [QUESTION]


async def test_people_talking_to_each_other_in_its_thread_are_left_alone(office: Office) -> None:
    mara, tobias = office.server.person("mara"), office.server.person("tobias")
    root = mara.say(f"<@{office.server.config.app.bot_user_id}> {QUESTION}", "#general")
    await office.server.wait_for(lambda: office.thread("general", root.ts))
    tobias.say("I am not so sure", "#general", thread_ts=root.ts)
    await office.server.idle()
    assert office.answerer.questions == [QUESTION]


async def test_an_answer_streams_claim_by_claim(office: Office) -> None:
    first, second = asyncio.Event(), asyncio.Event()
    whole = answered("First claim.", "Second claim.", engine=EngineName.GENERATED)
    ready = [ClaimReady(claim, ()) for claim in whole.claims]
    office.answerer.play(Searched(("An honest take",)), first, ready[0], second, ready[1], Finished(whole))
    mara = office.server.person("mara")
    root = mara.say(QUESTION)
    (reply,) = await office.server.wait_for(lambda: office.thread(mara.direct_message, root.ts))
    assert [task["title"] for task in reply.tasks] == [texts.SEARCHING_TASK, texts.WRITING_TASK]
    first.set()
    await office.server.wait_for(lambda: "First claim." in (reply.markdown or ""))
    assert reply.streaming
    assert "Second" not in reply.markdown
    second.set()
    (done,) = await office.replies(mara, root)
    assert "Second claim. [1]" in done.markdown
    assert not done.streaming
    assert texts.SOURCES in seen(done)
    assert {task["status"] for task in done.tasks} == {"complete"}


async def test_a_withdrawn_answer_becomes_one_reply_with_the_quotes(office: Office) -> None:
    go = asyncio.Event()
    quotes = answered("The closest quote.", fallback=FallbackReason.CUT)
    wrong = ClaimReady(Claim("A half claim.", (1,)), ())
    office.answerer.play(
        Searched(("a",)), wrong, go, Withdrawn(FallbackReason.CUT), *script_of(quotes)[1:]
    )  # fmt: skip
    mara = office.server.person("mara")
    root = mara.say(QUESTION)
    await office.server.wait_for(lambda: any(m.markdown for m in office.thread(mara.direct_message, root.ts)))
    go.set()
    (reply,) = await office.replies(mara, root)
    assert "half claim" not in seen(reply)
    assert "The closest quote." in seen(reply)
    assert texts.fallback(FallbackReason.CUT) in seen(reply)


async def test_the_stop_button_stops(office: Office) -> None:
    never = asyncio.Event()
    claim = Claim("First claim.", (1,))
    office.answerer.play(Searched(("a",)), ClaimReady(claim, (citation(),)), never, Finished(answered()))
    mara = office.server.person("mara")
    root = mara.say(QUESTION)
    await office.server.wait_for(lambda: any(m.markdown for m in office.thread(mara.direct_message, root.ts)))
    mara.stop(mara.direct_message, root.ts)
    (reply,) = await office.replies(mara, root)
    assert texts.STOPPED in seen(reply)
    assert "First claim." in seen(reply)


async def test_above_the_stream_rate_the_answer_is_posted(office: Office) -> None:
    office.server.control.inject("chat.startStream", Fault(FaultKind.RATE_LIMIT, times=1, seconds=1))
    mara = office.server.person("mara")
    root = mara.say(QUESTION)
    (reply,) = await office.replies(mara, root)
    assert POINT in seen(reply)
    assert reply.markdown is None


async def test_a_number_opens_the_quote_in_its_passage_also_after_a_restart(office: Office) -> None:
    mara = office.server.person("mara")
    root = mara.say(QUESTION)
    (reply,) = await office.replies(mara, root)
    await office.close()
    await office.open()
    office.passages["p1"] = passage(f"Before. {POINT} After.")
    await mara.click(reply, "source_1")
    view = await office.server.wait_for(lambda: mara.modals[-1:])
    shown = json.dumps(view[0].blocks, ensure_ascii=False)
    assert f">{POINT}" in shown
    assert "Before." in shown
    assert texts.CHANGED not in shown


async def test_a_quote_outlives_its_passage(office: Office) -> None:
    mara = office.server.person("mara")
    root = mara.say(QUESTION)
    (reply,) = await office.replies(mara, root)
    office.passages["p1"] = passage("Something else by now.")
    await mara.click(reply, "source_1")
    view = await office.server.wait_for(lambda: mara.modals[-1:])
    shown = json.dumps(view[0].blocks, ensure_ascii=False)
    assert texts.CHANGED in shown
    assert f">{POINT}" in shown


async def test_ask_answers_privately_and_shares_once(office: Office) -> None:
    mara = office.server.person("mara")
    await mara.command("/ask", QUESTION, "#general")
    (private,) = await office.server.wait_for(lambda: mara.ephemerals)
    assert POINT in seen(private)
    before = len(office.server.control.messages("general"))
    await asyncio.gather(mara.click(private, SHARE), mara.click(private, SHARE))
    await office.server.wait_for(lambda: office.server.control.messages("general")[before:])
    await office.server.idle()
    (shared,) = office.server.control.messages("general")[before:]
    assert QUESTION in seen(shared)
    assert POINT in seen(shared)
    assert f"<@{mara.id}>" in seen(shared)
    assert SHARE not in seen(shared)


async def test_a_private_answer_cannot_be_shared_where_the_bot_is_not(office: Office) -> None:
    mara = office.server.person("mara")
    await mara.command("/ask", QUESTION, "#random")
    (private,) = await office.server.wait_for(lambda: mara.ephemerals)
    await mara.click(private, SHARE)
    await office.server.wait_for(lambda: texts.CANNOT_SHARE in "".join(map(seen, mara.ephemerals)))
    office.server.control.invite("archie", "random")
    await mara.click(private, SHARE)
    await office.server.wait_for(lambda: any(POINT in seen(m) for m in office.server.control.messages("random")))


@pytest.mark.parametrize(("command", "text"), [("/ask", ""), ("/ask", "help"), ("/archie", "help"), ("/archie", "fly")])
async def test_commands_explain_themselves(office: Office, command: str, text: str) -> None:
    mara = office.server.person("mara")
    await mara.command(command, text, "#general")
    (usage,) = await office.server.wait_for(lambda: mara.ephemerals)
    assert "/ask your question" in seen(usage)
    assert (texts.UNKNOWN_SUBCOMMAND in seen(usage)) == (text == "fly")


async def test_feedback_is_kept_and_can_be_changed(office: Office) -> None:
    mara = office.server.person("mara")
    root = mara.say(QUESTION)
    (reply,) = await office.replies(mara, root)
    up = reply.blocks[-1]["elements"][0]["positive_button"]["value"]
    answer_id = up.partition(":")[2]
    await mara.click(reply, FEEDBACK, value=up)
    await office.server.wait_for(lambda: any(texts.THANKS in seen(m) for m in mara.ephemerals))
    assert await office.store.feedback.of(answer_id) == [Verdict(answer_id, mara.id, HELPFUL)]
    await mara.click(reply, FEEDBACK, value=f"{NOT_HELPFUL}:{answer_id}")
    (modal,) = await office.server.wait_for(lambda: mara.modals)
    option = modal.blocks[0]["element"]["options"][3]
    await mara.submit(
        modal,
        {
            REASON: {REASON: {"type": "radio_buttons", "selected_option": option}},
            COMMENT: {COMMENT: {"type": "plain_text_input", "value": "prices changed"}},
        },
    )
    await office.server.wait_for(lambda: any("“Not Helpful” instead of “Helpful”" in seen(m) for m in mara.ephemerals))
    expected = [Verdict(answer_id, mara.id, NOT_HELPFUL, "outdated", "prices changed")]
    assert await office.store.feedback.of(answer_id) == expected


async def test_home_says_how_to_ask_and_how_much_there_is(office: Office) -> None:
    mara = office.server.person("mara")
    mara.open_home()
    home = await office.server.wait_for(lambda: mara.home)
    shown = json.dumps(home.blocks, ensure_ascii=False)
    assert "5 articles" in shown
    assert "/ask your question" in shown


async def test_what_is_not_covered_names_the_nearest_articles(office: Office) -> None:
    nearest = (Nearest("articles/a.md", "An honest take", "Cost"),)
    nothing = answered(outcome=Outcome.NOT_COVERED, claims=(), citations=(), nearest=nearest)
    office.answerer.play(Searched(()), Finished(nothing))
    mara = office.server.person("mara")
    root = mara.say("Who won the 2022 football World Cup?")
    (reply,) = await office.replies(mara, root)
    assert texts.NOT_COVERED in seen(reply)
    assert "An honest take › Cost" in seen(reply)
    assert texts.SOURCES not in seen(reply)


async def test_a_dropped_connection_does_not_post_twice(office: Office) -> None:
    office.server.control.inject("chat.startStream", Fault(FaultKind.RATE_LIMIT, times=1, seconds=1))
    office.server.control.inject("chat.postMessage", Fault(FaultKind.DROP, times=1))
    mara = office.server.person("mara")
    root = mara.say(QUESTION)
    replies = await office.replies(mara, root)
    assert len(replies) == 1


async def test_an_answer_cut_off_by_a_crash_is_finished_in_the_same_message(office: Office) -> None:
    never = asyncio.Event()
    office.answerer.play(Searched(("a",)), ClaimReady(Claim("First claim.", (1,)), (citation(),)), never)
    mara = office.server.person("mara")
    root = mara.say(QUESTION)
    await office.server.wait_for(lambda: any(m.markdown for m in office.thread(mara.direct_message, root.ts)))
    await office.close(drain_seconds=0)
    office.answerer.play(*script_of(answered()))
    await office.open()
    await office.server.wait_for(lambda: any(POINT in seen(m) for m in office.thread(mara.direct_message, root.ts)))
    (reply,) = await office.replies(mara, root)
    assert "First claim." not in seen(reply)


async def test_documents_cannot_notify_link_or_break_the_message(office: Office) -> None:
    hostile = "<!channel> <@U1> [click](https://evil.example/x?q=1) ![i](http://evil.example/i.png) *b* `c` @here"
    source: Citation = citation(title=hostile, heading=hostile, quote=hostile, document="a/b.md")
    office.answerer.play(*script_of(answered(hostile, citations=(source,))))
    mara = office.server.person("mara")
    root = mara.say(QUESTION)
    (reply,) = await office.replies(mara, root)
    assert "<!" not in seen(reply)
    assert "<@" not in seen(reply)
    assert "](https" not in seen(reply)
    assert "<http" not in seen(reply)
