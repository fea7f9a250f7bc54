"""What the process that keeps the index tells the others, and what it is asked to do.

The bot may run in several processes, and one of them (`archie run` or `archie clock`) keeps the index. They meet here,
so that a restart loses nothing and any process can tell how things stand.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, delete, null, select, update

from bot.store.database import Database, insert_into
from bot.store.tables import knowledge_notes, knowledge_requests

KEPT_SECONDS = 24 * 3600.0
"""How long a request and its result are kept."""


@dataclass(frozen=True, slots=True)
class Note:
    """Something told, and when (seconds since the epoch)."""

    value: Mapping[str, Any]
    at: float


@dataclass(frozen=True, slots=True)
class Request:
    """Something to be done. ``work`` is a word both sides know."""

    id: str
    work: str
    user: str


class KnowledgeDesk:
    """Notes and requests. ``now`` gives seconds since the epoch."""

    def __init__(self, database: Database, now: Callable[[], float]) -> None:
        self._database = database
        self._now = now

    async def tell(self, key: str, value: Mapping[str, Any]) -> None:
        """Keep a note in place of the earlier one."""
        await self._database.write(lambda connection: self._tell(connection, key, value))

    def _tell(self, connection: Connection, key: str, value: Mapping[str, Any]) -> None:
        values = {"value": dict(value), "updated_at": self._now()}
        row = insert_into(connection, knowledge_notes).values(key=key, **values)
        connection.execute(row.on_conflict_do_update(index_elements=["key"], set_=values))

    async def untell(self, *keys: str) -> None:
        """Take notes back that do not hold any more."""
        gone = delete(knowledge_notes).where(knowledge_notes.c.key.in_(keys))
        await self._database.write(lambda connection: connection.execute(gone))

    async def notes(self) -> dict[str, Note]:
        """Return every note."""
        columns = (knowledge_notes.c.key, knowledge_notes.c.value, knowledge_notes.c.updated_at)
        rows = await self._database.read(lambda connection: connection.execute(select(*columns)).all())
        return {key: Note(value, at) for key, value, at in rows}

    async def ask(self, work: str, user: str, request_id: str | None = None) -> str | None:
        """Ask for something; returns the request's id, or None while one of that id is not settled.

        Args:
            request_id: for what is asked for once, however many ask.
        """
        request = Request(request_id or uuid.uuid4().hex, work, user)
        return request.id if await self._database.write(lambda connection: self._ask(connection, request)) else None

    def _ask(self, connection: Connection, request: Request) -> bool:
        values = {"work": request.work, "user": request.user, "asked_at": self._now()}
        row = insert_into(connection, knowledge_requests).values(id=request.id, **values)
        added = row.on_conflict_do_update(
            index_elements=["id"],
            set_={**values, "taken_at": None, "result": null()},
            where=knowledge_requests.c.result.is_not(None),
        ).returning(knowledge_requests.c.id)
        return connection.execute(added).first() is not None

    async def take(self) -> Request | None:
        """Take on the oldest request nobody took; each is given to one caller only."""
        return await self._database.write(self._take)

    def _take(self, connection: Connection) -> Request | None:
        columns = knowledge_requests.c
        oldest = select(columns.id, columns.work, columns.user).where(columns.taken_at.is_(None))
        found = connection.execute(
            oldest.order_by(columns.asked_at, columns.id).limit(1).with_for_update(skip_locked=True)
        ).first()
        if found is None:
            return None
        connection.execute(update(knowledge_requests).where(columns.id == found.id).values(taken_at=self._now()))
        return Request(*found)

    async def waits(self) -> bool:
        """Tell whether a request waits; cheaper than `take`, which writes."""
        one = select(knowledge_requests.c.id).where(knowledge_requests.c.taken_at.is_(None)).limit(1)
        return await self._database.read(lambda connection: connection.execute(one).first()) is not None

    async def settle(self, request_id: str, result: Mapping[str, Any]) -> None:
        """Keep what came of a request."""
        statement = update(knowledge_requests).where(knowledge_requests.c.id == request_id).values(result=dict(result))
        await self._database.write(lambda connection: connection.execute(statement))

    async def result(self, request_id: str) -> Mapping[str, Any] | None:
        """Return what came of a request, or None as long as it is not settled."""
        statement = select(knowledge_requests.c.result).where(knowledge_requests.c.id == request_id)
        return await self._database.read(lambda connection: connection.scalar(statement))

    async def withdraw(self, request_id: str) -> bool:
        """Take a request back that nobody took on; False when somebody did."""
        columns = knowledge_requests.c
        statement = delete(knowledge_requests).where(columns.id == request_id, columns.taken_at.is_(None))
        return await self._database.write(lambda connection: connection.execute(statement).rowcount) > 0

    async def purge(self) -> None:
        """Forget old requests."""
        statement = delete(knowledge_requests).where(knowledge_requests.c.asked_at < self._now() - KEPT_SECONDS)
        await self._database.write(lambda connection: connection.execute(statement))
