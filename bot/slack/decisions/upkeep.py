"""What is done for decisions without anybody asking: deadlines, and messages that a dead process left behind."""

from __future__ import annotations

import logging

from slack_sdk.errors import SlackApiError

from bot.slack.clock import Clock
from bot.slack.decisions.archive import Archive
from bot.slack.decisions.reviews import Reviews
from bot.slack.decisions.scenery import Scenery
from bot.slack.decisions.uploads import ENCLOSED
from bot.slack.decisions.wall import PAINTED, Wall
from bot.slack.delivery import Uncertain, error_code
from bot.store.decisions import Decisions

_FIRST_LOOK_BACK = 24 * 3600.0
"""At the start, decisions touched since then are painted, whatever they are known to show."""
_LOOK_BACK = 30 * 24 * 3600.0
"""What happened since then and is not shown is shown, however long Slack or all processes were away."""
_SOONEST_SECONDS = 1.0
_LATEST_SECONDS = 900.0

logger = logging.getLogger(__name__)


class Upkeep:
    """Looks now and then. Any number of processes may: each thing is done once."""

    def __init__(
        self,
        decisions: Decisions,
        wall: Wall,
        scenery: Scenery,
        *,
        archive: Archive,
        reviews: Reviews,
        clock: Clock,
    ) -> None:
        self._scenery = scenery
        self._decisions = decisions
        self._wall = wall
        self._archive = archive
        self._reviews = reviews
        self._clock = clock
        self._started = False
        self._waits: dict[str, tuple[float, float]] = {}

    async def look(self) -> None:
        """Read framework files that changed, close what is due, repair what Slack shows and what is searched."""
        await self._scenery.refresh()
        await self._reviews.look()
        if self._started:
            await self._repair()
        else:
            for row in await self._decisions.touched(self._clock.now() - _FIRST_LOOK_BACK):
                await self._paint(row.team, row.id)
            self._started = True
        await self._archive.look()

    async def _repair(self) -> None:
        """Show what is not shown; what still cannot be is tried again, each time after twice as long."""
        behind = await self._decisions.behind((PAINTED, ENCLOSED), self._clock.now() - _LOOK_BACK)
        waits, now = self._waits, self._clock.monotonic()
        self._waits = {row.id: waits.get(row.id, (now, _SOONEST_SECONDS)) for row in behind}
        for row in behind:
            due, seconds = self._waits[row.id]
            if now >= due:
                self._waits[row.id] = now + seconds, min(2 * seconds, _LATEST_SECONDS)
                await self._paint(row.team, row.id)

    async def _paint(self, team: str, decision_id: str) -> None:
        try:
            await self._wall.paint(team, decision_id)
        except (SlackApiError, LookupError, *Uncertain) as error:
            code = error_code(error) or type(error).__name__
            logger.warning("A decision could not be shown as it is, and will be tried again: %s", code)
