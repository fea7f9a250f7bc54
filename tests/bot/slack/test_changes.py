"""Edits and deletions of questions: one reply, which follows the question as it now stands."""

from __future__ import annotations

import asyncio
import json
from typing import Any

import pytest

from bot.answers.model import Claim, ClaimReady, Finished, Searched
from bot.slack import texts
from bot.store.claims import LEASE_SECONDS
from tests.bot.slack.support import BOT_USER, Bench, Office, answered, citation, script_of

ASKED = "1700000001.000100"
OLD, NEW, NEWEST = "The first answer.", "The second answer.", "The third answer."


def seen(message: Any) -> str:
    """All a person reads in a message."""
    return f"{message.markdown or ''} {json.dumps(message.blocks, ensure_ascii=False)}"


class Writing:
    """An answer whose first sentence is on the screen until it is let go on."""

    def __init__(self, office: Office) -> None:
        self.gate = asyncio.Event()
        whole = answered(OLD, "More.")
        first = ClaimReady(Claim(OLD, (1,)), (citation(),))
        office.answerer.play(Searched(("An honest take",)), first, self.gate, Finished(whole))


async def begun(office: Office, mara: Any, root: Any) -> None:
    """Wait until something of the answer is shown."""
    await office.server.wait_for(lambda: OLD in "".join(map(seen, office.thread(mara.direct_message, root.ts))))


async def one_reply(office: Office, mara: Any, root: Any, text: str) -> Any:
    """Wait for a text, and for everything to end; return the reply it stands in, which must be the only one."""
    thread = mara.direct_message, root.ts
    await office.server.wait_for(lambda: text in "".join(map(seen, office.thread(*thread))))
    await office.server.idle()
    (reply,) = office.thread(*thread)
    assert not reply.streaming
    return reply


async def test_an_edit_while_the_answer_is_written_gives_a_new_one_in_the_same_message(office: Office) -> None:
    Writing(office)
    mara = office.server.person("mara")
    root = mara.say("What does RAG cots?")
    await begun(office, mara, root)
    (first,) = office.thread(mara.direct_message, root.ts)

    office.answerer.play(*script_of(answered(NEW)))
    mara.edit(root, "What does RAG cost?")

    reply = await one_reply(office, mara, root, NEW)
    assert reply.ts == first.ts
    assert OLD not in seen(reply)
    assert texts.AFTER_EDIT not in seen(reply)
    assert office.answerer.questions == ["What does RAG cots?", "What does RAG cost?"]


async def test_of_two_edits_while_it_is_written_the_last_is_answered(office: Office) -> None:
    Writing(office)
    mara = office.server.person("mara")
    root = mara.say("What does RAG cots?")
    await begun(office, mara, root)

    mara.edit(root, "What does RAG cost")
    office.answerer.play(*script_of(answered(NEWEST)))
    mara.edit(root, "What does RAG cost a year?")

    reply = await one_reply(office, mara, root, NEWEST)
    assert OLD not in seen(reply)
    assert office.answerer.questions[-1] == "What does RAG cost a year?"


async def test_an_edit_after_the_answer_refreshes_it_where_it_stands_and_says_so(office: Office) -> None:
    office.answerer.play(*script_of(answered(OLD)))
    mara = office.server.person("mara")
    root = mara.say("What does RAG cots?")
    first = await one_reply(office, mara, root, OLD)

    office.answerer.play(*script_of(answered(NEW)))
    mara.edit(root, "What does RAG cost?")
    second = await one_reply(office, mara, root, NEW)
    office.answerer.play(*script_of(answered(NEWEST)))
    mara.edit(root, "What does RAG cost a year?")
    third = await one_reply(office, mara, root, NEWEST)

    assert first.ts == second.ts == third.ts
    assert texts.AFTER_EDIT in seen(third)
    assert NEW not in seen(third)


async def test_a_preview_that_slack_adds_is_not_an_edit(bench: Bench) -> None:
    bench.answerer.play(*script_of(answered()))
    message = {"user": "U1", "text": "See https://x.example", "ts": ASKED}
    shown = {**message, "attachments": [{"title": "X"}]}
    await bench.dm("", subtype="message_changed", message=shown, previous_message=message, ts="1700000002.000100")
    await bench.settled()
    assert bench.slack.names == []
    assert bench.answerer.questions == []


