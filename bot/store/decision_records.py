"""Records of decisions, as files that can be searched: the newest writing of each. They are never removed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass, fields
from hashlib import sha256

from sqlalchemy import Connection, select

from bot.store.database import Database, insert_into
from bot.store.decision_tables import decision_records as table
from bot.store.decision_tables import decisions


@dataclass(frozen=True, slots=True)
class KeptRecord:
    """A record.

    Attributes:
        name: of its file; records of several teams may have the same.
        text: of its file.
        audience: the one Slack id it is for; None is everybody.
        basis: what it was written from; the same basis needs no new writing.
        events: how many events the decision had by then.
    """

    decision_id: str
    name: str
    text: str
    audience: str | None
    basis: str
    events: int


@dataclass(frozen=True, slots=True)
class RecordFile:
    """What tells whether a record's file is up to date. ``digest`` is of its text, 64 hex digits."""

    decision_id: str
    name: str
    digest: str


class DecisionRecords:
    """Keeps them. ``now`` gives seconds since the epoch."""

    def __init__(self, database: Database, now: Callable[[], float]) -> None:
        self._database = database
        self._now = now

    async def keep(self, record: KeptRecord) -> bool:
        """Keep a writing in place of the earlier one; False when there is one of a later state already."""
        digest = sha256(record.text.encode()).hexdigest()
        values = asdict(record) | {"digest": digest, "kept_at": self._now()}

        def work(connection: Connection) -> bool:
            row = insert_into(connection, table).values(values)
            newest = row.on_conflict_do_update(
                index_elements=["decision_id"], set_=values, where=table.c.events <= record.events
            )
            return connection.execute(newest.returning(table.c.decision_id)).first() is not None

        return await self._database.write(work)

    async def get(self, decision_id: str) -> KeptRecord | None:
        """Return the record of a decision; None while it has none."""
        columns = [table.c[field.name] for field in fields(KeptRecord)]
        mine = select(*columns).where(table.c.decision_id == decision_id)
        row = await self._database.read(lambda connection: connection.execute(mine).first())
        return KeptRecord(*row) if row is not None else None

    async def decisions(self) -> list[str]:
        """Return the ids of all decisions whose record has a number, kept here or not."""
        numbered = select(decisions.c.id).where(decisions.c.number.is_not(None)).order_by(decisions.c.id)
        return await self._database.read(lambda connection: list(connection.scalars(numbered)))

    def files(self) -> list[RecordFile]:
        """Return the files there shall be, in order of the decisions' ids. Blocks."""
        columns = select(table.c.decision_id, table.c.name, table.c.digest).order_by(table.c.decision_id)
        rows = self._database.read_now(lambda connection: connection.execute(columns).all())
        return [RecordFile(*row) for row in rows]

    def text(self, decision_id: str) -> str:
        """Return the text of a record, which there is. Blocks."""
        mine = select(table.c.text).where(table.c.decision_id == decision_id)
        return self._database.read_now(lambda connection: str(connection.execute(mine).scalar_one()))
