"""What people thought of answers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import Connection, select
from sqlalchemy.dialects import postgresql, sqlite

from bot.store.database import Database
from bot.store.tables import answers, feedback

HELPFUL = "up"
NOT_HELPFUL = "down"


@dataclass(frozen=True, slots=True)
class Verdict:
    """One person's view of one answer.

    Attributes:
        verdict: `HELPFUL` or `NOT_HELPFUL`.
        reason: a short code of what was wrong, when said.
        comment: in their own words, when said.
    """

    answer_id: str
    user: str
    verdict: str
    reason: str | None = None
    comment: str | None = None


class Feedback:
    """Keeps one verdict for each person and answer. ``now`` gives seconds since the epoch."""

    def __init__(self, database: Database, now: Callable[[], float]) -> None:
        self._database = database
        self._now = now

    async def put(self, verdict: Verdict) -> bool:
        """Keep a verdict in place of the person's earlier one; False when there is no such answer (any more)."""
        return await self._database.write(lambda connection: self._put(connection, verdict))

    def _put(self, connection: Connection, verdict: Verdict) -> bool:
        if connection.execute(select(answers.c.id).where(answers.c.id == verdict.answer_id)).first() is None:
            return False
        dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
        said = {
            "verdict": verdict.verdict,
            "reason": verdict.reason,
            "comment": verdict.comment,
            "updated_at": self._now(),
        }
        row = dialect.insert(feedback).values(answer_id=verdict.answer_id, user=verdict.user, **said)
        connection.execute(row.on_conflict_do_update(index_elements=["answer_id", "user"], set_=said))
        return True

    async def of(self, answer_id: str) -> list[Verdict]:
        """Return every verdict on an answer, by person."""
        columns = (feedback.c.answer_id, feedback.c.user, feedback.c.verdict, feedback.c.reason, feedback.c.comment)
        statement = select(*columns).where(feedback.c.answer_id == answer_id).order_by(feedback.c.user)
        rows = await self._database.read(lambda connection: connection.execute(statement).all())
        return [Verdict(*row) for row in rows]
