"""What channels opted into: nothing until somebody chooses, then the last choice, for every process and for good."""

from __future__ import annotations

import asyncio

from bot.store.answers import StoredAnswer
from bot.store.channel_settings import Mode
from bot.store.store import ANSWERS_KEPT_SECONDS, Store


async def test_until_somebody_chooses_only_mentions_are_answered(store: Store) -> None:
    assert await store.channel_settings.get("T1", "C1") is Mode.MENTIONS


async def test_each_channel_of_each_team_has_its_own(store: Store) -> None:
    await store.channel_settings.set("T1", "C1", Mode.QUESTIONS, "U1")
    await store.channel_settings.set("T1", "C2", Mode.THREADS, "U1")

    places = [("T1", "C1"), ("T1", "C2"), ("T2", "C1")]
    found = [await store.channel_settings.get(*place) for place in places]
    assert found == [Mode.QUESTIONS, Mode.THREADS, Mode.MENTIONS]


async def test_the_last_choice_counts_for_every_process_and_for_good(open_it, clock) -> None:
    here, there = open_it(), open_it()
    await here.channel_settings.set("T1", "C1", Mode.QUESTIONS, "U1")
    await there.channel_settings.set("T1", "C1", Mode.THREADS, "U2")
    assert await here.channel_settings.get("T1", "C1") is Mode.THREADS

    clock.now += ANSWERS_KEPT_SECONDS + 1
    await here.purge()
    assert await open_it().channel_settings.get("T1", "C1") is Mode.THREADS


async def test_choosing_at_once_is_no_error(open_it) -> None:
    stores = [open_it() for _ in range(3)]
    await asyncio.gather(
        *(stores[n % 3].channel_settings.set("T1", "C1", mode, f"U{n}") for n, mode in enumerate(list(Mode) * 4))
    )
    assert await stores[0].channel_settings.get("T1", "C1") in list(Mode)


async def test_an_answer_stands_in_a_thread_once_it_was_posted_there(store: Store, clock) -> None:
    place = {"team": "T1", "channel": "C1", "thread_ts": "1.1", "message_ts": None, "asker": "U1"}
    said = {"question": "q", "audience": "channel", "outcome": "answered", "engine": "extractive", "answer": {}}
    await store.answers.add(StoredAnswer(id="a1", created_at=clock.now, **place, **said))  # type: ignore[arg-type]
    assert not await store.answers.stand_in("T1", "C1", "1.1")

    await store.answers.posted("a1", "1.2")
    assert await store.answers.stand_in("T1", "C1", "1.1")
    assert not await store.answers.stand_in("T1", "C1", "1.2")
    assert not await store.answers.stand_in("T2", "C1", "1.1")

    await store.answers.forget("a1")
    assert not await store.answers.stand_in("T1", "C1", "1.1")


async def test_a_claim_was_seen_also_when_it_is_done(store: Store) -> None:
    assert not await store.claims.seen("message:1")
    await store.claims.take("message:1")
    await store.claims.done("message:1")
    assert await store.claims.seen("message:1")
