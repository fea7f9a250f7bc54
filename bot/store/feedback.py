"""What people thought of answers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import Connection, func, select

from bot.store.database import Database, insert_into
from bot.store.tables import answers, feedback

HELPFUL = "up"
NOT_HELPFUL = "down"
_COLUMNS = (feedback.c.answer_id, feedback.c.user, feedback.c.verdict, feedback.c.reason, feedback.c.comment)


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

    async def choose(self, answer_id: str, user: str, verdict: str) -> tuple[bool, Verdict | None]:
        """Keep a choice; why stays when the person said so before of the same choice.

        Returns:
            whether there is such an answer (still), and the person's earlier verdict.
        """
        return await self._database.write(lambda connection: self._choose(connection, answer_id, user, verdict))

    def _choose(self, connection: Connection, answer_id: str, user: str, verdict: str) -> tuple[bool, Verdict | None]:
        mine = select(*_COLUMNS).where(feedback.c.answer_id == answer_id, feedback.c.user == user)
        row = connection.execute(mine).first()
        earlier = Verdict(*row) if row else None
        if earlier is not None and earlier.verdict == verdict:
            return True, earlier
        return self._put(connection, Verdict(answer_id, user, verdict)), earlier

    def _put(self, connection: Connection, verdict: Verdict) -> bool:
        if connection.execute(select(answers.c.id).where(answers.c.id == verdict.answer_id)).first() is None:
            return False
        said = {
            "verdict": verdict.verdict,
            "reason": verdict.reason,
            "comment": verdict.comment,
            "updated_at": self._now(),
        }
        row = insert_into(connection, feedback).values(answer_id=verdict.answer_id, user=verdict.user, **said)
        connection.execute(row.on_conflict_do_update(index_elements=["answer_id", "user"], set_=said))
        return True

    async def of(self, answer_id: str) -> list[Verdict]:
        """Return every verdict on an answer, by person."""
        statement = select(*_COLUMNS).where(feedback.c.answer_id == answer_id).order_by(feedback.c.user)
        rows = await self._database.read(lambda connection: connection.execute(statement).all())
        return [Verdict(*row) for row in rows]

    async def counts(self, since: float) -> dict[tuple[str, str | None], int]:
        """Count the verdicts given since a moment, by verdict and reason."""
        kinds = (feedback.c.verdict, feedback.c.reason)
        statement = select(*kinds, func.count()).where(feedback.c.updated_at >= since).group_by(*kinds)
        rows = await self._database.read(lambda connection: connection.execute(statement).all())
        return {(verdict, reason): count for verdict, reason, count in rows}
