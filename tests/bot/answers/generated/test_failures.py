"""Each way the model can fail gives one reason, after the right number of tries, within the time allowed."""

from __future__ import annotations

import asyncio
import logging

import pytest
from pydantic import SecretStr

from bot.answers.generated.engine import GeneratedEngine
from bot.answers.model import Draft, Missing, Question, Usage
from bot.errors import FallbackReason, ModelError
from tests.bot.answers.generated.conftest import EngineOf
from tests.fakes.anthropic_scenarios import (
    answers_json,
    breaks_with_error_event,
    cited,
    echoes_first_passage,
    ends_early,
    fails,
    held,
    never_answers,
    overloaded,
    rate_limited,
    refuses,
    resets,
    runs_out_of_tokens,
    says,
    sends,
    stalls,
)
from tests.fakes.anthropic_server import AnthropicServer, Scenario
from tests.fakes.evidence import hit

WORDS = "A RAG prototype takes two to three weeks."
SAID = (says("It takes two weeks. ", "two to three weeks"), says("It costs"))
GARBAGE = {"type": "content_block_delta"}
EMPTY_TEXT = {"type": "content_block_delta", "index": 0, "delta": {"type": "text_delta"}}
EMPTY_CITATION = {"type": "content_block_delta", "index": 0, "delta": {"type": "citations_delta"}}


async def write(engine: GeneratedEngine) -> list[Draft | Missing]:
    drafts = engine.write(Question("How long?"), [hit(WORDS)])
    return [draft async for draft in drafts if not isinstance(draft, Usage)]


async def failure(engine: GeneratedEngine) -> FallbackReason:
    with pytest.raises(ModelError) as caught:
        await asyncio.wait_for(write(engine), 60)
    return caught.value.reason


@pytest.mark.parametrize(
    "trouble", [rate_limited(), rate_limited(retry_after=0.02), overloaded(), fails(500), fails(503)]
)
async def test_a_busy_service_is_asked_again(server: AnthropicServer, engine_of: EngineOf, trouble: Scenario) -> None:
    server.play(trouble, trouble, echoes_first_passage())

    (draft,) = await write(engine_of())

    assert isinstance(draft, Draft)
    assert (draft.text, draft.quotes[0].text) == (WORDS, WORDS)
    assert len(server.received) == 3


@pytest.mark.parametrize("trouble", [rate_limited(), overloaded(), fails(500), fails(408)])
async def test_a_service_that_stays_busy_is_left_after_two_retries(
    server: AnthropicServer, engine_of: EngineOf, trouble: Scenario
) -> None:
    server.play_forever(trouble)

    assert await failure(engine_of()) is FallbackReason.BUSY
    assert len(server.received) == 3


async def test_a_wait_longer_than_the_time_left_is_not_begun(server: AnthropicServer, engine_of: EngineOf) -> None:
    server.play_forever(rate_limited(retry_after=3_600))

    async with asyncio.timeout(10):
        assert await failure(engine_of(answer_seconds=30)) is FallbackReason.BUSY
    assert len(server.received) == 1


@pytest.mark.parametrize("status", [400, 401, 403, 404, 413])
async def test_a_request_the_service_rejects_is_not_sent_again(
    server: AnthropicServer, engine_of: EngineOf, status: int
) -> None:
    server.play_forever(fails(status))

    assert await failure(engine_of()) is FallbackReason.REJECTED
    assert len(server.received) == 1


async def test_a_prompt_too_long_is_rejected(server: AnthropicServer, engine_of: EngineOf) -> None:
    server.play(fails(400, text="prompt is too long: 1200000 tokens > 1000000 maximum"))

    assert await failure(engine_of()) is FallbackReason.REJECTED


async def test_a_wrong_key_is_rejected(server: AnthropicServer, engine_of: EngineOf) -> None:
    assert await failure(engine_of(api_key=SecretStr("sk-ant-wrong"))) is FallbackReason.REJECTED


