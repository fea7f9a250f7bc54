"""Several people decide in a channel: each answers for themselves, and what they differ on is worked out."""

from __future__ import annotations

import asyncio

import pytest

from bot.slack import conversation_texts as texts
from tests.scenarios.deciding import FORMAT, id_of, question, result, shown, starts
from tests.scenarios.people import Person
from tests.scenarios.reading import choices, labels, text_of
from tests.scenarios.town import Town

TEAM = ("mara", "tobias", "aiko", "samuel", "noor")


@pytest.fixture
async def team(archie: Town) -> list[Person]:
    return [await archie.person(name) for name in TEAM]


async def answers(person: Person, open_: dict[str, object], label: str) -> None:
    """Answer with a button or from a menu, whichever the question has."""
    press = person.picks if label in choices(open_) else person.clicks
    await press(open_, label, "general")


async def joins(root: dict[str, object], *people: Person) -> None:
    for person in people:
        await person.clicks(root, "Join", "general")
        await person.sees_ephemeral()


async def test_a_difference_that_does_not_matter_and_one_that_does(archie: Town, team: list[Person]) -> None:
    mara, tobias, *others = team
    root, first = await starts(mara, "Support bot", "general")
    thread = root["ts"]
    await joins(root, tobias, *others)
    for person, label in zip(team, ("Weekly", "Weekly", "Daily", "Weekly", "Weekly"), strict=True):
        await answers(person, first, label)

    same = text_of(await mara.sees_message("the outcome is the same either way", "general", thread))
    assert "*Weekly*" in same
    assert "aiko: Daily" in same
    decisive = await question(mara, FORMAT, thread, "general")
    for person, label in zip(team, ("Yes", "No", "No", "Yes", "Yes"), strict=True):
        await answers(person, decisive, label)
    disputed = await mara.sees_message("decides the outcome", "general", thread)
    await answers(tobias, disputed, "No")
    refused = await tobias.sees_message(lambda one: one.get("is_ephemeral") and "mara" in text_of(one), "general")
    await answers(mara, disputed, "Yes")
    settled = await mara.sees_message("said what stands", "general", thread)

    assert "mara" in text_of(refused)
    assert disputed["ts"] == decisive["ts"] == settled["ts"]
    verdict = text_of(await _to_the_result(mara, thread))
    assert "Who saw it differently" in verdict
    assert "tobias" in verdict


async def _to_the_result(owner: Person, thread: str) -> dict[str, object]:
    await owner.says("finish", "general", thread)
    return await result(owner, thread, "general")


async def test_answers_are_hidden_until_the_question_closes(archie: Town, team: list[Person]) -> None:
    mara, tobias, aiko, *_ = team
    root, first = await starts(mara, "Support bot", "general")
    thread = root["ts"]
    await joins(root, tobias, aiko)
    await answers(tobias, first, "Once a year")
    await tobias.sees_ephemeral(after=1)
    waiting = text_of(await mara.sees_message("Answered: tobias", "general", thread))
    await answers(mara, first, "Weekly")
    await mara.clicks(first, "Next", "general")
    closed = text_of(await aiko.sees_message("tobias: Once a year", "general", thread))

    assert "tobias: Once a year" not in waiting
    assert "mara: Weekly" in closed


async def test_who_comes_late_answers_what_is_open(archie: Town, team: list[Person]) -> None:
    mara, tobias, _, samuel, *_ = team
    root, first = await starts(mara, "Support bot", "general")
    thread = root["ts"]
    await joins(root, tobias)
    for person in (mara, tobias):
        await answers(person, first, "Weekly")
    second = await mara.sees_message(
        lambda one: one["ts"] != first["ts"] and "Not Sure" in labels(one), "general", thread
    )
    await samuel.clicks(second, "Not Sure", "general")
    kept = text_of(await samuel.sees_ephemeral())

    assert texts.KEPT in kept
    await mara.sees_message("samuel", "general", thread)


async def test_a_double_click_counts_once(archie: Town, team: list[Person]) -> None:
    mara, tobias = team[:2]
    root, first = await starts(mara, "Support bot", "general")
    await joins(root, tobias)
    await asyncio.gather(*(answers(tobias, first, "Weekly") for _ in range(3)))
    await answers(mara, first, "Weekly")
    await mara.sees_message(lambda one: "tobias: Weekly" in text_of(one), "general", root["ts"])
    await archie.workspace.idle()

    said = shown(mara, root["ts"])
    assert sum("tobias: Weekly" in text for text in said) == 1


