"""The folder changes while Archie runs, and the next answer knows."""

from __future__ import annotations

import os
from pathlib import Path
from time import monotonic

import pytest

from tests.scenarios.people import Person, text_of
from tests.scenarios.town import Town, settings_in, town

WITHIN_SECONDS = 2.0
"""From the save of a file to an answer that knows it."""
AT_LAST_SECONDS = 60.0
"""The same on a machine that has other things to do."""


async def ask(person: Person, question: str) -> str:
    asked = await person.says(question, "dm")
    return text_of(await person.sees_answer(asked["ts"]))


async def ask_until(person: Person, question: str, knows: bool, word: str, within: float = AT_LAST_SECONDS) -> None:
    """Ask again and again until an answer knows the word (or no longer does).

    A question asked later than ``within`` seconds after the first one must not get the old answer.
    """
    started = monotonic()
    while True:
        asked = monotonic()
        if (word in await ask(person, question)) is knows:
            return
        assert asked - started < within


@pytest.mark.alone
async def test_an_edited_note_changes_the_next_answer(archie: Town, mara: Person) -> None:
    note = archie.settings.knowledge_dir / "honest-take.md"
    question = "How long does it take to prototype a RAG system?"
    assert "2-3 weeks" in await ask(mara, question)

    note.write_text(note.read_text().replace("2-3 weeks", "7-9 weeks"))

    await ask_until(mara, question, True, "7-9 weeks", WITHIN_SECONDS)

    assert "2-3 weeks" not in await ask(mara, question)


@pytest.mark.alone
async def test_a_new_note_is_known_and_a_deleted_one_forgotten(archie: Town, mara: Person) -> None:
    note = archie.settings.knowledge_dir / "kiln.md"
    question = "At what temperature does the tunnel kiln fire porcelain?"
    assert "not cover" in await ask(mara, question)

    note.write_text("# Tunnel kiln\n\nThe tunnel kiln fires porcelain at a temperature of 1,340 degrees Celsius.\n")
    await ask_until(mara, question, True, "1,340", WITHIN_SECONDS)

    note.unlink()
    await ask_until(mara, question, False, "1,340", WITHIN_SECONDS)
    assert "not cover" in await ask(mara, question)


async def test_a_renamed_note_answers_under_its_new_name(archie: Town, mara: Person) -> None:
    folder = archie.settings.knowledge_dir
    note = folder / "honest-take.md"
    note.write_text("# Plain words\n" + note.read_text().split("\n# ", 1)[1].split("\n", 1)[1])
    note.rename(folder / "plain-words.md")
    question = "What budget threshold points to RAG?"

    await ask_until(mara, question, True, "Plain words")
    assert "$30k" in await ask(mara, question)


async def test_a_folder_of_plain_text_works_the_same(house: Path) -> None:
    notes = house / "plain"
    notes.mkdir()
    (notes / "bridges.txt").write_text(
        "Inspecting bridges\n\nA steel bridge is inspected every 24 months.\n\n"
        "Who inspects\n\nTwo certified engineers inspect each bridge together.\n"
    )
    async with town(settings_in(house, knowledge_dir=notes)) as archie:
        mara = await archie.person("mara")

        await ask_until(mara, "How often is a steel bridge inspected?", True, "24 months")
        assert "not cover" in await ask(mara, "What does a production RAG system cost to set up?")


async def test_a_missing_folder_is_said_and_nothing_is_lost(house: Path) -> None:
    folder = house / "notes"
    folder.rename(house / "away")
    async with town(settings_in(house)) as archie:
        mara = await archie.person("mara")

        assert "2-3 weeks" in await ask(mara, "How long does it take to prototype a RAG system?")


@pytest.mark.parametrize("content", [b"\x00\x01\x02binary\x00", b"\x7fELF\x02\x01\x01\x00", b""])
async def test_a_file_that_cannot_be_read_costs_only_itself(archie: Town, mara: Person, content: bytes) -> None:
    folder = archie.settings.knowledge_dir
    (folder / "broken.md").write_bytes(content)
    (folder / "fine.md").write_text("# Owls\n\nThe barn owl weighs 430 grams.\n")

    await ask_until(mara, "How much does the barn owl weigh?", True, "430")

    assert "30-50%" in await ask(mara, "How much latency overhead does retrieval add?")


async def test_an_article_that_may_not_be_opened_keeps_its_last_good_version(archie: Town, mara: Person) -> None:
    note = archie.settings.knowledge_dir / "honest-take.md"
    os.mkfifo(archie.settings.knowledge_dir / "pipe.md")
    note.write_bytes(b"\x00" + note.read_bytes())
    (archie.settings.knowledge_dir / "marker.md").write_text("# Marker\n\nThe heron nests at 12 metres.\n")
    await ask_until(mara, "How high does the heron nest?", True, "12 metres")

    assert "2-3 weeks" in await ask(mara, "How long does it take to prototype a RAG system?")
