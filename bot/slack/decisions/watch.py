"""Watches what decisions rest on: when articles changed, the threads of the decisions that cite them are told.

Each process that talks to Slack looks at the version of the index, so it does not matter which one syncs. What every
passage read since when is in the database, whether or not anything was decided yet: so what a decision rested on is
known for good, a restart goes on where it was, and what changed while no process ran is noticed by the next one. What a
thread was told is an event of its decision, whose key keeps two processes from telling twice.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from slack_sdk.errors import SlackApiError

from bot.decisions.assessment import Advisor
from bot.decisions.engine import MatterSizeError
from bot.decisions.frameworks import Ground, Matter
from bot.decisions.grounds import GroundChange, grounds_of, grounds_of_matter
from bot.decisions.plan import Plan
from bot.decisions.rethinking import Outlook, grounds_compared, rethink
from bot.decisions.session.codec import EventError
from bot.decisions.session.refusals import Refused
from bot.decisions.session.state import Decision, Status
from bot.slack.clock import Clock
from bot.slack.decisions.desk import Desk
from bot.slack.decisions.passages import History, change_key, choosing, locate, news_for, next_text
from bot.slack.decisions.wall import Wall
from bot.slack.delivery import Uncertain, error_code
from bot.slack.library import Library
from bot.store.decisions import DecisionRow, Decisions
from bot.store.ground_texts import GroundTexts

POLL_SECONDS = 1.0
"""Between two looks at the version of the index: one row is read."""
GONE_SECONDS = 30.0
"""How long the index must have been at rest before a passage that is missing counts as gone. An index that is begun
again after damage, or on a machine without a disk, lacks documents until it is whole."""
_PAGE = 100

logger = logging.getLogger(__name__)


class Matters(Protocol):
    """Frameworks: `bot.frameworks.FrameworkShelf`, as it is needed here."""

    @property
    def matters(self) -> Mapping[str, Matter]:
        """The newest version of each matter, by name."""

    def advisor(self, matter: str, version: str | None = None) -> Advisor:
        """Return the engine of a version, or of the newest one.

        Raises:
            LookupError: there is no such matter, or this version is not at hand.
        """

    def plan(self, matter: str, version: str | None = None) -> Plan | None:
        """Return the plan of a version.

        Raises:
            LookupError: as above.
        """


@dataclass(frozen=True, slots=True)
class _Now:
    """What every passage read, up to now.

    Attributes:
        waits: some are missing, and it is too early to say that they are gone.
    """

    history: History
    waits: bool


class GroundsWatch:
    """Runs until cancelled.

    Args:
        engine: makes the engine of a matter with other figures in it.
    """

    def __init__(
        self,
        desk: Desk,
        decisions: Decisions,
        texts: GroundTexts,
        wall: Wall,
        *,
        shelf: Matters,
        library: Library,
        engine: Callable[[Matter], Advisor],
        clock: Clock,
    ) -> None:
        self._desk = desk
        self._decisions = decisions
        self._texts = texts
        self._wall = wall
        self._shelf = shelf
        self._library = library
        self._engine = engine
        self._clock = clock
        self._seen: tuple[str, float] | None = None
        self._settled: object = None

    async def run(self) -> None:
        """Look, again and again."""
        while True:
            try:
                await self.look()
            except Exception as error:  # noqa: BLE001 - the edge: one bad round must not end the next
                logger.warning("What decisions rest on could not be looked at: %s", type(error).__name__)
            await self._clock.sleep(POLL_SECONDS)

    async def look(self) -> int:
        """Tell the threads whose grounds changed, if the index is at rest; returns how many were told."""
        version = await asyncio.to_thread(self._library.version)
        now = self._clock.monotonic()
        if self._seen is None or self._seen[0] != version:
            self._seen = version, now
            return 0
        state = version, {name: matter.version for name, matter in self._shelf.matters.items()}
        if state == self._settled:
            return 0
        read = await self._read(version, now - self._seen[1])
        if read is None:
            return 0
        told = await self._check_all(read.history) if _ever_changed(read.history) else 0
        if not read.waits:
            self._settled = state
        return told

    # What passages read.

    async def _read(self, version: str, rested: float) -> _Now | None:
        """Keep what the passages read now; None when the index has changed meanwhile, or holds nothing."""
        history = await self._texts.all()
        latest = {Ground(*place): texts[-1] for place, texts in history.items()}
        grounds = sorted(latest.keys() | self._named(), key=lambda ground: (ground.document, ground.heading))
        choose, headings = choosing(grounds, latest), {ground.heading for ground in grounds}
        stock = await asyncio.to_thread(self._library.stock, choose, headings)
        if stock.version != version or not stock.audiences:
            return None
        found = await asyncio.to_thread(locate, grounds, latest, stock)
        texts = [next_text(ground, latest.get(ground), found.get(ground)) for ground in grounds]
        added = [text for text in texts if text is not None and (text.digest or rested >= GONE_SECONDS)]
        waits = len(added) < len([text for text in texts if text is not None])
        await self._texts.add(added)
        return _Now(await self._texts.all() if added else history, waits)

    def _named(self) -> set[Ground]:
        """Return every passage that what is decided now can come to rest on."""
        return {
            ground
            for name, matter in self._shelf.matters.items()
            for ground in grounds_of_matter(matter, self._plan(name, matter.version))
        }

    def _plan(self, matter: str, version: str) -> Plan | None:
        try:
            return self._shelf.plan(matter, version)
        except LookupError:
            return None

    # What is told.

    async def _check_all(self, history: History) -> int:
        told, after = 0, ""
        while rows := await self._decisions.standing(after, _PAGE):
            after = rows[-1].id
            for row in rows:
                told += await self._check(row, history)
        return told

    async def _check(self, row: DecisionRow, history: History) -> bool:
        """Tell one decision's thread what is new to it, if anything is."""
        try:
            decision = await self._desk.get(row.id, row.team)
            if decision is None or decision.status is not Status.FINISHED:
                return False
            acted = await self._note(decision, await self._desk.advisor(decision), history)
        except (LookupError, EventError) as error:
            logger.warning("A decision cannot be held against the articles: %s", type(error).__name__)
            return False
        if acted:
            await self._show(decision)
        return acted

    async def _note(self, decision: Decision, advisor: Advisor, history: History) -> bool:
        """Let the decision know; whether it did not yet."""
        plan = self._plan(decision.matter, decision.version)
        cited, compared = await asyncio.to_thread(_rests_on, decision, advisor, plan)
        news = news_for(decision, (*cited, *compared), history)
        if not news.untold:
            return False
        outlook = await asyncio.to_thread(self._rethink, decision, advisor, news.since)
        moved = outlook is not None and not outlook.same
        followed = {*cited, *(change.ground for shift in decision.shifts for change in shift.changes)}
        untold = [change for change in news.untold if moved or change.ground in followed]
        if not untold:
            return False
        key, known = change_key(decision, untold), len(decision.shifts)
        try:
            acted = await self._desk.act(
                decision.id, key, None, lambda moves: moves.grounds_changed(untold, outlook, after=known)
            )
        except Refused:  # another process was faster, or something took the decision's place
            return False
        return not acted.repeated

    def _rethink(self, decision: Decision, advisor: Advisor, since: Sequence[GroundChange]) -> Outlook | None:
        try:
            newest = self._shelf.advisor(decision.matter)
        except LookupError:
            newest = None
        try:
            return rethink(advisor, decision.answers, since, newest=newest, engine=self._engine)
        except MatterSizeError:
            logger.warning("Changed frameworks are too large to work out what they would say")
            return None

    async def _show(self, decision: Decision) -> None:
        try:
            await self._wall.paint(decision.team, decision.id)
        except (SlackApiError, *Uncertain) as error:
            code = error_code(error) or type(error).__name__
            logger.warning("A thread could not be told of changed articles, and will be later: %s", code)


def _ever_changed(history: History) -> bool:
    return any(len({text.digest for text in texts}) > 1 for texts in history.values())


def _rests_on(decision: Decision, advisor: Advisor, plan: Plan | None) -> tuple[tuple[Ground, ...], Collection[Ground]]:
    """Return the passages a decision cites, and those of rules that an answer was compared by without their holding.

    The second are told of only when they would change the verdict.
    """
    answers = decision.answers
    cited = grounds_of(advisor.board(answers), plan, answers)
    return cited, sorted(grounds_compared(advisor.matter, answers) - set(cited), key=str)
