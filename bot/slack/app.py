"""Puts the Slack side together. Everything it needs comes in by argument; nothing here reads the environment."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable

from slack_bolt.async_app import AsyncApp

from bot.answers.model import Answerer
from bot.slack.answering import Answering
from bot.slack.clock import Clock, SystemClock
from bot.slack.delivery import Delivery, slack_client
from bot.slack.edge import Edge
from bot.slack.keeping import Keeper
from bot.slack.listeners import actions, commands, events, views
from bot.slack.logs import library_logger
from bot.slack.metrics import Metrics
from bot.slack.private import PrivateAnswers
from bot.slack.running import Running
from bot.slack.streaming import Pace
from bot.slack.threads import ThreadAnswers
from bot.store.store import Store
from ingest.model import Passage

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
        self, bolt: AsyncApp, answering: Answering, running: Running, *, store: Store, metrics: Metrics, clock: Clock
    ) -> None:
        self.bolt = bolt
        self.metrics = metrics
        self.store = store
        self._answering = answering
        self._running = running
        self._clock = clock
        self._housekeeping: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Begin to keep our claims alive and to continue what dead processes left. Call before connecting."""
        self._housekeeping = asyncio.create_task(self._keep_house())

    async def resume(self) -> int:
        """Continue questions whose process died, now; returns how many."""
        return await self._answering.resume()

    async def stop(self, drain_seconds: float = DRAIN_SECONDS) -> None:
        """Let running answers end, then cancel the rest: the next process to start continues them."""
        if not await self._running.drain(drain_seconds):
            logger.warning("Some answers were not finished in time; the next start continues them")
        if self._housekeeping is not None:
            self._housekeeping.cancel()
            await asyncio.wait({self._housekeeping})

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


def build_app(
    answerer: Answerer,
    store: Store,
    *,
    token: str,
    base_url: str,
    signing_secret: str = "",
    passages: Callable[[str], Passage | None],
    articles: Callable[[], int],
    clock: Clock | None = None,
    pace: Pace | None = None,
) -> SlackBot:
    """Assemble the bot for one workspace.

    Args:
        token: the bot token (``xoxb-…``).
        base_url: where Slack's Web API is; every call goes there.
        signing_secret: needed in HTTP mode only, where it proves that a request is Slack's.
        passages: looks up a passage that is in the index now, by id; may block.
        articles: counts the articles; may block.
        clock, pace: time, and how often a stream grows.
    """
    clock, metrics, running = clock or SystemClock(), Metrics(), Running()
    client = slack_client(token, base_url)
    delivery = Delivery(client, slack_client(token, base_url, patient=False))
    edge = Edge(delivery, metrics)
    keeper = Keeper(store.answers, clock, metrics)
    threads = ThreadAnswers(
        answerer,
        delivery,
        store.claims,
        keeper=keeper,
        edge=edge,
        running=running,
        clock=clock,
        pace=pace or Pace(),
    )
    private = PrivateAnswers(answerer, delivery, keeper=keeper, edge=edge, running=running, clock=clock)
    answering = Answering(
        store, delivery, threads=threads, private=private, running=running, edge=edge, metrics=metrics, now=clock.now
    )
    bolt = AsyncApp(client=client, signing_secret=signing_secret, logger=library_logger("bolt"))
    bolt.error(edge.handle)
    commands.register(bolt, answering, delivery, clock)
    events.register(bolt, answering, delivery, running=running, clock=clock, articles=articles)
    actions.register(bolt, store, delivery, passages, metrics)
    views.register(bolt, store, delivery)
    return SlackBot(bolt, answering, running, store=store, metrics=metrics, clock=clock)