async def test_an_owner_hands_over_and_only_the_new_one_may_go_on(archie: Town, team: list[Person]) -> None:
    mara, tobias = team[:2]
    root, first = await starts(mara, "Support bot", "general")
    thread = root["ts"]
    await joins(root, tobias)
    await mara.says("take over", "general", thread)
    await mara.says(f"hand over to <@{tobias.id}>", "general", thread)
    await mara.sees_message("now leads this decision", "general", thread)
    await mara.clicks(first, "Next", "general")
    refused = await mara.sees_ephemeral(after=1)
    await tobias.clicks(first, "Next", "general")

    assert "tobias" in text_of(refused)
    await tobias.sees_message("Closed by tobias", "general", thread)


async def test_who_takes_part_takes_over_when_the_owner_left(archie: Town, team: list[Person]) -> None:
    mara, tobias = team[:2]
    root, first = await starts(mara, "Support bot", "general")
    thread = root["ts"]
    await joins(root, tobias)
    await tobias.says("take over", "general", thread)
    await tobias.sees_ephemeral(after=1)
    await mara.says("leave", "general", thread)
    await mara.sees_ephemeral()
    await tobias.says("take over", "general", thread)

    await mara.sees_message("now leads this decision", "general", thread)
    await tobias.clicks(first, "Next", "general")
    await tobias.sees_message("Closed by tobias", "general", thread)


async def test_people_talk_to_each_other_in_peace(archie: Town, team: list[Person]) -> None:
    mara, tobias, aiko, *_ = team
    root, _ = await starts(mara, "Support bot", "general")
    thread = root["ts"]
    await tobias.says("I am not convinced by any of this.", "general", thread)
    await aiko.says("Shall we have lunch first?", "general", thread)
    await tobias.says(f"<@{aiko.id}> how much does a RAG system cost to set up?", "general", thread)
    await aiko.says("users must see the sources", "general", thread)
    await mara.sees_message("Sources shown: Yes", "general", thread)

    assert len(mara.replies(thread)) == 2


async def test_a_quorum_closes_a_question(archie: Town, team: list[Person]) -> None:
    mara = team[0]
    root, first = await starts(mara, "Support bot", "general")
    await mara.says("quorum 1", "general", root["ts"])
    await mara.sees_message("A question closes when 1 person has answered.", "general", root["ts"])
    await answers(mara, first, "Weekly")
    await mara.sees_message("Closed when 1 person had answered", "general", root["ts"])


async def test_two_started_at_once_in_a_thread_are_one(archie: Town, team: list[Person]) -> None:
    mara, tobias = team[:2]
    talk = await mara.says("We need a support bot.", "general")
    thread = talk["ts"]
    await asyncio.gather(
        mara.says("@Archie decide Support bot", "general", thread),
        tobias.says("@Archie decide Support bot", "general", thread),
    )
    await question(mara, "How often", thread, "general")
    seen = [person.ephemerals for person in (mara, tobias)]
    await archie.workspace.wait_for(lambda: any(one() for one in seen))
    await archie.workspace.idle()

    assert sum("Question 1" in text for text in shown(mara, thread)) == 1
    (told,) = [text_of(one) for each in seen for one in each()]
    assert texts.ALREADY_OPEN in told


async def test_somebody_elses_pause(archie: Town, team: list[Person]) -> None:
    mara, tobias = team[:2]
    root, first = await starts(mara, "Support bot", "general")
    await mara.runs(f"/decide pause {id_of(root)}", "general")
    await mara.sees_message(lambda one: one["ts"] == root["ts"] and "Paused" in text_of(one), "general")
    await tobias.runs(f"/decide resume {id_of(root)}", "general")
    refused = text_of(await tobias.sees_ephemeral())
    await tobias.runs(f"/decide cancel {id_of(root)}", "general")
    again = text_of(await tobias.sees_ephemeral(after=1))
    await mara.runs(f"/decide resume {id_of(root)}", "general")
    await mara.sees_message(lambda one: one["ts"] == root["ts"] and "Open ·" in text_of(one), "general")

    assert "mara" in refused
    assert "mara" in again
    assert first["ts"] in {one["ts"] for one in mara.replies(root["ts"])}
