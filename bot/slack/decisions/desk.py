"""The desk: every move of every decision goes over it. It keeps nothing in memory.

Whatever arrives twice, at once or late has one effect: a request's key is kept with what it did, and who finds that
others were faster looks again and moves anew.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import partial, reduce

from bot.decisions.assessment import Advisor
from bot.decisions.frameworks import DEFAULT_MATTER
from bot.decisions.session.events import Event, Happening, Superseded, Unchanged
from bot.decisions.session.fold import apply, fold
from bot.decisions.session.moves import Moves, start
from bot.decisions.session.refusals import Reason, Refused
from bot.decisions.session.state import Decision, Stance, Status
from bot.errors import StoreError
from bot.slack.decisions.bookshelf import Bookshelf, Shelf
from bot.slack.decisions.ledger import addition, event_of, more, short_id, waking
from bot.store.decision_rows import OPEN
from bot.store.decisions import Addition, DecisionRow, Decisions

logger = logging.getLogger(__name__)

Move = Callable[[Moves], Sequence[Happening]]
MOST_ATTEMPTS = 60
"""Each time at least one other request got through; a team that clicks all at once is through before that."""
BUSY = "Too many people changed this decision at once. Please try again in a moment."


@dataclass(frozen=True, slots=True)
class Acted:
    """What a request did.

    Attributes:
        happened: nothing when it was done before, or changed nothing.
        repeated: its key was seen before; ``before`` and ``after`` are the decision as it is now.
    """

    before: Decision
    after: Decision
    happened: tuple[Happening, ...] = ()
    repeated: bool = False


class Desk:
    """Opens decisions and moves them. ``now`` gives seconds since the epoch."""

    def __init__(
        self, decisions: Decisions, shelf: Shelf, now: Callable[[], float], new_id: Callable[[], str] = short_id
    ) -> None:
        self._decisions = decisions
        self._shelf = Bookshelf(shelf, decisions)
        self._now = now
        self._new_id = new_id

    # Opening.

    async def open(
        self,
        *,
        key: str,
        team: str,
        channel: str,
        owner: str,
        topic: str,
        solo: bool,
        matter: str | None = None,
        root_ts: str | None = None,
        quorum: int | None = None,
        patience: float | None = None,
        supersedes: str | None = None,
        facts: Mapping[str, Stance] | None = None,
    ) -> Acted:
        """Begin a decision, with the newest frameworks; a request that did so before gets what it began.

        ``facts`` are known from the start: each is noted with who said it, and never asked.

        Raises:
            Refused: THREAD_TAKEN when another one is open in the thread (``detail`` is its id); SUPERSEDED when
                ``supersedes`` has a successor (``detail``), NOT_FINISHED, NO_SUCH_DECISION; UNKNOWN_FACT, BAD_VALUE.
            LookupError: nothing on the shelf is called ``matter``.
            StoreError: the database refused; nothing happened.
        """
        advisor, sources = self._shelf.newest(matter or DEFAULT_MATTER)
        settings = {"root_ts": root_ts, "quorum": quorum, "patience": patience, "supersedes": supersedes}
        place = {"topic": topic, "team": team, "channel": channel, "owner": owner, "solo": solo}
        begin = partial(start, advisor, **place, **settings, facts=facts)  # type: ignore[arg-type]
        for _ in range(MOST_ATTEMPTS):
            if (found := await self._decisions.of_key(key)) is not None:
                began = fold(await self.history(found.id))
                return Acted(began, began, repeated=True)
            await self._check_thread(team, channel, root_ts)
            id_, now = self._new_id(), self._now()
            happened = tuple(await asyncio.to_thread(begin, id=id_, now=now))
            events = [Event(key, now, owner, what) for what in happened]
            also = [await self._to_supersede(supersedes, id_, team, now)] if supersedes is not None else []
            made = fold(events)
            if await self._decisions.create(addition(key, 0, made, events), sources, also):
                return Acted(made, made, happened)
        raise StoreError(BUSY)

    async def _check_thread(self, team: str, channel: str, root_ts: str | None, own: str = "") -> None:
        here = await self._decisions.of_thread(team, channel, root_ts) if root_ts is not None else None
        if here is not None and here.status in OPEN and here.id != own:
            raise Refused(Reason.THREAD_TAKEN, here.id)

    async def _to_supersede(self, old_id: str, new_id: str, team: str, now: float) -> Addition:
        """Return what a new decision adds to the one whose place it takes."""
        events = await self.history(old_id)
        if not events or (old := fold(events)).team != team:
            raise Refused(Reason.NO_SUCH_DECISION, old_id)
        Moves(await self._shelf.of(old), old, now, None).supersede(new_id)
        return more(events, [Event(f"superseded:{new_id}", now, None, Superseded(new_id))])

    # Moving.

    async def act(self, decision_id: str, key: str, by: str | None, move: Move) -> Acted:
        """Make a move. Whatever others do at the same time, it is made once, on the state they leave.

        ``move`` may be called several times, in another thread, and must change nothing itself.

        Raises:
            Refused: it cannot be made as the decision stands, and nothing happened; NO_SUCH_DECISION;
                THREAD_TAKEN when it would be open again in a thread where another one is.
            LookupError: the frameworks it began with are lost.
            StoreError: the database refused; nothing happened.
        """

        async def same(_decision: Decision) -> Move:
            return move

        return await self._act(decision_id, key, by, same)

    async def record(self, decision_id: str, key: str, by: str, review_at: float | None = None) -> Acted:
        """Make the record, under the team's next number, and perhaps set when to review it.

        Raises:
            Refused: NOT_OWNER, NOT_FINISHED, RECORDED, SUPERSEDED, NOT_YOURS, BAD_VALUE, NO_SUCH_DECISION.
            StoreError: the database refused; nothing happened.
        """

        async def numbered(decision: Decision) -> Move:
            number = await self._decisions.next_number(decision.team)

            def move(moves: Moves) -> Sequence[Happening]:
                recorded = moves.record(number)
                return recorded if review_at is None else moves.set_review(review_at)

            return move

        return await self._act(decision_id, key, by, numbered)

    async def _act(
        self, decision_id: str, key: str, by: str | None, moving: Callable[[Decision], Awaitable[Move]]
    ) -> Acted:
        for _ in range(MOST_ATTEMPTS):
            events = await self.history(decision_id)
            if not events:
                raise Refused(Reason.NO_SUCH_DECISION, decision_id)
            before = fold(events)
            if any(event.key == key for event in events):
                return Acted(before, before, repeated=True)
            now = self._now()
            moves = Moves(await self._shelf.of(before), before, now, by)
            happened = tuple(await asyncio.to_thread(await moving(before), moves))
            added = [Event(key, now, by, what) for what in happened or (Unchanged(),)]
            after = reduce(apply, added, before)
            if await self._decisions.append(more(events, added), await self._follows(before, after, now)):
                return Acted(before, after, happened)
            if after.status.value in OPEN:
                await self._check_thread(after.team, after.channel, after.root_ts, own=after.id)
        raise StoreError(BUSY)

    async def _follows(self, before: Decision, after: Decision, now: float) -> list[Addition]:
        """Return what else happens: a decision whose successor is cancelled stands again."""
        cancelled = after.status is Status.CANCELLED and before.status is not Status.CANCELLED
        if not cancelled or after.supersedes is None:
            return []
        events = await self.history(after.supersedes)
        old = fold(events)
        happened = Moves(await self._shelf.of(old), old, now, None).stand_again(after.id)
        return [more(events, [Event(f"stands:{after.id}", now, None, what) for what in happened])] if happened else []

    async def due(self) -> list[DecisionRow]:
        """Return decisions for which `wake` has something to do."""
        return await self._decisions.due(self._now())

    async def wake(self, decision_id: str) -> Acted | None:
        """Do what a deadline or a review asks for; None when nothing is due (any more). Once, whoever calls it.

        A decision whose frameworks are lost stays as it is.
        """
        decision = await self.get(decision_id)
        if decision is None:
            return None
        try:
            return await self.act(decision_id, *waking(decision))
        except Refused:
            return None
        except LookupError as error:
            logger.warning("Decision %s waits, because its frameworks are lost: %s", decision_id, error)
            return None

    # Reading.

    async def get(self, decision_id: str, team: str | None = None) -> Decision | None:
        """Return a decision; None when there is none of this id, or it is another team's."""
        events = await self.history(decision_id)
        decision = fold(events) if events else None
        return decision if decision is not None and team in {None, decision.team} else None

    async def history(self, decision_id: str) -> list[Event]:
        """Return what happened, in order; nothing for an id nobody has."""
        return [event_of(record) for record in await self._decisions.events(decision_id)]

    async def in_thread(self, team: str, channel: str, thread_ts: str) -> Decision | None:
        """Return the decision of a thread: the one that is not ended, else the newest."""
        row = await self._decisions.of_thread(team, channel, thread_ts)
        return await self.get(row.id, team) if row is not None else None

    async def listed(
        self,
        team: str,
        *,
        statuses: Collection[Status] = (),
        channel: str | None = None,
        user: str | None = None,
        awaited: str | None = None,
        most: int = 50,
    ) -> list[DecisionRow]:
        """Return decisions, newest first: of a channel, that a ``user`` takes part in, that wait for ``awaited``."""
        names = [status.value for status in statuses]
        return await self._decisions.listed(
            team, statuses=names, channel=channel, user=user, awaited=awaited, most=most
        )

    async def advisor(self, decision: Decision) -> Advisor:
        """Return the engine with the frameworks the decision began with.

        Raises:
            LookupError: they are lost.
        """
        return await self._shelf.of(decision)
