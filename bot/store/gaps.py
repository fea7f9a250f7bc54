"""Questions the articles did not answer, by topic; who waits for which; and which of them are answered by now."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass

from sqlalchemy import ColumnElement, Connection, and_, delete, func, or_, select, update

from bot.store.database import Database, insert_into
from bot.store.tables import gap_askings, gap_waiting, gaps

MOST_TOPICS = 2_000
"""Topics a new question is compared with, the newest."""
MOST_LISTED = 2_000
"""Questions that a list is made of, the newest."""


@dataclass(frozen=True, slots=True)
class Asking:
    """One question that was not answered, or only partly.

    Attributes:
        source: what it was asked with: the message or command. Asked again there, as after an edit, it is replaced.
        answer_id: the answer it got.
        channel, thread_ts: where; ``thread_ts`` is None for a private answer.
        audience: ``private``, ``direct`` or ``channel``.
        listable: asked in public, so that everybody may read it.
        question: stand-alone.
        missing: what was missing, when a part was answered.
        asked_at: seconds since the epoch.
        checked: version of the index at which it was last asked again.
        answered_at: when the articles were found to answer it.
    """

    source: str
    gap_id: str
    answer_id: str
    team: str
    channel: str
    thread_ts: str | None
    asker: str
    audience: str
    listable: bool
    question: str
    missing: str | None
    asked_at: float
    checked: str | None = None
    answered_at: float | None = None


@dataclass(frozen=True, slots=True)
class GapRow:
    """A topic to group by: its id and its first question."""

    id: str
    text: str


class Gaps:
    """Keeps gaps. ``now`` gives seconds since the epoch."""

    def __init__(self, database: Database, now: Callable[[], float]) -> None:
        self._database = database
        self._now = now

    async def topics(self) -> list[GapRow]:
        """Return the newest topics, in the order they were opened."""
        newest = select(gaps.c.id, gaps.c.text).order_by(gaps.c.opened_at.desc(), gaps.c.id).limit(MOST_TOPICS)
        rows = await self._database.read(lambda connection: connection.execute(newest).all())
        return [GapRow(*row) for row in reversed(rows)]

    async def note(self, asking: Asking) -> None:
        """Keep a question under its topic, which is opened when there is none of that id; people go on waiting."""
        await self._database.write(lambda connection: self._note(connection, asking))

    def _note(self, connection: Connection, asking: Asking) -> None:
        topic = insert_into(connection, gaps).values(
            id=asking.gap_id, text=asking.missing or asking.question, opened_at=asking.asked_at
        )
        connection.execute(topic.on_conflict_do_nothing(index_elements=["id"]))
        values = asdict(asking)
        row = insert_into(connection, gap_askings).values(**values)
        connection.execute(row.on_conflict_do_update(index_elements=["source"], set_=values))

    async def forget(self, source: str) -> None:
        """Forget a question that was changed into one that is answered."""
        await self._database.write(
            lambda connection: connection.execute(delete(gap_askings).where(gap_askings.c.source == source))
        )

    async def get(self, source: str) -> Asking | None:
        """Return a question."""
        found = await self._askings(gap_askings.c.source == source, most=1)
        return found[0] if found else None

    async def of_answer(self, answer_id: str) -> Asking | None:
        """Return the question that an answer left open."""
        found = await self._askings(gap_askings.c.answer_id == answer_id, most=1)
        return found[0] if found else None

    # Waiting.

    async def wait(self, source: str, user: str) -> bool:
        """Note that a person wants to be told; False when they were noted already, or nothing is open."""
        return await self._database.write(lambda connection: self._wait(connection, source, user))

    def _wait(self, connection: Connection, source: str, user: str) -> bool:
        still_open = and_(gap_askings.c.source == source, gap_askings.c.answered_at.is_(None))
        if connection.execute(select(gap_askings.c.source).where(still_open).with_for_update()).first() is None:
            return False
        row = insert_into(connection, gap_waiting).values(source=source, user=user, since=self._now())
        added = row.on_conflict_do_nothing(index_elements=["source", "user"]).returning(gap_waiting.c.user)
        return connection.execute(added).first() is not None

    async def stop_waiting(self, source: str, *users: str) -> None:
        """Note that people were told, or do not want to be."""
        gone = and_(gap_waiting.c.source == source, gap_waiting.c.user.in_(users))
        await self._database.write(lambda connection: connection.execute(delete(gap_waiting).where(gone)))

    async def waiting(self, source: str) -> list[str]:
        """Return who wants to be told, the first one first."""
        statement = (
            select(gap_waiting.c.user)
            .where(gap_waiting.c.source == source)
            .order_by(gap_waiting.c.since, gap_waiting.c.user)
        )
        return await self._database.read(lambda connection: list(connection.scalars(statement)))

    # Asking again.

    async def due(self, version: str, most: int) -> list[Asking]:
        """Return open questions not asked again at this version of the index: awaited, most wanted, newest first."""
        awaited = select(func.count()).where(gap_waiting.c.source == gap_askings.c.source).scalar_subquery()
        same = gap_askings.alias()
        wanted = select(func.count()).where(same.c.gap_id == gap_askings.c.gap_id).scalar_subquery()
        statement = (
            select(gap_askings)
            .where(
                gap_askings.c.answered_at.is_(None),
                or_(gap_askings.c.checked.is_(None), gap_askings.c.checked != version),
            )
            .order_by(awaited.desc(), wanted.desc(), gap_askings.c.asked_at.desc(), gap_askings.c.source)
            .limit(most)
        )
        rows = await self._database.read(lambda connection: connection.execute(statement).mappings().all())
        return [Asking(**row) for row in rows]

    async def checked(self, source: str, version: str, *, answered: bool) -> None:
        """Note what asking again at a version of the index gave."""
        values = {"checked": version, **({"answered_at": self._now()} if answered else {})}
        statement = update(gap_askings).where(gap_askings.c.source == source).values(values)
        await self._database.write(lambda connection: connection.execute(statement))

    # Listing.

    async def open_to(self, viewer: str) -> list[Asking]:
        """Return open questions a person may read, theirs and public ones, of topics not dismissed; newest first."""
        mine_or_public = or_(gap_askings.c.listable, gap_askings.c.asker == viewer)
        return await self._askings(and_(mine_or_public, gap_askings.c.answered_at.is_(None), _not_dismissed()))

    async def of_person(self, asker: str, most: int) -> list[Asking]:
        """Return a person's own questions, open and answered, newest first."""
        return await self._askings(and_(gap_askings.c.asker == asker, _not_dismissed()), most)

    async def private_topics(self, viewer: str) -> int:
        """Count the open topics that only others asked about, in private: those `open_to` does not show."""
        shown = select(gap_askings.c.gap_id).where(or_(gap_askings.c.listable, gap_askings.c.asker == viewer))
        statement = select(func.count(gap_askings.c.gap_id.distinct())).where(
            gap_askings.c.answered_at.is_(None), gap_askings.c.gap_id.not_in(shown), _not_dismissed()
        )
        return await self._database.read(lambda connection: connection.scalar(statement) or 0)

    async def dismiss(self, gap_id: str) -> bool:
        """Take a topic from every list; who waits for it is told all the same. False when it is dismissed or gone."""
        open_one = and_(gaps.c.id == gap_id, gaps.c.dismissed_at.is_(None))
        statement = update(gaps).where(open_one).values(dismissed_at=self._now())
        return await self._database.write(lambda connection: connection.execute(statement).rowcount) > 0

    async def purge(self) -> None:
        """Forget topics whose questions are gone with their answers."""
        left = select(gap_askings.c.gap_id)
        await self._database.write(lambda connection: connection.execute(delete(gaps).where(gaps.c.id.not_in(left))))

    async def _askings(self, which: ColumnElement[bool], most: int = MOST_LISTED) -> list[Asking]:
        newest = (gap_askings.c.asked_at.desc(), gap_askings.c.source)
        statement = select(gap_askings).where(which).order_by(*newest).limit(most)
        rows = await self._database.read(lambda connection: connection.execute(statement).mappings().all())
        return [Asking(**row) for row in rows]


def _not_dismissed() -> ColumnElement[bool]:
    return gap_askings.c.gap_id.in_(select(gaps.c.id).where(gaps.c.dismissed_at.is_(None)))
