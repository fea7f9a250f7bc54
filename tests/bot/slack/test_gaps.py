"""Open questions on a recording Slack: who may read them, and that whoever waits is told once or not at all."""

from __future__ import annotations

import asyncio
import json
import time
from dataclasses import replace
from typing import Any

import pytest

from bot.answers.gaps import TopicGrouping
from bot.answers.model import Answer, EngineName, Outcome, Question
from bot.errors import FallbackReason
from bot.slack import knowledge_texts as texts
from bot.slack.asks import Ask, Audience, Place
from bot.slack.blocks.waiting import DO_NOT_TELL, TELL_ME
from bot.slack.clock import SystemClock
from bot.slack.delivery import Delivery, slack_client
from bot.slack.gap_watch import GapWatch
from bot.slack.gaps import GapBook, source_of
from bot.slack.keeping import Keeper
from bot.slack.metrics import Metrics
from bot.store.store import Store, open_store
from tests.bot.slack.support import Bench, FakeLibrary, RecordingSlack, answered, citation, indexed, script_of

NOTHING = Answer(Outcome.NOT_COVERED, EngineName.EXTRACTIVE)
ASKED_AT = 1_800_000_000.0
NEW = "2027-01-16T00:00:00+00:00"
"""After `ASKED_AT`."""


class Says:
    """An answerer that always says the same."""

    def __init__(self, answer: Answer) -> None:
        self.given = answer
        self.questions: list[Question] = []

    async def answer(self, question: Question) -> Answer:
        self.questions.append(question)
        return self.given


class Process:
    """One process that talks to Slack, on a database others may share."""

    def __init__(self, slack: RecordingSlack, store: Store, library: FakeLibrary) -> None:
        self.store, self.library = store, library
        self.ahead = 0.0
        """Seconds the clock of the store is ahead."""
        self.delivery = Delivery(slack_client("x", slack.url), slack_client("x", slack.url, patient=False))
        self.book = GapBook(store, self.delivery, library, TopicGrouping())
        self.gate, self.model = Says(NOTHING), Says(NOTHING)
        self.watch = GapWatch(
            store,
            self.delivery,
            library,
            gate=self.gate,  # type: ignore[arg-type]
            answerer=self.model,  # type: ignore[arg-type]
            keeper=Keeper(store.answers, SystemClock(), Metrics()),
            clock=SystemClock(),
        )

    async def asks(self, ask: Ask, answer: Answer = NOTHING) -> str:
        """Keep an answer as `Keeper` would; returns its id."""
        answer_id = await Keeper(self.store.answers, SystemClock(), Metrics()).keep(ask, answer)
        await self.book.note(ask, answer, answer_id)
        return answer_id

    async def waits(self, ask: Ask, *users: str) -> None:
        answer_id = await self.asks(ask)
        kept = await self.store.answers.get(answer_id)
        assert kept is not None
        for user in users:
            assert (await self.book.wait(kept, user))[1]

    def learns(self, says: Answer | None = None, at: str = NEW) -> None:
        """An article is added that answers."""
        self.gate.given = self.model.given = says or answered()
        self.library.listed = [indexed(citation().document, "An honest take", at)]
        self.library.at += "+"

    async def looks(self) -> int:
        """Look twice: the first look sees that something changed, the second that it is at rest."""
        await self.watch.look()
        return await self.watch.look()


@pytest.fixture
async def process(slack: RecordingSlack, data_dir: Any) -> Any:
    store = open_store(data_dir, now=lambda: time.time() + process.ahead)
    slack.thread.clear()
    process = Process(slack, store, FakeLibrary())
    yield process
    store.close()


def ask_of(audience: Audience = Audience.CHANNEL, ts: str | None = "1800000000.000100", **changes: Any) -> Ask:
    thread = None if audience is Audience.PRIVATE else "1800000000.000100"
    key = changes.pop("key", f"key:{ts}")
    place = Place("T1", "D1" if audience is Audience.DIRECT else "C1", changes.pop("user", "U1"), thread)
    made = Ask(key, place, "How hot is the kiln?", audience, ASKED_AT, ts if audience is not Audience.PRIVATE else None)
    return replace(made, **changes)


@pytest.mark.parametrize(
    ("audience", "channel", "listable"),
    [
        (Audience.CHANNEL, {"is_channel": True, "is_private": False}, True),
        (Audience.CHANNEL, {"is_channel": True, "is_private": True}, False),
        (Audience.CHANNEL, {"is_channel": True, "is_ext_shared": True}, False),
        (Audience.CHANNEL, {"is_mpim": True}, False),
        (Audience.CHANNEL, None, False),
        (Audience.DIRECT, {"is_channel": True}, False),
        (Audience.PRIVATE, {"is_channel": True}, False),
    ],
)
async def test_only_a_question_asked_in_public_is_shown_to_others(
    process: Process, slack: RecordingSlack, audience: Audience, channel: dict[str, bool] | None, listable: bool
) -> None:
    slack.channel = channel
    await process.asks(ask_of(audience))

    assert [view.question for view in await process.book.listed("U1")] == ["How hot is the kiln?"]
    assert len(await process.book.listed("U2")) == int(listable)
    assert await process.book.private_topics("U2") == int(not listable)
    assert await process.book.private_topics("U1") == 0


