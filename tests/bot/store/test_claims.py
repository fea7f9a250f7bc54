"""A claim is taken once, ends once, and is taken over when its owner dies."""

from __future__ import annotations

import asyncio

import pytest

from bot.store.claims import LEASE_SECONDS
from bot.store.store import Store

KEY = "message:T1:C1:1700000001.000100"
WORK = {"text": "When is RAG right?", "user": "U1"}


async def test_the_first_takes_it_and_the_second_does_not(store: Store) -> None:
    assert await store.claims.take(KEY)
    assert not await store.claims.take(KEY)


async def test_all_keys_or_none(store: Store) -> None:
    assert await store.claims.take("event:Ev1")
    assert not await store.claims.take(KEY, "event:Ev1")
    assert await store.claims.take(KEY, "event:Ev2")


async def test_only_one_of_many_at_once_takes_it(open_it) -> None:
    stores = [open_it() for _ in range(3)]
    taken = await asyncio.gather(*(stores[n % 3].claims.take(KEY, f"event:{n}", work=WORK) for n in range(30)))
    assert taken.count(True) == 1


async def test_what_is_done_stays_done_and_its_words_are_forgotten(store: Store, clock) -> None:
    await store.claims.take(KEY, work=WORK)
    await store.claims.done(KEY)
    clock.now += LEASE_SECONDS + 1
    assert not await store.claims.take(KEY)
    assert await store.claims.orphans() == []


async def test_what_is_released_can_be_taken_again(store: Store) -> None:
    await store.claims.take(KEY)
    await store.claims.release(KEY)
    assert await store.claims.take(KEY)


async def test_who_lost_a_claim_takes_nothing_from_who_has_it_now(open_it, clock) -> None:
    slow, alive, other = open_it("slow"), open_it("alive"), open_it("other")
    await slow.claims.take(KEY, work=WORK)
    clock.now += LEASE_SECONDS + 1
    assert [claim.key for claim in await alive.claims.orphans()] == [KEY]

    await slow.claims.release(KEY)
    await slow.claims.note(KEY, {"text": "something else"})
    await slow.claims.hand_back(KEY, 0)
    clock.now += 1

    assert await alive.claims.work(KEY) == WORK
    assert await other.claims.orphans() == []


async def test_a_lapsed_claim_without_work_is_taken_over(open_it, clock) -> None:
    dead, alive = open_it("dead"), open_it("alive")
    await dead.claims.take("share:1")
    assert not await alive.claims.take("share:1")
    clock.now += LEASE_SECONDS + 1
    assert await alive.claims.take("share:1")


async def test_work_of_the_dead_is_found_once_with_its_last_note(open_it, clock) -> None:
    dead, alive, other = open_it("dead"), open_it("alive"), open_it("other")
    await dead.claims.take(KEY, "event:Ev1", work=WORK)
    await dead.claims.note(KEY, {**WORK, "reply_ts": "1700000002.000100"})
    assert await alive.claims.orphans() == []
    clock.now += LEASE_SECONDS + 1
    assert not await alive.claims.take(KEY, work=WORK), "a retry must not begin anew what orphans() continues"
    both = await asyncio.gather(alive.claims.orphans(), other.claims.orphans())
    assert [(claim.key, claim.work["reply_ts"]) for claim in both[0] + both[1]] == [(KEY, "1700000002.000100")]


async def test_a_living_owner_keeps_what_it_holds(open_it, clock) -> None:
    owner, other = open_it("owner"), open_it("other")
    await owner.claims.take(KEY, work=WORK)
    for _ in range(5):
        clock.now += LEASE_SECONDS - 1
        await owner.claims.renew()
    assert await other.claims.orphans() == []


async def test_work_handed_back_is_found_again_after_a_while(store: Store, clock) -> None:
    await store.claims.take(KEY, work=WORK)
    await store.claims.hand_back(KEY, 10.0)
    await store.claims.renew()
    assert await store.claims.orphans() == []
    clock.now += 11
    assert [claim.work for claim in await store.claims.orphans()] == [WORK]


async def test_purge_forgets_only_what_ended_long_ago(store: Store, clock) -> None:
    await store.claims.take("old")
    await store.claims.done("old")
    clock.now += 25 * 3600
    await store.claims.take("new")
    await store.claims.done("new")
    assert await store.claims.purge(24 * 3600) == 1
    assert await store.claims.take("old")
    assert not await store.claims.take("new")


@pytest.mark.parametrize("key", ["message:'; DROP TABLE claims; --", "event:%s", "é" * 9])
async def test_keys_are_data(store: Store, key: str) -> None:
    assert await store.claims.take(key)
    assert not await store.claims.take(key)


async def test_a_later_claim_of_the_same_kind_is_known_also_when_it_is_done(store: Store) -> None:
    edits = f"{KEY}:edit:"
    assert not await store.claims.later(edits, KEY)
    await store.claims.take(f"{edits}1700000003.000100")
    await store.claims.done(f"{edits}1700000003.000100")
    assert await store.claims.later(edits, KEY)
    assert await store.claims.later(edits, f"{edits}1700000002.000100")
    assert not await store.claims.later(edits, f"{edits}1700000003.000100")
    assert not await store.claims.later("message:T1:C_:", "")


async def test_unfinished_work_can_be_looked_at(store: Store) -> None:
    assert await store.claims.work(KEY) is None
    await store.claims.take(KEY, work=WORK)
    assert await store.claims.work(KEY) == WORK
    await store.claims.done(KEY)
    assert await store.claims.work(KEY) is None
