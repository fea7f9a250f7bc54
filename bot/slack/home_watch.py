"""Keeps Home tabs true that may still be open: Slack tells when one is opened, and never that it was left."""

from __future__ import annotations

import logging
from collections import OrderedDict
from dataclasses import dataclass

from slack_sdk.errors import SlackApiError

from bot.slack.clock import Clock
from bot.slack.delivery import Delivery, Uncertain, error_code
from bot.slack.home import Home
from bot.store.decisions import Decisions

WATCHED_SECONDS = 15 * 60.0
"""How long after it was opened a Home is published again. Later it is when it is opened the next time."""
MOST_WATCHED = 200

logger = logging.getLogger(__name__)


@dataclass(slots=True)
class _Viewer:
    """Somebody who opened their Home, and when, in seconds since the epoch, it was made last."""

    team: str
    opened_at: float
    made_at: float


class HomeWatch:
    """Publishes Homes: when they are opened, and again when a decision changed that somebody takes part in."""

    def __init__(self, home: Home, delivery: Delivery, decisions: Decisions, clock: Clock) -> None:
        self._home = home
        self._delivery = delivery
        self._decisions = decisions
        self._clock = clock
        self._viewers: OrderedDict[str, _Viewer] = OrderedDict()

    async def opened(self, team: str, user: str) -> None:
        """Publish the Home of somebody who opened it."""
        now = self._clock.now()
        self._viewers[user] = _Viewer(team, now, now)
        self._viewers.move_to_end(user)
        while len(self._viewers) > MOST_WATCHED:
            self._viewers.popitem(last=False)
        await self._publish(team, user)

    async def look(self) -> None:
        """Publish again what changed since. One query while somebody may be looking, none else.

        Raises:
            StoreError: the state database refuses.
            IngestError: the index cannot be read.
        """
        now = self._clock.now()
        for user in [user for user, one in self._viewers.items() if now - one.opened_at > WATCHED_SECONDS]:
            del self._viewers[user]
        if not self._viewers:
            return
        touched = await self._decisions.touched(min(one.made_at for one in self._viewers.values()))
        for user, viewer in list(self._viewers.items()):
            mine = (row.updated_at for row in touched if row.team == viewer.team and user in row.people)
            if any(updated_at >= viewer.made_at for updated_at in mine):
                viewer.made_at = max(now, self._clock.now())
                await self._publish_again(viewer.team, user)

    async def _publish_again(self, team: str, user: str) -> None:
        try:
            await self._publish(team, user)
        except (SlackApiError, *Uncertain) as error:
            logger.info("A Home was not published again: %s", error_code(error) or type(error).__name__)

    async def _publish(self, team: str, user: str) -> None:
        await self._delivery.publish_home(user, await self._home.view(team, user))
