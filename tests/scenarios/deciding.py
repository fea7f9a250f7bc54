"""What scenarios of deciding have in common: starting a decision, and reading its cards."""

from __future__ import annotations

import re

from tests.scenarios.people import Person
from tests.scenarios.reading import Message, labels, text_of

FORMAT = "very specific format"
"""Words of the question about the output's format."""


async def starts(person: Person, topic: str, channel: str) -> tuple[Message, Message]:
    """Type ``/decide topic``; returns the card and the first question."""
    known = {root["ts"] for root in person.roots(channel)}
    await person.runs(f"/decide {topic}", channel)
    root = await person.sees_message(lambda one: one["ts"] not in known and topic in text_of(one), channel)
    return root, await question(person, "Question 1", root["ts"], channel)


async def question(person: Person, words: str, thread: str, channel: str) -> Message:
    """Wait for the open question with those words: one that still has buttons."""
    return await person.sees_message(lambda one: words in text_of(one) and labels(one), channel, thread)


async def result(person: Person, thread: str, channel: str) -> Message:
    """Wait for the result, and for nothing to be going on any more."""
    return await person.sees_message(lambda one: "Record Decision" in labels(one), channel, thread)


def id_of(root: Message) -> str:
    """The id on a card."""
    found = re.search(r"· ([0-9a-f]{6})\b", text_of(root))
    assert found, text_of(root)
    return found[1]


def shown(person: Person, thread: str) -> list[str]:
    """The words of all replies of the app in a thread."""
    return [text_of(one) for one in person.replies(thread)]
