"""One sync's way through its files: look at each, gather new versions, write them in batches."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Callable, Mapping, Sequence
from threading import Event
from typing import Protocol

from ingest.errors import UnreadableFileError
from ingest.folder import File, FileChangedError, read_bytes
from ingest.index import KnowledgeIndex
from ingest.manifest import Entry, Revision, Signature
from ingest.model import Document, Failure, Passage, SyncReport
from ingest.plan import Plan

logger = logging.getLogger(__name__)

_BATCH_DOCUMENTS = 32
_BATCH_PASSAGES = 400
"""What is written at once: a batch is one round of new vectors, one transaction, one round of old vectors."""


class Progress(Protocol):
    """Told about each file that is read."""

    def __call__(self, done: int, total: int, path: str) -> None:
        """``done`` of ``total`` files are finished, ``path`` is next; a last call has ``done == total``."""


Read = Callable[[str, bytes], tuple[Document, Sequence[Passage]]]
"""Path and bytes to a document and its passages; raises UnreadableFileError."""


class Update:
    """The work of one sync. Call `read`, then `finish`, then `report`."""

    def __init__(self, index: KnowledgeIndex, plan: Plan, known: Mapping[str, Entry], read: Read) -> None:
        self._index = index
        self._read = read
        self._known = known
        self._gone = {entry.path: entry for entry in plan.gone}
        self._gone_by_hash = {entry.sha256: entry.path for entry in plan.gone if entry.sha256}
        self._failed = list(plan.failed)
        self._unchanged = len(plan.unchanged)
        self._added = self._updated = self._removed = 0
        self._batch: list[Revision] = []
        self._touched: dict[str, Signature] = {}

    def read(self, files: Sequence[File], progress: Progress | None, stopping: Event) -> None:
        """Look at the files in order, up to where it is told to stop."""
        for done, file in enumerate(files):
            if stopping.is_set():
                return
            if progress:
                progress(done, len(files), file.path)
            self._look_at(file)
        if progress and files:
            progress(len(files), len(files), files[-1].path)

    def finish(self, *, removals: bool) -> None:
        """Write what is left. A sync that was stopped removes nothing: the other half of a move may be unread."""
        gone = list(self._gone) if removals else []
        self._removed += sum(1 for path in gone if self._gone[path].sha256)
        self._flush(gone)
        if self._touched:
            self._index.note_unchanged(self._touched)

    def report(self, seconds: float) -> SyncReport:
        """Return what was done, and what the index holds now."""
        documents, chunks = self._index.count()
        failed = tuple(sorted(self._failed, key=lambda failure: failure.path))
        return SyncReport(
            documents, chunks, self._added, self._updated, self._removed, self._unchanged, failed, round(seconds, 3)
        )

    def _look_at(self, file: File) -> None:
        try:
            revision = self._load(file)
        except FileNotFoundError:
            if file.path in self._known:
                self._gone[file.path] = self._known[file.path]
        except FileChangedError:
            logger.info("a file was written to while it was read; it is left for the next sync")
        except UnreadableFileError as error:
            self._failed.append(Failure(file.path, str(error)))
            self._index.note_failure(file.path, file.signature, str(error))
        except Exception:  # a reader is anybody's code; and a disk error is not noted, so that it is tried again
            logger.exception("a file could not be read")
            self._failed.append(Failure(file.path, "This file could not be understood."))
        else:
            if revision:
                self._take(revision)

    def _load(self, file: File) -> Revision | None:
        """Return what the file holds now, or None when the index holds that already."""
        data, signature = read_bytes(file.place)
        sha256 = hashlib.sha256(data).hexdigest()
        entry = self._known.get(file.path)
        if entry and entry.sha256 == sha256:
            self._unchanged += 1
            if entry.signature != signature or entry.error:
                self._touched[file.path] = signature
            return None
        document, passages = self._read(file.path, data)
        moved_from = None if entry and entry.sha256 else self._gone_by_hash.pop(sha256, None)
        return Revision(document, passages, sha256, signature, moved_from)

    def _take(self, revision: Revision) -> None:
        entry = self._known.get(revision.document.path)
        if revision.replaces:
            self._gone.pop(revision.replaces)
            self._removed += 1
        if entry and entry.sha256:
            self._updated += 1
        else:
            self._added += 1
        self._batch.append(revision)
        if len(self._batch) >= _BATCH_DOCUMENTS or sum(len(r.passages) for r in self._batch) >= _BATCH_PASSAGES:
            self._flush()

    def _flush(self, removed: Sequence[str] = ()) -> None:
        if self._batch or removed:
            self._index.apply(self._batch, removed)
            self._batch = []
