"""Answers and feedback survive a restart as they were given."""

from __future__ import annotations

import dataclasses

from bot.store.answers import StoredAnswer
from bot.store.feedback import HELPFUL, NOT_HELPFUL, Verdict
from bot.store.store import Store

ANSWER = StoredAnswer(
    id="a1",
    team="T1",
    channel="C1",
    thread_ts="1700000001.000100",
    message_ts=None,
    asker="U1",
    question="When is RAG the “right” choice?",
    audience="channel",
    outcome="answered",
    engine="extractive",
    answer={"claims": [{"text": "2–3 weeks 🚀", "citations": [1]}], "missing": None},
    created_at=1_800_000_000.0,
)


async def test_an_answer_comes_back_whole_after_a_restart(open_it) -> None:
    first = open_it()
    await first.answers.add(ANSWER)
    await first.answers.posted("a1", "1700000002.000100")
    again = await open_it().answers.get("a1")
    assert again == dataclasses.replace(ANSWER, message_ts="1700000002.000100")


async def test_an_unknown_answer_is_none(store: Store) -> None:
    assert await store.answers.get("nope") is None


async def test_the_last_verdict_of_a_person_counts(store: Store) -> None:
    await store.answers.add(ANSWER)
    assert await store.feedback.put(Verdict("a1", "U1", HELPFUL))
    assert await store.feedback.put(Verdict("a1", "U2", HELPFUL))
    assert await store.feedback.put(Verdict("a1", "U1", NOT_HELPFUL, "outdated", "prices changed"))
    assert await store.feedback.of("a1") == [
        Verdict("a1", "U1", NOT_HELPFUL, "outdated", "prices changed"),
        Verdict("a1", "U2", HELPFUL),
    ]


async def test_a_verdict_on_an_answer_that_is_gone_is_refused(store: Store) -> None:
    assert not await store.feedback.put(Verdict("gone", "U1", HELPFUL))


async def test_purge_takes_old_answers_with_their_feedback(store: Store, clock) -> None:
    await store.answers.add(ANSWER)
    await store.answers.add(dataclasses.replace(ANSWER, id="a2", created_at=clock.now + 3600))
    await store.feedback.put(Verdict("a1", "U1", HELPFUL))
    clock.now += 3601
    assert await store.answers.purge(3600) == 1
    assert await store.answers.get("a1") is None
    assert await store.feedback.of("a1") == []
    assert await store.answers.get("a2") is not None
