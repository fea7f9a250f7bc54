"""What the process that keeps the index does for the others: it tells them of each sync, and does what admins ask.

They meet in the state database, so it is the same whether one process does everything or `archie clock` runs beside
`archie web`, and what was told outlives a restart.
"""

from __future__ import annotations

import asyncio
import logging
from collections import deque
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from typing import Any

from bot.errors import StoreError
from bot.store.knowledge import KnowledgeDesk, Request
from ingest.errors import IngestError, MassRemovalError, WriterBusyError
from ingest.model import SyncReport

POLL_SECONDS = 0.5
"""Between two looks for requests: one row is read."""

logger = logging.getLogger(__name__)

Work = Callable[[], Awaitable[SyncReport]]


class Upkeep:
    """Runs until it is told to end.

    Args:
        works: what can be asked for, by the word that asks for it.
    """

    def __init__(self, desk: KnowledgeDesk, works: Mapping[str, Work], poll_seconds: float = POLL_SECONDS) -> None:
        self._desk = desk
        self._works = works
        self._poll_seconds = poll_seconds
        self._untold: deque[SyncReport | IngestError] = deque()
        self._news = asyncio.Event()
        self._ending = False

    def report(self, done: SyncReport) -> None:
        """Take note of a sync."""
        self._note(done)

    def problem(self, error: IngestError) -> None:
        """Take note of what kept a sync from running. That another process keeps the index is none."""
        if not isinstance(error, WriterBusyError):
            self._note(error)

    def end(self) -> None:
        """Let `run` return, once what was begun is done and everything is told."""
        self._ending = True
        self._news.set()

    async def run(self) -> None:
        """Tell and do, as things come."""
        while not self._ending:
            self._news.clear()
            await self._attempt(self.turn)
            with suppress(TimeoutError):
                await asyncio.wait_for(self._news.wait(), self._poll_seconds)
        await self._attempt(self.tell)

    async def turn(self) -> None:
        """Tell what there is to tell, and do what was asked for."""
        await self.tell()
        if await self._desk.waits() and (request := await self._desk.take()):
            await self._do(request)

    async def tell(self) -> None:
        """Write down what was noted until now."""
        while self._untold:
            news = self._untold[0]
            await (self._tell_report(news) if isinstance(news, SyncReport) else self._tell_problem(news))
            self._untold.popleft()

    def _note(self, news: SyncReport | IngestError) -> None:
        self._untold.append(news)
        self._news.set()

    async def _attempt(self, work: Callable[[], Awaitable[None]]) -> None:
        try:
            await work()
        except StoreError as error:
            logger.warning("The state of the index could not be told: %s", error)

    async def _tell_report(self, done: SyncReport) -> None:
        note = as_note(done)
        await self._desk.tell("sync", note)
        if done.added or done.updated or done.removed:
            await self._desk.tell("change", note)
        await self._desk.untell("refused", "problem")

    async def _tell_problem(self, error: IngestError) -> None:
        if isinstance(error, MassRemovalError):
            refused, told = {"missing": error.missing, "documents": error.documents}, await self._desk.notes()
            if "refused" not in told or told["refused"].value != refused:  # or a button shown for it would be outdated
                await self._desk.tell("refused", refused)
            await self._desk.untell("problem")
        else:
            await self._desk.tell("problem", {"error": str(error)})
            await self._desk.untell("refused")

    async def _do(self, request: Request) -> None:
        try:
            done = await self._works[request.work]()
        except IngestError as error:
            if isinstance(error, MassRemovalError):
                self.problem(error)
                await self.tell()
            result: dict[str, Any] = {"error": str(error)}
        else:
            await self.tell()
            result = {"report": as_note(done)}
        await self._desk.settle(request.id, result)


def as_note(done: SyncReport) -> dict[str, Any]:
    """Return what a sync did as JSON: counts, and ``seconds``; which files failed stands in the index."""
    return {
        "documents": done.documents,
        "chunks": done.chunks,
        "added": done.added,
        "updated": done.updated,
        "removed": done.removed,
        "failed": len(done.failed),
        "waiting": done.waiting,
        "seconds": round(done.seconds, 3),
    }
