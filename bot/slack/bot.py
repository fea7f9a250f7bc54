"""The assembled bot at work: what runs beside Slack's requests, and how it begins and ends."""

from __future__ import annotations

import asyncio
import logging

from slack_bolt.async_app import AsyncApp

from bot.slack.answering import Answering
from bot.slack.clock import Clock
from bot.slack.decisions.room import DecisionRoom
from bot.slack.decisions.upkeep import Upkeep
from bot.slack.gap_watch import GapWatch
from bot.slack.home_watch import HomeWatch
from bot.slack.metrics import Metrics
from bot.slack.running import Running
from bot.store.store import Store

DRAIN_SECONDS = 20.0
"""Time for running answers to end before the process does; platforms kill at 30 s."""
_PURGE_EVERY = 3600.0

logger = logging.getLogger(__name__)


class SlackBot:
    """The assembled bot: Bolt's app, and what must run beside it.

    Attributes:
        bolt: takes Slack's requests; give it to `bot.slack.socket` or `bot.slack.http`.
        metrics: what it counted.
    """

    def __init__(
        self,
        bolt: AsyncApp,
        answering: Answering,
        running: Running,
        *,
        store: Store,
        metrics: Metrics,
        clock: Clock,
        watch: GapWatch,
        homes: HomeWatch,
        room: DecisionRoom | None = None,
    ) -> None:
        self.bolt = bolt
        self.metrics = metrics
        self.store = store
        self._answering = answering
        self._running = running
        self._clock = clock
        self._watch = watch
        self._homes = homes
        self._room = room
        self._beside: set[asyncio.Task[None]] = set()

    async def start(self) -> None:
        """Begin to keep our claims alive and to continue what dead processes left. Call before connecting."""
        beside = [self._keep_house(), self._watch.run()]
        if self._room is not None:
            beside += [self._keep_decisions(self._room.upkeep), self._room.watch.run()]
            self._room.reviews.start()
        self._beside = {asyncio.create_task(work) for work in beside}

    async def resume(self) -> int:
        """Continue what a dead process left, now; returns how many questions and sayings that were."""
        claims = await self.store.claims.orphans()
        for claim in claims:
            if self._room is None or not self._room.conversation.carry_on(claim.work):
                self._answering.carry_on(claim.work)
        return len(claims)

    async def stop(self, drain_seconds: float = DRAIN_SECONDS) -> None:
        """Let running answers end, then cancel the rest: the next process to start continues them."""
        if not await self._running.drain(drain_seconds):
            logger.warning("Some answers were not finished in time; the next start continues them")
        if self._room is not None:
            await self._room.reviews.stop()
        for task in self._beside:
            task.cancel()
        if self._beside:
            await asyncio.wait(self._beside)

    async def _keep_house(self) -> None:
        purge_at = self._clock.monotonic()
        while True:
            try:
                await self.store.claims.renew()
                await self.resume()
                if self._clock.monotonic() >= purge_at:
                    await self.store.purge()
                    purge_at = self._clock.monotonic() + _PURGE_EVERY
            except Exception as error:  # noqa: BLE001 - the edge: one bad round must not end the next
                logger.warning("Housekeeping failed and will be tried again: %s", type(error).__name__)
            await self._clock.sleep(self.store.claims.lease / 4)

    async def _keep_decisions(self, upkeep: Upkeep) -> None:
        """Beside the house, because painting may take longer than a lease."""
        while True:
            try:
                await upkeep.look()
                await self._homes.look()
            except Exception as error:  # noqa: BLE001 - the edge: one bad round must not end the next
                logger.warning("Decisions could not be looked after: %s", type(error).__name__)
            await self._clock.sleep(self.store.claims.lease / 4)
