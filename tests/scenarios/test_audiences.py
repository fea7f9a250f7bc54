"""A document kept for some conversations does not exist in the others: no fact, no title, no count, no suggestion."""

from __future__ import annotations

import pytest

from tests.scenarios.people import Person, text_of
from tests.scenarios.town import Town

QUESTION = "Which shipyard does project Heron buy, and for how much?"
SECRETS = ("Osprey", "41 million", "Heron shipyard", "merger.md", "Merger plan")


def note(*readers: str) -> str:
    return (
        f"---\ntitle: Merger plan\naudience: [{', '.join(readers)}]\n---\n"
        "# Merger plan\n\nProject Heron buys the Osprey shipyard for 41 million. The deal closes in May.\n"
    )


async def answer(person: Person, question: str, channel: str, thread: str | None = None) -> str:
    mention = "" if channel == "dm" else f"<@{person.bot}> "
    before = len(person.finished_replies(thread)) if thread else 0
    asked = await person.says(f"{mention}{question}", channel, thread)
    return text_of(await person.sees_answer(thread or asked["ts"], after=before))


async def known_in(person: Person, channel: str) -> None:
    """Wait until a saved note is known."""
    while "Osprey" not in await answer(person, QUESTION, channel):
        pass


def assert_nothing_leaks(text: str) -> None:
    assert not [secret for secret in SECRETS if secret in text.replace(QUESTION, "")]


@pytest.fixture
async def secret(archie: Town, mara: Person) -> Person:
    """The plan is kept for #general."""
    (archie.settings.knowledge_dir / "merger.md").write_text(note(mara.channels["general"]))
    await known_in(mara, "general")
    return mara


async def test_only_where_it_is_kept_for_is_it_answered(archie: Town, secret: Person) -> None:
    elsewhere = next(name for name, id_ in secret.channels.items() if name != "general" and id_.startswith("C"))
    assert "Osprey" in await answer(secret, QUESTION, "general")
    for place in ("dm", elsewhere):
        text = await answer(secret, QUESTION, place)
        assert "not cover" in text
        assert_nothing_leaks(text)
    await secret.runs(f"/ask {QUESTION}", elsewhere)
    assert_nothing_leaks(text_of(await secret.sees_ephemeral()))
    await secret.runs("/knowledge documents", elsewhere)
    assert_nothing_leaks(text_of(await secret.sees_ephemeral(after=1)))


async def test_what_was_answered_in_one_place_is_not_remembered_in_another(archie: Town, secret: Person) -> None:
    assert "Osprey" in await answer(secret, QUESTION, "general")
    first = await secret.says(QUESTION, "dm")
    assert_nothing_leaks(text_of(await secret.sees_answer(first["ts"])))
    assert_nothing_leaks(await answer(secret, "And for how much?", "dm", first["ts"]))


async def test_a_narrowed_audience_counts_at_once_and_old_buttons_show_only_what_was_said(
    archie: Town, secret: Person
) -> None:
    asked = await secret.says(f"<@{secret.bot}> {QUESTION}", "general")
    given = await secret.sees_answer(asked["ts"])
    (archie.settings.knowledge_dir / "merger.md").write_text(note("C0ELSEWHERE"))
    while "Osprey" in await answer(secret, QUESTION, "general"):
        pass
    await secret.clicks(given, "1", "general")
    view = text_of(await secret.sees_view())
    assert "changed since" in view


async def test_what_is_kept_for_a_person_is_found_in_their_direct_messages_alone(
    archie: Town, mara: Person, tobias: Person
) -> None:
    (archie.settings.knowledge_dir / "merger.md").write_text(note(mara.id))
    await known_in(mara, "dm")
    assert_nothing_leaks(await answer(tobias, QUESTION, "dm"))
    assert_nothing_leaks(await answer(mara, QUESTION, "general"))
