"""Reviews and deadlines: what is to happen in a decision at a time, without anybody asking.

A scheduler looks for what is due every few seconds. What it finds stands in the database, so it does not matter which
process looks, whether any ran when the time came, or how the wall clock jumped: each thing is an event of its decision,
whose key keeps it from happening twice.
"""

from __future__ import annotations

import asyncio
import logging
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from slack_sdk.errors import SlackApiError

from bot.decisions.session.codec import EventError
from bot.slack.decisions.desk import Desk
from bot.slack.decisions.wall import Wall
from bot.slack.delivery import Uncertain, error_code

if TYPE_CHECKING:
    from apscheduler.schedulers.asyncio import AsyncIOScheduler

EVERY_SECONDS = 5.0

logger = logging.getLogger(__name__)


class Reviews:
    """Wakes decisions that are due. ``start`` and ``stop`` are called in the same event loop."""

    def __init__(self, desk: Desk, wall: Wall) -> None:
        self._desk = desk
        self._wall = wall
        self._turn = asyncio.Lock()
        self._scheduler: AsyncIOScheduler | None = None

    def start(self) -> None:
        """Begin to look; at once, for what came due while no process ran."""
        from apscheduler.schedulers.asyncio import AsyncIOScheduler  # only where a bot runs
        from apscheduler.triggers.interval import IntervalTrigger

        late = {"coalesce": True, "max_instances": 1, "misfire_grace_time": None}
        self._scheduler = AsyncIOScheduler(timezone=UTC, job_defaults=late)
        every = IntervalTrigger(seconds=int(EVERY_SECONDS), timezone=UTC)
        self._scheduler.add_job(self._run, every, id="reviews", next_run_time=datetime.now(UTC))
        self._scheduler.start()

    async def stop(self) -> None:
        """Look no more. A look that is under way is cancelled; the next process does what it left."""
        if self._scheduler is None:
            return
        self._scheduler.pause()
        await asyncio.sleep(0)  # a look just handed over begins: the scheduler calls one that never did an error
        self._scheduler.shutdown(wait=False)
        self._scheduler = None
        async with self._turn:
            return

    async def look(self) -> int:
        """Do what is due, and return in how many decisions something happened."""
        woken = 0
        for row in await self._desk.due():
            woken += await self._wake(row.team, row.id)
        return woken

    async def _run(self) -> None:
        async with self._turn:
            try:
                await self.look()
            except asyncio.CancelledError:
                return  # by `stop`: the scheduler would call it an error
            except Exception as error:  # noqa: BLE001 - the edge: one bad round must not end the next
                logger.warning("Reviews and deadlines could not be looked at: %s", type(error).__name__)

    async def _wake(self, team: str, decision_id: str) -> bool:
        try:
            acted = await self._desk.wake(decision_id)
            if acted is None or acted.repeated:
                return False
            await self._wall.paint(team, decision_id)
        except (SlackApiError, LookupError, EventError, *Uncertain) as error:
            code = error_code(error) or type(error).__name__
            logger.warning("A decision that is due could not be shown as it is, and will be later: %s", code)
            return False
        return True
