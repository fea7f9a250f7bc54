"""Gathers what a person's Home tab shows."""

from __future__ import annotations

import asyncio
from typing import Any

from bot.slack.admins import Admins
from bot.slack.blocks.decisions.home import Overview
from bot.slack.blocks.home import MOST_OWN, HomeState, home_view
from bot.slack.clock import Clock
from bot.slack.decisions.overview import Overviews
from bot.slack.gaps import GapBook
from bot.slack.library import Library
from bot.store.feedback import HELPFUL, NOT_HELPFUL
from bot.store.store import Store

WEEK_SECONDS = 7 * 24 * 3600.0


class Home:
    """Makes Home tabs. ``overviews`` tells what there is to decide; nothing is said of it when not given."""

    def __init__(
        self,
        library: Library,
        store: Store,
        gaps: GapBook,
        *,
        admins: Admins,
        clock: Clock,
        overviews: Overviews | None = None,
    ) -> None:
        self._library = library
        self._store = store
        self._gaps = gaps
        self._admins = admins
        self._clock = clock
        self._overviews = overviews

    async def view(self, team: str, user: str) -> dict[str, Any]:
        """Return the Home of one person, as things stand now.

        Raises:
            StoreError: the state database refuses.
            IngestError: the index cannot be read.
        """
        now = self._clock.now()
        verdicts = await self._store.feedback.counts(now - WEEK_SECONDS)
        reasons = {reason: count for (verdict, reason), count in verdicts.items() if reason and verdict == NOT_HELPFUL}
        documents = await asyncio.to_thread(self._library.documents, (user,))
        state = HomeState(
            documents=len(documents),
            notes=await self._store.knowledge.notes(),
            own=await self._gaps.of_person(user, MOST_OWN),
            wanted=[view for view in await self._gaps.listed(user) if view.public],
            answers=await self._store.answers.count(now - WEEK_SECONDS),
            up=_sum(verdicts, HELPFUL),
            down=_sum(verdicts, NOT_HELPFUL),
            reasons=reasons if self._admins.include(user) else None,
            now=now,
            decisions=await self._decisions(team, user),
        )
        return home_view(state)

    async def _decisions(self, team: str, user: str) -> Overview | None:
        return await self._overviews.of(team, user) if self._overviews is not None else None


def _sum(verdicts: dict[tuple[str, str | None], int], verdict: str) -> int:
    return sum(count for (given, _), count in verdicts.items() if given == verdict)
