"""Writes records: the same text for the file in the thread and for the one that is searched."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

from bot.decisions.record import madr
from bot.decisions.session.state import Decision
from bot.slack.decisions.desk import Desk
from bot.slack.decisions.scenery import Scenery


class Recorder:
    """Gathers what a record says, and writes it."""

    def __init__(self, desk: Desk, scenery: Scenery) -> None:
        self._desk = desk
        self._scenery = scenery

    async def write(
        self,
        decision: Decision,
        number: int,
        *,
        superseded_by: int | None = None,
        head: Mapping[str, str | Sequence[str]] | None = None,
    ) -> str:
        """Return the record of a decision as Markdown.

        Args:
            number: of the record.
            superseded_by: number of the record that takes its place.
            head: what its front matter says besides.

        Raises:
            LookupError: the frameworks it began with are lost.
        """
        snapshot, advisor = await self._scenery.snapshot(decision), await self._scenery.advisor(decision)
        return await asyncio.to_thread(
            madr,
            decision,
            snapshot.matter,
            snapshot.board,
            advisor.flips(decision.answers),
            self._scenery.plan(decision),
            names=snapshot.people,
            number=number,
            date=day(decision.recorded_at or decision.started_at),
            supersedes=await self.number_of(decision.supersedes, decision.team),
            superseded_by=superseded_by,
            head=head,
        )

    async def number_of(self, decision_id: str | None, team: str) -> int | None:
        """Return the number of another decision's record; None while there is none."""
        other = await self._desk.get(decision_id, team) if decision_id is not None else None
        return other.number if other is not None else None


def day(moment: float) -> str:
    """Return the UTC date of a time in seconds since the epoch."""
    return datetime.fromtimestamp(moment, UTC).date().isoformat()
