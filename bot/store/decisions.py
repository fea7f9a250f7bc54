"""Decisions as rows: events that are only ever added to, and what is needed to find and list them.

Writing is optimistic: whoever adds says how many events there were, and learns when somebody else was faster.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import fields
from typing import Any

from sqlalchemy import ColumnElement, Connection, String, and_, cast, func, select

from bot.store.database import Database, insert_into
from bot.store.decision_rows import (
    Addition,
    DecisionRow,
    EventRecord,
    Sheet,
    add,
    add_new,
    all_or_nothing,
    has_person,
    rows_of,
)
from bot.store.decision_tables import decision_events, decision_people, decision_sheets, decision_sources, decisions

__all__ = ["Addition", "DecisionRow", "Decisions", "EventRecord", "Sheet"]


class Decisions:
    """Keeps decisions, for good. ``now`` gives seconds since the epoch."""

    def __init__(self, database: Database, now: Callable[[], float]) -> None:
        self._database = database
        self._now = now

    # Writing.

    async def create(self, addition: Addition, sources: Mapping[str, str], also: Sequence[Addition] = ()) -> bool:
        """Keep a new decision, its framework files, and what it adds to others: all of it or nothing.

        Returns False when its id, its key or its thread is taken, or one of the others has more events by now.
        """

        def work(connection: Connection) -> None:
            add_new(connection, addition)
            self._keep_sources(connection, addition.row, sources)
            for other in also:
                add(connection, other)

        return await self._database.write(lambda connection: all_or_nothing(connection, work))

    def _keep_sources(self, connection: Connection, row: DecisionRow, sources: Mapping[str, str]) -> None:
        kept = insert_into(connection, decision_sources)
        kept = kept.values(matter=row.matter, version=row.version, files=dict(sources), kept_at=self._now())
        connection.execute(kept.on_conflict_do_nothing(index_elements=["matter", "version"]))

    async def append(self, addition: Addition, also: Sequence[Addition] = ()) -> bool:
        """Add events to a decision, and to others: all of it or nothing.

        Returns False when it has more events by now, one of the keys is used already, or its thread or the number of
        its record is another's.
        """

        def work(connection: Connection) -> None:
            for each in (addition, *also):
                add(connection, each)

        return await self._database.write(lambda connection: all_or_nothing(connection, work))

    # Reading.

    async def events(self, decision_id: str) -> list[EventRecord]:
        """Return what happened, in order; nothing for an id nobody has."""
        columns = [decision_events.c[field.name] for field in fields(EventRecord)]
        mine = select(*columns).where(decision_events.c.decision_id == decision_id).order_by(decision_events.c.seq)
        rows = await self._database.read(lambda connection: connection.execute(mine).all())
        return [EventRecord(*row) for row in rows]

    async def get(self, decision_id: str) -> DecisionRow | None:
        """Return the row of a decision."""
        return await self._first(decisions.c.id == decision_id)

    async def of_key(self, key: str) -> DecisionRow | None:
        """Return the decision that a request opened."""
        return await self._first(decisions.c.key == key)

    async def of_thread(self, team: str, channel: str, thread_ts: str) -> DecisionRow | None:
        """Return the decision of a thread: the one that is not ended, else the newest."""
        here = and_(decisions.c.team == team, decisions.c.channel == channel, decisions.c.thread_ts == thread_ts)
        found = await self._rows(here, 1, decisions.c.open_thread.is_(None))
        return found[0] if found else None

    async def listed(
        self,
        team: str,
        *,
        statuses: Collection[str] = (),
        channel: str | None = None,
        user: str | None = None,
        awaited: str | None = None,
        most: int = 50,
    ) -> list[DecisionRow]:
        """Return decisions of a team, newest first.

        Args:
            statuses: only these; empty for all.
            channel: only those of this channel.
            user: only those somebody takes part in or owns.
            awaited: only those that wait for somebody.
            most: at most so many.
        """
        wanted = [decisions.c.team == team]
        if statuses:
            wanted.append(decisions.c.status.in_(statuses))
        if channel is not None:
            wanted.append(decisions.c.channel == channel)
        if user is not None:
            wanted.append(has_person(decision_people.c.user == user))
        if awaited is not None:
            wanted.append(has_person(and_(decision_people.c.user == awaited, decision_people.c.awaited)))
        return await self._rows(and_(*wanted), most)

    async def due(self, now: float, most: int = 100) -> list[DecisionRow]:
        """Return decisions with a deadline or review that is over at ``now``."""
        return await self._rows(decisions.c.due_at <= now, most)

    async def standing(self, after: str = "", most: int = 100) -> list[DecisionRow]:
        """Return finished decisions of any team that nothing took the place of, by id, those behind ``after``."""
        stands = and_(decisions.c.status == "finished", decisions.c.superseded_by.is_(None), decisions.c.id > after)
        statement = select(decisions).where(stands).order_by(decisions.c.id).limit(most)
        return await self._database.read(lambda connection: rows_of(connection, statement))

    async def touched(self, since: float, most: int = 500) -> list[DecisionRow]:
        """Return decisions to which something happened since then."""
        return await self._rows(decisions.c.updated_at >= since, most)

    async def behind(self, slots: Collection[str], since: float, most: int = 100) -> list[DecisionRow]:
        """Return decisions to which something happened since then that one of these sheets does not count.

        Such a sheet's digest is the number of events it was written for.
        """
        mine = decision_events.c.decision_id == decisions.c.id
        happened = select(func.count()).where(mine).correlate(decisions).scalar_subquery()
        counted = and_(
            decision_sheets.c.decision_id == decisions.c.id,
            decision_sheets.c.digest == cast(happened, String),
            decision_sheets.c.slot.in_(slots),
        )
        number = select(func.count()).where(counted).correlate(decisions).scalar_subquery()
        return await self._rows(and_(decisions.c.updated_at >= since, number < len(slots)), most)

    async def next_number(self, team: str) -> int:
        """Return the number the next record of a team gets. It is taken when it is appended."""
        statement = select(func.coalesce(func.max(decisions.c.number), 0) + 1).where(decisions.c.team == team)
        return await self._database.read(lambda connection: connection.execute(statement).scalar_one())

    async def sources(self, matter: str, version: str) -> dict[str, str]:
        """Return the framework files of a version, name to text; empty when none were kept."""
        mine = and_(decision_sources.c.matter == matter, decision_sources.c.version == version)
        statement = select(decision_sources.c.files).where(mine)
        return await self._database.read(lambda connection: dict(connection.scalar(statement) or {}))

    # Sheets.

    async def sheets(self, decision_id: str) -> dict[str, Sheet]:
        """Return the messages that show a decision, by slot."""
        columns = [decision_sheets.c[field.name] for field in fields(Sheet)]
        mine = select(*columns).where(decision_sheets.c.decision_id == decision_id).order_by(decision_sheets.c.slot)
        rows = await self._database.read(lambda connection: connection.execute(mine).all())
        return {row.slot: Sheet(*row) for row in rows}

    async def sheet(self, decision_id: str, slot: str) -> Sheet | None:
        """Return the message that shows one part."""
        return (await self.sheets(decision_id)).get(slot)

    async def note_sheet(self, decision_id: str, slot: str, ts: str, digest: str) -> None:
        """Note which message shows a part, and what it shows; the last word counts."""
        shown = {"ts": ts, "digest": digest, "updated_at": self._now()}

        def work(connection: Connection) -> None:
            row = insert_into(connection, decision_sheets).values(decision_id=decision_id, slot=slot, **shown)
            connection.execute(row.on_conflict_do_update(index_elements=["decision_id", "slot"], set_=shown))

        await self._database.write(work)

    # Rows.

    async def _first(self, where: ColumnElement[bool]) -> DecisionRow | None:
        found = await self._rows(where, 1)
        return found[0] if found else None

    async def _rows(self, where: ColumnElement[bool], most: int, *first: ColumnElement[Any]) -> list[DecisionRow]:
        order = (*first, decisions.c.started_at.desc(), decisions.c.id)
        statement = select(decisions).where(where).order_by(*order).limit(most)
        return await self._database.read(lambda connection: rows_of(connection, statement))
