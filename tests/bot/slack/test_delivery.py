"""Every post is guarded, goes through one module, and stands once however the network behaves."""

from __future__ import annotations

import asyncio
import re
from pathlib import Path

import pytest
from slack_sdk.errors import SlackApiError

import bot.slack
from bot.slack.asks import Place
from bot.slack.blocks.parts import Message
from bot.slack.delivery import Delivery, error_code, is_uncertain, slack_client
from tests.bot.slack.support import Bench, RecordingSlack, answered, script_of

PLACE = Place("T1", "C1", "U1", "1.1")
HELLO = Message.of("hello")


@pytest.fixture
def delivery(slack: RecordingSlack) -> Delivery:
    return Delivery(slack_client("xoxb", slack.url), slack_client("xoxb", slack.url, patient=False))


async def test_posts_have_no_previews_no_parsing_and_a_fallback_text(slack: RecordingSlack, delivery: Delivery) -> None:
    await delivery.post(PLACE, HELLO, "k")
    await delivery.update(PLACE, "2.1", HELLO, "k")
    await delivery.whisper(PLACE, HELLO)
    for call in slack.of("chat.postMessage", "chat.update", "chat.postEphemeral"):
        assert call.body["parse"] == "none"
        assert call.body["link_names"] is False
        assert call.body["text"] == "hello"
    (post,) = slack.of("chat.postMessage")
    assert (post.body["unfurl_links"], post.body["unfurl_media"], post.body["thread_ts"]) == (False, False, "1.1")


async def test_private_replies_have_no_previews(slack: RecordingSlack, delivery: Delivery) -> None:
    await delivery.respond(f"{slack.url}respond", HELLO)
    (call,) = slack.of("respond")
    assert (call.body["unfurl_links"], call.body["response_type"]) == (False, "ephemeral")


def test_no_other_module_calls_slack() -> None:
    """Anything a Slack client offers, called on a client, outside the three modules."""
    calls = re.compile(r"\.(?:chat_|views_|conversations_|agents_|files_|api_call\b|send_dict\b)|\bsay\(|\brespond\(")
    folder = Path(bot.slack.__file__).parent
    places = {
        str(path.relative_to(folder))
        for path in folder.rglob("*.py")
        for line in path.read_text().splitlines()
        if calls.search(line.replace("delivery.respond(", ""))
    }
    assert places == {"channels.py", "delivery.py", "files.py"}


async def test_a_post_whose_connection_dropped_is_found_and_not_repeated(
    slack: RecordingSlack, delivery: Delivery
) -> None:
    slack.drop_after["chat.postMessage"] = 1
    ts = await delivery.post(PLACE, HELLO, "k")
    assert [call.body["_ts"] for call in slack.of("chat.postMessage")] == [ts]


async def test_a_post_that_never_arrived_is_sent_again(slack: RecordingSlack, delivery: Delivery) -> None:
    slack.fail("chat.postMessage", 503)
    await delivery.post(PLACE, HELLO, "k")
    assert len(slack.of("chat.postMessage")) == 2


async def test_a_rate_limited_post_waits_and_is_sent_once(slack: RecordingSlack, delivery: Delivery) -> None:
    slack.fail("chat.postMessage", "ratelimited")
    await delivery.post(PLACE, HELLO, "k")
    assert len([call for call in slack.of("chat.postMessage") if call.accepted]) == 1


async def test_what_slack_refuses_is_not_tried_again(slack: RecordingSlack, delivery: Delivery) -> None:
    slack.fail("chat.postMessage", "is_archived")
    with pytest.raises(SlackApiError) as caught:
        await delivery.post(PLACE, HELLO, "k")
    assert error_code(caught.value) == "is_archived"
    assert not is_uncertain(caught.value)
    assert len(slack.of("chat.postMessage")) == 1


async def test_the_session_status_is_best_effort(slack: RecordingSlack, delivery: Delivery) -> None:
    slack.fail("agents.sessions.setStatus", "missing_scope", 500)
    await delivery.session(PLACE, "processing")
    await delivery.session(PLACE, "active")


async def test_looking_for_a_post_where_we_may_not_look_finds_nothing(
    slack: RecordingSlack, delivery: Delivery
) -> None:
    slack.fail("conversations.replies", "missing_scope")
    assert await delivery.find(PLACE, "k") is None


async def test_a_stream_is_always_a_reply(delivery: Delivery) -> None:
    with pytest.raises(ValueError, match="reply"):
        await delivery.start_stream(Place("T1", "C1", "U1"), [])


async def test_a_reply_slack_cannot_take_now_is_given_later(bench: Bench) -> None:
    bench.answerer.play(*script_of(answered()))
    bench.slack.fail("chat.startStream", 500)
    bench.slack.fail("chat.postMessage", 500, 500)
    await bench.dm("q")
    await bench.settled()
    bench.clock.pass_time(11)
    assert await bench.bot.resume() == 1
    await bench.settled()
    assert [call.accepted for call in bench.slack.of("chat.startStream", "chat.postMessage")][-1]
    bench.clock.pass_time(100)
    assert await bench.bot.resume() == 0


async def test_a_reply_slack_refuses_is_not_tried_for_ever(bench: Bench) -> None:
    bench.answerer.play(*script_of(answered()))
    bench.slack.fail("chat.startStream", "is_archived")
    bench.slack.fail("chat.postMessage", "is_archived", "is_archived")
    await bench.dm("q")
    await bench.settled()
    bench.clock.pass_time(100)
    assert await bench.bot.resume() == 0


async def test_an_answer_slack_refuses_is_replaced_by_a_sentence(bench: Bench) -> None:
    bench.answerer.play(*script_of(answered()))
    bench.slack.fail("chat.startStream", "invalid_chunks")
    bench.slack.fail("chat.postMessage", "invalid_blocks")
    await bench.dm("q")
    await bench.settled()
    assert "Reference" in bench.slack.of("chat.postMessage")[-1].body["text"]


async def test_an_answer_that_cannot_be_kept_is_told(bench: Bench) -> None:
    gate = asyncio.Event()
    bench.answerer.play(gate, *script_of(answered()))
    await bench.dm("q")
    await bench.slack.until("agents.sessions.setStatus")
    with bench.locked_store():
        gate.set()
        post = await bench.slack.until("chat.update")
    await bench.settled()
    assert "The database is busy." in post.body["text"]