async def test_a_private_wording_never_stands_for_a_public_topic(process: Process, slack: RecordingSlack) -> None:
    slack.channel = {"is_channel": True}
    await process.asks(ask_of(text="How hot is the kiln of Project Falcon?", audience=Audience.PRIVATE, key="k1"))
    await process.asks(ask_of(text="How hot is the kiln?", user="U2"))
    (shown,) = await process.book.listed("U3")
    assert (shown.question, shown.times, shown.people) == ("How hot is the kiln?", 1, 1)


async def test_wordings_asked_at_once_open_one_topic(process: Process) -> None:
    asks = [ask_of(ts=f"1800000000.00{n}000") for n in range(4)]
    await asyncio.gather(*(process.asks(ask) for ask in asks))
    (shown,) = await process.book.listed("U1")
    assert (shown.times, shown.people) == (4, 1)


async def test_a_question_edited_into_one_that_is_answered_is_no_gap(process: Process) -> None:
    await process.asks(ask_of())
    await process.asks(ask_of(), answered())
    assert await process.book.listed("U1") == []


async def test_what_a_failing_model_left_open_is_no_gap(process: Process) -> None:
    await process.asks(ask_of(), replace(NOTHING, fallback=FallbackReason.TIMEOUT))
    assert await process.book.listed("U1") == []


async def test_whoever_waits_in_a_thread_is_told_there_by_name_once(process: Process, slack: RecordingSlack) -> None:
    await process.waits(ask_of(), "U1", "U2")
    assert await process.looks() == 0
    process.learns()
    await process.looks()
    process.learns()
    await process.looks()

    (post,) = slack.of("chat.postMessage")
    assert (post.body["channel"], post.body["thread_ts"]) == ("C1", "1800000000.000100")
    assert "<@U1> <@U2>" in post.blocks_text
    assert "2–3 weeks" in post.blocks_text
    assert process.model.questions == [Question("How hot is the kiln?", audience="C1")]


async def test_a_private_question_is_told_to_each_in_a_direct_message(process: Process, slack: RecordingSlack) -> None:
    await process.waits(ask_of(Audience.PRIVATE), "U1", "U2")
    process.learns()
    await process.looks()

    posts = slack.of("chat.postMessage")
    assert [post.body["channel"] for post in posts] == ["DM", "DM"]
    for post, own, other in zip(posts, ("U1", "U2"), ("U2", "U1"), strict=True):
        assert f"<@{own}>" in post.blocks_text
        assert other not in post.blocks_text
    assert {question.audience for question in process.model.questions} == {"U1", "U2"}


@pytest.mark.parametrize(
    "says",
    [
        NOTHING,
        answered(outcome=Outcome.PARTLY, missing="glazes"),
        answered(fallback=FallbackReason.BUSY),
    ],
)
async def test_less_than_a_whole_answer_is_no_reason_to_call(
    process: Process, slack: RecordingSlack, says: Answer
) -> None:
    await process.waits(ask_of(), "U1")
    process.learns(says)
    await process.looks()
    assert slack.of("chat.postMessage") == []
    assert len(await process.book.listed("U1")) == 1


async def test_an_answer_that_rests_on_nothing_new_is_no_reason_to_call(
    process: Process, slack: RecordingSlack
) -> None:
    await process.waits(ask_of(), "U1")
    process.learns(at="2025-01-01T00:00:00+00:00")
    await process.looks()
    assert slack.of("chat.postMessage") == []


async def test_a_model_is_asked_only_when_somebody_waits_and_quotes_answer(process: Process) -> None:
    await process.asks(ask_of())
    await process.waits(ask_of(ts="1800000000.000200", text="What glaze is used on the vase?"), "U1")
    process.learns()
    process.gate.given = NOTHING
    await process.looks()
    assert process.model.questions == []
    process.learns()
    await process.looks()
    assert [question.text for question in process.model.questions] == ["What glaze is used on the vase?"]
    assert await process.book.listed("U1") == []


async def test_a_model_that_finds_no_answer_keeps_the_question_open(process: Process, slack: RecordingSlack) -> None:
    await process.waits(ask_of(), "U1")
    process.learns()
    process.model.given = NOTHING
    await process.looks()
    assert slack.of("chat.postMessage") == []
    assert await process.store.gaps.waiting(source_of(ask_of())) == ["U1"]


async def test_a_model_that_found_no_answer_is_asked_again_only_when_its_sources_change(process: Process) -> None:
    await process.waits(ask_of(), "U1")
    process.learns()
    process.library.at = f"2@{NEW}"
    process.model.given = NOTHING
    await process.looks()
    assert len(process.model.questions) == 1
    process.library.at = "3@2027-01-17T00:00:00+00:00"  # something else was written
    await process.looks()
    assert len(process.model.questions) == 1
    process.library.listed = [indexed(citation().document, "An honest take", "2027-01-18T00:00:00+00:00")]
    process.library.at = "4@2027-01-18T00:00:00+00:00"
    await process.looks()
    assert len(process.model.questions) == 2


