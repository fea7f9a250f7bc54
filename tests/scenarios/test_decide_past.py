"""Past decisions are found by asking: in public by everybody, of a private channel there alone, of a person by them."""

from __future__ import annotations

from pathlib import Path

from tests.scenarios.deciding import id_of, result, starts
from tests.scenarios.people import Person
from tests.scenarios.reading import Message, text_of
from tests.scenarios.town import Town, settings_in, town

TOPIC = "Payroll helpdesk in Lisbon"
QUESTION = "Which option was chosen for the payroll helpdesk in Lisbon?"
EVERYTHING = "weekly, no special output format, no special domain language, users must see the sources"
SECRETS = ("Decision record", "payroll-helpdesk", "Chosen option", TOPIC)
PRIVATE = "platform-budget"


async def decided(person: Person, topic: str, channel: str) -> Message:
    """Decide, alone, and record it; returns the card."""
    root, _ = await starts(person, topic, channel)
    thread = root["ts"]
    mention = "" if channel == "dm" else "@Archie "
    await person.says(f"{mention}{EVERYTHING}", channel, thread)
    await person.sees_message("Sources shown: Yes", channel, thread)
    if channel != "dm":
        await person.says("@Archie next", channel, thread)
    await recorded(person, await result(person, thread, channel), thread, channel)
    return root


async def recorded(person: Person, card: Message, thread: str, channel: str) -> None:
    await person.clicks(card, "Record Decision", channel)
    await person.sees_file(".md", channel, thread)


async def answer(person: Person, channel: str, question: str = QUESTION) -> Message:
    mention = "" if channel == "dm" else "@Archie "
    asked = await person.says(f"{mention}{question}", channel)
    return await person.sees_answer(asked["ts"])


async def found(person: Person, channel: str, words: str = "Chosen option") -> Message:
    """Ask until the record is known."""
    while words not in text_of(given := await answer(person, channel)):
        pass
    return given


async def assert_not_covered(person: Person, channel: str) -> None:
    text = text_of(await answer(person, channel)).replace(QUESTION, "")
    assert "not cover" in text
    assert not [secret for secret in SECRETS if secret in text]


async def listed(person: Person, channel: str, before: int = 0) -> str:
    await person.runs("/knowledge documents Lisbon", channel)
    return text_of(await person.sees_ephemeral(after=before))


async def test_a_public_decision_is_found_by_everybody_with_a_quote(archie: Town, mara: Person, tobias: Person) -> None:
    await decided(mara, TOPIC, "general")
    given = await found(tobias, "dm")
    assert "RAG" in text_of(given)
    assert f"Decision record 1: {TOPIC}" in text_of(given)
    await tobias.clicks(given, "1", "dm")
    assert "Chosen option" in text_of(await tobias.sees_view())
    assert "Chosen option" in text_of(await answer(mara, "ai-architecture"))
    assert TOPIC in await listed(tobias, "dm", len(tobias.ephemerals()))
    asked = await answer(tobias, "dm", "What was decided about the payroll helpdesk?")
    assert text_of(asked).startswith(f"What was decided about {TOPIC}: RAG.")


async def test_a_decision_of_a_private_channel_is_found_only_there(archie: Town, mara: Person, tobias: Person) -> None:
    await decided(mara, TOPIC, PRIVATE)
    assert "RAG" in text_of(await found(tobias, PRIVATE))
    before = len(mara.ephemerals())
    await mara.runs(f"/ask {QUESTION}", PRIVATE)
    assert "Chosen option" in text_of(await mara.sees_ephemeral(after=before))
    for channel in ("general", "dm"):
        await assert_not_covered(mara, channel)
        assert TOPIC not in await listed(mara, channel, len(mara.ephemerals()))
    before = len(mara.ephemerals())
    await mara.runs(f"/ask {QUESTION}", "general")
    assert "Chosen option" not in text_of(await mara.sees_ephemeral(after=before))
    assert TOPIC in await listed(tobias, PRIVATE, len(tobias.ephemerals()))


async def test_what_one_decided_with_archie_alone_is_found_only_by_them(
    archie: Town, mara: Person, tobias: Person
) -> None:
    await decided(mara, TOPIC, "dm")
    assert "RAG" in text_of(await found(mara, "dm"))
    await assert_not_covered(tobias, "dm")
    await assert_not_covered(mara, "general")


async def test_a_superseded_record_says_so(archie: Town, mara: Person) -> None:
    root = await decided(mara, TOPIC, "dm")
    await found(mara, "dm")
    await mara.runs(f"/decide revisit {id_of(root)}", "dm")
    successor = await mara.sees_message(
        lambda one: f"Supersedes decision {id_of(root)}" in text_of(one) and one["ts"] != root["ts"], "dm"
    )
    await recorded(mara, await result(mara, successor["ts"], "dm"), successor["ts"], "dm")
    told = {"superseded by record 2", "Decision record 2"}
    while not all(words in text for text in [text_of(await answer(mara, "dm"))] for words in told):
        pass
    files = {file.name[:4]: file.read_text() for file in (archie.settings.data_dir / "decisions").iterdir()}
    assert "status: superseded by ADR-0002" in files["0001"]
    assert "ADR-0002 supersedes it" in files["0001"]
    assert "status: accepted" in files["0002"]


async def test_records_outlive_a_restart_and_the_loss_of_their_files(house: Path) -> None:
    async with town(settings_in(house)) as before:
        mara = await before.person("mara")
        await decided(mara, TOPIC, "dm")
        await found(mara, "dm")
    [file] = (house / "data" / "decisions").iterdir()
    file.unlink()
    async with town(settings_in(house)) as after:
        mara = await after.person("mara")
        await after.workspace.wait_for(lambda: after.workspace.connected)
        assert "Chosen option" in text_of(await answer(mara, "dm"))
        assert file.is_file()
