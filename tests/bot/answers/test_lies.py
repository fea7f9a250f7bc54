"""A model server that lies: whatever it says, no reader sees a false citation, quote, number, name or link."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Callable, Sequence

import pytest
import pytest_asyncio
from pydantic import SecretStr

from bot.answers.answerer import build_answerer
from bot.answers.checks.verify import RULES, Fault, check, fault_in
from bot.answers.generated.engine import GeneratedEngine
from bot.answers.generated.options import ModelOptions
from bot.answers.model import Answer, Draft, EngineName, Question
from bot.slack.blocks.answer import answer_message, stream_text
from ingest.model import Hit, Passage, SearchIndex
from tests.fakes.anthropic_scenarios import cited
from tests.fakes.anthropic_server import AnthropicServer
from tests.fakes.lies import DEPOT, LIES, QUESTION, TRUTH, Lie

pytestmark = pytest.mark.asyncio(loop_scope="module")

PASSAGES = [
    Passage(f"id-{name}", name, 0, (), text, 0, len(text), name.removesuffix(".md").title())
    for name, text in DEPOT.items()
]


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def server() -> AsyncIterator[AnthropicServer]:
    async with AnthropicServer() as server:
        yield server


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def engine(server: AnthropicServer) -> GeneratedEngine:
    return GeneratedEngine(ModelOptions("claude-sonnet-5-5", SecretStr(server.api_key), server.base_url))


@pytest.fixture
def index(make_index: Callable[[Sequence[Passage]], SearchIndex]) -> SearchIndex:
    return make_index(PASSAGES)


def _visible(answer: Answer) -> str:
    """All a person sees in Slack, whether it was posted or streamed."""
    message = answer_message(answer, "an-answer")
    return "\n".join(
        [message.text, json.dumps(message.blocks, ensure_ascii=False), *stream_text(answer, answer.claims)]
    )


def _require_true(answer: Answer, index: SearchIndex) -> None:
    """Every citation is numbered, exists and is used; every quote is verbatim."""
    numbers = [citation.n for citation in answer.citations]
    assert numbers == list(range(1, len(numbers) + 1))
    for citation in answer.citations:
        passage = index.passage(citation.passage_id)
        assert passage is not None
        assert citation.document == passage.document
        assert citation.quote in passage.text
    for claim in answer.claims:
        assert claim.citations
        assert set(claim.citations) <= set(numbers)


@pytest.mark.parametrize("lie", LIES, ids=lambda lie: lie.name)
async def test_a_lie_is_not_shown(
    lie: Lie, server: AnthropicServer, engine: GeneratedEngine, index: SearchIndex
) -> None:
    server.play(cited(*lie.says, piece=10_000))
    answer = await build_answerer(index, generated=engine).answer(Question(QUESTION))
    seen = _visible(answer)
    assert [words for words in lie.hidden if words in seen] == []
    assert not any(mark in seen for mark in ("<http", "](http", "<!channel", "<@U"))
    _require_true(answer, index)


@pytest.mark.parametrize("lie", LIES, ids=lambda lie: lie.name)
async def test_the_truth_next_to_a_lie_stands(
    lie: Lie, server: AnthropicServer, engine: GeneratedEngine, index: SearchIndex
) -> None:
    server.play(cited(TRUTH, *lie.says, piece=10_000))
    answer = await build_answerer(index, generated=engine).answer(Question(QUESTION))
    assert answer.engine is EngineName.GENERATED
    assert answer.claims[0].text == TRUTH.text.strip()
    assert [words for words in lie.hidden if words in _visible(answer)] == []
    _require_true(answer, index)


async def _drafts(lie: Lie, server: AnthropicServer, engine: GeneratedEngine) -> list[Draft]:
    server.play(cited(*lie.says, piece=10_000))
    evidence = [Hit(passage, 1.0, 1.0, 0.0) for passage in PASSAGES]
    return [draft async for draft in engine.write(Question(QUESTION), evidence) if isinstance(draft, Draft)]


async def test_no_check_is_idle(server: AnthropicServer, engine: GeneratedEngine) -> None:
    """Without any one of the checks, some lie would be shown."""
    known = {passage.id: passage for passage in PASSAGES}
    caught_alone: set[Fault | None] = set()
    for lie in LIES:
        for draft in await _drafts(lie, server, engine):
            checked = check(draft, known.get)
            caught = checked.fault is not None and bool(checked.quotes)
            if caught and fault_in(draft.text, checked.quotes, without=checked.fault) is None:
                caught_alone.add(checked.fault)
    assert caught_alone == {fault for _, fault in RULES}
