"""Messages and mentions: who is answered, where, and how often."""

from __future__ import annotations

import asyncio

import pytest

from bot.errors import QuestionError
from bot.slack import texts
from tests.bot.slack.support import BOT_USER, Bench, answered, script_of

ASKED = "1700000001.000100"


@pytest.fixture(autouse=True)
def _answer(bench: Bench) -> None:
    bench.answerer.play(*script_of(answered()))


def replies(bench: Bench) -> list[str]:
    """Threads in which a reply was begun."""
    return [call.body["thread_ts"] for call in bench.slack.of("chat.postMessage", "chat.startStream")]


async def test_a_direct_message_is_answered_in_its_own_thread(bench: Bench) -> None:
    assert await bench.dm("When is RAG right?") == 200
    await bench.settled()
    assert replies(bench) == [ASKED]
    assert bench.answerer.questions == ["When is RAG right?"]


async def test_a_mention_in_a_thread_is_answered_in_that_thread(bench: Bench) -> None:
    await bench.mention("and fine-tuning?", ts="1700000009.000100", thread_ts=ASKED)
    await bench.settled()
    assert replies(bench) == [ASKED]
    assert bench.answerer.questions == ["and fine-tuning?"]


async def test_one_message_is_answered_once_however_it_arrives(bench: Bench) -> None:
    """Slack sends a mention twice, as two events, and each again until it is acknowledged."""
    await asyncio.gather(
        bench.mention("q", event_id="Ev1"),
        bench.event("message", event_id="Ev2", channel="C1", channel_type="channel", user="U1",
                    text=f"<@{BOT_USER}> q", ts=ASKED),
        bench.mention("q", event_id="Ev1"),
        bench.mention("q", event_id="Ev1"),
    )  # fmt: skip
    await bench.settled()
    assert replies(bench) == [ASKED]


async def test_a_retry_after_a_restart_is_not_a_second_question(bench: Bench) -> None:
    await bench.dm("q", event_id="Ev1")
    await bench.settled()
    bench.restart()
    assert await bench.dm("q", event_id="Ev1") == 200
    await bench.settled()
    assert replies(bench) == [ASKED]


@pytest.mark.parametrize(
    "more",
    [
        {"subtype": "message_changed"},
        {"subtype": "message_deleted"},
        {"subtype": "channel_join"},
        {"subtype": "bot_message", "bot_id": "B9"},
        {"bot_id": "B9"},
        {"bot_profile": {"name": "other"}},
        {"edited": {"user": "U1", "ts": "1"}},
    ],
)
async def test_what_no_person_wrote_is_ignored(bench: Bench, more: dict[str, object]) -> None:
    assert await bench.dm("When is RAG right?", **more) == 200
    await bench.settled()
    assert bench.answerer.questions == []
    assert bench.slack.names == []


@pytest.mark.parametrize("subtype", ["file_share", "thread_broadcast"])
async def test_messages_with_files_or_sent_to_the_channel_too_are_answered(bench: Bench, subtype: str) -> None:
    await bench.dm("When is RAG right?", subtype=subtype)
    await bench.settled()
    assert len(replies(bench)) == 1


async def test_in_a_channel_only_what_mentions_us_is_answered(bench: Bench) -> None:
    event = {"channel": "C1", "channel_type": "channel", "user": "U1", "ts": ASKED}
    assert await bench.event("message", text="I think RAG, <@U2>", **event) == 200
    await bench.settled()
    assert bench.slack.names == []


@pytest.mark.parametrize("text", ["", "help", "Hello"])
async def test_an_empty_call_gets_help(bench: Bench, text: str) -> None:
    await bench.mention(text)
    await bench.settled()
    (help_post,) = bench.slack.of("chat.postMessage")
    assert "/ask" in help_post.blocks_text
    assert help_post.body["thread_ts"] == ASKED
    assert bench.answerer.questions == []


async def test_the_question_is_read_as_plain_text(bench: Bench) -> None:
    text = "what did <@U7|ann> say in <#C2|ops> about <https://x.example/a|this> &amp; R&lt;5?"
    await bench.mention(text)
    await bench.settled()
    assert bench.answerer.questions == ["what did @ann say in #ops about this & R<5?"]


async def test_a_question_nobody_could_answer_gets_its_sentence(bench: Bench) -> None:
    bench.answerer.play(QuestionError("Please ask in words."))
    await bench.dm("???")
    await bench.settled()
    (post,) = bench.slack.of("chat.postMessage")
    assert post.body["text"] == "Please ask in words."
    assert post.body["thread_ts"] == ASKED


async def test_an_unexpected_error_is_told_with_a_reference_that_is_in_the_log(
    bench: Bench, caplog: pytest.LogCaptureFixture
) -> None:
    bench.answerer.play(RuntimeError("secret path /home/x"))
    await bench.dm("What about our secret plan?")
    await bench.settled()
    text = bench.slack.of("chat.postMessage")[0].body["text"]
    reference = text.split("Reference ")[1].rstrip(")")
    assert texts.UNEXPECTED in text
    assert "secret path" not in text
    assert reference in caplog.text
    assert "secret plan" not in caplog.text


async def test_what_cannot_be_written_down_is_not_acknowledged(bench: Bench) -> None:
    """Slack delivers it again, and then it is answered."""
    with bench.locked_store():
        assert await bench.dm("q", event_id="Ev1") == 500
    assert await bench.dm("q", event_id="Ev1") == 200
    await bench.settled()
    assert replies(bench) == [ASKED]


async def test_nothing_anybody_wrote_is_logged_even_at_debug(bench: Bench, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("DEBUG")
    bench.answerer.play(*script_of(answered("The canary claim.")))
    await bench.mention("the canary question")
    await bench.command("/ask", "the canary question")
    await bench.settled()
    assert "canary" not in caplog.text
