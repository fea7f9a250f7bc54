"""The writing engine against a real server: what it asks, what it makes of the reply, and when."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from collections.abc import Sequence
from contextlib import aclosing
from typing import Any

import pytest
from pydantic import SecretStr

from bot.answers.generated.engine import GeneratedEngine
from bot.answers.generated.options import ModelOptions
from bot.answers.generated.prompts import SYSTEM
from bot.answers.model import Draft, EngineName, Missing, Question, Quote, Turn, Usage
from ingest.model import Hit
from tests.bot.answers.generated.conftest import EngineOf
from tests.fakes.anthropic_scenarios import (
    cited,
    echoes_first_passage,
    held,
    misattributes,
    misquotes,
    not_covered,
    points_nowhere,
    says,
    stalls,
)
from tests.fakes.anthropic_server import AnthropicServer
from tests.fakes.evidence import hit

TIME = hit("## Time\n\nA RAG prototype takes two to three weeks. Fine-tuning takes six to twelve weeks.")
COST = hit("A RAG system costs $50–$500 each month.\n\nSet-up of fine-tuning costs $20k–$60k.", document="cost.md")
EVIDENCE = (TIME, COST)
QUESTION = Question("How long does it take to prototype a RAG system?")


async def write(
    engine: GeneratedEngine, question: Question = QUESTION, evidence: Sequence[Hit] = EVIDENCE
) -> list[Draft | Missing]:
    return [draft async for draft in engine.write(question, evidence) if not isinstance(draft, Usage)]


def draft(text: str, *quotes: tuple[Hit, str]) -> Draft:
    return Draft(text, tuple(Quote(hit.passage.id, words) for hit, words in quotes))


@pytest.mark.parametrize("piece", [1, 7, 1_000])
async def test_each_sentence_comes_with_the_words_it_rests_on(
    server: AnthropicServer, engine_of: EngineOf, piece: int
) -> None:
    server.play(
        cited(
            says("A prototype takes ", "two to three weeks"),
            says("two to three weeks", "two to three weeks"),
            says(". "),
            says("It costs $50–$500 a month, and set-up is cheaper than $20k.", "$50–$500", "$20k–$60k"),
            says("\nMISSING: maintenance"),
            piece=piece,
        )
    )

    assert await write(engine_of()) == [
        draft("A prototype takes two to three weeks.", (TIME, "A RAG prototype takes two to three weeks.")),
        draft(
            "It costs $50–$500 a month, and set-up is cheaper than $20k.",
            (COST, "A RAG system costs $50–$500 each month."),
            (COST, "Set-up of fine-tuning costs $20k–$60k."),
        ),
        Missing("maintenance"),
    ]


async def test_the_request_is_what_the_service_and_the_citations_need(
    server: AnthropicServer, engine_of: EngineOf
) -> None:
    server.play(echoes_first_passage())

    await write(engine_of(max_tokens=3_000), Question("And then?", (Turn("Ann", "How long?"),)))

    body = server.received[0].body
    assert (body["model"], body["max_tokens"], body["stream"]) == ("claude-sonnet-5-5", 3_000, True)
    assert body["thinking"] == {"type": "adaptive"}
    assert body["system"] == [{"type": "text", "text": SYSTEM, "cache_control": {"type": "ephemeral"}}]
    assert not {"temperature", "tools", "top_p", "top_k"} & set(body)
    assert [message["role"] for message in body["messages"]] == ["user"]
    assert [passage["source"] for passage in server.received[0].passages] == ["guide.md#0", "cost.md#0"]
    assert '"Ann"' in server.received[0].prompt
    assert '"And then?"' in server.received[0].prompt


@pytest.mark.parametrize(
    ("lie", "quotes"),
    [
        (misquotes("It takes two weeks.", "two to three weeks", "It takes two weeks"), ()),
        (points_nowhere("It takes two weeks."), ()),
        (says("It takes two weeks."), ()),
        (
            misattributes("It takes two weeks.", "two to three weeks"),
            ((COST, "A RAG system costs $50–$500 each month."),),
        ),
        (
            says("It takes nine weeks.", "two to three weeks"),
            ((TIME, "A RAG prototype takes two to three weeks."),),
        ),
    ],
)
async def test_a_lie_never_gives_a_quote_that_does_not_stand_in_its_passage(
    server: AnthropicServer, engine_of: EngineOf, lie: Any, quotes: tuple[tuple[Hit, str], ...]
) -> None:
    server.play(cited(lie))

    assert await write(engine_of()) == [draft(lie.text, *quotes)]


async def test_not_covered_gives_nothing(server: AnthropicServer, engine_of: EngineOf) -> None:
    server.play(not_covered())

    assert await write(engine_of()) == []


async def test_without_evidence_nobody_is_asked(server: AnthropicServer, engine_of: EngineOf) -> None:
    engine = engine_of()

    assert await write(engine, evidence=()) == []
    assert server.received == []
    assert engine.name is EngineName.GENERATED


async def test_a_sentence_is_there_before_the_reply_is_complete(server: AnthropicServer, engine_of: EngineOf) -> None:
    server.play(stalls(says("It takes two weeks. ", "two to three weeks"), says("It costs")))

    async with aclosing(engine_of().write(QUESTION, EVIDENCE)) as drafts:
        first = await anext(drafts)

    assert first == draft("It takes two weeks.", (TIME, "A RAG prototype takes two to three weeks."))
    assert not server.received[0].finished.is_set()


async def test_closing_the_iterator_closes_the_connection(server: AnthropicServer, engine_of: EngineOf) -> None:
    server.play(stalls(says("It takes two weeks. ", "two to three weeks"), says("It costs")))
    drafts = engine_of().write(QUESTION, EVIDENCE)
    await anext(drafts)

    await drafts.aclose()

    await asyncio.wait_for(server.received[0].hung_up.wait(), 60)


async def test_cancelling_the_reader_closes_the_connection(server: AnthropicServer, engine_of: EngineOf) -> None:
    server.play(stalls(says("It takes two")))
    reader = asyncio.create_task(write(engine_of()))
    received = await asyncio.wait_for(server.arrival(1), 60)

    reader.cancel()

    await asyncio.wait_for(received.hung_up.wait(), 60)
    with pytest.raises(asyncio.CancelledError):
        await reader


async def test_two_answers_at_once_do_not_meet(server: AnthropicServer, engine_of: EngineOf) -> None:
    server.play(
        held(cited(says("It takes two weeks.", "two to three weeks"))), cited(says("It costs $50.", "$50–$500"))
    )
    engine = engine_of()
    slow = asyncio.create_task(write(engine))
    await asyncio.wait_for(server.arrival(1), 60)

    quick = await write(engine)
    server.release()

    assert quick == [draft("It costs $50.", (COST, "A RAG system costs $50–$500 each month."))]
    assert await slow == [draft("It takes two weeks.", (TIME, "A RAG prototype takes two to three weeks."))]


async def test_warming_sends_nothing(server: AnthropicServer, engine_of: EngineOf) -> None:
    await engine_of().warm()

    assert server.received == []


def test_importing_the_engine_does_not_import_the_models_library() -> None:
    heavy = {"anthropic", "httpx2", "langchain_anthropic", "langchain_core"}
    script = f"import sys, bot.answers.generated.engine; sys.exit(bool({heavy!r} & set(sys.modules)))"

    assert subprocess.run([sys.executable, "-c", script], check=False).returncode == 0


def test_the_key_does_not_show_in_the_options() -> None:
    assert "sk-ant" not in repr(ModelOptions("claude-sonnet-5-5", SecretStr("sk-ant-secret")))
