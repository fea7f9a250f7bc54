"""Bringing the index up to the folder.

Files that did not change cost one ``stat``; of those that did, the content hash decides; a file that is being written
waits until it is still. Whatever moment it is interrupted at, the next sync completes it.
"""

from __future__ import annotations

import logging
import os
import time
from collections.abc import Callable, Collection, Sequence
from datetime import datetime
from functools import partial
from pathlib import Path
from threading import Event, Lock
from types import TracebackType
from typing import Self

from ingest.contexts import Contexts
from ingest.errors import DamagedTablesError, IngestError
from ingest.index import KnowledgeIndex
from ingest.language.synonyms import SYNONYMS_FILE, SynonymsFile
from ingest.model import SyncReport
from ingest.passages import split
from ingest.readers import FileReaders
from ingest.store.lock import Writership
from ingest.sync.audiences import FolderAudiences
from ingest.sync.folder import Listing, scan
from ingest.sync.further import FurtherFolder, FurtherFolders
from ingest.sync.making import Maker, Splitter
from ingest.sync.plan import Plan, make_plan
from ingest.sync.progress import Phase, Progress, silent
from ingest.sync.stillness import PATIENCE_SECONDS, STILL_SECONDS, Stillness, is_open_for_writing
from ingest.sync.update import BATCH_DOCUMENTS, Update

logger = logging.getLogger(__name__)

Look = Callable[[Path, Collection[str]], Listing]
"""Lists a folder, as `ingest.sync.folder.scan` does."""


class Synchroniser:
    """Keeps one index equal to one folder, and to further ones beside it, as its only writer.

    The writer's lock is taken by the first sync and kept until `close`: vectors written by another process in between
    would never be seen by this one. Use it as a context manager, or call `close`.
    """

    def __init__(
        self,
        folder: Path,
        index: KnowledgeIndex,
        lock: Writership,
        *,
        readers: FileReaders | None = None,
        splitter: Splitter = split,
        contexts: Contexts | None = None,
        still_seconds: float = STILL_SECONDS,
        patience_seconds: float = PATIENCE_SECONDS,
        is_open: Callable[[str], bool] = is_open_for_writing,
        batch: int = BATCH_DOCUMENTS,
        look: Look = scan,
        further: Sequence[FurtherFolder] = (),
    ) -> None:
        self.folder = folder
        self._look = look
        self._further = FurtherFolders(further)
        self._index = index
        self._lock = lock
        self._readers = readers or FileReaders()
        self._splitter = splitter
        self._synonyms = SynonymsFile(folder)
        self._contexts = contexts
        self._stillness = Stillness(still_seconds, patience_seconds, is_open)
        self._batch = batch
        self._running = Lock()
        self._stopping = Event()
        self._noted = False  # whether the index knows which folder it is equal to
        self._clean = False  # until a sync went through, another may have left something half-done

    def sync(self, progress: Progress = silent, *, confirmed: bool = False) -> SyncReport:
        """Bring the index up to the folder and report.

        A moved file counts as one removed and one added too. A file that cannot be read is reported in ``failed``; its
        last good version stays in the index. One sync runs at a time; a second call waits for the first.

        Args:
            confirmed: remove what is gone however much that is, this once.

        Raises:
            FolderError: the folder is missing or cannot be read; the index is left alone.
            MassRemovalError: so many documents are gone that it may be a mistake; what is new or changed was taken.
            WriterBusyError: another process keeps this index.
            IngestError: the stores refused; the next sync completes what this one began.
        """
        return self._guarded(progress, thorough=False, confirmed=confirmed)

    def reconcile(self, progress: Progress = silent) -> SyncReport:
        """As `sync`, but trusting nothing: every file is read, and both halves of the index are compared and mended."""
        return self._guarded(progress, thorough=True, confirmed=False)

    def reconciled_at(self) -> datetime | None:
        """Return when every file was last read and compared, or None before the first time."""
        return self._index.notes.reconciled_at()

    def stop(self) -> None:
        """Ask a running sync to end after the document it is at. It cannot be asked to begin again."""
        self._stopping.set()

    def close(self) -> None:
        """Give up the writer's lock and the readers, once no sync is running."""
        with self._running:
            self._readers.close()
            self._lock.release()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _guarded(self, progress: Progress, *, thorough: bool, confirmed: bool) -> SyncReport:
        with self._running:
            try:
                self._become_writer()
                return self._sync(progress, thorough, confirmed)
            except DamagedTablesError:
                self._noted = False
                self._index.begin_again()
                raise
            except IngestError:
                raise
            except Exception as error:  # the edge: Chroma raises what its server, files or transport raise
                logger.exception("the sync was interrupted")
                raise IngestError("The index could not be brought up to date. The next try completes it.") from error

    def _become_writer(self) -> None:
        before = self._lock.held
        self._lock.acquire()
        if not before:  # another process may have been the writer since this one first looked
            self._clean = self._noted = False
            self._index.reopen()

    def _sync(self, progress: Progress, thorough: bool, confirmed: bool) -> SyncReport:
        started = time.monotonic()
        progress(0, 0, "", Phase.SCAN)
        self._further.fill()
        listing = self._look_around()
        if self._synonyms.failure:
            listing.failures[SYNONYMS_FILE] = self._synonyms.failure
        audiences = FolderAudiences(self.folder)
        maker = Maker(self._readers, self._splitter, audiences, self._contexts)
        suspects = self._mend(progress, thorough)
        self._clean = False
        known = self._index.entries()
        suspects |= {path for path, file in listing.files.items() if maker.is_outdated(file, known.get(path))}
        listing.failures |= audiences.failures
        plan = make_plan(listing, known, thorough=thorough, suspects=suspects)
        work = Update(self._index, plan, known, maker, progress=progress, suspects=suspects, batch=self._batch)
        work.read(*self._stillness.wait(plan.to_read, self._stopping), self._stopping)
        refused = None  # a sync that was stopped removes nothing: the other half of a move may be unread
        if not self._stopping.is_set():
            elsewhere = self._is_elsewhere(plan)
            refused = work.remove(listing, self._look_around, confirmed=confirmed, elsewhere=elsewhere)
            if not refused:
                self._note_equal(thorough)
        work.finish()
        self._clean = True
        self._index.tell()
        pending = self._index.complete_vectors(self._may_go_on, partial(progress, phase=Phase.EMBED))
        if refused:
            raise refused
        return work.report(time.monotonic() - started, pending)

    def _look_around(self) -> Listing:
        """List the knowledge folder, and what the further ones add to it."""
        listing = self._look(self.folder, self._readers.suffixes)
        self._further.add_to(listing, self.folder, self._look, self._readers.suffixes)
        return listing

    def _mend(self, progress: Progress, thorough: bool) -> frozenset[str]:
        """Mend the index where that is wanted or needed; return the documents that must be read again."""
        if not thorough and (self._clean or not self._index.needs_mending()):
            return frozenset()
        progress(0, 0, "", Phase.MEND)
        self._index.mend(self._may_go_on)
        return self._index.suspects()

    def _may_go_on(self) -> bool:
        return not self._stopping.is_set()

    def _is_elsewhere(self, plan: Plan) -> bool:
        """Tell whether files are missing because another folder was set since the last sync."""
        return bool(plan.missing) and self._index.notes.folder() not in {None, self._real_folder()}

    def _note_equal(self, thorough: bool) -> None:
        if thorough or not self._noted:
            self._index.notes.note_equal(self._real_folder(), reconciled=thorough)
            self._noted = True

    def _real_folder(self) -> str:
        return os.fsencode(os.path.realpath(self.folder)).decode("utf-8", errors="replace")
