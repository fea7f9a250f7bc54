"""Kept answers behind Slack: shown with their age, asked for anew by a button, dropped when they did not help."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from bot.answers.caching.answerer import Kept
from bot.slack.again import Forgetting, ask_again
from bot.slack.asks import Ask, Audience, Place
from bot.slack.blocks.again import given_before_blocks
from bot.slack.cached import StoredCache
from bot.slack.records import to_record
from bot.store.answers import StoredAnswer
from bot.store.store import Store, open_store
from tests.bot.slack.support import answered

AT = 1_800_000_000.0
SHOWN = StoredAnswer(
    id="a1",
    team="T1",
    channel="C1",
    thread_ts="1700000001.000100",
    message_ts="1700000002.000100",
    asker="U1",
    question="And what does it cost?",
    audience="channel",
    outcome="answered",
    engine="extractive",
    answer=to_record(answered(understood="What does RAG cost?")),
    created_at=AT,
)
IN_THREAD = {"message_ts": "1700000002.000100", "thread_ts": "1700000001.000100", "is_ephemeral": False}


@pytest.fixture
async def store(data_dir: Path) -> AsyncIterator[Store]:
    opened = open_store(data_dir, now=lambda: AT)
    yield opened
    opened.close()


def click(container: dict[str, Any], user: str = "U2") -> dict[str, Any]:
    return {"container": container, "user": {"id": user}, "response_url": "https://slack.test/respond"}


def test_an_answer_made_just_now_has_no_age_and_no_button() -> None:
    assert given_before_blocks(answered(), "a1") == []
    age, row = given_before_blocks(answered(given_at=AT), "a1")
    assert f"<!date^{int(AT)}^" in age["elements"][0]["text"]
    assert row["elements"][0]["value"] == "a1"


def test_asking_again_in_a_thread_asks_the_stand_alone_question_below_the_answer() -> None:
    ask = ask_again(SHOWN, click(IN_THREAD), now=AT)

    assert ask.place == Place("T1", "C1", "U2", "1700000001.000100")
    assert (ask.text, ask.audience, ask.anew) == ("What does RAG cost?", Audience.CHANNEL, True)
    assert ask.response_url is None
    assert Ask.from_work(ask.work()) == ask


def test_asking_again_under_a_private_answer_stays_private() -> None:
    private = replace(SHOWN, audience="private", thread_ts=None, message_ts=None)

    ask = ask_again(private, click({"message_ts": "1.1", "is_ephemeral": True}, "U1"), now=AT)

    assert (ask.audience, ask.place.thread_ts, ask.ts) == (Audience.PRIVATE, None, None)
    assert ask.response_url == "https://slack.test/respond"


def test_asking_again_under_a_private_answer_that_was_shared_answers_where_it_was_shared() -> None:
    shared = replace(SHOWN, audience="private", thread_ts=None, message_ts="1700000009.000100")

    ask = ask_again(shared, click({"message_ts": "1700000009.000100", "is_ephemeral": False}), now=AT)

    assert (ask.audience, ask.place.thread_ts) == (Audience.CHANNEL, "1700000009.000100")


def test_two_clicks_are_one_question() -> None:
    assert ask_again(SHOWN, click(IN_THREAD), now=AT).key == ask_again(SHOWN, click(IN_THREAD, "U3"), now=AT + 5).key


async def test_an_answer_comes_back_from_the_store_as_it_was_kept(store: Store) -> None:
    kept = Kept("k", "m", "g", "What does RAG cost?", answered("It costs 15,000 dollars."), AT)
    await StoredCache(store.cached_answers).put(kept)

    assert await StoredCache(store.cached_answers).get("k") == kept


async def test_a_record_of_another_version_is_as_good_as_none(store: Store) -> None:
    cache = StoredCache(store.cached_answers)
    await cache.put(Kept("k", "m", "g", "What does RAG cost?", answered(), AT))
    row = await store.cached_answers.get("k")
    assert row is not None
    await store.cached_answers.put(replace(row, answer={"outcome": "answered"}))

    assert await cache.get("k") is None


async def test_what_did_not_help_is_forgotten_by_its_stand_alone_question(store: Store) -> None:
    forgotten: list[str] = []

    async def forget(question: str) -> None:
        forgotten.append(question)

    await store.answers.add(SHOWN)
    forgetting = Forgetting(store.answers, forget)
    await forgetting.forget("a1")
    await forgetting.forget("unknown")

    assert forgotten == ["What does RAG cost?"]
