"""A decision watches what it rests on: an article that changes, and a date to look at it again."""

from __future__ import annotations

import asyncio
import time
from pathlib import Path

from bot.decisions.session.events import Event, ReviewSet
from bot.slack.decisions.ledger import event_of, more
from bot.store.store import open_store
from tests.scenarios.deciding import id_of, result, starts
from tests.scenarios.people import Person
from tests.scenarios.reading import Message, labels, text_of
from tests.scenarios.town import Town, settings_in, town

CHANGED = "Something this decision rests on has changed."
REVIEW = "It is time to look at this decision again."
SAID = (
    "The docs change every quarter, and no sources are needed.",
    "No special output format, it is not a narrow task, responses must be sub-second.",
    "A low cost up front matters more, and we have neither skill on the team.",
    "We have 3000 labelled examples.",
)
"""RAG; and fine-tuning, if the decision tree asked for no more than 3,000 examples."""


async def decides(person: Person, topic: str) -> tuple[Message, Message]:
    """Decide alone in one's own words; returns the card and the result."""
    root, _ = await starts(person, topic, "dm")
    for words in SAID:
        said = await person.says(words, "dm", root["ts"])
        await person.sees_message(lambda one, said=said: one["ts"] > said["ts"], "dm", root["ts"])
    return root, await result(person, root["ts"], "dm")


def edit(note: Path, old: str, new: str) -> None:
    """Save a note as an editor does: whole, or not at all."""
    text = note.read_text()
    assert old in text
    draft = note.with_suffix(".draft~")
    draft.write_text(text.replace(old, new))
    draft.replace(note)


async def test_an_article_changes_and_the_decision_is_made_again(archie: Town, mara: Person, tobias: Person) -> None:
    note = archie.settings.knowledge_dir / "decision-tree.md"
    root, verdict = await decides(mara, "Support bot")
    thread = root["ts"]
    assert text_of(verdict).startswith("The verdict: RAG.")
    edit(note, "5,000 labelled", "1,000 labelled")

    told = await mara.sees_message(CHANGED, "dm", thread)
    assert "changed from 5,000 to 1,000." in text_of(told)
    assert "with 1,000 in place of 5,000, the verdict would now be: Fine-tuning" in text_of(told)
    assert text_of(mara.now(verdict, "dm") or {}) == text_of(verdict), "nothing is applied by itself"

    await tobias.runs(f"/decide revisit {id_of(root)}", "general")
    assert id_of(root) in text_of(await tobias.sees_ephemeral())
    await asyncio.gather(*(mara.clicks(told, "Reopen", "dm") for _ in range(3)))
    again = await mara.sees_message(lambda one: f"Supersedes decision {id_of(root)}" in text_of(one), "dm")
    await mara.sees_message(lambda one: one["ts"] == thread and id_of(again) in text_of(one), "dm")
    over = await mara.sees_message(lambda one: one["ts"] == told["ts"] and not labels(one), "dm", thread)
    assert f"Superseded by decision {id_of(again)}." in text_of(over)
    new = await result(mara, again["ts"], "dm")
    assert "Labelled examples: 3,000" in text_of(new)
    assert sum(CHANGED in text_of(one) for one in mara.replies(thread)) == 1
    assert [one["ts"] for one in mara.roots("dm") if "Supersedes" in text_of(one)] == [again["ts"]]
    assert not any("Supersedes" in text_of(one) for one in tobias.messages("general"))


async def test_edits_while_archie_was_away_are_told_when_it_is_back(house: Path) -> None:
    settings = settings_in(house)
    note = house / "notes" / "decision-tree.md"
    async with town(settings) as archie:
        mara = await archie.person("mara")
        root, _ = await decides(mara, "Support bot")
    edit(note, "5,000 labelled", "1,000 labelled")

    async with town(settings) as archie:
        mara = await archie.person("mara")
        told = await mara.sees_message(CHANGED, "dm", root["ts"])
        assert "changed from 5,000 to 1,000." in text_of(told)
        edit(note, "1,000 labelled", "5,000 labelled")
        back = await mara.sees_message("reads again as it did", "dm", root["ts"])
        assert "changed from 1,000 to 5,000." in text_of(back)
        assert sum(CHANGED in text_of(one) for one in mara.replies(root["ts"])) == 2


async def test_a_review_that_came_due_while_archie_was_away(house: Path) -> None:
    settings = settings_in(house)
    async with town(settings) as archie:
        mara = await archie.person("mara")
        root, verdict = await decides(mara, "Support bot")
        await mara.clicks(verdict, "Revisit In 90 Days", "dm")
        await mara.sees_message("To be revisited on", "dm")
    await review_is_due(settings.data_dir, id_of(root))

    async with town(settings) as archie:
        mara = await archie.person("mara")
        due = await mara.sees_message(REVIEW, "dm", root["ts"])
        await mara.clicks(due, "Reopen", "dm")
        await mara.sees_message(f"Supersedes decision {id_of(root)}", "dm")
        await mara.sees_message(lambda one: one["ts"] == due["ts"] and not labels(one), "dm", root["ts"])


async def review_is_due(data_dir: Path, decision_id: str) -> None:
    """Let the time to review a decision be now, as if the days had passed."""
    store = open_store(data_dir)
    try:
        events = [event_of(record) for record in await store.decisions.events(decision_id)]
        at = time.time() - 1
        added = [Event("the days pass", at, events[0].by, ReviewSet(at))]
        assert await store.decisions.append(more(events, added))
    finally:
        store.close()