async def test_what_others_edit_or_delete_in_a_channel_is_dropped_before_any_work(bench: Bench) -> None:
    message = {"user": "U1", "text": "lunch?", "ts": ASKED}
    for event in (
        {"subtype": "message_changed", "message": {**message, "text": "Lunch?"}, "previous_message": message},
        {"subtype": "message_deleted", "deleted_ts": ASKED, "previous_message": message},
        {"subtype": "message_changed", "message": {"user": BOT_USER, "bot_id": "B1", "text": "x", "ts": ASKED}},
    ):
        with bench.locked_store():  # nothing is written down either
            assert await bench.event("message", channel="C1", channel_type="channel", ts="1.2", **event) == 200
    assert bench.slack.calls == [call for call in bench.slack.calls if call.method == "auth.test"]


def edit(text: str, before: str, stamp: str) -> dict[str, Any]:
    """A ``message_changed`` event in a direct message, as Slack builds it."""
    message = {"user": "U1", "ts": ASKED, "text": text, "edited": {"user": "U1", "ts": stamp}}
    previous = {"user": "U1", "ts": ASKED, "text": before}
    return {"subtype": "message_changed", "message": message, "previous_message": previous, "ts": stamp}


async def test_an_edit_that_is_delivered_again_is_followed_once(bench: Bench) -> None:
    bench.answerer.play(*script_of(answered()))
    await bench.dm("q")
    await bench.settled()
    for event_id in ("Ev8", "Ev8", "Ev9"):
        await bench.event(
            "message", event_id, channel="D1", channel_type="im", **edit("q two", "q", "1700000003.000100")
        )
    await bench.settled()
    assert bench.answerer.questions == ["q", "q two"]


async def test_an_edit_that_comes_after_a_later_one_is_not_followed(bench: Bench) -> None:
    bench.answerer.play(*script_of(answered()))
    await bench.event("message", channel="D1", channel_type="im", **edit("third", "second", "1700000004.000100"))
    await bench.settled()
    await bench.event("message", channel="D1", channel_type="im", **edit("second", "first", "1700000003.000100"))
    await bench.dm("first")
    await bench.settled()
    assert bench.answerer.questions == ["third"]


async def test_a_question_that_comes_after_its_deletion_is_not_answered(bench: Bench) -> None:
    bench.answerer.play(*script_of(answered()))
    gone = {"subtype": "message_deleted", "deleted_ts": ASKED, "ts": "1700000002.000100"}
    previous = {"user": "U1", "ts": ASKED, "text": "q"}
    await bench.event("message", channel="D1", channel_type="im", previous_message=previous, **gone)
    await bench.settled()
    await bench.dm("q")
    await bench.settled()
    assert bench.answerer.questions == []


async def test_an_edit_taken_by_another_process_ends_the_answer_of_the_first(bench: Bench) -> None:
    gate = asyncio.Event()
    claim = ClaimReady(Claim(OLD, (1,)), (citation(),))
    bench.answerer.play(claim, gate, Finished(answered(OLD)))
    await bench.dm("q")
    begun = await bench.slack.until("chat.startStream")
    first = bench.bot
    bench.answerer.play(*script_of(answered(NEW)))
    bench.restart()
    await bench.event("message", channel="D1", channel_type="im", **edit("q two", "q", "1700000003.000100"))
    await bench.settled()
    gate.set()
    assert await first._running.drain(10)
    updates = [call for call in bench.slack.of("chat.update") if NEW in call.blocks_text]
    assert [call.body["ts"] for call in updates] == [begun.body["_ts"]]
    assert bench.slack.of("chat.update")[-1] is updates[0]
    assert bench.slack.of("chat.postMessage") == []


