"""Records of decisions: the writing of the latest state is kept, and every process reads the same."""

from __future__ import annotations

from dataclasses import replace
from hashlib import sha256

from bot.store.decision_records import KeptRecord, RecordFile
from bot.store.store import Store
from tests.bot.store.conftest import OpenStore
from tests.bot.store.test_decisions import new


def record(id_: str = "d1", **changes: object) -> KeptRecord:
    made = KeptRecord(id_, "0001-bot.md", "# Bot\n\nÜnïcode 😀", "C1", "[9, null]", 9)
    return replace(made, **changes)  # type: ignore[arg-type]


def digest(text: str) -> str:
    return sha256(text.encode()).hexdigest()


async def test_it_comes_back_as_it_was_kept(store: Store) -> None:
    await store.decisions.create(new(), {})
    assert await store.decision_records.get("d1") is None
    assert store.decision_records.files() == []
    assert await store.decision_records.keep(record())
    assert await store.decision_records.get("d1") == record()
    assert store.decision_records.files() == [RecordFile("d1", "0001-bot.md", digest(record().text))]
    assert store.decision_records.text("d1") == record().text


async def test_a_later_state_takes_its_place_and_an_earlier_one_does_not(store: Store) -> None:
    await store.decisions.create(new(), {})
    await store.decision_records.keep(record(events=9))
    assert await store.decision_records.keep(record(events=10, text="superseded", audience=None))
    assert not await store.decision_records.keep(record(events=9, text="late"))
    kept = await store.decision_records.get("d1")
    assert kept is not None
    assert (kept.text, kept.audience) == ("superseded", None)
    assert await store.decision_records.keep(record(events=10, text="the same state, written anew"))
    assert store.decision_records.text("d1") == "the same state, written anew"


async def test_other_processes_and_later_ones_see_it(open_it: OpenStore) -> None:
    first, second = open_it(), open_it()
    await first.decisions.create(new(), {})
    await first.decision_records.keep(record())
    assert await second.decision_records.get("d1") == record()
    assert [file.name for file in second.decision_records.files()] == ["0001-bot.md"]


async def test_each_decision_has_its_own(store: Store) -> None:
    for id_ in ("d1", "d2"):
        await store.decisions.create(new(id_), {})
        await store.decision_records.keep(record(id_, text=id_, audience=None))
    assert [
        (file.decision_id, store.decision_records.text(file.decision_id)) for file in store.decision_records.files()
    ] == [
        ("d1", "d1"),
        ("d2", "d2"),
    ]
