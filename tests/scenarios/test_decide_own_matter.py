"""The matter that docs/frameworks.md writes is decided in Slack as it stands there, without a restart."""

from __future__ import annotations

from tests.bot.decisions.loading.test_page import FILES
from tests.scenarios.deciding import result
from tests.scenarios.people import Person
from tests.scenarios.reading import text_of
from tests.scenarios.town import Town


def write(archie: Town, **changed: str) -> None:
    folder = archie.settings.knowledge_dir / "frameworks"
    folder.mkdir()
    for name, text in {**FILES, **changed}.items():
        (folder / name).write_text(text)


async def test_it_is_begun_by_its_name_and_answered_in_its_own_words(archie: Town, mara: Person) -> None:
    write(archie)
    await mara.runs("/decide help", "dm")
    helped = text_of(await mara.sees_ephemeral())
    await mara.runs("/decide build-or-buy: The help desk", "dm")
    root = await mara.sees_message("*The help desk*", "dm")
    await mara.sees_message("In how many weeks must it be live?", "dm", root["ts"])
    said = "It is not a differentiator, three vendors, live in 6 weeks, no engineers, no secret data"
    await mara.says(said, "dm", root["ts"])
    understood = text_of(await mara.sees_message("I understood", "dm", root["ts"]))
    await mara.says("finish", "dm", root["ts"])
    verdict = text_of(await result(mara, root["ts"], "dm"))

    assert "/decide build-or-buy: topic" in helped
    for fact in ("Core to the business: No", "Products on the market: 3 products", "Engineers free: Nobody"):
        assert fact in understood
    assert "The verdict: Buy" in verdict
    assert "4 of 4 frameworks say so" in verdict
    assert "Ask how your data comes out again." in verdict


async def test_help_names_the_line_of_a_mistake(archie: Town, mara: Person) -> None:
    broken = FILES["four-votes.yaml"].replace("verdict: wait", "verdict: weight")
    write(archie, **{"four-votes.yaml": broken})
    line = next(n for n, text in enumerate(broken.splitlines(), 1) if "weight" in text)
    await mara.runs("/decide help", "general")

    assert f"four-votes.yaml, line {line}:" in text_of(await mara.sees_ephemeral())
