"""The desk where the process that keeps the index and the others meet."""

from __future__ import annotations

from bot.store.knowledge import KEPT_SECONDS
from bot.store.store import Store
from tests.bot.store.conftest import ManualClock, OpenStore


async def test_a_note_replaces_the_earlier_one_and_other_processes_see_it(
    open_it: OpenStore, clock: ManualClock
) -> None:
    keeper, web = open_it(), open_it()
    await keeper.knowledge.tell("sync", {"added": 1})
    clock.now += 5
    await keeper.knowledge.tell("sync", {"added": 2})
    notes = await web.knowledge.notes()
    assert (dict(notes["sync"].value), notes["sync"].at) == ({"added": 2}, clock.now)
    await keeper.knowledge.untell("sync", "never told")
    assert await web.knowledge.notes() == {}


async def test_a_request_is_taken_once_and_its_result_comes_back(open_it: OpenStore) -> None:
    web, keeper, other = open_it(), open_it(), open_it()
    made = await web.knowledge.ask("sync", "U1")
    assert made is not None
    assert await keeper.knowledge.waits()
    taken = await keeper.knowledge.take()
    assert taken is not None
    assert (taken.id, taken.work, taken.user) == (made, "sync", "U1")
    assert await other.knowledge.take() is None
    assert not await keeper.knowledge.waits()
    assert await web.knowledge.result(made) is None
    await keeper.knowledge.settle(made, {"report": {"added": 1}})
    assert await web.knowledge.result(made) == {"report": {"added": 1}}


async def test_requests_are_taken_in_the_order_they_were_made(store: Store, clock: ManualClock) -> None:
    first = await store.knowledge.ask("sync", "U1")
    clock.now += 1
    second = await store.knowledge.ask("reconcile", "U1")
    assert [(await store.knowledge.take()).id for _ in range(2)] == [first, second]  # type: ignore[union-attr]


async def test_what_is_asked_for_once_can_be_asked_for_again_only_when_it_is_settled(store: Store) -> None:
    assert await store.knowledge.ask("confirm", "U1", "confirm-1") == "confirm-1"
    assert await store.knowledge.ask("confirm", "U2", "confirm-1") is None
    taken = await store.knowledge.take()
    assert taken is not None
    assert await store.knowledge.ask("confirm", "U2", "confirm-1") is None
    await store.knowledge.settle("confirm-1", {"error": "no disk"})
    assert await store.knowledge.ask("confirm", "U2", "confirm-1") == "confirm-1"
    assert await store.knowledge.result("confirm-1") is None
    again = await store.knowledge.take()
    assert again is not None
    assert again.user == "U2"


async def test_only_what_nobody_took_can_be_withdrawn(store: Store) -> None:
    waiting, taken = await store.knowledge.ask("sync", "U1", "r1"), None
    assert waiting is not None
    assert await store.knowledge.withdraw(waiting)
    assert await store.knowledge.take() is None
    taken = await store.knowledge.ask("sync", "U1", "r2")
    assert taken is not None
    await store.knowledge.take()
    assert not await store.knowledge.withdraw(taken)


async def test_old_requests_are_forgotten(store: Store, clock: ManualClock) -> None:
    await store.knowledge.ask("sync", "U1")
    clock.now += KEPT_SECONDS + 1
    await store.purge()
    assert await store.knowledge.take() is None
