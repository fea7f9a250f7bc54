"""Opens the database and hands out one repository for each kind of thing kept in it."""

from __future__ import annotations

import time
import uuid
from collections.abc import Callable
from pathlib import Path

from sqlalchemy import Connection, text
from sqlalchemy.engine import URL

from bot.errors import StoreError
from bot.store.answers import Answers
from bot.store.cached_answers import CachedAnswers
from bot.store.channel_settings import ChannelSettings
from bot.store.claims import LEASE_SECONDS, Claims
from bot.store.database import BUSY_SECONDS, DAMAGED, Database, make_engine, transact
from bot.store.decision_records import DecisionRecords
from bot.store.decisions import Decisions
from bot.store.feedback import Feedback
from bot.store.gaps import Gaps
from bot.store.ground_texts import GroundTexts
from bot.store.knowledge import KnowledgeDesk
from bot.store.schema import bring_up_to_date
from bot.store.spending import Spending

FILE = "archie.db"
CLAIMS_KEPT_SECONDS = 3 * 24 * 3600.0
"""Three times as long as Slack may deliver an event again."""
ANSWERS_KEPT_SECONDS = 365 * 24 * 3600.0
"""How long the numbers under an answer open their quotes."""
CACHED_KEPT_SECONDS = 30 * 24 * 3600.0
"""Longest an answer is kept to be given again; the setting is at most this."""


class Store:
    """Everything the bot remembers. Every method of a repository is a coroutine and never blocks the event loop."""

    def __init__(self, database: Database, owner: str, now: Callable[[], float], lease: float) -> None:
        self._database = database
        self.claims = Claims(database, owner, now, lease)
        self.answers = Answers(database, now)
        self.cached_answers = CachedAnswers(database, now)
        self.channel_settings = ChannelSettings(database, now)
        self.decisions = Decisions(database, now)
        self.decision_records = DecisionRecords(database, now)
        self.feedback = Feedback(database, now)
        self.gaps = Gaps(database, now)
        self.ground_texts = GroundTexts(database, now)
        self.knowledge = KnowledgeDesk(database, now)
        self.spending = Spending(database, now)

    async def ping(self) -> None:
        """Check that the database answers.

        Raises:
            StoreError: it does not.
        """
        await self._database.read(lambda connection: connection.execute(text("SELECT 1")))

    async def purge(self) -> None:
        """Forget what has served its time. Decisions and what channels opted into are kept for good."""
        await self.claims.purge(CLAIMS_KEPT_SECONDS)
        await self.answers.purge(ANSWERS_KEPT_SECONDS)
        await self.cached_answers.purge(CACHED_KEPT_SECONDS)
        await self.gaps.purge()
        await self.knowledge.purge()
        await self.spending.purge()

    def close(self) -> None:
        """Finish what is being written and close every connection. Blocks; nothing may be asked afterwards."""
        self._database.close()


def open_store(
    data_dir: Path,
    url: str | None = None,
    *,
    owner: str | None = None,
    now: Callable[[], float] = time.time,
    lease: float = LEASE_SECONDS,
    busy_seconds: float = BUSY_SECONDS,
) -> Store:
    """Open, and create or migrate where needed. Blocks: call it before the event loop or in an executor.

    Args:
        data_dir: folder of the SQLite file, made when missing; not touched when ``url`` is given.
        url: ``postgresql://user:password@host/name`` to keep state there instead.
        owner: name of this process in claims; a fresh one by default, so that a restart is somebody else.
        now: seconds since the epoch.
        lease: seconds a claim outlives its owner.
        busy_seconds: longest a SQLite writer waits for another.

    Raises:
        StoreError: the database is damaged, from a newer version, or cannot be reached. Nothing is deleted.
    """
    engine = make_engine(url or _sqlite_url(data_dir), busy_seconds)
    try:
        transact(engine, _check)
        transact(engine, bring_up_to_date)
    except StoreError:
        engine.dispose()
        raise
    return Store(Database(engine), owner or uuid.uuid4().hex, now, lease)


def _sqlite_url(data_dir: Path) -> str:
    try:
        data_dir.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreError("The data folder cannot be made. Set ARCHIE_DATA_DIR to a folder you can write to.") from error
    return URL.create("sqlite", database=str(data_dir / FILE)).render_as_string(hide_password=False)


def _check(connection: Connection) -> None:
    """Look for damage before anything is written."""
    if connection.dialect.name != "sqlite":
        return
    if connection.exec_driver_sql("PRAGMA quick_check(1)").scalar() != "ok":
        raise StoreError(DAMAGED)
