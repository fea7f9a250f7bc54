"""Every generation of Claude cites in a way that keeps each citation with its words; the constant part is cacheable."""

from __future__ import annotations

import json

import pytest

from bot.answers.generated.chat import thinking
from bot.answers.model import Draft, Question, Quote
from tests.bot.answers.generated.conftest import EngineOf
from tests.fakes.anthropic_scenarios import cited, echoes_first_passage, says
from tests.fakes.anthropic_server import AnthropicServer
from tests.fakes.evidence import hit

WEEKS = hit("A RAG prototype takes two to three weeks. It needs no labelled data at all.")
ADAPTIVE = {"type": "adaptive"}
ENABLED = {"type": "enabled", "budget_tokens": 1_024}


@pytest.mark.parametrize(
    ("model", "asked"),
    [
        ("claude-sonnet-5-5", ADAPTIVE),
        ("claude-haiku-5-5", ADAPTIVE),
        ("claude-opus-4-6", ADAPTIVE),
        ("claude-opus-4-8", ADAPTIVE),
        ("claude-sonnet-5", ADAPTIVE),
        ("a-model-behind-a-gateway", ADAPTIVE),
        ("claude-haiku-4-5", ENABLED),
        ("claude-haiku-4-5-20251001", ENABLED),
        ("claude-opus-4-1-20250805", ENABLED),
        ("claude-sonnet-4-20250514", ENABLED),
        ("claude-3-7-sonnet-20250219", ENABLED),
    ],
)
def test_thinking_is_asked_for_in_the_form_the_model_takes(model: str, asked: dict[str, object]) -> None:
    assert thinking(model) == asked


@pytest.mark.parametrize("model", ["claude-haiku-4-5", "claude-haiku-5-5", "claude-opus-5-5"])
async def test_citations_keep_their_sentences(server: AnthropicServer, engine_of: EngineOf, model: str) -> None:
    server.play(
        cited(
            says("It takes two to three weeks. ", "two to three weeks"),
            says("Nobody labels anything.", "no labelled data"),
        )
    )

    drafts = [draft async for draft in engine_of(model=model).write(Question("How long?"), [WEEKS])]

    weeks, labels = (Quote(WEEKS.passage.id, f"{words}.") for words in WEEKS.passage.text.removesuffix(".").split(". "))
    assert [draft for draft in drafts if isinstance(draft, Draft)] == [
        Draft("It takes two to three weeks.", (weeks,)),
        Draft("Nobody labels anything.", (labels,)),
    ]
    assert server.received[0].body["thinking"] == thinking(model)


async def test_the_cached_prefix_is_the_same_bytes_in_every_request(
    server: AnthropicServer, engine_of: EngineOf
) -> None:
    server.play_forever(echoes_first_passage())
    engine = engine_of()

    for question, evidence in (("How long?", WEEKS), ("Is {data} needed? %s", hit("Some other words stand here."))):
        _ = [draft async for draft in engine.write(Question(question), [evidence])]

    first, second = (json.dumps(received.body["system"]) for received in server.received)
    assert first == second
    assert json.loads(first)[-1]["cache_control"] == {"type": "ephemeral"}
    assert all("tools" not in received.body for received in server.received)
