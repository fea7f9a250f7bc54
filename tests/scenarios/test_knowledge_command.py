"""People look at what Archie knows, and admins look after it."""

from __future__ import annotations

from pathlib import Path

from tests.scenarios.people import Message, Person, labels, text_of
from tests.scenarios.town import Town, settings_in, town


async def answer_with(person: Person, words: str) -> Message:
    """The private message that says this."""
    return dict(await person.sees(lambda _: next((m for m in person.ephemerals() if words in text_of(m)), None)))


async def test_anybody_sees_how_much_there_is_how_fresh_it_is_and_what_is_broken(
    archie: Town, house: Path, mara: Person
) -> None:
    (house / "notes" / "plan.pdf").write_bytes(b"%PDF-1.7 nothing follows")
    asked = await mara.says("How long does it take to prototype a RAG system?", "dm")
    await mara.sees_answer(asked["ts"])
    await mara.runs("/knowledge sync", "general")
    await answer_with(mara, "1 file could not be read")

    await mara.runs("/knowledge", "general")
    status = await answer_with(mara, "What Archie knows")
    await mara.clicks(status, "Documents", "general")
    documents = await answer_with(mara, "in all")
    await mara.runs("/knowledge failures", "general")
    failures = await answer_with(mara, "plan.pdf")

    assert "Last look at the folder" in text_of(status)
    assert "by meaning (wordllama)" in text_of(status)
    for note in (house / "notes").glob("*.md"):
        assert note.name in text_of(documents)
    assert "plan.pdf" in text_of(failures)
    assert str(house) not in text_of(failures) + text_of(status) + text_of(documents)


async def test_words_find_a_document_and_paths_are_never_opened(archie: Town, mara: Person, tobias: Person) -> None:
    await mara.runs("/knowledge decision tree", "general")
    found = await answer_with(mara, "1 in all")
    await mara.runs("/knowledge show ../../../etc/passwd", "general")
    nothing = await answer_with(mara, "No document has that")
    await archie.workspace.idle()

    assert "decision" in text_of(found).lower()
    assert "root:" not in text_of(nothing)
    assert not [event for event in tobias.seen if event["type"] == "message"]


async def test_a_change_is_known_after_a_restart(house: Path) -> None:
    settings = settings_in(house)
    async with town(settings) as before:
        mara = await before.person("mara")
        (house / "notes" / "wheel.md").write_text("# The wheel\n\nIt weighs 80 kilograms.\n")
        await mara.runs("/knowledge sync", "general")
        await answer_with(mara, "Done: ")

    async with town(settings) as after:
        mara = await after.person("mara")
        await mara.runs("/knowledge status", "general")
        assert "1 added" in text_of(await answer_with(mara, "Last change"))


async def test_a_mass_removal_is_refused_told_and_confirmed_by_an_admin(
    archie: Town, house: Path, mara: Person
) -> None:
    extra = [house / "notes" / f"extra-{number}.md" for number in range(25)]
    for number, note in enumerate(extra):
        note.write_text(f"# Extra {number}\n\nThis is note {number}.\n")
    await mara.runs("/knowledge sync", "general")
    await answer_with(mara, "There are 30 documents")
    for note in extra:
        note.unlink()
    await mara.runs("/knowledge sync", "general")
    await answer_with(mara, "25 of 30 documents are gone from the knowledge folder")

    await mara.runs("/knowledge confirm", "general")
    question = await answer_with(mara, "an admin can confirm it")
    await mara.clicks(question, "Remove Them", "general")
    done = await answer_with(mara, "25 removed")

    assert "There are 5 documents" in text_of(done)
    await mara.runs("/knowledge confirm", "general")
    await answer_with(mara, "Nothing waits to be confirmed")


async def test_who_is_no_admin_may_look_and_no_more(house: Path) -> None:
    async with town(settings_in(house, admins="U0NOBODY")) as strict:
        mara = await strict.person("mara")
        await mara.runs("/knowledge sync", "general")
        await answer_with(mara, "Only an admin")
        await mara.runs("/knowledge", "general")
        status = await answer_with(mara, "What Archie knows")

        assert "Look At The Folder Now" not in labels(status)
