"""What was spent on models, by day, and what may still be: one sum that all processes share."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import Connection, and_, delete, select, true, update

from bot.errors import FallbackReason, ModelError, StoreError
from bot.store.database import Database, insert_into
from bot.store.tables import spending

KEPT_DAYS = 400

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Limits:
    """What may be spent. None is no limit.

    Attributes:
        answer_dollars: on one answer, all its calls together.
        day_dollars, day_tokens: on one day (UTC), in all processes together.
    """

    answer_dollars: float | None = None
    day_dollars: float | None = None
    day_tokens: int | None = None


@dataclass(frozen=True, slots=True)
class Spent:
    """What one day came to, calls that are still running at the most they can cost.

    Attributes:
        day: ISO date, UTC.
        tokens: of input and output together.
        calls: of models, failed ones too.
    """

    day: str
    dollars: float = 0.0
    tokens: int = 0
    calls: int = 0


class Spending:
    """Keeps the sums. ``now`` gives seconds since the epoch.

    A reservation is added to the sum at once and corrected when the call is over. What a process reserved before it
    died stays in the sum of its day: too much by one call at most for each answer, and never too little.
    """

    def __init__(self, database: Database, now: Callable[[], float]) -> None:
        self._database = database
        self._now = now

    async def reserve(self, dollars: float, tokens: int, limits: Limits) -> str | None:
        """Add a call to today's sum, unless that would exceed a limit; returns the day, or None when it would."""
        day = self._day()
        return await self._database.write(lambda connection: _reserve(connection, Spent(day, dollars, tokens), limits))

    async def correct(self, day: str, dollars: float, tokens: int) -> None:
        """Add a difference, mostly negative, to the sum of a day."""
        changed = {"dollars": spending.c.dollars + dollars, "tokens": spending.c.tokens + tokens}
        statement = update(spending).where(spending.c.day == day).values(changed)
        await self._database.write(lambda connection: connection.execute(statement))

    async def today(self) -> Spent:
        """Today's sum."""
        day = self._day()
        statement = select(spending).where(spending.c.day == day)
        row = await self._database.read(lambda connection: connection.execute(statement).mappings().first())
        return Spent(**row) if row else Spent(day)

    async def purge(self) -> int:
        """Forget days older than `KEPT_DAYS`; returns how many."""
        oldest = (datetime.fromtimestamp(self._now(), UTC) - timedelta(days=KEPT_DAYS)).date().isoformat()
        statement = delete(spending).where(spending.c.day < oldest)
        return await self._database.write(lambda connection: connection.execute(statement).rowcount)

    def _day(self) -> str:
        return datetime.fromtimestamp(self._now(), UTC).date().isoformat()


def _reserve(connection: Connection, call: Spent, limits: Limits) -> str | None:
    """One statement, so that of two processes one sees what the other added."""
    if _exceeds(call.dollars, limits.day_dollars) or _exceeds(call.tokens, limits.day_tokens):
        return None
    insert = insert_into(connection, spending).values(day=call.day, dollars=call.dollars, tokens=call.tokens, calls=1)
    sums = {
        "dollars": spending.c.dollars + call.dollars,
        "tokens": spending.c.tokens + call.tokens,
        "calls": spending.c.calls + 1,
    }
    within = [sums[name] <= limit for name, limit in _day_limits(limits).items() if limit is not None]
    upsert = insert.on_conflict_do_update(index_elements=["day"], set_=sums, where=and_(true(), *within))
    return connection.execute(upsert.returning(spending.c.day)).scalar()


def _day_limits(limits: Limits) -> dict[str, float | None]:
    return {"dollars": limits.day_dollars, "tokens": limits.day_tokens}


def _exceeds(value: float, limit: float | None) -> bool:
    return limit is not None and value > limit


@dataclass(frozen=True, slots=True)
class Reserved:
    """What was set aside for one call."""

    spending: Spending
    day: str
    dollars: float
    tokens: int

    async def settle(self, dollars: float | None, tokens: int) -> None:
        """Count what the call came to instead. When the database refuses, all of it goes on counting."""
        try:
            await self.spending.correct(self.day, (dollars or 0.0) - self.dollars, tokens - self.tokens)
        except StoreError as error:
            logger.warning("What a call of the model cost could not be written down: %s", error)


class SharedBudget:
    """A `bot.answers.budget.Budget` kept in the database: all processes share it, and it outlives them."""

    def __init__(self, spending: Spending, limits: Limits) -> None:
        self._spending = spending
        self._limits = limits

    async def reserve(self, dollars: float | None, tokens: int, spent: float = 0.0) -> Reserved:
        """Set aside the most a call can come to.

        Args:
            dollars: None for a model without a known price; then only tokens are looked at.
            tokens: of input and output together.
            spent: dollars the same answer has cost already.

        Raises:
            ModelError: ``FallbackReason.BUDGET``: it is more than is left, or what is left cannot be read.
        """
        most = dollars or 0.0
        if _exceeds(spent + most, self._limits.answer_dollars):
            logger.warning("A call of the model was not made: it may cost more than one answer may.")
            raise ModelError(FallbackReason.BUDGET)
        try:
            day = await self._spending.reserve(most, tokens, self._limits)
        except StoreError as error:
            logger.warning("A call of the model was not made, because today's spending could not be read: %s", error)
            raise ModelError(FallbackReason.BUDGET) from error
        if day is None:
            logger.warning("A call of the model was not made: today's budget for models is used up.")
            raise ModelError(FallbackReason.BUDGET)
        return Reserved(self._spending, day, most, tokens)
