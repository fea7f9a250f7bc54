"""Bringing the index up to the folder.

Files that did not change cost one ``stat``; of those that did, the content hash decides; a file that is being written
waits until it is still. Whatever moment it is interrupted at, the next sync completes it.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from pathlib import Path, PurePosixPath
from threading import Event, Lock
from types import TracebackType
from typing import Self

from sqlalchemy.exc import DatabaseError

from ingest.errors import IngestError
from ingest.folder import File, scan, signature_of
from ingest.index import KnowledgeIndex
from ingest.lock import WriterLock
from ingest.manifest import Signature
from ingest.model import Document, Passage, SyncReport
from ingest.passages import split
from ingest.plan import make_plan
from ingest.readers import READERS, Readers, Reading
from ingest.readers.decoding import decode
from ingest.update import Progress, Update

logger = logging.getLogger(__name__)

STILL_SECONDS = 0.3
"""How long a file must have been left alone before it is read: editors and copies pause for less between writes."""
PATIENCE_SECONDS = 1.2
"""Longest a sync waits for files to be still; what is written even then is left for the next sync."""

Splitter = Callable[[Reading], Sequence[Passage]]


class Synchroniser:
    """Keeps one index equal to one folder, as its only writer.

    The writer's lock is taken by the first sync and kept until `close`: vectors written by another process in between
    would never be seen by this one. Use it as a context manager, or call `close`.
    """

    def __init__(
        self,
        folder: Path,
        index: KnowledgeIndex,
        lock: WriterLock,
        *,
        readers: Readers = READERS,
        splitter: Splitter = split,
        still_seconds: float = STILL_SECONDS,
        patience_seconds: float = PATIENCE_SECONDS,
    ) -> None:
        self.folder = folder
        self._index = index
        self._lock = lock
        self._readers = readers
        self._splitter = splitter
        self._still_seconds = still_seconds
        self._patience_seconds = patience_seconds
        self._running = Lock()
        self._stopping = Event()
        self._clean = False  # until a sync went through, another may have left something half-done

    def sync(self, progress: Progress | None = None) -> SyncReport:
        """Bring the index up to the folder and report.

        A moved file counts as one removed and one added. A file that cannot be read is reported in ``failed``; its
        last good version stays in the index. One sync runs at a time; a second call waits for the first.

        Raises:
            FolderError: the folder is missing or cannot be read; the index is left alone.
            WriterBusyError: another process keeps this index.
            IngestError: the stores refused; the next sync completes what this one began.
        """
        return self._guarded(progress, thorough=False)

    def reconcile(self, progress: Progress | None = None) -> SyncReport:
        """As `sync`, but trusting nothing: every file is read, and both halves of the index are compared and mended."""
        return self._guarded(progress, thorough=True)

    def stop(self) -> None:
        """Ask a running sync to end after the document it is at. It cannot be asked to begin again."""
        self._stopping.set()

    def close(self) -> None:
        """Give up the writer's lock, once no sync is running."""
        with self._running:
            self._lock.release()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _guarded(self, progress: Progress | None, *, thorough: bool) -> SyncReport:
        with self._running:
            self._lock.acquire()
            try:
                return self._sync(progress, thorough)
            except IngestError:
                raise
            except Exception as error:  # the edge: Chroma raises what its server, files or transport raise
                logger.exception("the sync was interrupted")
                if type(error) is DatabaseError:  # "malformed"; its subclasses mean busy, full or a mistake of ours
                    self._index.begin_again()
                raise IngestError("The index could not be brought up to date. The next try completes it.") from error

    def _sync(self, progress: Progress | None, thorough: bool) -> SyncReport:
        started = time.monotonic()
        listing = scan(self.folder, self._readers.keys())
        if thorough or (not self._clean and self._index.needs_mending()):
            self._index.mend()
        self._clean = False
        known = self._index.entries()
        plan = make_plan(listing, known, thorough=thorough)
        work = Update(self._index, plan, known, self._read)
        work.read(self._until_still(plan.to_read), progress, self._stopping)
        work.finish(removals=not self._stopping.is_set())
        self._clean = True
        return work.report(time.monotonic() - started)

    def _read(self, path: str, data: bytes) -> tuple[Document, Sequence[Passage]]:
        reader = self._readers[PurePosixPath(path).suffix.lower()]
        reading = reader(path, decode(data))
        return reading.document, self._splitter(reading)

    def _until_still(self, files: Iterable[File]) -> list[File]:
        """Wait until the files are still, and return those that are, as they are then. Vanished ones count as still."""
        deadline = time.monotonic() + self._patience_seconds
        waiting, still = list(files), list[File]()
        while waiting:
            now, left = time.time(), deadline - time.monotonic()
            still += [file for file in waiting if not self._is_fresh(file.signature, now)]
            waiting = [file for file in waiting if self._is_fresh(file.signature, now)]
            if left <= 0 or (waiting and self._stopping.wait(min(left, self._still_seconds / 4))):
                break
            waiting = [replace(file, signature=signature_of(file.place) or Signature()) for file in waiting]
        return still

    def _is_fresh(self, signature: Signature, now: float) -> bool:
        return 0 <= now - signature.mtime_ns / 1e9 < self._still_seconds
