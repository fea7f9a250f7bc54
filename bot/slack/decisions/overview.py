"""What one person sees of decisions at a glance: what waits for them, what is open, and what was decided."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Sequence

from bot.decisions.assessment import Advisor
from bot.decisions.session.state import Decision, Status
from bot.slack import decision_phrases as phrases
from bot.slack.blocks.decisions.home import MOST, Overview
from bot.slack.blocks.decisions.lists import Line
from bot.slack.decisions.desk import Desk
from bot.slack.decisions.scenery import Scenery
from bot.slack.delivery import Delivery
from bot.store.decisions import DecisionRow

MOST_CHANNELS = 5
"""Channels looked at beside what somebody takes part in; Slack is asked about each."""
_LOOK_BACK = 100
_OPEN = (Status.OPEN, Status.PAUSED)
_PAST = (Status.FINISHED, Status.CANCELLED)


class Overviews:
    """Makes them. Somebody sees what they take part in, and what else is decided in the public channels of those."""

    def __init__(self, desk: Desk, scenery: Scenery, delivery: Delivery) -> None:
        self._desk = desk
        self._scenery = scenery
        self._delivery = delivery

    async def of(self, team: str, user: str) -> Overview:
        """Return what somebody sees.

        Raises:
            StoreError: the state database refuses.
        """
        waiting = await self._desk.listed(team, statuses=[Status.OPEN], awaited=user, most=MOST)
        channels = await self._channels(team, user)
        there = {row.id for row in waiting}
        open_ = [row for row in await self._listed(team, user, channels, _OPEN) if row.id not in there][:MOST]
        past = (await self._listed(team, user, channels, _PAST))[:MOST]
        lines = await self._lines((*waiting, *open_, *past), user)
        people = await self._scenery.people({line.decision.owner for line in lines.values()})

        def found(rows: Sequence[DecisionRow]) -> list[Line]:
            return [lines[row.id] for row in rows if row.id in lines]

        return Overview(found(waiting), found(open_), found(past), people)

    async def _channels(self, team: str, user: str) -> list[str]:
        """Return public channels somebody decides in."""
        own = await self._desk.listed(team, user=user, most=_LOOK_BACK)
        found = list(dict.fromkeys(row.channel for row in own if not row.solo))[:MOST_CHANNELS]
        public = await asyncio.gather(*map(self._delivery.is_public, found))
        return [channel for channel, is_public in zip(found, public, strict=True) if is_public]

    async def _listed(
        self, team: str, user: str, channels: Sequence[str], statuses: Sequence[Status]
    ) -> list[DecisionRow]:
        rows = await self._desk.listed(team, statuses=statuses, user=user, most=2 * MOST)
        for channel in channels:
            rows += await self._desk.listed(team, statuses=statuses, channel=channel, most=2 * MOST)
        return sorted({row.id: row for row in rows}.values(), key=lambda row: -row.started_at)[: 2 * MOST]

    async def _lines(self, rows: Iterable[DecisionRow], user: str) -> dict[str, Line]:
        wanted = dict.fromkeys(row.id for row in rows)
        lines = await asyncio.gather(*(self._line(decision_id, user) for decision_id in wanted))
        return {line.decision.id: line for line in lines if line is not None}

    async def _line(self, decision_id: str, user: str) -> Line | None:
        decision = await self._desk.get(decision_id)
        if decision is None:
            return None
        link = await self._delivery.permalink(decision.channel, decision.root_ts) if decision.root_ts else None
        try:
            advisor = await self._scenery.advisor(decision)
        except LookupError:  # its frameworks are lost: it is listed all the same
            return Line(decision, link=link)
        return Line(decision, await self._scenery.verdict(decision), link, wants(decision, advisor, user))


def wants(decision: Decision, advisor: Advisor, user: str) -> str | None:
    """Say what a decision waits for from somebody; None when it does not wait for them."""
    current = decision.current
    if current is None or user not in decision.awaited:
        return None
    fact = advisor.matter.facts.get(current.fact)
    label = fact.label if fact is not None else current.fact
    if current.disputed:
        return phrases.wants_word(label)
    everybody = all(each in current.stances for each in decision.participants)
    return phrases.wants_next(label) if everybody else phrases.wants_answer(label)
