"""The same question asked again is answered at once from what was answered before, as long as that still holds."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from pydantic import SecretStr

from tests.fakes.anthropic_scenarios import cited, overloaded, says
from tests.fakes.anthropic_server import AnthropicServer
from tests.scenarios.people import PATIENCE_SECONDS, Message, Person, labels, text_of
from tests.scenarios.town import Town, settings_in, town

QUESTION = "How long does it take to prototype a RAG system?"
SAME = "hi, how long does it take to prototype a RAG system"
WRITTEN = "A first RAG prototype is ready in 2-3 weeks."
AGE = "from the same articles"


@pytest.fixture
async def model() -> AsyncIterator[AnthropicServer]:
    async with AnthropicServer() as server:
        server.play_forever(cited(says(WRITTEN, "2-3 weeks")))
        yield server


def key_of(model: AnthropicServer) -> dict[str, object]:
    return {"anthropic_api_key": SecretStr(model.api_key), "anthropic_base_url": model.base_url}


@pytest.fixture
async def archie(house: Path, model: AnthropicServer) -> AsyncIterator[Town]:
    async with town(settings_in(house, **key_of(model))) as running:
        yield running


async def ask(person: Person, question: str = QUESTION, channel: str = "general") -> Message:
    asked = await person.says(question if channel == "dm" else f"@Archie {question}", channel)
    return await person.sees_answer(asked["ts"])


def is_given_again(answer: Message) -> bool:
    assert (AGE in text_of(answer)) == ("Ask Again" in labels(answer))
    return AGE in text_of(answer)


async def test_another_person_in_the_channel_gets_it_at_once_with_its_age_and_open_quotes(
    archie: Town, mara: Person, tobias: Person, model: AnthropicServer
) -> None:
    assert not is_given_again(await ask(mara))

    again = await ask(tobias, SAME)

    assert is_given_again(again)
    assert WRITTEN in text_of(again)
    assert len(model.received) == 1
    await tobias.clicks(again, "1", "general")
    assert "2-3 weeks" in text_of(await tobias.sees_view())
    grown = [event["message"] for event in tobias.seen if event.get("message", {}).get("streaming")]
    assert again["thread_ts"] not in {message["thread_ts"] for message in grown}


async def test_who_does_not_see_the_first_answer_is_answered_anew(
    archie: Town, mara: Person, tobias: Person, model: AnthropicServer
) -> None:
    await ask(mara)

    assert not is_given_again(await ask(tobias, channel="dm"))
    assert not is_given_again(await ask(mara, channel="platform-budget"))
    assert not is_given_again(await ask(tobias, channel="ai-architecture"))
    assert len(model.received) == 4


async def test_a_changed_article_is_asked_anew(
    archie: Town, mara: Person, tobias: Person, model: AnthropicServer
) -> None:
    await ask(mara)
    note = archie.settings.knowledge_dir / "honest-take.md"
    note.write_text(note.read_text().replace("2-3 weeks", "7-9 weeks"))
    model.play_forever(cited(says("It takes 7-9 weeks.", "7-9 weeks")))

    async with asyncio.timeout(PATIENCE_SECONDS):
        while is_given_again(answer := await ask(tobias)):
            pass  # until the change was seen

    assert "7-9 weeks" in text_of(answer)
    assert "2-3 weeks" not in text_of(answer)


async def test_ask_again_asks_the_model_once_and_the_new_answer_is_the_one_given_next(
    archie: Town, mara: Person, tobias: Person, model: AnthropicServer
) -> None:
    await ask(mara)
    again = await ask(tobias)
    model.play_forever(cited(says("Prototyping takes 2-3 weeks.", "2-3 weeks")))

    for _ in range(2):
        await tobias.clicks(again, "Ask Again", "general")
    anew = await tobias.sees_answer(again["thread_ts"], after=1)
    await archie.workspace.idle()

    assert "Prototyping takes" in text_of(anew)
    assert not is_given_again(anew)
    assert len(tobias.finished_replies(again["thread_ts"])) == 2
    assert len(model.received) == 2
    assert "Prototyping takes" in text_of(await ask(mara))
    assert len(model.received) == 2


async def test_a_private_answer_is_asked_again_in_private(
    archie: Town, mara: Person, tobias: Person, model: AnthropicServer
) -> None:
    await mara.runs(f"/ask {QUESTION}", "general")
    await mara.sees_ephemeral()
    await mara.runs(f"/ask {SAME}", "general")
    again = await mara.sees_ephemeral(after=1)
    assert is_given_again(again)

    await mara.clicks(again, "Ask Again", "general")
    anew = await mara.sees_ephemeral(after=2)

    assert not is_given_again(anew)
    assert WRITTEN in text_of(anew)
    assert len(model.received) == 2
    assert not [event for event in tobias.seen if event["type"] == "message"]


@pytest.mark.parametrize("judged", ["the first answer", "the one given again"])
async def test_an_answer_that_did_not_help_is_not_given_again(
    archie: Town, mara: Person, tobias: Person, model: AnthropicServer, judged: str
) -> None:
    first, again = await ask(mara), await ask(tobias)
    assert is_given_again(again)

    await tobias.clicks(first if judged == "the first answer" else again, "Not Helpful", "general")
    await tobias.sees_view("What was wrong?")
    await archie.workspace.idle()

    assert not is_given_again(await ask(mara))
    assert len(model.received) == 2


async def test_a_busy_model_leaves_nothing_to_give_again(
    archie: Town, mara: Person, tobias: Person, model: AnthropicServer
) -> None:
    model.play_forever(overloaded())
    assert WRITTEN not in text_of(await ask(mara))
    model.play_forever(cited(says(WRITTEN, "2-3 weeks")))

    answer = await ask(tobias)

    assert WRITTEN in text_of(answer)
    assert not is_given_again(answer)


async def test_it_is_given_again_after_a_restart_but_not_by_another_model_nor_when_turned_off(
    house: Path, model: AnthropicServer
) -> None:
    seen = []
    for changes in ({}, {}, {"model": "claude-opus-5-5"}, {"cache_hours": 0}):
        async with town(settings_in(house, **key_of(model) | changes)) as running:
            seen.append(is_given_again(await ask(await running.person("mara"))))

    assert seen == [False, True, False, False]


async def test_without_a_key_too_and_a_new_article_answers_what_was_not_covered(house: Path) -> None:
    question = "At what temperature does the tunnel kiln fire porcelain?"
    async with town(settings_in(house)) as running:
        mara = await running.person("mara")
        assert "not cover" in text_of(await ask(mara, question))
        assert is_given_again(await ask(mara, question))

        (house / "notes" / "kiln.md").write_text(
            "# Kiln\n\nThe tunnel kiln fires porcelain at 1,340 degrees Celsius.\n"
        )

        async with asyncio.timeout(PATIENCE_SECONDS):
            while is_given_again(answer := await ask(mara, question)):
                pass  # until the change was seen
    assert "1,340" in text_of(answer)
