"""When the index is brought up to the folder: at start, at an interval, every night, and when a file changes.

One process of a deployment runs this. Jobs live in memory and are declared here: a job store shared by two schedulers
runs jobs twice.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from ingest.errors import IngestError
from ingest.model import SyncReport
from ingest.sync import Synchroniser
from ingest.watch import changes

if TYPE_CHECKING:
    from apscheduler.schedulers.asyncio import AsyncIOScheduler

logger = logging.getLogger(__name__)

_GRACE_SECONDS = 30
"""How late a job may still start, after a pause of the process; APScheduler's default is one second."""

OnReport = Callable[[SyncReport], None]
OnError = Callable[[IngestError], None]


def _ignore(_: object) -> None:
    return


class KnowledgeSchedule:
    """Runs a `Synchroniser` in a thread of its own, one sync at a time, and tells of each.

    ``start`` and ``stop`` are called once, in the same event loop.
    """

    def __init__(
        self,
        synchroniser: Synchroniser,
        scan_seconds: float,
        reconcile_at: str,
        on_report: OnReport = _ignore,
        on_error: OnError = _ignore,
    ) -> None:
        """Args:
        scan_seconds: between two looks at the folder.
        reconcile_at: UTC time of day of the nightly reconcile, ``HH:MM``.
        on_report: called in the event loop after each sync.
        on_error: called in the event loop when a sync of the schedule's own could not run.
        """
        self._synchroniser = synchroniser
        self._scan_seconds = scan_seconds
        self._reconcile_at = reconcile_at
        self._on_report = on_report
        self._on_error = on_error
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
        async with self._turn:  # the scheduler would not wait for a running job, but cancel it
            if self._scheduler is not None:
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

    def _jobs(self) -> AsyncIOScheduler:
        from apscheduler.schedulers.asyncio import AsyncIOScheduler  # only where a schedule runs
        from apscheduler.triggers.cron import CronTrigger
        from apscheduler.triggers.interval import IntervalTrigger

        once = {"coalesce": True, "max_instances": 1, "misfire_grace_time": _GRACE_SECONDS}
        scheduler = AsyncIOScheduler(timezone=UTC, job_defaults=once)
        hour, minute = self._reconcile_at.split(":")
        every = IntervalTrigger(seconds=self._scan_seconds, timezone=UTC)
        nightly = CronTrigger(hour=int(hour), minute=int(minute), timezone=UTC)
        scheduler.add_job(self._scan, every, id="scan", next_run_time=datetime.now(UTC))
        scheduler.add_job(self._reconcile, nightly, id="reconcile")
        return scheduler

    async def _scan(self) -> None:
        await self._attempt(self._synchroniser.sync)

    async def _reconcile(self) -> None:
        await self._attempt(self._synchroniser.reconcile)

    async def _watch(self) -> None:
        async for _ in changes(self._synchroniser.folder, self._stopping):
            await self._scan()

    async def _attempt(self, work: Callable[[], SyncReport]) -> None:
        """Run work nobody waits for; what stops it is told, and the next time tries again."""
        if self._stopping.is_set():
            return
        try:
            await self._run(work)
        except IngestError as error:
            logger.warning("the knowledge folder could not be synced: %s", type(error).__name__)
            self._on_error(error)

    async def _run(self, work: Callable[[], SyncReport]) -> SyncReport:
        async with self._turn:
            report = await asyncio.get_running_loop().run_in_executor(self._thread, work)
        self._on_report(report)
        return report
