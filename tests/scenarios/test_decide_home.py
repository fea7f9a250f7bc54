"""The Home tab: what waits for a person first, what was decided last, and nothing of what they may not see."""

from __future__ import annotations

import asyncio
import re

from bot.slack import decision_texts as texts
from tests.scenarios.deciding import result, starts
from tests.scenarios.people import PATIENCE_SECONDS, Person
from tests.scenarios.reading import Json, elements, text_of
from tests.scenarios.town import Town

PRIVATE = "platform-budget"
EVERYTHING = "weekly, no special output format, no special domain language, users must see the sources"


async def home(person: Person, *words: str) -> Json:
    """Open the Home tab, until it shows all of ``words``."""
    async with asyncio.timeout(PATIENCE_SECONDS):
        while True:
            text = text_of(view := await _opened(person))
            if all(word in text for word in words):
                return view


async def _opened(person: Person) -> Json:
    known = sum(event["type"] == "home" for event in person.seen)
    await person.opens_home()
    event = await person.sees(lambda _: _nth_home(person, known))
    return dict(event["view"])


def _nth_home(person: Person, number: int) -> Json | None:
    shown = [event for event in person.seen if event["type"] == "home"]
    return shown[number] if len(shown) > number else None


def part(view: Json, title: str) -> str:
    """What stands below a title, up to the next one."""
    text = text_of(view)
    titles = "|".join(map(re.escape, (texts.WAITING, texts.OPEN_DECISIONS, texts.PAST_DECISIONS, texts.ALL_OF_THEM)))
    found = re.search(rf"\*{re.escape(title)}\*(.*?)(?:{titles}|\Z)", text, re.DOTALL)
    return found[1] if found else ""


def links(view: Json) -> list[str]:
    """Where the buttons lead."""
    return [element["url"] for _, element in elements(view["blocks"]) if "url" in element]


async def test_what_waits_for_me_is_on_top_and_is_past_once_it_is_finished(archie: Town, mara: Person) -> None:
    assert texts.EXAMPLE in text_of(await home(mara))
    root, _ = await starts(mara, "Support bot", "general")
    waiting = await home(mara, "Support bot")
    await mara.says(f"@Archie {EVERYTHING}", "general", root["ts"])
    await mara.says("@Archie finish", "general", root["ts"])
    await result(mara, root["ts"], "general")
    finished = await home(mara, texts.PAST_DECISIONS)

    assert "Support bot" in part(waiting, texts.WAITING)
    assert "Your answer is missing: How often" in part(waiting, texts.WAITING)
    assert texts.OPEN_DECISIONS not in text_of(waiting)
    assert all(root["ts"].replace(".", "") in link.replace(".", "") for link in links(waiting))
    assert links(waiting)
    assert texts.WAITING not in text_of(finished)
    assert "RAG" in part(finished, texts.PAST_DECISIONS)


async def test_a_question_waits_for_those_who_have_not_answered_it(archie: Town, mara: Person) -> None:
    tobias, aiko = await archie.person("tobias"), await archie.person("aiko")
    root, first = await starts(mara, "Support bot", "general")
    for person in (tobias, aiko):
        await person.clicks(root, "Join", "general")
        await person.sees_ephemeral()
    await tobias.picks(first, "Weekly", "general")
    await tobias.sees_ephemeral(after=1)
    await mara.sees_message("Answered: tobias", "general", root["ts"])

    assert "Support bot" in part(await home(tobias), texts.OPEN_DECISIONS)
    assert "Your answer is missing" in part(await home(aiko), texts.WAITING)


async def test_a_strangers_home_shows_nothing_of_a_private_channel(archie: Town, mara: Person, tobias: Person) -> None:
    await starts(mara, "Severance budget", PRIVATE)
    await starts(mara, "Something for myself", "dm")
    aiko = await archie.person("aiko")

    assert "Severance budget" in text_of(await home(mara, "Something for myself"))
    for stranger in (tobias, aiko):
        seen = text_of(await home(stranger))
        assert "Severance" not in seen
        assert "Something for myself" not in seen
        assert texts.EXAMPLE in seen


async def test_whoever_decides_in_a_public_channel_sees_what_others_decide_there(
    archie: Town, mara: Person, tobias: Person
) -> None:
    await starts(mara, "Support bot", "general")
    assert "Support bot" not in text_of(await home(tobias))
    await starts(tobias, "Search for contracts", "general")

    seen = await home(tobias, "Support bot")
    assert "Search for contracts" in part(seen, texts.WAITING)
    assert "Support bot" in part(seen, texts.OPEN_DECISIONS)
