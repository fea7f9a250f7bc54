"""One verdict for each person and answer, which may be changed, and stands beside the question and its passages."""

from __future__ import annotations

import pytest

from bot.store.answers import StoredAnswer
from bot.store.feedback import HELPFUL, NOT_HELPFUL, Verdict
from bot.store.store import Store
from tests.bot.store.conftest import ManualClock

ANSWER = {"citations": [{"passage_id": "p1", "quote": "2-3 weeks"}]}


@pytest.fixture
async def rated(store: Store, clock: ManualClock) -> Store:
    for n in ("a1", "a2"):
        place = {"team": "T1", "channel": "C1", "thread_ts": "1.1", "message_ts": None, "asker": "U1"}
        said = {"question": "How long?", "audience": "channel", "outcome": "answered", "engine": "extractive"}
        kept = StoredAnswer(id=n, created_at=clock.now, answer=ANSWER, **place, **said)  # type: ignore[arg-type]
        await store.answers.add(kept)
    return store


async def test_a_choice_leads_to_the_question_and_the_passages(rated: Store) -> None:
    assert await rated.feedback.choose("a1", "U2", HELPFUL) == (True, None)
    (verdict,) = await rated.feedback.of("a1")
    answer = await rated.answers.get(verdict.answer_id)
    assert answer is not None
    assert answer.question == "How long?"
    assert [citation["passage_id"] for citation in answer.answer["citations"]] == ["p1"]


async def test_a_changed_mind_counts_and_the_earlier_one_is_told(rated: Store) -> None:
    await rated.feedback.put(Verdict("a1", "U1", NOT_HELPFUL, "outdated", "prices"))
    there, earlier = await rated.feedback.choose("a1", "U1", HELPFUL)
    assert there
    assert earlier == Verdict("a1", "U1", NOT_HELPFUL, "outdated", "prices")
    assert await rated.feedback.of("a1") == [Verdict("a1", "U1", HELPFUL)]


async def test_the_same_choice_again_does_not_lose_why(rated: Store) -> None:
    said = Verdict("a1", "U1", NOT_HELPFUL, "outdated", "prices")
    await rated.feedback.put(said)
    assert await rated.feedback.choose("a1", "U1", NOT_HELPFUL) == (True, said)
    assert await rated.feedback.of("a1") == [said]


async def test_people_judge_for_themselves_and_each_answer_apart(rated: Store) -> None:
    await rated.feedback.choose("a1", "U1", HELPFUL)
    await rated.feedback.choose("a1", "U2", NOT_HELPFUL)
    await rated.feedback.choose("a2", "U1", NOT_HELPFUL)
    assert [verdict.verdict for verdict in await rated.feedback.of("a1")] == [HELPFUL, NOT_HELPFUL]
    assert await rated.feedback.choose("gone", "U1", HELPFUL) == (False, None)


async def test_verdicts_are_counted_from_a_moment_on(rated: Store, clock: ManualClock) -> None:
    await rated.feedback.put(Verdict("a1", "U1", NOT_HELPFUL, "outdated"))
    clock.now += 10
    await rated.feedback.put(Verdict("a1", "U2", NOT_HELPFUL, "wrong"))
    await rated.feedback.put(Verdict("a2", "U2", HELPFUL))
    assert await rated.feedback.counts(clock.now) == {(NOT_HELPFUL, "wrong"): 1, (HELPFUL, None): 1}
    assert await rated.answers.count(clock.now - 10) == 2
    assert await rated.answers.count(clock.now) == 0
