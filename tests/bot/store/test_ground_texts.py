"""Texts of passages in the database: added under their number once, whoever adds them."""

from __future__ import annotations

from dataclasses import replace

from bot.store.ground_texts import GroundText
from tests.bot.store.conftest import ManualClock, OpenStore

COSTS = GroundText("a.md", "Costs", "d1", "It costs $5,000. Ünïcode 😀", "notes/a.md", "C1 U2")


async def test_texts_come_back_by_passage_the_oldest_first(open_it: OpenStore, clock: ManualClock) -> None:
    store = open_it()
    await store.ground_texts.add([COSTS, replace(COSTS, heading="Time", text="3 weeks")])
    first = clock.now
    clock.now += 10
    gone = replace(COSTS, digest="", text=None, seq=2)
    await store.ground_texts.add([gone])
    await store.ground_texts.add([])

    found = await open_it().ground_texts.all()
    assert set(found) == {("a.md", "Costs"), ("a.md", "Time")}
    assert found["a.md", "Costs"] == [replace(COSTS, seen_at=first), replace(gone, seen_at=first + 10)]


async def test_of_two_processes_that_see_a_change_the_first_one_is_kept(open_it: OpenStore) -> None:
    here, there = open_it(), open_it()
    await here.ground_texts.add([COSTS])
    await there.ground_texts.add([replace(COSTS, text="other words", digest="d2")])
    [kept] = (await here.ground_texts.all())["a.md", "Costs"]
    assert kept.text == COSTS.text
