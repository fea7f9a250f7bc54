"""Answers kept to be given again to whoever asks the same."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy import Connection, delete, select

from bot.store.database import Database, insert_into
from bot.store.tables import cached_answers

MOST_KEPT = 5_000
"""Answers kept, the newest: some 20 MB."""


@dataclass(frozen=True, slots=True)
class CachedAnswer:
    """One answer and what it was given for.

    Attributes:
        key: who may get it, for what question and from which engine; at most 64 characters, as `meaning` and `grounds`.
        meaning: what the question asks; the same for every audience.
        grounds: what the answer rests on.
        answer: the whole answer as JSON; its shape is the caller's.
        given_at: seconds since the epoch.
    """

    key: str
    meaning: str
    grounds: str
    question: str
    answer: Mapping[str, Any]
    given_at: float


class CachedAnswers:
    """Keeps one answer for each key. Each is written whole or not at all. ``now`` gives seconds since the epoch."""

    def __init__(self, database: Database, now: Callable[[], float]) -> None:
        self._database = database
        self._now = now

    async def get(self, key: str) -> CachedAnswer | None:
        """Return the answer of a key."""
        statement = select(cached_answers).where(cached_answers.c.key == key)
        row = await self._database.read(lambda connection: connection.execute(statement).mappings().first())
        return CachedAnswer(**row) if row else None

    async def put(self, answer: CachedAnswer) -> None:
        """Keep an answer in place of the one of the same key."""
        await self._database.write(lambda connection: _put(connection, answer))

    async def drop(self, meaning: str) -> int:
        """Forget the answers to a question, whoever got them; returns how many there were."""
        statement = delete(cached_answers).where(cached_answers.c.meaning == meaning)
        return await self._database.write(lambda connection: connection.execute(statement).rowcount)

    async def purge(self, older_than: float, most: int = MOST_KEPT) -> int:
        """Forget answers older than ``older_than`` seconds, and all but the ``most`` newest; returns how many."""
        return await self._database.write(lambda connection: self._purge(connection, older_than, most))

    def _purge(self, connection: Connection, older_than: float, most: int) -> int:
        old = delete(cached_answers).where(cached_answers.c.given_at < self._now() - older_than)
        newest_first = (cached_answers.c.given_at.desc(), cached_answers.c.key)
        surplus = select(cached_answers.c.key).order_by(*newest_first).offset(most).limit(MOST_KEPT)
        over = delete(cached_answers).where(cached_answers.c.key.in_(list(connection.scalars(surplus))))
        return sum(connection.execute(statement).rowcount for statement in (over, old))


def _put(connection: Connection, answer: CachedAnswer) -> None:
    values = asdict(answer)
    row = insert_into(connection, cached_answers).values(**values)
    connection.execute(row.on_conflict_do_update(index_elements=["key"], set_=values))