@pytest.mark.parametrize(
    ("scenario", "reason"),
    [
        (breaks_with_error_event(*SAID), FallbackReason.BUSY),
        (breaks_with_error_event(*SAID, kind="api_error"), FallbackReason.CUT),
        (ends_early(*SAID), FallbackReason.CUT),
        (ends_early(), FallbackReason.CUT),
        (resets(*SAID), FallbackReason.CUT),
        (runs_out_of_tokens(*SAID), FallbackReason.CUT),
        (cited(*SAID, stop_reason="model_context_window_exceeded"), FallbackReason.CUT),
        (cited(*SAID, stop_reason="pause_turn"), FallbackReason.CUT),
        (refuses(*SAID), FallbackReason.REFUSED),
        (refuses(), FallbackReason.REFUSED),
        (answers_json(), FallbackReason.CUT),
        (sends(), FallbackReason.CUT),
        (sends(GARBAGE), FallbackReason.CUT),
        (sends(EMPTY_TEXT, EMPTY_CITATION), FallbackReason.CUT),
    ],
)
async def test_a_reply_that_is_not_complete_is_void_and_not_asked_for_again(
    server: AnthropicServer, engine_of: EngineOf, scenario: Scenario, reason: FallbackReason
) -> None:
    server.play_forever(scenario)

    assert await failure(engine_of()) is reason
    assert len(server.received) == 1


async def test_drafts_come_before_the_failure_that_voids_them(server: AnthropicServer, engine_of: EngineOf) -> None:
    server.play(ends_early(*SAID))
    drafts = engine_of().write(Question("How long?"), [hit(WORDS)])

    assert isinstance(await anext(drafts), Draft)
    with pytest.raises(ModelError):
        assert [draft async for draft in drafts] == [Usage(0, 0)]


async def test_a_stall_in_the_stream_ends_after_the_longest_silence(
    server: AnthropicServer, engine_of: EngineOf
) -> None:
    server.play_forever(stalls(*SAID))

    async with asyncio.timeout(10):
        assert await failure(engine_of(stall_seconds=1.0)) is FallbackReason.TIMEOUT
    assert len(server.received) == 1


async def test_a_service_that_never_answers_is_asked_again_within_the_time_allowed(
    server: AnthropicServer, engine_of: EngineOf
) -> None:
    server.play_forever(never_answers())

    assert await failure(engine_of(stall_seconds=0.5)) is FallbackReason.TIMEOUT
    assert len(server.received) == 3


@pytest.mark.parametrize("scenario", [never_answers(), stalls(*SAID), cited(*SAID, pause=0.4)])
async def test_the_whole_answer_has_a_deadline(
    server: AnthropicServer, engine_of: EngineOf, scenario: Scenario
) -> None:
    server.play_forever(scenario)
    engine = engine_of(answer_seconds=1.0)
    await engine.warm()

    async with asyncio.timeout(10):
        assert await failure(engine) is FallbackReason.TIMEOUT
    assert len(server.received) == 1
    await asyncio.wait_for(server.received[0].hung_up.wait(), 60)


async def test_a_service_that_is_not_there_counts_as_busy(server: AnthropicServer, engine_of: EngineOf) -> None:
    assert await failure(engine_of(base_url="http://127.0.0.1:1")) is FallbackReason.BUSY


async def test_a_failure_of_one_answer_does_not_touch_another(server: AnthropicServer, engine_of: EngineOf) -> None:
    server.play(held(echoes_first_passage()), resets(*SAID))
    engine = engine_of()
    other = asyncio.create_task(write(engine))
    await asyncio.wait_for(server.arrival(1), 60)

    assert await failure(engine) is FallbackReason.CUT
    server.release()
    assert len(await other) == 1


async def test_the_log_tells_the_kind_of_failure_and_nothing_that_was_said(
    server: AnthropicServer, engine_of: EngineOf, caplog: pytest.LogCaptureFixture
) -> None:
    server.play(fails(400, text="messages.0: How long?"))

    with caplog.at_level(logging.INFO):
        await failure(engine_of())

    (record,) = [record for record in caplog.records if record.name.startswith("bot.")]
    assert record.getMessage() == (
        "The model did not answer: AnthropicInvalidRequestError, status 400, invalid_request_error, req_fake."
    )
