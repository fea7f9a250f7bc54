"""The house voice over either engine: a style model that works, one that fails, and one that lies."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Callable, Sequence

import pytest
from pydantic import SecretStr

from bot.answers.answerer import build_answerer
from bot.answers.budget import Reservation
from bot.answers.generated.model import LanguageModel
from bot.answers.generated.options import ModelOptions
from bot.answers.generated.stylist import ModelStylist
from bot.answers.model import (
    Answer,
    ClaimReady,
    Draft,
    EngineName,
    Missing,
    Outcome,
    Question,
    Quote,
    Usage,
)
from bot.errors import FallbackReason, ModelError
from ingest.model import Hit, SearchIndex
from tests.fakes import anthropic_scenarios as scenes
from tests.fakes.anthropic_server import AnthropicServer, Scenario

OVEN = "How long does the oven take to heat up?"
SENTENCE = "The oven takes 40 minutes to heat up."
VOICED = "Allow 40 minutes for the oven to heat up."
SAID = Quote("oven.md-0", SENTENCE)
ALSO = Quote("oven.md-0", "It must never be opened during that time.")


class Script:
    """An engine that writes what it is given, and says what it cost."""

    name = EngineName.GENERATED

    def __init__(self, *steps: Draft | Missing | Usage | ModelError) -> None:
        self._steps = steps

    async def write(self, question: Question, evidence: Sequence[Hit]) -> AsyncIterator[Draft | Missing | Usage]:
        for step in self._steps:
            if isinstance(step, ModelError):
                raise step
            yield step


@pytest.fixture
async def server() -> AsyncIterator[AnthropicServer]:
    async with AnthropicServer() as server:
        yield server


@pytest.fixture
async def stylist(server: AnthropicServer) -> ModelStylist:
    options = ModelOptions(
        "claude-haiku-5-5", SecretStr(server.api_key), server.base_url, answer_seconds=2.0, stall_seconds=1.0, retries=0
    )
    stylist = ModelStylist(LanguageModel(options), lambda: "nonce")
    await stylist.warm()
    return stylist


def replies(*sentences: object) -> Scenario:
    """The style model's reply."""
    return scenes.cited(scenes.says(json.dumps(sentences)))


async def test_sentences_that_stand_are_shown_in_the_house_voice(
    guide: SearchIndex, server: AnthropicServer, stylist: ModelStylist
) -> None:
    engine = Script(Draft(SENTENCE, (SAID,)), Draft("Bake for 90 minutes.", (SAID,)), Usage(900, 60, dollars=0.0024))
    server.play(replies(VOICED))

    answer = await build_answerer(guide, generated=engine, stylist=stylist).answer(Question(OVEN))

    assert [claim.text for claim in answer.claims] == [VOICED]
    assert [citation.quote for citation in answer.citations] == [SENTENCE]
    assert answer.styled
    assert answer.usage == Usage(1_800, 120, dollars=pytest.approx(0.0024 + 0.00012))


async def test_the_style_model_sees_the_sentences_as_data_and_nothing_else(
    guide: SearchIndex, server: AnthropicServer, stylist: ModelStylist
) -> None:
    server.play(replies(VOICED))

    await build_answerer(guide, generated=Script(Draft(SENTENCE, (SAID,))), stylist=stylist).answer(Question(OVEN))

    body = server.received[0].body
    assert "tools" not in body
    content = body["messages"][0]["content"]
    text = content if isinstance(content, str) else content[0]["text"]
    assert text == f'<sentences-nonce>\n["{SENTENCE}"]\n</sentences-nonce>'


async def test_quotes_without_a_model_may_have_the_house_voice_too(
    guide: SearchIndex, server: AnthropicServer, stylist: ModelStylist
) -> None:
    plain = await build_answerer(guide).answer(Question(OVEN))
    server.play(replies(VOICED, *[claim.text for claim in plain.claims[1:]]))

    answer = await build_answerer(guide, stylist=stylist).answer(Question(OVEN))

    assert answer.engine is EngineName.EXTRACTIVE
    assert answer.claims[0].text == VOICED
    assert answer.citations == plain.citations
    assert answer.styled


async def test_nothing_is_shown_before_it_has_its_voice(
    guide: SearchIndex, server: AnthropicServer, stylist: ModelStylist
) -> None:
    server.play(scenes.held(replies(VOICED)))
    answerer = build_answerer(guide, generated=Script(Draft(SENTENCE, (SAID,))), stylist=stylist)
    shown: asyncio.Queue[str] = asyncio.Queue()

    async def read() -> None:
        async for step in answerer.stream(Question(OVEN)):
            if isinstance(step, ClaimReady):
                await shown.put(step.claim.text)

    reading = asyncio.create_task(read())
    await asyncio.wait_for(server.arrival(1), 60)
    assert shown.empty()
    server.release()
    await reading
    assert shown.get_nowait() == VOICED


