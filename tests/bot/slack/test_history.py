"""What is read of a thread before a question is answered, and what is not."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer
from hypothesis import given
from hypothesis import strategies as st

from bot.answers.model import Outcome, Turn
from bot.slack import texts
from bot.slack.asks import Ask, Audience, Place
from bot.slack.delivery import Delivery, slack_client
from bot.slack.history import MOST_CHARACTERS, MOST_MESSAGES, ThreadHistory, _within_budget
from bot.slack.records import to_record
from bot.store.answers import StoredAnswer
from bot.store.store import Store, open_store
from tests.bot.slack.support import answered

ROOT = 1_700_000_000
NAMES = {"U1": "Mara Weiss", "U2": "Tobias"}


def at(second: float) -> str:
    return f"{ROOT + second:.6f}"


class SlackThread:
    """A thread served as Slack serves it: oldest first, by pages."""

    def __init__(self) -> None:
        self.messages: list[dict[str, Any]] = []
        self.asked: list[dict[str, str]] = []
        self.refusal: tuple[str, int] | None = None
        self.most = 1000

    def say(self, user: str, text: str, second: float, **more: Any) -> None:
        self.messages.append({"type": "message", "user": user, "text": text, "ts": at(second), **more})

    async def handle(self, request: web.Request) -> web.Response:
        values = {key: str(value) for key, value in {**request.query, **await request.post()}.items()}
        method = request.match_info["method"]
        if method == "auth.test":
            return web.json_response({"ok": True, "user_id": "UBOT"})
        if method == "users.info":
            name = NAMES.get(values["user"])
            return web.json_response(
                {"ok": True, "user": {"name": name, "profile": {"display_name": name}}}
                if name
                else {"ok": False, "error": "user_not_found"}
            )
        self.asked.append(values)
        if self.refusal is not None:
            error, status = self.refusal
            return web.json_response({"ok": False, "error": error}, status=status, headers={"Retry-After": "60"})
        return web.json_response(self._page(values))

    def _page(self, values: dict[str, str]) -> dict[str, Any]:
        oldest, latest = values.get("oldest", "0"), values["latest"]
        root, *replies = self.messages
        within = [root, *(m for m in replies if oldest <= m["ts"] <= latest)]
        root["reply_count"] = len(replies)
        start = int(values.get("cursor") or 0)
        end = start + min(int(values["limit"]), self.most)
        more = {"response_metadata": {"next_cursor": str(end)}} if end < len(within) else {}
        return {"ok": True, "messages": within[start:end], "has_more": bool(more), **more}


@pytest.fixture
async def thread() -> SlackThread:
    return SlackThread()


@pytest.fixture
async def history(thread: SlackThread, store: Store) -> AsyncIterator[ThreadHistory]:
    site = web.Application()
    site.router.add_route("*", "/api/{method}", thread.handle)
    server = TestServer(site)
    await server.start_server()
    url = str(server.make_url("/api/"))
    delivery = Delivery(slack_client("xoxb-1", url), slack_client("xoxb-1", url, patient=False))
    yield ThreadHistory(delivery, store.answers)
    await server.close()


@pytest.fixture
def store(data_dir: Any) -> Any:
    opened = open_store(data_dir)
    yield opened
    opened.close()


def ask(second: float = 900_000, thread_second: float = 0) -> Ask:
    place = Place("T1", "C1", "U1", at(thread_second))
    return Ask("message:T1:C1:1", place, "and for 500?", Audience.CHANNEL, 0.0, ts=at(second))


def said(turns: Sequence[Turn]) -> list[tuple[str, str]]:
    return [(turn.speaker, turn.text) for turn in turns]


async def keep(store: Store, message_ts: str, **changes: Any) -> None:
    """An answer of ours as it is kept."""
    answer = answered("The first claim.", "The second.", **changes)
    await store.answers.add(
        StoredAnswer(
            id=message_ts.replace(".", ""),
            team="T1",
            channel="C1",
            thread_ts=at(0),
            message_ts=message_ts,
            asker="U1",
            question="q",
            audience="channel",
            outcome=answer.outcome,
            engine=answer.engine,
            answer=to_record(answer),
            created_at=float(message_ts),
        )
    )


async def test_people_are_named_and_our_answers_come_from_the_store(
    thread: SlackThread, history: ThreadHistory, store: Store
) -> None:
    thread.say("U1", "<@UBOT> What does RAG cost &amp; need?", 0)
    thread.say("UBOT", "whatever the blocks say", 1, bot_id="B1")
    thread.say("U2", "And <@U1|mara>?", 2)
    thread.say("U9", "Who am I?", 3)
    await keep(store, at(1))
    read = await history.before(ask())
    assert said(read.turns) == [
        ("Mara Weiss", "What does RAG cost & need?"),
        (texts.NAME, "The first claim. The second."),
        ("Tobias", "And @mara?"),
        ("Person C", "Who am I?"),
    ]
    assert [turn.ours for turn in read.turns] == [False, True, False, False]
    assert not read.cut


async def test_other_machines_notices_and_what_comes_later_are_left_out(
    thread: SlackThread, history: ThreadHistory
) -> None:
    thread.say("U1", "The root", 0)
    thread.say("U7", "Build failed", 1, bot_id="B7")
    thread.say("U2", "has joined", 2, subtype="channel_join")
    thread.say("UBOT", "Stopped.", 3, bot_id="B1")
    thread.say("USLACKBOT", "This message was deleted.", 4, subtype="tombstone")
    thread.say("U1", "and for 500?", 5)
    thread.say("U2", "later", 6)
    assert said((await history.before(ask(second=5))).turns) == [("Mara Weiss", "The root")]


async def test_a_question_that_begins_a_thread_reads_nothing(thread: SlackThread, history: ThreadHistory) -> None:
    assert (await history.before(ask(second=0))).turns == ()
    assert thread.asked == []


async def test_an_answer_that_covered_nothing_is_told_as_such(
    thread: SlackThread, history: ThreadHistory, store: Store
) -> None:
    thread.say("U1", "q", 0)
    thread.say("UBOT", "", 1, bot_id="B1")
    await keep(store, at(1), outcome=Outcome.NOT_COVERED)
    assert (await history.before(ask())).turns[1].text == texts.NOT_COVERED


@pytest.mark.parametrize("most", [1000, 15])
async def test_of_a_very_long_thread_the_newest_are_read_in_a_few_calls(
    thread: SlackThread, history: ThreadHistory, most: int
) -> None:
    thread.most = most
    for number in range(10_000):
        thread.say("U1", f"message {number}", number * 60)
    read = await history.before(ask(second=10_000 * 60))
    assert [turn.text for turn in read.turns] == [f"message {n}" for n in range(10_000 - MOST_MESSAGES, 10_000)]
    assert read.cut
    assert len(thread.asked) <= 9


async def test_a_burst_long_ago_is_found_too(thread: SlackThread, history: ThreadHistory) -> None:
    for number in range(300):
        thread.say("U1", f"message {number}", number * 0.01)
    read = await history.before(ask(second=900_000))
    assert [turn.text for turn in read.turns] == [f"message {n}" for n in range(300 - MOST_MESSAGES, 300)]


@pytest.mark.parametrize("refusal", [("ratelimited", 429), ("missing_scope", 200), ("internal_error", 500)])
async def test_a_thread_that_cannot_be_read_is_reported_and_not_waited_for(
    thread: SlackThread, history: ThreadHistory, refusal: tuple[str, int]
) -> None:
    thread.say("U1", "q", 0)
    thread.refusal = refusal
    read = await history.before(ask())
    assert read.unread
    assert read.turns == ()
    assert len(thread.asked) == 1


@given(st.lists(st.integers(0, MOST_CHARACTERS), max_size=MOST_MESSAGES * 2))
def test_the_budget_keeps_the_newest_and_at_least_one(lengths: list[int]) -> None:
    messages = [{"text": "x" * length} for length in lengths]
    kept = _within_budget(messages)
    assert kept == messages[len(messages) - len(kept) :]
    assert bool(kept) == bool(messages)
    assert len(kept) <= MOST_MESSAGES
    assert sum(len(message["text"]) for message in kept[1:]) <= MOST_CHARACTERS


def test_unknown_people_stay_apart() -> None:
    assert len({texts.person(number) for number in range(60)}) == 60
