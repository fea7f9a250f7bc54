"""What costs nothing, what is heard once, and what becomes of files."""

from __future__ import annotations

from typing import Any

import pytest

from bot.slack import conversation_texts as texts
from bot.slack.asks import Place
from bot.slack.blocks.decisions import ids
from bot.slack.channels import Names
from bot.slack.delivery import Delivery, slack_client
from bot.slack.files import Files, Upload, UploadError
from tests.bot.slack.decisions.test_clicks import decision, now, press, room, told
from tests.bot.slack.decisions.test_wall import slots
from tests.bot.slack.support import BOT_USER, Bench, RecordingSlack

__all__ = ["decision"]
PLACE = Place("T1", "C1", "U1", "1.1")


async def reply(bench: Bench, decision: Any, text: str, ts: str = "1700000600.000100", **more: Any) -> None:
    await bench.event("message", channel="C1", user="U1", text=text, ts=ts, thread_ts=decision.root_ts, **more)
    await bench.settled()


async def test_messages_elsewhere_are_not_written_down(bench: Bench) -> None:
    await bench.event("message", channel="C1", user="U1", text="status", ts="1.1")
    await bench.event("message", channel="C1", user="U1", text="yes", ts="1.2", thread_ts="1.1")
    await bench.settled()

    assert await bench.bot.store.claims.take("message:T1:C1:1.1", "message:T1:C1:1.2")
    assert not bench.slack.of("chat.postMessage", "chat.postEphemeral")


async def test_a_mention_that_arrives_as_two_events_is_one_saying(bench: Bench, decision: Any) -> None:
    text = f"<@{BOT_USER}> next"
    await bench.event("app_mention", channel="C1", user="U1", text=text, ts="5.1", thread_ts=decision.root_ts)
    await bench.event("message", channel="C1", user="U1", text=text, ts="5.1", thread_ts=decision.root_ts)
    await bench.settled()

    assert slots(bench) == ["root", "q1", "q2"]


async def test_an_edited_answer_is_the_one_that_counts(bench: Bench, decision: Any) -> None:
    await reply(bench, decision, "weekly")
    said = {"user": "U1", "ts": "1700000600.000100", "text": "weekly", "thread_ts": decision.root_ts}
    edited = said | {"text": "daily", "edited": {"ts": "1700000601.000100"}}
    await bench.event("message", channel="C1", subtype="message_changed", message=edited, previous_message=said)
    await bench.settled()

    current = (await now(bench)).current
    assert current is not None
    assert current.stances["U1"].value == "daily"


@pytest.mark.parametrize("text", ["quorum many", "deadline soon", "hand over to nobody"])
async def test_a_word_that_cannot_be_understood_says_how_it_goes(bench: Bench, decision: Any, text: str) -> None:
    await reply(bench, decision, text)
    (whisper,) = bench.slack.of("chat.postEphemeral")

    assert "Say" in whisper.body["text"]
    assert await now(bench) == decision


async def test_changing_what_nobody_knows_of_names_what_there_is(bench: Bench, decision: Any) -> None:
    await reply(bench, decision, f"<@{BOT_USER}> change the weather to sunny")
    (whisper,) = bench.slack.of("chat.postEphemeral")

    assert "Set-up budget" in whisper.body["text"]


async def test_settings_are_said_to_everybody(bench: Bench, decision: Any) -> None:
    await reply(bench, decision, "deadline 2 hours")

    assert texts.deadline(7200) in bench.slack.of("chat.postMessage")[-1].blocks_text
    assert (await now(bench)).patience == 7200


async def test_help_in_the_thread_is_private(bench: Bench, decision: Any) -> None:
    posts = len(bench.slack.of("chat.postMessage"))
    await reply(bench, decision, "help")

    assert len(bench.slack.of("chat.postMessage")) == posts
    assert bench.slack.of("chat.postEphemeral")


async def test_a_saying_left_by_a_dead_process_is_done_by_the_next(bench: Bench, decision: Any) -> None:
    bench.slack.fail("chat.postMessage", 500, 500)
    await reply(bench, decision, "status")
    bench.clock.time += 60
    assert await bench.restart().resume() == 1
    await bench.settled()

    replies = [post for post in bench.slack.of("chat.postMessage") if "0 questions answered" in post.blocks_text]
    assert sum(post.accepted and post.body.get("thread_ts") is not None for post in replies) == 1


async def test_an_end_without_a_place_for_files_is_told_once(bench: Bench, decision: Any) -> None:
    bench.slack.fail("files.getUploadURLExternal", *["missing_scope"] * 4)
    await press(bench, ids.MORE, decision, 0, ids.FINISH)
    await press(bench, ids.RECORD, decision)
    await press(bench, ids.REVISIT, decision, 0, "90")

    said = [post for post in bench.slack.of("chat.postMessage") if "missing_scope" in post.blocks_text]
    assert len(said) == 2
    after = await now(bench)
    assert after.number == 1
    assert after.review_at == bench.clock.now() + 90 * 24 * 3600
    assert not [text for text in told(bench) if "wrong" in text]


async def test_a_review_that_is_due_comes_back_to_the_thread_once(bench: Bench, decision: Any) -> None:
    bench.slack.fail("files.getUploadURLExternal", *["missing_scope"] * 9)
    await press(bench, ids.MORE, decision, 0, ids.FINISH)
    await press(bench, ids.REVISIT, decision, 0, "90")
    bench.clock.time += 90 * 24 * 3600 + 1
    for _ in range(2):
        await room(bench).upkeep.look()
    await bench.settled()

    assert len([slot for slot in slots(bench) if slot.startswith("review:")]) == 1


async def test_names_that_slack_does_not_tell_are_left_out(slack: RecordingSlack) -> None:
    slack.fail("users.info", "user_not_found")
    names = Names(Delivery(slack_client("xoxb", slack.url), slack_client("xoxb", slack.url, patient=False)))

    assert await names.of(["U1"]) == {}
    assert await names.of(["U1", "U2"]) == {"U1": "u1", "U2": "u2"}


class Depot:
    """Where the bytes go."""

    def __init__(self, slack: RecordingSlack) -> None:
        self.slack = slack
        self.client = slack_client("xoxb", slack.url)
        self.files = Files(self.client, Delivery(self.client, self.client))
        self.noted: list[str] = []

    async def note(self, file_id: str) -> None:
        self.noted.append(file_id)

    async def share(self, begun: str | None = None) -> str:
        upload = Upload("a.md", b"# A", "A")
        return await self.files.share(PLACE, upload, begun=begun, note=self.note)


async def test_a_file_that_stands_already_is_not_uploaded_again(slack: RecordingSlack) -> None:
    depot = Depot(slack)
    slack.thread.append({"ts": "1.2", "user": BOT_USER, "files": [{"id": "F1"}]})

    assert await depot.share(begun="F1") == "F1"
    assert not slack.of("files.getUploadURLExternal")


async def test_what_slack_refuses_is_an_error_with_its_code(slack: RecordingSlack) -> None:
    slack.fail("files.getUploadURLExternal", "missing_scope")
    with pytest.raises(UploadError, match="missing_scope"):
        await Depot(slack).share()