async def test_an_edit_that_a_dead_process_took_is_followed_in_the_same_message(bench: Bench) -> None:
    bench.answerer.play(*script_of(answered(OLD)))
    await bench.dm("q")
    await bench.settled()
    reply = bench.slack.of("chat.startStream")[0].body["_ts"]
    bench.slack.thread[0]["metadata"] = bench.slack.of("chat.stopStream")[0].body["metadata"]
    bench.answerer.play(asyncio.Event())
    await bench.event("message", channel="D1", channel_type="im", **edit("q two", "q", "1700000003.000100"))
    await bench.slack.until("agents.sessions.setStatus", 2)
    await bench.bot.stop(drain_seconds=0)
    bench.restart()
    bench.answerer.play(*script_of(answered(NEW)))
    bench.clock.pass_time(LEASE_SECONDS + 1)
    assert await bench.bot.resume() == 1
    await bench.settled()
    assert bench.answerer.questions == ["q", "q two", "q two"]
    assert {call.body["ts"] for call in bench.slack.of("chat.update")} == {reply}
    assert NEW in bench.slack.of("chat.update")[-1].blocks_text
    assert len(bench.slack.of("chat.startStream", "chat.postMessage")) == 1


async def test_a_question_edited_into_a_call_for_help_becomes_the_help(office: Office) -> None:
    office.answerer.play(*script_of(answered(OLD)))
    mara = office.server.person("mara")
    root = mara.say("What does RAG cost?")
    first = await one_reply(office, mara, root, OLD)
    mara.edit(root, "help")
    assert (await one_reply(office, mara, root, "/ask")).ts == first.ts


async def test_an_edit_that_adds_the_mention_is_answered_and_one_that_takes_it_away_is_not(office: Office) -> None:
    office.answerer.play(*script_of(answered(OLD)))
    mara = office.server.person("mara")
    channel = office.server.control.channel_id("general")
    root = mara.say("What does RAG cost?", "#general")
    await office.server.idle()
    assert office.thread(channel, root.ts) == []

    mara.edit(root, f"<@{office.server.config.app.bot_user_id}> What does RAG cost?")
    await office.server.wait_for(lambda: office.thread(channel, root.ts))
    await office.server.idle()
    (reply,) = office.thread(channel, root.ts)
    assert OLD in seen(reply)

    mara.edit(root, "What does RAG cost?")
    await office.server.idle()
    assert [message.ts for message in office.thread(channel, root.ts)] == [reply.ts]


async def test_a_deletion_while_the_answer_is_written_takes_it_away(office: Office) -> None:
    Writing(office)
    mara = office.server.person("mara")
    root = mara.say("What does RAG cost?")
    await begun(office, mara, root)

    mara.delete(root)
    await office.server.wait_for(lambda: not office.thread(mara.direct_message, root.ts))
    await office.server.idle()

    assert not office.server.control.messages(mara.direct_message, root.ts)
    statuses = [call.args["status"] for call in office.server.control.calls("agents.sessions.setStatus")]
    assert statuses[-1] == "active"


@pytest.mark.parametrize("talked", [False, True])
async def test_a_finished_reply_goes_with_its_question_unless_somebody_wrote_below_it(
    office: Office, talked: bool
) -> None:
    office.answerer.play(*script_of(answered(OLD)))
    mara, tobias = office.server.person("mara"), office.server.person("tobias")
    channel, bot = office.server.control.channel_id("general"), office.server.config.app.bot_user_id
    root = tobias.say("Let us ask.", "#general")
    question = mara.say(f"<@{bot}> What does RAG cost?", "#general", thread_ts=root.ts)
    await office.server.wait_for(lambda: OLD in "".join(map(seen, office.thread(channel, root.ts))))
    await office.server.idle()
    if talked:
        tobias.say("Good to know.", "#general", thread_ts=root.ts)
        await office.server.idle()

    control = office.server.control
    looked = len(control.calls("conversations.replies"))
    mara.delete(question)
    await office.server.wait_for(lambda: len(control.calls("conversations.replies")) > looked)
    if not talked:
        await office.server.wait_for(lambda: OLD not in "".join(map(seen, office.thread(channel, root.ts))))
    await office.server.idle()

    assert (OLD in "".join(map(seen, office.thread(channel, root.ts)))) is talked
