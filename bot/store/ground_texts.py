"""What the passages that decisions can rest on read, and since when. Texts are only ever added.

It is kept whether or not anything was decided yet, so that what a passage read when a decision was made is known even
where the process died that moment, and the article changed before the next one came.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, fields
from hashlib import sha256

from sqlalchemy import Connection, select

from bot.store.database import Database, insert_into
from bot.store.decision_tables import ground_texts


@dataclass(frozen=True, slots=True)
class GroundText:
    """One text of a passage.

    Attributes:
        document, heading: as rules name it.
        digest: differs whenever the words do; empty when the passage is gone.
        text: None when it is gone.
        found_in: path of the document it stands, or last stood, in.
        audience: who may see that document, as the index writes it; None for everybody.
        seq: from 1, for each passage.
        seen_at: since when it is known, in seconds since the epoch.
    """

    document: str
    heading: str
    digest: str
    text: str | None
    found_in: str | None = None
    audience: str | None = None
    seq: int = 1
    seen_at: float = 0.0


class GroundTexts:
    """Keeps them, for good. ``now`` gives seconds since the epoch."""

    def __init__(self, database: Database, now: Callable[[], float]) -> None:
        self._database = database
        self._now = now

    async def add(self, texts: Sequence[GroundText]) -> None:
        """Keep texts under their ``seq``, as seen now; what another process has kept under it before stays."""
        now = self._now()

        def work(connection: Connection) -> None:
            for text in texts:
                row = {**asdict(text), "place": _place(text), "seen_at": now}
                kept = insert_into(connection, ground_texts).values(row)
                connection.execute(kept.on_conflict_do_nothing(index_elements=["place", "seq"]))

        if texts:
            await self._database.write(work)

    async def all(self) -> dict[tuple[str, str], list[GroundText]]:
        """Return what each passage read, the oldest first, by document and heading."""
        columns = [ground_texts.c[field.name] for field in fields(GroundText)]
        query = select(*columns).order_by(ground_texts.c.place, ground_texts.c.seq)
        rows = await self._database.read(lambda connection: connection.execute(query).all())
        found: dict[tuple[str, str], list[GroundText]] = {}
        for row in rows:
            text = GroundText(*row)
            found.setdefault((text.document, text.heading), []).append(text)
        return found


def _place(text: GroundText) -> str:
    return sha256(f"{text.document}\0{text.heading}".encode("utf-8", "replace")).hexdigest()
