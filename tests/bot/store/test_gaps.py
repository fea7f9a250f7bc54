"""Gaps: kept by topic, listed to whom they may be shown, asked again once for each version, waited for."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.store.answers import StoredAnswer
from bot.store.gaps import Asking
from bot.store.store import ANSWERS_KEPT_SECONDS, Store
from tests.bot.store.conftest import ManualClock


def asking(source: str, gap: str = "g1", **changes: object) -> Asking:
    made = Asking(
        source=source,
        gap_id=gap,
        answer_id="a1",
        team="T1",
        channel="C1",
        thread_ts="1.1",
        asker="U1",
        audience="channel",
        listable=True,
        question=f"question {source}",
        missing=None,
        asked_at=100.0,
    )
    return replace(made, **changes)  # type: ignore[arg-type]


@pytest.fixture
async def kept(store: Store, clock: ManualClock) -> Store:
    """A store with an answer that gaps may rest on."""
    place = {"team": "T1", "channel": "C1", "thread_ts": "1.1", "message_ts": None, "asker": "U1"}
    said = {"question": "q", "audience": "channel", "outcome": "not_covered", "engine": "extractive", "answer": {}}
    await store.answers.add(StoredAnswer(id="a1", created_at=clock.now, **place, **said))  # type: ignore[arg-type]
    return store


async def test_questions_are_kept_by_topic_and_the_first_one_names_it(kept: Store) -> None:
    await kept.gaps.note(asking("m1", question="first"))
    await kept.gaps.note(asking("m2", question="second"))
    await kept.gaps.note(asking("m3", "g2", missing="latency", asked_at=101.0))

    assert [(row.id, row.text) for row in await kept.gaps.topics()] == [("g1", "first"), ("g2", "latency")]
    assert await kept.gaps.of_answer("a1") is not None
    assert await kept.gaps.of_answer("a2") is None


async def test_an_edited_question_replaces_itself_and_people_go_on_waiting(kept: Store) -> None:
    await kept.gaps.note(asking("m1"))
    assert await kept.gaps.wait("m1", "U1")
    await kept.gaps.note(asking("m1", question="edited"))

    found = await kept.gaps.get("m1")
    assert found is not None
    assert found.question == "edited"
    assert await kept.gaps.waiting("m1") == ["U1"]
    await kept.gaps.forget("m1")
    assert await kept.gaps.get("m1") is None
    assert await kept.gaps.waiting("m1") == []


async def test_one_waits_once_and_only_for_what_is_open(kept: Store) -> None:
    await kept.gaps.note(asking("m1"))
    assert await kept.gaps.wait("m1", "U1")
    assert not await kept.gaps.wait("m1", "U1")
    assert await kept.gaps.wait("m1", "U2")
    await kept.gaps.stop_waiting("m1", "U1")
    assert await kept.gaps.waiting("m1") == ["U2"]
    await kept.gaps.checked("m1", "v1", answered=True)
    assert not await kept.gaps.wait("m1", "U3")
    assert not await kept.gaps.wait("no such question", "U3")


async def test_what_is_awaited_is_asked_again_first_then_what_is_most_wanted(kept: Store) -> None:
    await kept.gaps.note(asking("rare", "g1", asked_at=300.0))
    await kept.gaps.note(asking("common", "g2", asked_at=100.0))
    await kept.gaps.note(asking("common too", "g2", asked_at=101.0))
    await kept.gaps.note(asking("awaited", "g3", asked_at=1.0))
    await kept.gaps.wait("awaited", "U1")

    due = [found.source for found in await kept.gaps.due("v1", most=10)]
    assert due == ["awaited", "common too", "common", "rare"]
    assert [found.source for found in await kept.gaps.due("v1", most=1)] == ["awaited"]


async def test_a_question_is_asked_again_once_for_each_version_until_it_is_answered(kept: Store) -> None:
    await kept.gaps.note(asking("m1"))
    await kept.gaps.checked("m1", "v1", answered=False)
    assert await kept.gaps.due("v1", most=10) == []
    assert len(await kept.gaps.due("v2", most=10)) == 1
    await kept.gaps.checked("m1", "v2", answered=True)
    assert await kept.gaps.due("v3", most=10) == []
    await kept.gaps.note(asking("m2"))  # asked again, and open again
    assert [found.source for found in await kept.gaps.due("v3", most=10)] == ["m2"]


async def test_private_questions_are_listed_to_their_asker_only(kept: Store) -> None:
    await kept.gaps.note(asking("public", "g1", asker="U1"))
    await kept.gaps.note(asking("private", "g2", asker="U2", listable=False, asked_at=200.0))
    await kept.gaps.note(asking("private, same topic", "g1", asker="U2", listable=False, asked_at=201.0))

    assert [found.source for found in await kept.gaps.open_to("U1")] == ["public"]
    mine = [found.source for found in await kept.gaps.open_to("U2")]
    assert mine == ["private, same topic", "private", "public"]
    assert [found.source for found in await kept.gaps.of_person("U2", most=1)] == ["private, same topic"]
    assert await kept.gaps.private_topics("U1") == 1
    assert await kept.gaps.private_topics("U2") == 0


async def test_a_dismissed_topic_is_in_no_list_and_still_told(kept: Store) -> None:
    await kept.gaps.note(asking("m1"))
    await kept.gaps.wait("m1", "U1")
    assert await kept.gaps.dismiss("g1")
    assert not await kept.gaps.dismiss("g1")
    assert not await kept.gaps.dismiss("no such topic")
    assert await kept.gaps.open_to("U1") == []
    assert await kept.gaps.of_person("U1", most=5) == []
    assert len(await kept.gaps.due("v1", most=10)) == 1
    await kept.gaps.note(asking("m2"))
    assert await kept.gaps.open_to("U1") == []


async def test_gaps_go_with_their_answers(kept: Store, clock: ManualClock) -> None:
    await kept.gaps.note(asking("m1"))
    await kept.gaps.wait("m1", "U1")
    clock.now += ANSWERS_KEPT_SECONDS + 1
    await kept.purge()
    assert await kept.gaps.topics() == []
    assert await kept.gaps.get("m1") is None
