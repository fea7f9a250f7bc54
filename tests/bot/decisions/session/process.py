"""One process at a database, which can die, be overtaken, and tell what its requests did in a way that compares."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from bot.decisions.session.refusals import Refused
from bot.decisions.session.state import Decision
from bot.slack.decisions.desk import Acted, Desk, Move
from bot.slack.decisions.ledger import row_of
from bot.store.decisions import Decisions
from tests.bot.decisions.session.house import House
from tests.bot.decisions.session.toy import ToyShelf


class Crash(BaseException):
    """Ends a request at once: no handler of a program may catch it."""


class _Watched:
    """The decisions of a store, with something happening just before or after the next writing."""

    def __init__(self, decisions: Decisions) -> None:
        self._decisions = decisions
        self.before: Callable[[], Awaitable[None]] | None = None
        self.after: Callable[[], Awaitable[None]] | None = None

    def __getattr__(self, name: str) -> Any:
        return getattr(self._decisions, name)

    async def append(self, *args: Any) -> bool:
        before, self.before = self.before, None
        if before is not None:
            await before()
        kept = await self._decisions.append(*args)
        after, self.after = self.after, None
        if after is not None:
            await after()
        return kept


class Process:
    """A desk on a database of its own or shared."""

    def __init__(self, house: House) -> None:
        self._house = house
        self.restart(4)

    def restart(self, few: int) -> None:
        """Forget everything in memory, and read the frameworks that are there now."""
        self._house.close()
        self._decisions = _Watched(self._house.store().decisions)
        self._shelf = ToyShelf(few)
        self.desk = self._desk(self._decisions)

    def _desk(self, decisions: Any) -> Desk:
        return Desk(decisions, self._shelf, lambda: self._house.now, lambda: self._house.new_id)

    async def open(self, key: str, owner: str, **settings: Any) -> Acted | str:
        """Open a decision; the reason when it is refused."""
        wanted = {"channel": "C1", "topic": "Bot", "solo": False, "matter": "toy", **settings}
        try:
            return await self.desk.open(key=key, team=self._house.team, owner=owner, **wanted)
        except Refused as refused:
            return str(refused)

    async def act(self, id_: str, key: str, by: str | None, move: Move) -> object:
        """Make a request, and tell what it did."""
        return await _told(self.desk.act(id_, key, by, move))

    async def record(self, id_: str, key: str, by: str) -> object:
        """Make a record that is to be reviewed in an hour."""
        return await _told(self.desk.record(id_, key, by, self._house.now + 3600))

    async def act_while(
        self, slow: tuple[str, str, str | None, Move], fast: tuple[str, str, str | None, Move]
    ) -> object:
        """Make a request that is overtaken by another one."""
        told: list[object] = []

        async def overtake() -> None:
            told.append(await _told(self._desk(self._house.stores[-1].decisions).act(*fast)))

        self._decisions.before = overtake
        told.append(await _told(self.desk.act(*slow)))
        self._decisions.before = None
        return told

    def crash_next(self, *, after: bool) -> None:
        """Die at the next writing."""

        async def die() -> None:
            raise Crash

        if after:
            self._decisions.after = die
        else:
            self._decisions.before = die

    async def due(self) -> list[str]:
        """Return decisions of the team with something due."""
        return [row.id for row in await self._decisions.due(self._house.now, 10**6) if row.team == self._house.team]

    async def wake(self, id_: str) -> bool:
        """Do what is due; tell whether anything happened."""
        acted = await self.desk.wake(id_)
        return acted is not None and bool(acted.happened)

    async def checked(self, id_: str) -> Decision:
        """Return a decision whose row says what its state does."""
        decision = await self.desk.get(id_, self._house.team)
        row = await self._decisions.get(id_)
        assert decision is not None
        assert row == row_of(row.key, decision, row.updated_at)
        return decision


async def _told(request: Awaitable[Acted]) -> object:
    try:
        acted = await request
    except Refused as refused:
        return str(refused)
    except Crash:
        return Crash.__name__
    return "repeated" if acted.repeated else (acted.happened, acted.after)
