"""A model is asked only for what may be spent, and what it did cost is told to whoever keeps the budget."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, field

import pytest

from bot.answers.model import Question, Usage
from bot.errors import FallbackReason, ModelError
from tests.bot.answers.generated.conftest import EngineOf
from tests.fakes.anthropic_scenarios import (
    cited,
    echoes_first_passage,
    ends_early,
    fails,
    says,
    sends,
    stalls,
)
from tests.fakes.anthropic_server import AnthropicServer, Scenario
from tests.fakes.anthropic_wire import opening
from tests.fakes.evidence import hit

WORDS = "A RAG prototype takes two to three weeks."
SAID = says("It takes two weeks. ", "two to three weeks")


@dataclass
class Purse:
    """A budget that notes what is asked of it, and what each call was settled at."""

    refuses: bool = False
    reserved: list[tuple[float | None, int, float]] = field(default_factory=list)
    settled: list[tuple[float | None, int]] = field(default_factory=list)

    async def reserve(self, dollars: float | None, tokens: int, spent: float = 0.0) -> Purse:
        if self.refuses:
            raise ModelError(FallbackReason.BUDGET)
        self.reserved.append((dollars, tokens, spent))
        return self

    async def settle(self, dollars: float | None, tokens: int) -> None:
        self.settled.append((dollars, tokens))


async def usages(engine_of: EngineOf, purse: Purse, **changes: object) -> list[Usage]:
    """What an answer told of its cost; a failure is passed over."""
    engine = engine_of(purse, **changes)
    await engine.warm()
    found: list[object] = []
    with suppress(ModelError):
        async for item in engine.write(Question("How long?"), [hit(WORDS)]):
            found.append(item)  # noqa: PERF401 - what came before a failure counts
    return [item for item in found if isinstance(item, Usage)]


async def test_a_complete_reply_is_settled_at_what_it_cost(server: AnthropicServer, engine_of: EngineOf) -> None:
    purse = Purse()
    server.play(echoes_first_passage())

    assert await usages(engine_of, purse) == [Usage(900, 60, dollars=0.0024)]
    assert purse.settled == [(0.0024, 960)]


async def test_tokens_from_the_cache_are_told_and_priced(server: AnthropicServer, engine_of: EngineOf) -> None:
    told = {
        "input_tokens": 100,
        "cache_read_input_tokens": 1_000,
        "cache_creation_input_tokens": 500,
        "cache_creation": {"ephemeral_5m_input_tokens": 500, "ephemeral_1h_input_tokens": 0},
        "output_tokens": 10,
    }
    delta = {"type": "message_delta", "delta": {"stop_reason": "end_turn", "stop_sequence": None}, "usage": told}
    server.play(sends(*opening("claude-sonnet-5-5"), delta, {"type": "message_stop"}))

    (usage,) = await usages(engine_of, Purse())

    assert (usage.input_tokens, usage.cache_read_tokens, usage.cache_write_tokens) == (1_600, 1_000, 500)
    assert usage.dollars == pytest.approx((100 + 100 + 625) * 2e-6 + 10 * 10e-6)


async def test_what_is_reserved_covers_the_largest_reply_and_more_input_than_is_sent(
    server: AnthropicServer, engine_of: EngineOf
) -> None:
    purse = Purse()
    server.play_forever(echoes_first_passage())

    await usages(engine_of, purse, max_tokens=1_000)
    await usages(engine_of, purse, max_tokens=8_000)

    (small, small_tokens, _), (large, large_tokens, _) = purse.reserved
    assert small is not None
    assert large is not None
    assert large - small == pytest.approx(7_000 * 10e-6)
    assert large_tokens - small_tokens == 7_000
    assert small_tokens - 1_000 > 900  # what this prompt really has, by the service's own count


@pytest.mark.parametrize("scenario", [ends_early(SAID), stalls(SAID), cited(SAID, stop_reason="pause_turn", pause=0.3)])
async def test_a_reply_that_breaks_off_stays_reserved_and_its_cost_unknown(
    server: AnthropicServer, engine_of: EngineOf, scenario: Scenario
) -> None:
    purse = Purse()
    server.play_forever(scenario)

    assert await usages(engine_of, purse, stall_seconds=0.5, answer_seconds=1.0) == [Usage(0, 0, dollars=None)]
    assert (len(purse.reserved), purse.settled) == (1, [])


@pytest.mark.parametrize("status", [400, 401, 429, 529])
async def test_a_call_that_was_refused_costs_nothing(server: AnthropicServer, engine_of: EngineOf, status: int) -> None:
    purse = Purse()
    server.play_forever(fails(status))

    assert await usages(engine_of, purse) == []
    assert (len(purse.reserved), purse.settled) == (1, [(0.0, 0)])


async def test_a_reader_who_leaves_leaves_the_reservation_standing(
    server: AnthropicServer, engine_of: EngineOf
) -> None:
    purse = Purse()
    server.play(stalls(SAID, says("It costs")))
    drafts = engine_of(purse).write(Question("How long?"), [hit(WORDS)])
    await anext(drafts)

    await drafts.aclose()

    assert (len(purse.reserved), purse.settled) == (1, [])


async def test_without_money_nobody_is_asked(server: AnthropicServer, engine_of: EngineOf) -> None:
    with pytest.raises(ModelError) as caught:
        _ = [item async for item in engine_of(Purse(refuses=True)).write(Question("How long?"), [hit(WORDS)])]

    assert caught.value.reason is FallbackReason.BUDGET
    assert server.received == []
