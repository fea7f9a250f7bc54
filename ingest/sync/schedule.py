"""When the index is brought up to the folder: at start, at an interval, every night, and when a file changes.

One process of a deployment runs this. Jobs live in memory and are declared here: a job store shared by two schedulers
runs jobs twice.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, time, timedelta
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from ingest.errors import IngestError, WriterBusyError
from ingest.model import SyncReport
from ingest.sync.synchroniser import Synchroniser
from ingest.sync.watch import changes

if TYPE_CHECKING:
    from apscheduler.schedulers.asyncio import AsyncIOScheduler

logger = logging.getLogger(__name__)

_AGAIN_SECONDS = 1.0
"""When the folder is looked at again after a file was still being written: closing a file is no event."""

T = TypeVar("T")

OnReport = Callable[[SyncReport], None]
OnError = Callable[[IngestError], None]


def _ignore(_: object) -> None:
    return


def _utc_now() -> datetime:
    return datetime.now(UTC)


class KnowledgeSchedule:
    """Runs a `Synchroniser` in a thread of its own, one sync at a time, and tells of each.

    ``start`` and ``stop`` are called once, in the same event loop. While another process keeps the index, each look
    finds that it does, and the first one after its end takes over.
    """

    def __init__(
        self,
        synchroniser: Synchroniser,
        scan_seconds: float,
        reconcile_at: str,
        on_report: OnReport = _ignore,
        on_error: OnError = _ignore,
        *,
        now: Callable[[], datetime] = _utc_now,
    ) -> None:
        """Args:
        scan_seconds: between two looks at the folder.
        reconcile_at: UTC time of day of the nightly reconcile, ``HH:MM``.
        on_report: called in the event loop after each sync.
        on_error: called in the event loop when a sync of the schedule's own could not run: once for the same
            error, however often it comes, and again after a sync that went well.
        """
        self._synchroniser = synchroniser
        self._scan_seconds = scan_seconds
        self._reconcile_at = reconcile_at
        self._on_report = on_report
        self._on_error = on_error
        self._now = now
        self._told: str | None = None
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="archie-sync")
        self._turn = asyncio.Lock()
        self._stopping = asyncio.Event()
        self._scheduler: AsyncIOScheduler | None = None
        self._watching: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Begin: the first sync runs at once, in the background."""
        self._scheduler = self._jobs()
        self._scheduler.start()
        self._watching = asyncio.create_task(self._watch(), name="archie-watch")

    async def stop(self) -> None:
        """End: a running sync finishes the document it is at, and the writer's lock is given back."""
        self._stopping.set()
        self._synchroniser.stop()
        if self._scheduler is not None:
            self._scheduler.pause()
            await asyncio.sleep(0)  # a job just handed over begins, and ends by itself
            async with self._turn:  # the scheduler would not wait for a running job, but cancel it
                self._scheduler.shutdown(wait=False)
        if self._watching is not None:
            await self._watching
        await asyncio.get_running_loop().run_in_executor(self._thread, self._synchroniser.close)
        self._thread.shutdown()

    async def sync_now(self) -> SyncReport:
        """Sync at once, after the one that is running, and return its report.

        Raises:
            IngestError: as `Synchroniser.sync`.
        """
        return await self._run(self._synchroniser.sync)

    async def confirm_removals(self) -> SyncReport:
        """As `sync_now`, and remove what is gone from the folder however much that is."""
        return await self._run(partial(self._synchroniser.sync, confirmed=True))

    async def reconcile_now(self) -> SyncReport:
        """As `sync_now`, but read every file and mend both halves of the index."""
        return await self._run(self._synchroniser.reconcile)

    def _jobs(self) -> AsyncIOScheduler:
        """Declare the jobs. None is ever too late to run: a laptop that slept at night reconciles when it wakes.

        A scan that finds another at work leaves at once; without a second instance that would be a warning each time.
        """
        from apscheduler.schedulers.asyncio import AsyncIOScheduler  # only where a schedule runs
        from apscheduler.triggers.cron import CronTrigger
        from apscheduler.triggers.interval import IntervalTrigger

        late = {"coalesce": True, "max_instances": 2, "misfire_grace_time": None}
        scheduler = AsyncIOScheduler(timezone=UTC, job_defaults=late)
        hour, minute = self._reconcile_at.split(":")
        every = IntervalTrigger(seconds=self._scan_seconds, timezone=UTC)
        nightly = CronTrigger(hour=int(hour), minute=int(minute), timezone=UTC)
        scheduler.add_job(self._begin, id="begin")
        scheduler.add_job(self._scan, every, id="scan")
        scheduler.add_job(self._reconcile, nightly, id="reconcile")
        return scheduler

    async def _begin(self) -> None:
        """The first look; and the nightly reconcile, when no process was there at its time."""
        if await self._attempt(self._synchroniser.sync):
            await self._attempt(self._catch_up)

    async def _scan(self) -> None:
        if not self._turn.locked():
            await self._attempt(self._synchroniser.sync)

    async def _reconcile(self) -> None:
        await self._attempt(self._synchroniser.reconcile)

    async def _watch(self) -> None:
        async for _ in changes(self._synchroniser.folder, self._stopping):
            await self._attempt(self._synchroniser.sync)

    def _catch_up(self) -> SyncReport | None:
        last = self._synchroniser.reconciled_at()
        return self._synchroniser.reconcile() if last and last < self._last_night() else None

    def _last_night(self) -> datetime:
        now, at = self._now(), time.fromisoformat(self._reconcile_at)
        tonight = datetime.combine(now.date(), at, UTC)
        return tonight if tonight <= now else tonight - timedelta(days=1)

    async def _attempt(self, work: Callable[[], SyncReport | None]) -> bool:
        """Run work nobody waits for; what stops it is told, and the next time tries again."""
        if self._stopping.is_set():
            return False
        try:
            await self._run(work)
        except IngestError as error:
            if not self._stopping.is_set():
                self._tell(error)
            return False
        self._told = None
        return True

    def _tell(self, error: IngestError) -> None:
        if str(error) == self._told:
            return
        self._told = str(error)
        usual = isinstance(error, WriterBusyError)  # of several processes, all but one
        logger.log(
            logging.INFO if usual else logging.WARNING,
            "the knowledge folder is not synced for now: %s",
            type(error).__name__,
        )
        self._on_error(error)

    async def _run(self, work: Callable[[], T]) -> T:
        async with self._turn:
            if self._stopping.is_set():
                raise IngestError("Archie is stopping. The next start brings the index up to date.")
            report = await asyncio.get_running_loop().run_in_executor(self._thread, work)
        if isinstance(report, SyncReport):
            self._heed(report)
        return report

    def _heed(self, report: SyncReport) -> None:
        self._on_report(report)
        if report.waiting and self._scheduler is not None and not self._stopping.is_set():
            soon = self._now() + timedelta(seconds=_AGAIN_SECONDS)
            self._scheduler.add_job(self._scan, "date", run_date=soon, id="again", replace_existing=True)
