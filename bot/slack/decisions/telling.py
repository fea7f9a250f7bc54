"""Answers in people's own words: what is understood counts, and is said back so that it can be corrected."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Protocol

from bot.decisions.facts import Fact
from bot.decisions.session.refusals import Reason, Refused
from bot.decisions.session.state import Decision, Given, Status
from bot.decisions.understanding import Reading, Understood
from bot.slack import conversation_texts as texts
from bot.slack.blocks.decisions.notes import refused_message
from bot.slack.blocks.decisions.understood import understood_message
from bot.slack.decisions.desk import Desk
from bot.slack.decisions.replies import Replies
from bot.slack.decisions.sayings import Saying
from bot.slack.decisions.scenery import Scenery
from bot.slack.decisions.wall import Wall

_LONGEST_WORDS = 300
_WORTH_A_MODEL = 12
"""Characters that were not understood, from which on a model is asked about them."""

logger = logging.getLogger(__name__)


class ModelReader(Protocol):
    """Understands what plain rules did not: `bot.understanding.ModelUnderstanding`."""

    async def read(
        self, text: str, facts: Mapping[str, Fact], asked: str | None, already: Reading
    ) -> Sequence[Understood]:
        """Return what more is understood; ``inferred`` is what a person must confirm. Never fails."""


class Telling:
    """Takes statements. ``now`` gives seconds since the epoch."""

    def __init__(
        self,
        desk: Desk,
        wall: Wall,
        scenery: Scenery,
        replies: Replies,
        *,
        now: Callable[[], float],
        reader: ModelReader | None = None,
    ) -> None:
        self._desk = desk
        self._wall = wall
        self._scenery = scenery
        self._replies = replies
        self._now = now
        self._reader = reader

    async def tell(self, saying: Saying, decision: Decision, text: str, *, heard: bool) -> bool:
        """Take what ``text`` states; returns whether it stated anything.

        Args:
            heard: whoever said it expects to be understood, so that a refusal is told.
        """
        if decision.status in {Status.FINISHED, Status.CANCELLED} and not heard:
            return False
        reading = await self.read(decision, text, heard=heard)
        if not reading.found:
            return (heard or _is_about_current(decision, reading)) and await self._ask_back(saying, decision, reading)
        try:
            await self._take(saying, decision, reading)
        except Refused as refused:
            if heard or not _is_idle(refused, decision, reading):
                await self._refuse(saying, decision, refused)
        return True

    async def read(self, decision: Decision, text: str, *, heard: bool) -> Reading:
        """Understand a text, with the model's help where there is one and rules leave enough."""
        asked = decision.current.fact if decision.current else None
        today = datetime.fromtimestamp(self._now(), UTC).date()
        reading = (await self._scenery.reader(decision)).read(text, asked, today)
        if self._reader is None or not heard or len(reading.left) < _WORTH_A_MODEL:
            return reading
        facts = (await self._scenery.advisor(decision)).matter.facts
        return _with(reading, await self._reader.read(text, facts, asked, reading))

    async def _take(self, saying: Saying, decision: Decision, reading: Reading) -> None:
        given: dict[str, Given] = {each.fact: each.value for each in reading.found}
        words = saying.ask.text[:_LONGEST_WORDS]
        acted = await self._desk.act(
            decision.id, saying.key, saying.user, lambda moves: moves.answer(given, words=words)
        )
        snapshot = await self._scenery.snapshot(acted.after)
        await self._replies.post(saying, understood_message(snapshot, reading), "understood")
        if not await self._wall.show(decision.team, decision.id):
            await self._replies.tell(saying, texts.SHOWN_LATER)

    async def _ask_back(self, saying: Saying, decision: Decision, reading: Reading) -> bool:
        """Ask what was meant, where something may have been."""
        if not reading.ambiguous and not reading.suggested:
            return False
        snapshot = await self._scenery.snapshot(decision)
        await self._replies.post(saying, understood_message(snapshot, reading), "understood")
        return True

    async def _refuse(self, saying: Saying, decision: Decision, refused: Refused) -> None:
        await self._replies.tell(saying, refused_message(refused, await self._scenery.snapshot(decision)))


def _with(reading: Reading, more: Sequence[Understood]) -> Reading:
    """Add what was understood beside: as found, or as suggested where somebody has to confirm it."""
    known = {each.fact for each in more}
    suggested = [each for each in reading.suggested if each.fact not in known]
    return replace(
        reading,
        found=(*reading.found, *(each for each in more if not each.inferred)),
        ambiguous=tuple(each for each in reading.ambiguous if each.fact not in known),
        suggested=(*suggested, *(each for each in more if each.inferred)),
    )


def _is_about_current(decision: Decision, reading: Reading) -> bool:
    """Whether something unclear is about the question that is open."""
    current = decision.current
    unclear = {each.fact for each in reading.ambiguous} | {each.fact for each in reading.suggested}
    return current is not None and current.fact in unclear


def _is_idle(refused: Refused, decision: Decision, reading: Reading) -> bool:
    """Whether somebody only repeats in talk what stands already."""
    latest = decision.latest
    repeated = all(each.fact in latest and latest[each.fact].standing == each.value for each in reading.found)
    return refused.reason is Reason.ENDED or (refused.reason is Reason.CLOSED_QUESTION and repeated)