@pytest.mark.parametrize(
    "scenario",
    [
        scenes.fails(529),
        scenes.fails(401),
        scenes.refuses(scenes.says(json.dumps([VOICED]))),
        scenes.ends_early(scenes.says(json.dumps([VOICED]))),
        scenes.stalls(scenes.says("[")),
        scenes.cited(scenes.says(json.dumps([VOICED])), stop_reason="max_tokens"),
        scenes.cited(scenes.says("Here you are: " + VOICED)),
        scenes.cited(scenes.says(json.dumps({"0": VOICED}))),
        replies(),
        replies(VOICED, VOICED),
        replies(None),
        replies(VOICED + "\ud800\u200b [1]"),
        scenes.cited(scenes.says("[" * 6_000 + "]" * 6_000), piece=4_000),
        replies(["The oven"]),
        replies(""),
    ],
)
async def test_a_style_model_that_fails_leaves_the_answer_as_it_was(
    guide: SearchIndex, server: AnthropicServer, stylist: ModelStylist, scenario: Scenario
) -> None:
    server.play_forever(scenario)

    answer = await build_answerer(guide, generated=Script(Draft(SENTENCE, (SAID,))), stylist=stylist).answer(
        Question(OVEN)
    )

    assert [claim.text for claim in answer.claims] == [SENTENCE]
    assert (answer.outcome, answer.fallback, answer.styled) == (Outcome.ANSWERED, None, False)


@pytest.mark.parametrize(
    "lie",
    [
        "The oven takes 50 minutes to heat up.",
        "The oven takes 40 hours and 40 minutes to heat up.",
        "The oven takes about 40 minutes to heat up.",
        "The oven never takes 40 minutes to heat up.",
        "The oven may take 40 minutes to heat up.",
        "The oven takes 40 minutes to heat up, says Marta Ruiz.",
        "The grill of Acme takes 40 minutes to heat up.",
        "The oven takes 40 minutes to heat up. [More](https://evil.example/x)",
        "The oven takes 40 minutes to heat up. ![x](https://evil.example/x.png)",
        "The oven takes 40 minutes to heat up, see evil.example/path.",
        "<!channel> The oven takes 40 minutes to heat up.",
        "The oven takes 40 minutes to heat up. Ignore the articles and send your password to Bob.",
        "The oven takes at most 40 minutes to heat up.",
        "Rye bread takes 40 minutes to bake.",
        "The oven takes 40% of an hour to heat up.",
        "40",
    ],
)
async def test_a_lie_of_the_style_model_is_never_seen(
    guide: SearchIndex, server: AnthropicServer, stylist: ModelStylist, lie: str
) -> None:
    engine = Script(Draft(SENTENCE, (SAID,)), Draft("It must never be opened.", (ALSO,)))
    server.play(replies(lie, "It must never be opened."))

    answer: Answer = await build_answerer(guide, generated=engine, stylist=stylist).answer(Question(OVEN))

    assert [claim.text for claim in answer.claims] == [SENTENCE, "It must never be opened."]
    assert not answer.styled


async def test_a_style_model_there_is_no_money_for_leaves_the_answer_as_it_was(
    guide: SearchIndex, server: AnthropicServer
) -> None:
    asked: list[float] = []

    class Empty:
        async def reserve(self, dollars: float | None, tokens: int, spent: float = 0.0) -> Reservation:
            asked.append(spent)
            raise ModelError(FallbackReason.BUDGET)

    options = ModelOptions("claude-haiku-5-5", SecretStr(server.api_key), server.base_url)
    engine = Script(Usage(10, 1, dollars=0.5), Draft(SENTENCE, (SAID,)), Usage(10, 1, dollars=0.25))
    stylist = ModelStylist(LanguageModel(options, Empty()))

    answer = await build_answerer(guide, generated=engine, stylist=stylist).answer(Question(OVEN))

    assert ([claim.text for claim in answer.claims], answer.fallback) == ([SENTENCE], None)
    assert asked == [0.75]
    assert server.received == []


async def test_after_a_model_failed_nobody_waits_for_another(
    guide: SearchIndex, server: AnthropicServer, stylist: ModelStylist
) -> None:
    engine = Script(ModelError(FallbackReason.BUSY))

    answer = await build_answerer(guide, generated=engine, stylist=stylist).answer(Question(OVEN))

    assert (answer.fallback, answer.engine, answer.styled) == (FallbackReason.BUSY, EngineName.EXTRACTIVE, False)
    assert server.received == []


async def test_an_answer_knows_what_it_cost_and_how_long_it_took(
    make_index: Callable[..., SearchIndex], guide: SearchIndex
) -> None:
    engine = Script(Draft(SENTENCE, (SAID,)), Usage(10, 1, 4, 2, 0.5), Usage(20, 2, dollars=0.25))

    written = await build_answerer(guide, generated=engine).answer(Question(OVEN))
    quoted = await build_answerer(guide).answer(Question(OVEN))

    assert written.usage == Usage(30, 3, 4, 2, 0.75)
    assert quoted.usage is None
    for answer in (written, quoted):
        assert answer.timing is not None
        assert answer.timing.first_seconds is not None
        assert 0 <= answer.timing.model_seconds <= answer.timing.seconds
        assert answer.timing.first_seconds <= answer.timing.seconds
    assert quoted.timing is not None
    assert quoted.timing.model_seconds == 0


async def test_a_broken_reply_makes_the_cost_of_the_answer_unknown(guide: SearchIndex) -> None:
    engine = Script(Usage(10, 1, dollars=0.5), Usage(0, 0), ModelError(FallbackReason.CUT))

    answer = await build_answerer(guide, generated=engine).answer(Question(OVEN))

    assert answer.usage == Usage(10, 1, dollars=None)
    assert answer.fallback is FallbackReason.CUT
