"""Decisions in the database: added to, never changed; one writer gets through; found by thread, key and person."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import Any

from bot.store.decisions import Addition, DecisionRow, EventRecord, Sheet
from bot.store.store import Store
from tests.bot.store.conftest import ManualClock, OpenStore


def row(id_: str = "d1", **changes: Any) -> DecisionRow:
    made = DecisionRow(
        id=id_,
        key=f"open-{id_}",
        team="T1",
        channel="C1",
        thread_ts=f"{id_}.1",
        owner="U1",
        solo=False,
        status="open",
        topic="Bot",
        matter="toy",
        version="v1",
        number=None,
        supersedes=None,
        superseded_by=None,
        due_at=None,
        started_at=100.0,
        updated_at=100.0,
        people={"U1": False},
    )
    return replace(made, **changes)


def event(key: str, kind: str = "joined", at: float = 1.1, **data: Any) -> EventRecord:
    return EventRecord(key, at, "U1", kind, data)


def new(id_: str = "d1", **changes: Any) -> Addition:
    return Addition(row(id_, **changes), 0, [event("open", "started", id=id_)])


async def test_events_come_back_in_order_as_they_were_written(store: Store) -> None:
    first = [event("k1", "started", 0.1 + 0.2, topic="Ünïcode 😀 \0", n=None, parts=[1, {"a": 2.5}]), event("k1")]
    assert await store.decisions.create(Addition(row(), 0, first), {})
    more = [EventRecord("k2", 2.0, None, "paused", {})]
    assert await store.decisions.append(Addition(row(status="paused"), 2, more))

    assert await store.decisions.events("d1") == [*first, *more]
    assert await store.decisions.events("d2") == []
    assert await store.decisions.get("d1") == row(status="paused")
    assert await store.decisions.get("d2") is None


async def test_who_looked_before_others_wrote_writes_nothing(store: Store) -> None:
    await store.decisions.create(new(), {})
    assert await store.decisions.append(Addition(row(topic="first"), 1, [event("k1")]))
    for after in (0, 1, 3):
        assert not await store.decisions.append(Addition(row(topic="late"), after, [event(f"late-{after}")]))
    found = await store.decisions.get("d1")
    assert found is not None
    assert found.topic == "first"
    assert [each.key for each in await store.decisions.events("d1")] == ["open", "k1"]


async def test_a_request_is_kept_once(store: Store) -> None:
    await store.decisions.create(new(), {})
    assert await store.decisions.append(Addition(row(), 1, [event("k1"), event("k1")]))
    assert not await store.decisions.append(Addition(row(), 3, [event("k1")]))
    await store.decisions.create(new("d2"), {})
    assert await store.decisions.append(Addition(row("d2"), 1, [event("k1")]))


async def test_of_many_writers_at_once_one_gets_through(open_it: OpenStore) -> None:
    stores = [open_it(), open_it()]
    assert sorted(await asyncio.gather(*(stores[n % 2].decisions.create(new(), {}) for n in range(6)))) == [
        *[False] * 5,
        True,
    ]
    tries = (stores[n % 2].decisions.append(Addition(row(), 1, [event(f"k{n}")])) for n in range(8))
    assert sorted(await asyncio.gather(*tries)) == [*[False] * 7, True]


async def test_a_thread_and_an_opening_request_have_one_decision(store: Store) -> None:
    assert await store.decisions.create(new("d1", thread_ts="1.1"), {})
    assert not await store.decisions.create(new("d2", thread_ts="1.1"), {})
    assert not await store.decisions.create(new("d2", key="open-d1"), {})
    assert not await store.decisions.create(new("d1", key="other", thread_ts="2.2"), {})
    assert await store.decisions.create(new("d2", thread_ts="1.1", channel="C2"), {})
    assert await store.decisions.create(new("d3", thread_ts=None), {})
    assert await store.decisions.create(new("d4", thread_ts=None), {})
    assert await store.decisions.of_key("open-d2") is not None
    assert await store.decisions.of_key("open-d9") is None


async def test_a_thread_is_free_again_when_its_decision_ended(store: Store) -> None:
    await store.decisions.create(new("d1", thread_ts="1.1", started_at=200.0), {})
    ended = row("d1", thread_ts="1.1", status="finished", started_at=200.0)
    await store.decisions.append(Addition(ended, 1, [event("k")]))
    assert await store.decisions.create(new("d2", thread_ts="1.1"), {})

    found = await store.decisions.of_thread("T1", "C1", "1.1")
    assert found is not None
    assert found.id == "d2"
    assert await store.decisions.of_thread("T1", "C1", "9.9") is None
    assert not await store.decisions.append(Addition(replace(ended, status="open"), 2, [event("k2")]))
    await store.decisions.append(Addition(row("d2", thread_ts="1.1", status="finished"), 1, [event("k")]))
    newest = await store.decisions.of_thread("T1", "C1", "1.1")
    assert newest is not None
    assert newest.id == "d1"


async def test_all_of_it_is_kept_or_nothing(store: Store) -> None:
    await store.decisions.create(new("d1"), {})
    behind = Addition(row("d1", superseded_by="d2"), 0, [event("s")])
    assert not await store.decisions.create(new("d2"), {"a.yaml": "x"}, [behind])
    assert await store.decisions.get("d2") is None
    assert await store.decisions.sources("toy", "v1") == {}
    assert await store.decisions.create(new("d2"), {}, [replace(behind, after=1)])
    found = await store.decisions.get("d1")
    assert found is not None
    assert found.superseded_by == "d2"
    assert not await store.decisions.append(Addition(row("d2"), 1, [event("k")]), [behind])
    assert len(await store.decisions.events("d2")) == 1


async def test_decisions_are_listed_newest_first_by_what_they_are(store: Store) -> None:
    await store.decisions.create(new("d1", started_at=1.0, people={"U1": False, "U2": True}), {})
    await store.decisions.create(new("d2", started_at=2.0, channel="C2", people={"U2": False}), {})
    await store.decisions.create(new("d3", started_at=3.0, status="finished"), {})
    await store.decisions.create(new("d4", team="T2", people={"U2": True}), {})

    async def ids(**wanted: Any) -> list[str]:
        return [found.id for found in await store.decisions.listed("T1", **wanted)]

    assert await ids() == ["d3", "d2", "d1"]
    assert await ids(most=1) == ["d3"]
    assert await ids(statuses=["open", "paused"]) == ["d2", "d1"]
    assert await ids(channel="C2") == ["d2"]
    assert await ids(user="U2") == ["d2", "d1"]
    assert await ids(awaited="U2") == ["d1"]
    assert await ids(awaited="U2", channel="C2") == []
    [first] = await store.decisions.listed("T1", awaited="U2")
    assert first.people == {"U1": False, "U2": True}
    await store.decisions.append(Addition(row("d1", started_at=1.0, people={"U1": True}), 1, [event("k")]))
    assert await ids(awaited="U2") == []


async def test_what_is_due_and_what_was_touched_is_found(store: Store) -> None:
    await store.decisions.create(new("d1", due_at=50.0, updated_at=10.0), {})
    await store.decisions.create(new("d2", due_at=60.0, updated_at=20.0), {})
    await store.decisions.create(new("d3"), {})
    assert [found.id for found in await store.decisions.due(49.9)] == []
    assert [found.id for found in await store.decisions.due(50.0)] == ["d1"]
    assert {found.id for found in await store.decisions.due(99.0)} == {"d1", "d2"}
    assert {found.id for found in await store.decisions.touched(20.0)} == {"d2", "d3"}


async def test_records_of_a_team_are_numbered_without_gaps_and_once(store: Store) -> None:
    for n in (1, 2, 3):
        await store.decisions.create(new(f"d{n}"), {})
    await store.decisions.create(new("e1", team="T2"), {})
    assert await store.decisions.next_number("T1") == 1
    assert await store.decisions.append(Addition(row("d1", number=1), 1, [event("k")]))
    assert not await store.decisions.append(Addition(row("d2", number=1), 1, [event("k")]))
    assert await store.decisions.next_number("T1") == 2
    assert await store.decisions.append(Addition(row("e1", team="T2", number=1), 1, [event("k")]))
    numbers = {found.id: found.number for found in await store.decisions.listed("T1")}
    assert numbers == {"d1": 1, "d2": None, "d3": None}


async def test_messages_are_noted_by_slot_and_the_last_word_counts(store: Store) -> None:
    await store.decisions.create(new(), {})
    assert await store.decisions.sheets("d1") == {}
    await store.decisions.note_sheet("d1", "root", "1.1", "aa")
    await store.decisions.note_sheet("d1", "q1", "1.2", "bb")
    await store.decisions.note_sheet("d1", "root", "1.1", "cc")
    assert await store.decisions.sheets("d1") == {"q1": Sheet("q1", "1.2", "bb"), "root": Sheet("root", "1.1", "cc")}
    assert await store.decisions.sheet("d1", "q1") == Sheet("q1", "1.2", "bb")
    assert await store.decisions.sheet("d1", "q2") is None


async def test_what_a_sheet_does_not_count_yet_is_behind(store: Store) -> None:
    await store.decisions.create(Addition(row(), 0, [event("k1")]), {})
    await store.decisions.create(Addition(row("d2", updated_at=5.0), 0, [event("k1")]), {})

    async def behind(since: float = 50.0) -> list[str]:
        return [found.id for found in await store.decisions.behind(("painted", "enclosed"), since)]

    assert await behind() == ["d1"]
    assert set(await behind(0.0)) == {"d1", "d2"}
    await store.decisions.note_sheet("d1", "painted", "", "1")
    assert await behind() == ["d1"]
    await store.decisions.note_sheet("d1", "enclosed", "", "1")
    assert await behind() == []
    await store.decisions.append(Addition(row(), 1, [event("k2")]))
    assert await behind() == ["d1"]


async def test_frameworks_are_kept_as_they_were_for_each_version(store: Store) -> None:
    await store.decisions.create(new("d1"), {"a.yaml": "one"})
    await store.decisions.create(new("d2"), {"a.yaml": "read again"})
    await store.decisions.create(new("d3", version="v2"), {"a.yaml": "two"})
    assert await store.decisions.sources("toy", "v1") == {"a.yaml": "one"}
    assert await store.decisions.sources("toy", "v2") == {"a.yaml": "two"}
    assert await store.decisions.sources("toy", "v3") == {}


async def test_decisions_are_kept_for_good(open_it: OpenStore, clock: ManualClock) -> None:
    first = open_it()
    await first.decisions.create(new(), {"a.yaml": "one"})
    await first.decisions.note_sheet("d1", "root", "1.1", "aa")
    clock.now += 10 * 365 * 86400
    await first.purge()
    second = open_it()
    assert await second.decisions.get("d1") == row()
    assert len(await second.decisions.events("d1")) == 1
    assert await second.decisions.sources("toy", "v1") == {"a.yaml": "one"}
    assert list(await second.decisions.sheets("d1")) == ["root"]


async def test_finished_decisions_that_nothing_took_the_place_of_are_gone_through_by_id(store: Store) -> None:
    for id_ in ("d3", "d1", "d2"):
        await store.decisions.create(new(id_, status="finished", team=f"T-{id_}"), {})
    await store.decisions.create(new("d4", status="finished", superseded_by="d1"), {})
    await store.decisions.create(new("d5", status="open"), {})
    await store.decisions.create(new("d6", status="cancelled"), {})
    assert [found.id for found in await store.decisions.standing()] == ["d1", "d2", "d3"]
    assert [found.id for found in await store.decisions.standing("d1", 1)] == ["d2"]
    assert await store.decisions.standing("d3") == []
