"""Claims: every inbound thing is taken on once, whoever sees it first, however often it is delivered."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, delete, or_, select, update

from bot.store.database import Database, Insert, insert_into
from bot.store.tables import claims

HELD = "held"
DONE = "done"
LEASE_SECONDS = 20.0
"""How long a claim outlives its owner's last sign of life. Owners renew every quarter of it."""

Work = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Claim:
    """Something taken on and not done yet. ``work`` is what is needed to do it."""

    key: str
    work: Work


class Claims:
    """Who does what, once.

    ``owner`` names this process; ``now`` gives seconds since the epoch. A claim is held until it is done, released,
    or its owner has not renewed it for ``lease`` seconds: then anyone may take it over.
    """

    def __init__(self, database: Database, owner: str, now: Callable[[], float], lease: float = LEASE_SECONDS) -> None:
        self._database = database
        self._owner = owner
        self._now = now
        self.lease = lease

    async def take(self, *keys: str, work: Work | None = None) -> bool:
        """Claim all of ``keys`` or none; False when one of them is held or done. ``work`` is kept with the first.

        A claim with ``work`` whose owner died is left to `orphans`, so that it is done with what was known about it.
        """
        return await self._database.write(lambda connection: self._take(connection, keys, work))

    def _take(self, connection: Connection, keys: tuple[str, ...], work: Work | None) -> bool:
        with connection.begin_nested() as savepoint:
            for index, key in enumerate(keys):
                statement = self._insert(connection, key, work if index == 0 else None)
                if connection.execute(statement.returning(claims.c.key)).first() is None:
                    savepoint.rollback()
                    return False
        return True

    def _insert(self, connection: Connection, key: str, work: Work | None) -> Insert:
        now = self._now()
        row = {"owner": self._owner, "state": HELD, "lease_until": now + self.lease, "work": work, "updated_at": now}
        lapsed = and_(claims.c.state == HELD, claims.c.lease_until < now, claims.c.work.is_(None))
        insert = insert_into(connection, claims).values(key=key, **row)
        return insert.on_conflict_do_update(index_elements=["key"], set_=row, where=lapsed)

    async def later(self, prefix: str, key: str) -> bool:
        """Tell whether something with this prefix and a greater key was ever claimed."""
        statement = select(claims.c.key).where(claims.c.key.startswith(prefix, autoescape=True))
        found = await self._database.read(lambda connection: connection.scalars(statement).all())
        return any(other > key for other in found)

    async def seen(self, key: str) -> bool:
        """Tell whether something was ever claimed, whatever became of it."""
        statement = select(claims.c.key).where(claims.c.key == key)
        return await self._database.read(lambda connection: connection.scalar(statement)) is not None

    async def work(self, key: str) -> Work | None:
        """Return what is known about unfinished work; None when it is done or was never claimed."""
        statement = select(claims.c.work).where(claims.c.key == key, claims.c.state == HELD)
        return await self._database.read(lambda connection: connection.scalar(statement))

    async def note(self, key: str, work: Work) -> None:
        """Replace what is known about a claim of ours."""
        await self._set(key, claims.c.owner == self._owner, work=work)

    async def done(self, key: str) -> None:
        """Mark a claim as done for good and forget its work, also when another process has taken it over meanwhile."""
        await self._set(key, state=DONE, work=None)

    async def release(self, key: str) -> None:
        """Give a claim of ours up, so that the same thing can be tried again."""
        statement = delete(claims).where(claims.c.key == key, claims.c.owner == self._owner)
        await self._database.write(lambda connection: connection.execute(statement))

    async def hand_back(self, key: str, seconds: float) -> None:
        """Stop renewing unfinished work of ours; whoever asks for `orphans` after ``seconds`` gets it."""
        await self._set(key, claims.c.owner == self._owner, owner="", lease_until=self._now() + seconds)

    async def renew(self) -> None:
        """Show that this process lives: extend everything it holds."""
        values = {"lease_until": self._now() + self.lease}
        mine = and_(claims.c.owner == self._owner, claims.c.state == HELD)
        await self._database.write(lambda connection: connection.execute(update(claims).where(mine).values(values)))

    async def orphans(self) -> list[Claim]:
        """Take over unfinished work whose owner died. Each is returned to one caller only."""
        return await self._database.write(self._adopt)

    def _adopt(self, connection: Connection) -> list[Claim]:
        now = self._now()
        lapsed = and_(claims.c.state == HELD, claims.c.lease_until < now, claims.c.work.is_not(None))
        found = connection.execute(select(claims.c.key, claims.c.work).where(lapsed).with_for_update(skip_locked=True))
        adopted = [Claim(key, work) for key, work in found]
        values = {"owner": self._owner, "lease_until": now + self.lease}
        mine = claims.c.key.in_([claim.key for claim in adopted])
        connection.execute(update(claims).where(mine).values(values))
        return adopted

    async def purge(self, older_than: float) -> int:
        """Forget claims that ended more than ``older_than`` seconds ago; returns how many.

        Slack delivers an event again for up to 24 hours, so keep at least that.
        """
        limit = self._now() - older_than
        ended = or_(claims.c.state == DONE, claims.c.lease_until < limit)
        statement = delete(claims).where(ended, claims.c.updated_at < limit)
        return await self._database.write(lambda connection: connection.execute(statement).rowcount)

    async def _set(self, key: str, *only: ColumnElement[bool], **values: Any) -> None:
        values["updated_at"] = self._now()
        statement = update(claims).where(claims.c.key == key, *only).values(values)
        await self._database.write(lambda connection: connection.execute(statement))
