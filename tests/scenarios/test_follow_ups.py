"""Conversations: each question leans on the one before, and Archie says how it understood it."""

from __future__ import annotations

from bot.slack import texts
from tests.scenarios.people import Message, Person, text_of
from tests.scenarios.town import Town


async def asks(person: Person, text: str, channel: str, thread: str, earlier: int) -> Message:
    """Ask on in a thread and wait for the answer after the ``earlier`` ones."""
    await person.says(text, channel, thread)
    return await person.sees_answer(thread, after=earlier)


def understood(answer: Message) -> str:
    """How a question was made to stand alone, as the person reads it."""
    (line,) = {line for line in text_of(answer).split("\n") if line.startswith(texts.UNDERSTOOD)}
    return line.removeprefix(texts.UNDERSTOOD).strip()


async def test_a_chain_of_five_in_a_direct_message(archie: Town, mara: Person) -> None:
    root = await mara.says("How much does a RAG system cost to set up?", "dm")
    first = await mara.sees_answer(root["ts"])
    assert "$15-40k" in text_of(first)
    assert texts.UNDERSTOOD not in text_of(first)

    second = await asks(mara, "What about fine-tuning?", "dm", root["ts"], 1)
    third = await asks(mara, "and how long does it take?", "dm", root["ts"], 2)
    fourth = await asks(mara, "What are the drawbacks?", "dm", root["ts"], 3)
    fifth = await asks(mara, "When does it shine?", "dm", root["ts"], 4)

    assert understood(second) == "How much does fine-tuning cost to set up?"
    assert "$20-60k" in text_of(second)
    for answer in (third, fourth, fifth):
        assert "fine-tuning" in understood(answer)
    assert "Fine-tuning shines" in text_of(fifth)


async def test_a_new_subject_in_an_old_thread_is_taken_as_it_is(archie: Town, mara: Person) -> None:
    root = await mara.says("How long does it take to prototype a RAG system?", "dm")
    await mara.sees_answer(root["ts"])

    answer = await asks(mara, "When does fine-tuning shine?", "dm", root["ts"], 1)

    assert texts.UNDERSTOOD not in text_of(answer)
    assert "Fine-tuning shines" in text_of(answer)


async def test_what_leans_on_nothing_is_answered_as_it_stands(archie: Town, mara: Person) -> None:
    question = await mara.says("and for 500?", "dm")

    answer = await mara.sees_answer(question["ts"])

    assert texts.UNDERSTOOD not in text_of(answer)
