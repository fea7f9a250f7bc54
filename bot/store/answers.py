"""Answers as they were given."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy import delete, func, insert, select, update

from bot.store.database import Database
from bot.store.tables import answers


@dataclass(frozen=True, slots=True)
class StoredAnswer:
    """One answer, where it stands, and for whom.

    Attributes:
        thread_ts: the thread it was given in; None for a private answer.
        message_ts: its message, once posted; None for a private answer, which has none.
        audience: ``private``, ``direct`` or ``channel``.
        answer: the whole answer as JSON; its shape is the caller's.
    """

    id: str
    team: str
    channel: str
    thread_ts: str | None
    message_ts: str | None
    asker: str
    question: str
    audience: str
    outcome: str
    engine: str
    answer: Mapping[str, Any]
    created_at: float


class Answers:
    """Keeps answers, so that buttons and quotes work after a restart. ``now`` gives seconds since the epoch."""

    def __init__(self, database: Database, now: Callable[[], float]) -> None:
        self._database = database
        self._now = now

    async def add(self, answer: StoredAnswer) -> None:
        """Keep an answer. Its id must be new."""
        await self._database.write(lambda connection: connection.execute(insert(answers).values(asdict(answer))))

    async def get(self, answer_id: str) -> StoredAnswer | None:
        """Return an answer, or None when there is none of that id."""
        statement = select(answers).where(answers.c.id == answer_id)
        row = await self._database.read(lambda connection: connection.execute(statement).mappings().first())
        return StoredAnswer(**row) if row else None

    async def posted(self, answer_id: str, message_ts: str) -> None:
        """Note which message an answer became."""
        statement = update(answers).where(answers.c.id == answer_id).values(message_ts=message_ts)
        await self._database.write(lambda connection: connection.execute(statement))

    async def in_thread(self, team: str, channel: str, thread_ts: str) -> list[StoredAnswer]:
        """Return the answers that were posted in a thread, oldest first."""
        here = (answers.c.team == team, answers.c.channel == channel, answers.c.thread_ts == thread_ts)
        statement = select(answers).where(*here, answers.c.message_ts.is_not(None)).order_by(answers.c.created_at)
        rows = await self._database.read(lambda connection: connection.execute(statement).mappings().all())
        return [StoredAnswer(**row) for row in rows]

    async def stand_in(self, team: str, channel: str, thread_ts: str) -> bool:
        """Tell whether an answer was posted in a thread."""
        here = (answers.c.team == team, answers.c.channel == channel, answers.c.thread_ts == thread_ts)
        statement = select(answers.c.id).where(*here, answers.c.message_ts.is_not(None)).limit(1)
        return await self._database.read(lambda connection: connection.execute(statement).first()) is not None

    async def forget(self, answer_id: str) -> None:
        """Delete an answer that was never shown."""
        await self._database.write(
            lambda connection: connection.execute(delete(answers).where(answers.c.id == answer_id))
        )

    async def count(self, since: float) -> int:
        """Count the answers given since a moment."""
        statement = select(func.count()).where(answers.c.created_at >= since)
        return await self._database.read(lambda connection: connection.scalar(statement) or 0)

    async def purge(self, older_than: float) -> int:
        """Delete answers, with their feedback, older than ``older_than`` seconds; returns how many."""
        statement = delete(answers).where(answers.c.created_at < self._now() - older_than)
        return await self._database.write(lambda connection: connection.execute(statement).rowcount)
