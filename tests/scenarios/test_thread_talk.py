"""Threads of several people: what was said is read when Archie is asked, and left alone otherwise."""

from __future__ import annotations

from bot.slack import texts
from bot.workspace.calls import Fault, FaultKind
from tests.scenarios.people import Person, text_of
from tests.scenarios.town import Town

COST = "How much does a RAG system cost to set up?"


async def test_four_people_talk_and_the_one_who_asks_on_is_understood(archie: Town, mara: Person) -> None:
    people = [await archie.person(name) for name in ("mara", "tobias", "aiko", "samuel")]
    root = await people[0].says("We have to choose by Friday.", "general")
    await people[1].says(f"@Archie {COST}", "general", root["ts"])
    first = await mara.sees_answer(root["ts"])
    await people[2].says("That is more than I thought.", "general", root["ts"])
    await people[3].says("Me too.", "general", root["ts"])
    await archie.workspace.idle()
    assert len(mara.replies(root["ts"])) == 1

    await people[0].says("@Archie what about fine-tuning?", "general", root["ts"])
    second = await mara.sees_answer(root["ts"], after=1)

    assert "$15-40k" in text_of(first)
    assert texts.UNDERSTOOD in text_of(second)
    assert "$20-60k" in text_of(second)


async def test_of_a_long_thread_the_newest_messages_are_read_and_that_is_said(archie: Town, mara: Person) -> None:
    root = await mara.says("A long talk begins.", "general")
    server = archie.workspace
    for number in range(230):
        server.person("tobias").say(f"Thought number {number}.", "#general", thread_ts=root["ts"])
    await mara.says(f"@Archie {COST}", "general", root["ts"])
    await mara.sees_answer(root["ts"])

    await mara.says("@Archie and how long does it take?", "general", root["ts"])
    answer = text_of(await mara.sees_answer(root["ts"], after=1))

    assert "RAG system take" in answer
    assert "I read the newest 40 messages" in answer
    assert archie.workspace.control.calls("conversations.replies")


async def test_a_thread_that_slack_does_not_show_is_told_only_when_the_question_leans(
    archie: Town, mara: Person
) -> None:
    root = await mara.says(COST, "dm")
    await mara.sees_answer(root["ts"])
    control = archie.workspace.control
    control.inject("conversations.replies", Fault(FaultKind.RATE_LIMIT, times=2))

    await mara.says("How long does it take to prototype a RAG system?", "dm", root["ts"])
    alone = text_of(await mara.sees_answer(root["ts"], after=1))
    await mara.says("and for fine-tuning?", "dm", root["ts"])
    leaning = text_of(await mara.sees_answer(root["ts"], after=2))

    assert "2-3 weeks" in alone
    assert texts.UNREAD not in alone
    assert texts.UNREAD in leaning
