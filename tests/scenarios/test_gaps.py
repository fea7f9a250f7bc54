"""What the articles do not say today is listed to whom it may be shown, and told when they say it."""

from __future__ import annotations

import asyncio
from pathlib import Path

from tests.scenarios.people import PATIENCE_SECONDS, Message, Person, labels, text_of
from tests.scenarios.town import Town, settings_in, town

TELL_ME = "Tell Me When It Is Answered"
QUESTION = "At what temperature does the raku kiln fire glazed stoneware?"
ARTICLE = """# The raku kiln

## Firing glazed stoneware

The raku kiln fires glazed stoneware at 1,240 degrees Celsius.
"""


def write_article(house: Path) -> None:
    (house / "notes" / "raku-kiln.md").write_text(ARTICLE)


async def gap_answer(person: Person, channel: str, question: str = QUESTION) -> tuple[str, Message]:
    asked = await person.says(question, channel)
    answer = await person.sees_answer(asked["ts"])
    assert "not cover" in text_of(answer)
    return asked["ts"], answer


async def last_reply(person: Person, start: str) -> Message:
    """The newest private reply that begins like this."""
    return dict(
        await person.sees(lambda _: next((m for m in person.ephemerals() if text_of(m).startswith(start)), None))
    )


async def test_whoever_opted_in_is_told_in_the_thread_once_and_of_nothing_else(
    archie: Town, house: Path, mara: Person, tobias: Person
) -> None:
    kiln, answer = await gap_answer(mara, "general", f"@Archie {QUESTION}")
    await mara.clicks(answer, TELL_ME, "general")
    assert "in this thread, once" in text_of(await last_reply(mara, "I will tell you"))
    wheel, answer = await gap_answer(tobias, "dm", "How many kilograms does the potter's wheel weigh?")
    await tobias.clicks(answer, TELL_ME, "dm")
    await last_reply(tobias, "I will tell you")

    (house / "notes" / "wheel.md").write_text("# The potter's wheel\n\nThe potter's wheel weighs 80 kilograms.\n")
    assert "80 kilograms" in text_of(await tobias.sees_answer(wheel, after=1))
    assert len(mara.replies(kiln)) == 1
    write_article(house)
    told = await mara.sees_answer(kiln, after=1)

    assert f"<@{mara.id}>" in text_of(told)
    assert "1,240 degrees" in text_of(told)
    await tobias.clicks(told, "1", "general")
    assert "1,240 degrees" in text_of(await tobias.sees_view())
    async with asyncio.timeout(PATIENCE_SECONDS):  # the list follows the message that tells
        while not any(text_of(m).startswith("No question") for m in mara.ephemerals()):
            shown = len(mara.ephemerals())
            await mara.runs("/knowledge gaps", "general")
            await mara.sees_ephemeral(after=shown)
    assert "answered since" in text_of(await mara.opens_home())
    assert len(tobias.replies(wheel)) == 2


async def test_whoever_asked_with_a_command_is_told_in_a_direct_message(
    archie: Town, house: Path, mara: Person, tobias: Person
) -> None:
    await mara.runs(f"/ask {QUESTION}", "general")
    answer = await mara.sees_ephemeral()
    await mara.clicks(answer, TELL_ME, "general")
    assert "direct message" in text_of(await last_reply(mara, "I will send you"))

    write_article(house)
    told = await mara.sees(
        lambda event: event if event["type"] == "message" and "1,240" in text_of(event["message"]) else None
    )

    assert told["channel"] == mara.app_dm
    await archie.workspace.idle()
    assert not [event for event in tobias.seen if event["type"] == "message"]


async def test_the_promise_outlives_a_restart_and_an_article_that_came_meanwhile(house: Path) -> None:
    settings = settings_in(house)
    async with town(settings) as before:
        mara = await before.person("mara")
        thread, answer = await gap_answer(mara, "dm")
        await mara.clicks(answer, TELL_ME, "dm")
        await last_reply(mara, "I will tell you")
    write_article(house)

    async with town(settings) as after:
        mara = await after.person("mara")
        told = await mara.sees_answer(thread)

        assert "1,240 degrees" in text_of(told)


async def test_nobody_is_told_who_changed_their_mind_or_never_asked_for_it(
    archie: Town, house: Path, mara: Person
) -> None:
    silent, _ = await gap_answer(mara, "dm", "What temperature does glazed stoneware need in the raku kiln?")
    quiet, answer = await gap_answer(mara, "dm")
    await mara.clicks(answer, TELL_ME, "dm")
    await mara.clicks(await last_reply(mara, "I will tell you"), "Do Not Tell Me", "dm")
    await last_reply(mara, "I will not tell you")
    loud, other = await gap_answer(mara, "dm", "At what temperature is stoneware fired in the raku kiln?")
    await mara.clicks(other, TELL_ME, "dm")
    await last_reply(mara, "I will tell you")

    write_article(house)
    await mara.sees_answer(loud, after=1)

    assert (len(mara.replies(quiet)), len(mara.replies(silent))) == (1, 1)


async def test_gaps_show_public_questions_to_all_and_private_ones_to_their_asker_only(
    archie: Town, mara: Person, tobias: Person
) -> None:
    aiko = await archie.person("aiko")
    await gap_answer(mara, "general", f"@Archie {QUESTION}")
    await gap_answer(aiko, "general", "@Archie At which temperature does the raku kiln fire stoneware that is glazed?")
    await gap_answer(mara, "platform-budget", "@Archie Who takes over as head of the Lisbon office?")
    await gap_answer(tobias, "dm", "When is the merger with Globex announced?")
    await archie.workspace.idle()

    listed = {}
    for person in (mara, tobias, aiko):
        await person.runs("/knowledge gaps", "general")
        listed[person.id] = text_of(await last_reply(person, "Gaps"))

    assert all("raku kiln" in text for text in listed.values())
    assert all("asked 2 times by 2 people" in text for text in listed.values())
    assert "Lisbon" in listed[mara.id]
    assert "Lisbon" not in listed[tobias.id] + listed[aiko.id]
    assert "Globex" in listed[tobias.id]
    assert "Globex" not in listed[mara.id] + listed[aiko.id]
    home = text_of(await aiko.opens_home())
    assert "raku kiln" in home
    assert "Lisbon" not in home
    assert "Globex" not in home


async def test_a_dismissed_gap_leaves_every_list(archie: Town, mara: Person, tobias: Person) -> None:
    await gap_answer(mara, "general", f"@Archie {QUESTION}")
    await archie.workspace.idle()
    await tobias.runs("/knowledge gaps", "general")
    shown = await last_reply(tobias, "Gaps")

    await tobias.clicks(shown, "Dismiss", "general")
    await tobias.sees(lambda _: any("No question is open" in text_of(m) for m in tobias.ephemerals()) or None)

    await mara.runs("/knowledge gaps", "general")
    assert "No question is open" in text_of(await last_reply(mara, "No question"))


async def test_an_answered_question_has_no_such_button(archie: Town, mara: Person) -> None:
    asked = await mara.says("How long does it take to prototype a RAG system?", "dm")

    assert TELL_ME not in labels(await mara.sees_answer(asked["ts"]))
