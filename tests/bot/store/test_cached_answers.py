"""Answers to be given again: one for each key, written whole, known to every process, forgotten in time."""

from __future__ import annotations

import asyncio
from dataclasses import replace

from bot.store.cached_answers import CachedAnswer
from bot.store.store import CACHED_KEPT_SECONDS, Store

KEPT = CachedAnswer(
    key="k" * 64,
    meaning="m" * 64,
    grounds="g" * 64,
    question="When is RAG the “right” choice?",
    answer={"claims": [{"text": "2–3 weeks 🚀", "citations": [1]}], "missing": None},
    given_at=1_800_000_000.0,
)


async def test_another_process_reads_what_was_kept(open_it) -> None:
    await open_it().cached_answers.put(KEPT)

    assert await open_it().cached_answers.get(KEPT.key) == KEPT
    assert await open_it().cached_answers.get("another") is None


async def test_a_newer_answer_takes_the_place_of_the_old_one(store: Store) -> None:
    await store.cached_answers.put(KEPT)
    newer = replace(KEPT, grounds="h" * 64, answer={"claims": []}, given_at=KEPT.given_at + 60)
    await store.cached_answers.put(newer)

    assert await store.cached_answers.get(KEPT.key) == newer


async def test_answers_kept_at_the_same_moment_leave_one_whole_row(open_it) -> None:
    stores = [open_it(), open_it()]
    versions = [replace(KEPT, grounds=f"{n:064}", answer={"n": n, "text": "x" * 5_000}) for n in range(12)]

    await asyncio.gather(*(stores[n % 2].cached_answers.put(row) for n, row in enumerate(versions)))

    assert await stores[0].cached_answers.get(KEPT.key) in versions


async def test_dropping_a_question_leaves_the_others(store: Store) -> None:
    rows = [replace(KEPT, key="a"), replace(KEPT, key="b"), replace(KEPT, key="c", meaning="other")]
    for row in rows:
        await store.cached_answers.put(row)

    assert await store.cached_answers.drop(KEPT.meaning) == 2
    assert [await store.cached_answers.get(row.key) for row in rows] == [None, None, rows[2]]


async def test_purging_forgets_the_old_and_all_but_the_newest(store: Store, clock) -> None:
    rows = [replace(KEPT, key=str(age), given_at=clock.now - age) for age in range(6)]
    for row in rows:
        await store.cached_answers.put(row)

    assert await store.cached_answers.purge(older_than=4, most=10) == 1
    assert await store.cached_answers.purge(older_than=100, most=3) == 2
    assert [bool(await store.cached_answers.get(row.key)) for row in rows] == [True] * 3 + [False] * 3


async def test_housekeeping_purges_them_with_the_rest(store: Store, clock) -> None:
    await store.cached_answers.put(replace(KEPT, given_at=clock.now))
    clock.now += CACHED_KEPT_SECONDS + 1

    await store.purge()

    assert await store.cached_answers.get(KEPT.key) is None
