"""What a channel opts into: questions nobody asked Archie by name, answered when the articles cover them."""

from __future__ import annotations

from pathlib import Path

from bot.slack import texts
from bot.store.channel_settings import Mode
from tests.scenarios.deciding import shown, starts
from tests.scenarios.people import Message, Person, choices, text_of
from tests.scenarios.town import Town, settings_in, town

TIME = "How long does it take to prototype a RAG system?"
COST = "What does it cost to set up a production RAG system?"
UNCOVERED = "Who won the 2022 football World Cup?"


async def opts(person: Person, mode: Mode, channel: str = "general") -> None:
    """Choose what holds in a channel, see it told there, and that it holds."""
    before = len(person.ephemerals())
    await person.runs(f"/archie settings {mode}", channel)
    shown = await person.sees_ephemeral(after=before)
    assert holds(mode) in text_of(shown)
    assert texts.HOLDS[mode] in text_of(person.roots(channel)[-1])


def holds(mode: Mode) -> str:
    """The line that says what holds now."""
    return f"{texts.HOLDS_NOW} *{texts.MODES[mode]}*"


async def asks_and_sees(person: Person, question: str, channel: str = "general") -> Message:
    """Ask nobody by name, and see the answer below."""
    asked = await person.says(question, channel)
    return await person.sees_answer(asked["ts"])


async def test_until_a_channel_opts_in_questions_among_people_are_theirs(archie: Town, mara: Person) -> None:
    asked = await mara.says(TIME, "general")
    known = await mara.says(f"@Archie {COST}", "general")
    await mara.sees_answer(known["ts"])
    below = await mara.says(TIME, "general", known["ts"])
    await mara.sees_answer((await mara.says(f"@Archie {TIME}", "general"))["ts"])
    await archie.workspace.idle()

    assert mara.replies(asked["ts"]) == []
    assert len(mara.replies(below["thread_ts"])) == 1


async def test_a_channel_is_told_who_opted_in_and_its_questions_are_answered(
    archie: Town, mara: Person, tobias: Person
) -> None:
    await mara.runs("/archie settings", "general")
    shown = await mara.sees_ephemeral()
    assert choices(shown) == ["Mentions", "Threads", "Questions"]
    await mara.picks(shown, "Questions", "general")
    line = await tobias.sees_message("changed what I answer here", "general")
    assert text_of(line).startswith("mara changed")
    assert "<@" not in text_of(line)
    await mara.sees(lambda _: holds(Mode.QUESTIONS) in text_of(mara.ephemerals()[-1]))

    quiet = [
        await tobias.says(text, "general")
        for text in (UNCOVERED, "I would say three weeks.", f"<@{mara.id}> {TIME}", f"`{TIME}` is on the list.")
    ]
    answer = await asks_and_sees(tobias, TIME)
    again = await asks_and_sees(mara, COST)
    await archie.workspace.idle()

    assert "2-3 weeks" in text_of(answer)
    assert "$15-40k" in text_of(again)
    assert [mara.replies(message["ts"]) for message in quiet] == [[], [], [], []]
    await tobias.clicks(answer, "1", "general")
    assert "2-3 weeks" in text_of(await tobias.sees_view())


async def test_a_question_to_somebody_stays_theirs_also_in_an_engaged_thread(
    archie: Town, mara: Person, tobias: Person
) -> None:
    await opts(mara, Mode.THREADS)
    root = await mara.says(f"@Archie {COST}", "general")
    await mara.sees_answer(root["ts"])
    elsewhere = await mara.says(TIME, "general")

    await tobias.says("That is more than I thought.", "general", root["ts"])
    await tobias.says("And what about fine-tuning?", "general", root["ts"])
    second = await mara.sees_answer(root["ts"], after=1)
    await mara.says(f"<@{tobias.id}> how long does it take to prototype one?", "general", root["ts"])
    await tobias.says(UNCOVERED, "general", root["ts"])
    await tobias.says(TIME, "general", root["ts"])
    third = await mara.sees_answer(root["ts"], after=2)
    await archie.workspace.idle()

    assert texts.UNDERSTOOD in text_of(second)
    assert "$20-60k" in text_of(second)
    assert "2-3 weeks" in text_of(third)
    assert len(mara.replies(root["ts"])) == 3
    assert mara.replies(elsewhere["ts"]) == []


async def test_an_answer_follows_the_edits_of_its_question_and_goes_with_it(archie: Town, mara: Person) -> None:
    await opts(mara, Mode.QUESTIONS)
    asked = await mara.says(UNCOVERED, "general")
    await asks_and_sees(mara, TIME)
    assert mara.replies(asked["ts"]) == []

    await mara.edits(asked, TIME, "general")
    first = await mara.sees_answer(asked["ts"])
    await mara.edits(asked, COST, "general")
    await mara.sees(lambda _: any(texts.AFTER_EDIT in text_of(reply) for reply in mara.replies(asked["ts"])))
    await archie.workspace.idle()
    (reply,) = mara.replies(asked["ts"])
    assert "2-3 weeks" in text_of(first)
    assert "$15-40k" in text_of(reply)
    assert reply["ts"] == first["ts"]

    await mara.deletes(asked, "general")
    await mara.sees(lambda _: not mara.replies(asked["ts"]))


async def test_what_is_asked_in_the_thread_of_a_decision_stays_with_it(archie: Town, mara: Person) -> None:
    await opts(mara, Mode.QUESTIONS)
    card, _ = await starts(mara, "How should the support bot learn our product?", "general")
    asked = await mara.says(TIME, "general", card["ts"])
    await mara.sees_message("RAG system takes 2-3 weeks", "general", card["ts"])
    await archie.workspace.idle()

    await mara.edits(asked, COST, "general")
    await asks_and_sees(mara, TIME)
    await archie.workspace.idle()
    replies = shown(mara, card["ts"])
    assert len([reply for reply in replies if "RAG system takes 2-3 weeks" in reply]) == 1
    assert not [reply for reply in replies if "$15-40k" in reply]


async def test_a_restart_keeps_it_and_back_to_mentions_it_is_quiet_again(house: Path) -> None:
    async with town(settings_in(house)) as before:
        await opts(await before.person("mara"), Mode.QUESTIONS)

    async with town(settings_in(house)) as after:
        mara = await after.person("mara")
        await after.workspace.wait_for(lambda: after.workspace.connected)
        assert "2-3 weeks" in text_of(await asks_and_sees(mara, TIME))

        await opts(mara, Mode.MENTIONS)
        asked = await mara.says(TIME, "general")
        await asks_and_sees(mara, f"@Archie {COST}")
        await after.workspace.idle()
        assert mara.replies(asked["ts"]) == []


async def test_where_archie_is_not_it_asks_to_be_invited_first(archie: Town, mara: Person) -> None:
    await mara.runs("/archie settings questions", "random")
    assert texts.CANNOT_SET in text_of(await mara.sees_ephemeral())

    archie.workspace.control.invite("archie", "random")
    await opts(mara, Mode.QUESTIONS, "random")
    assert "2-3 weeks" in text_of(await asks_and_sees(mara, TIME, "random"))


async def test_in_a_direct_message_everything_is_answered_anyway(archie: Town, mara: Person) -> None:
    await mara.runs("/archie settings questions", "dm")
    assert texts.SETTINGS_IN_DIRECT_MESSAGE in text_of(await mara.sees_ephemeral())
