"""What models cost is one sum that processes share, that survives them, and that nobody can overdraw."""

from __future__ import annotations

import asyncio

import pytest

from bot.errors import FallbackReason, ModelError
from bot.store.spending import KEPT_DAYS, Limits, SharedBudget, Spent
from bot.store.store import Store

DAY = 24 * 3600.0
TODAY = "2027-01-15"


async def refused(budget: SharedBudget, dollars: float | None, tokens: int = 100, spent: float = 0.0) -> bool:
    """Whether there is no room for a call; a call there is room for stays reserved."""
    try:
        await budget.reserve(dollars, tokens, spent)
    except ModelError as error:
        assert error.reason is FallbackReason.BUDGET
        return True
    return False


async def test_a_reservation_counts_until_it_is_settled(store: Store) -> None:
    budget = SharedBudget(store.spending, Limits(day_dollars=1.0))
    assert await store.spending.today() == Spent(TODAY)

    first = await budget.reserve(0.6, 1_000)
    assert await refused(budget, 0.6)
    await first.settle(0.1, 250)

    assert not await refused(budget, 0.6)
    spent = await store.spending.today()
    assert spent == Spent(TODAY, pytest.approx(0.7), 350, 2)


async def test_of_many_at_once_no_more_are_let_through_than_there_is_money_for(open_it) -> None:
    budgets = [SharedBudget(open_it().spending, Limits(day_dollars=1.0)) for _ in range(3)]

    refusals = await asyncio.gather(*(refused(budgets[n % 3], 0.125) for n in range(30)))

    assert refusals.count(False) == 8


async def test_many_settling_at_once_lose_nothing(open_it) -> None:
    stores = [open_it() for _ in range(3)]

    async def call(n: int) -> None:
        reservation = await SharedBudget(stores[n % 3].spending, Limits()).reserve(0.5, 1_000)
        await reservation.settle(0.25, 100)

    await asyncio.gather(*(call(n) for n in range(24)))

    assert await stores[0].spending.today() == Spent(TODAY, 6.0, 2_400, 24)


async def test_what_a_dead_process_reserved_stays_spent_after_a_restart(open_it) -> None:
    await SharedBudget(open_it().spending, Limits()).reserve(0.75, 1_000)

    again = SharedBudget(open_it().spending, Limits(day_dollars=1.0))

    assert await refused(again, 0.5)
    assert not await refused(again, 0.25)


async def test_the_next_day_in_utc_begins_with_nothing_spent(store: Store, clock) -> None:
    budget = SharedBudget(store.spending, Limits(day_dollars=1.0))
    clock.now = 1_800_057_599.0  # 2027-01-15 23:59:59 UTC
    late = await budget.reserve(0.9, 100)
    assert await refused(budget, 0.9)

    clock.now += 1
    assert not await refused(budget, 0.9)
    await late.settle(0.2, 50)

    assert await store.spending.today() == Spent("2027-01-16", 0.9, 100, 1)


async def test_tokens_have_a_limit_of_their_own_whatever_they_cost(store: Store) -> None:
    budget = SharedBudget(store.spending, Limits(day_tokens=1_000))

    assert await refused(budget, None, tokens=1_001)
    assert not await refused(budget, None, tokens=900)
    assert await refused(budget, None, tokens=101)
    assert not await refused(budget, None, tokens=100)


async def test_one_answer_has_a_limit_that_counts_what_it_cost_already(store: Store) -> None:
    budget = SharedBudget(store.spending, Limits(answer_dollars=0.5))

    assert await refused(budget, 0.6)
    assert await refused(budget, 0.3, spent=0.3)
    assert not await refused(budget, 0.3, spent=0.1)
    assert (await store.spending.today()).calls == 1


async def test_a_first_call_larger_than_the_limit_is_refused_too(store: Store) -> None:
    assert await refused(SharedBudget(store.spending, Limits(day_dollars=0.1)), 0.2)
    assert await store.spending.today() == Spent(TODAY)


async def test_old_days_are_forgotten(store: Store, clock) -> None:
    await SharedBudget(store.spending, Limits()).reserve(0.5, 100)
    clock.now += (KEPT_DAYS + 1) * DAY

    assert await store.spending.purge() == 1