async def test_two_processes_tell_once(process: Process, slack: RecordingSlack, data_dir: Any) -> None:
    await process.waits(ask_of(), "U1")
    other = Process(slack, open_store(data_dir), process.library)
    process.learns()
    other.gate.given = other.model.given = answered()
    await asyncio.gather(process.looks(), other.looks())
    await asyncio.gather(process.looks(), other.looks())
    assert len(slack.of("chat.postMessage")) == 1
    other.store.close()


async def test_a_process_that_died_after_its_post_leaves_nothing_to_tell(
    process: Process, slack: RecordingSlack
) -> None:
    await process.waits(ask_of(), "U1")
    process.learns()
    slack.thread.append({"ts": "1800000001.1", "metadata": {"event_payload": {"key": f"gap:{source_of(ask_of())}:U1"}}})
    await process.looks()
    assert slack.of("chat.postMessage") == []
    assert await process.book.listed("U1") == []


async def test_slack_out_of_reach_is_tried_again_later_and_a_closed_channel_is_not(
    process: Process, slack: RecordingSlack
) -> None:
    await process.waits(ask_of(), "U1")
    process.learns()
    slack.fail("chat.postMessage", 500, 500)
    await process.looks()
    assert await process.store.gaps.waiting(source_of(ask_of())) == ["U1"]
    process.ahead += 60
    slack.fail("chat.postMessage", "is_archived")
    await process.looks()
    assert await process.store.gaps.waiting(source_of(ask_of())) == []
    calls = len(slack.of("chat.postMessage"))
    process.learns()
    await process.looks()
    assert len(slack.of("chat.postMessage")) == calls


async def test_nothing_is_asked_while_the_index_is_changing(process: Process) -> None:
    await process.waits(ask_of(), "U1")
    process.learns()
    for _ in range(3):
        process.library.at += "+"
        assert await process.watch.look() == 0
    assert process.gate.questions == []


async def test_a_question_asked_while_the_index_changed_is_asked_again(process: Process, slack: RecordingSlack) -> None:
    process.learns()
    await process.looks()
    await process.waits(ask_of(), "U1")
    process.watch.disturb()
    await process.looks()
    assert len(slack.of("chat.postMessage")) == 1


async def test_a_gap_that_lost_its_answer_opens_anew(process: Process) -> None:
    await process.asks(ask_of())
    process.learns()
    await process.looks()
    assert await process.book.listed("U1") == []
    await process.asks(ask_of(ts="1800000000.000900"))
    assert len(await process.book.listed("U1")) == 1


async def not_covered(bench: Bench) -> str:
    """Ask in a thread what is not covered; returns the id on the button."""
    bench.answerer.play(*script_of(NOTHING))
    await bench.mention("How hot is the kiln?")
    await bench.settled()
    blocks = bench.slack.of("chat.stopStream", "chat.postMessage")[-1].body["blocks"]
    (row,) = [block for block in blocks if block.get("block_id") == TELL_ME]
    return str(row["elements"][0]["value"])


async def test_the_button_says_where_and_how_often_and_can_be_taken_back(bench: Bench) -> None:
    answer_id = await not_covered(bench)

    def told() -> str:
        return json.dumps(bench.slack.of("respond")[-1].body, ensure_ascii=False)

    await bench.click(TELL_ME, answer_id)
    assert texts.WILL_TELL_HERE in told()
    await bench.click(TELL_ME, answer_id)
    assert texts.ON_THE_LIST in told()
    await bench.click(DO_NOT_TELL, answer_id)
    assert texts.WILL_NOT_TELL in told()
    await bench.click(TELL_ME, answer_id)
    assert texts.WILL_TELL_HERE in told()


async def test_the_button_works_when_the_process_died_before_the_gap_was_kept(bench: Bench) -> None:
    answer_id = await not_covered(bench)
    asking = await bench.bot.store.gaps.of_answer(answer_id)
    assert asking is not None
    await bench.bot.store.gaps.forget(asking.source)
    await bench.click(TELL_ME, answer_id)
    assert await bench.bot.store.gaps.waiting(f"answer:{answer_id}") == ["U1"]


async def test_a_button_of_what_is_gone_or_answered_says_so(bench: Bench) -> None:
    await bench.click(TELL_ME, "no such answer")
    assert "no longer kept" in str(bench.slack.of("respond")[-1].body["text"])
    answer_id = await not_covered(bench)
    asking = await bench.bot.store.gaps.of_answer(answer_id)
    assert asking is not None
    await bench.bot.store.gaps.checked(asking.source, "v", answered=True)
    await bench.click(TELL_ME, answer_id)
    assert bench.slack.of("respond")[-1].body["text"] == texts.NOT_OPEN
