"""One sync's way through its files: look at each, gather new versions, write them in batches."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Callable, Mapping, Sequence, Set
from threading import Event

from ingest.errors import MassRemovalError, UnreadableFileError
from ingest.index import KnowledgeIndex
from ingest.model import Failure, Signature, SyncReport
from ingest.store.manifest import Entry, Revision
from ingest.sync.folder import File, FileChangedError, Listing, read_bytes
from ingest.sync.making import Maker
from ingest.sync.plan import Missing, Plan, is_mass_removal
from ingest.sync.progress import Phase, Progress, silent

logger = logging.getLogger(__name__)

BATCH_DOCUMENTS = 64
_PASSAGES_EACH = 7
"""What is written at once, documents or so many times as many passages.

A batch is one round of new vectors, one transaction, one round of old vectors.
"""


class Update:
    """The work of one sync. Call `read`, then `remove` unless it was stopped, then `finish`, then `report`."""

    def __init__(
        self,
        index: KnowledgeIndex,
        plan: Plan,
        known: Mapping[str, Entry],
        maker: Maker,
        *,
        progress: Progress = silent,
        suspects: Set[str] = frozenset(),
        batch: int = BATCH_DOCUMENTS,
    ) -> None:
        """Args:
        known: the manifest the plan was made from.
        suspects: documents whose passages are compared although their content is what the manifest says.
        batch: documents written at once.
        """
        self._index = index
        self._maker = maker
        self._progress = progress
        self._known = known
        self._suspects = suspects
        self._size = batch
        self._missing = Missing(plan.missing)
        self._failed = list(plan.failed)
        self._unchanged = len(plan.unchanged)
        self._added = self._updated = self._removed = self._moved = self._waiting = self._further = 0
        self._batch: list[Revision] = []
        self._touched: dict[str, Signature] = {}
        self._at = (0, 0, "")

    def read(self, files: Sequence[File], waiting: int, stopping: Event) -> None:
        """Look at the files in order, up to where it is told to stop.

        Args:
            waiting: how many more are still being written.
        """
        self._waiting += waiting
        for done, file in enumerate(files):
            if stopping.is_set():
                break
            self._at = (done, len(files), file.path)
            self._progress(*self._at, Phase.READ)
            self._look_at(file)
        else:
            if files:
                self._at = (len(files), len(files), files[-1].path)
                self._progress(*self._at, Phase.READ)

    def remove(
        self, listing: Listing, look: Callable[[], Listing], *, confirmed: bool, elsewhere: bool = False
    ) -> MassRemovalError | None:
        """Remove what is missing, was not found under another name, and is still missing at a second look.

        Args:
            listing: the first look, which the plan was made from.
            look: takes the second; called only when something is missing.
            confirmed: whether somebody said that so many are meant to be gone.
            elsewhere: whether this is another folder than the index was made from.

        Returns:
            why nothing was removed, when too many are gone to believe it.

        Raises:
            FolderError: the folder itself is gone at the second look; nothing is removed.
        """
        if self._missing.paths:
            self._waiting += self._missing.spare(listing, look())
        indexed = sum(1 for entry in self._known.values() if entry.sha256 and entry.origin is None)
        missing = self._missing.documents
        if not confirmed and is_mass_removal(missing, indexed, listing.own, elsewhere=elsewhere):
            return MassRemovalError(missing, indexed)
        self._removed += missing
        self._further += self._missing.further
        self._flush(self._missing.paths)
        return None

    def finish(self) -> None:
        """Write what is left, and note what was looked at and found unchanged."""
        self._flush()
        if self._touched:
            self._index.note_unchanged(self._touched)

    def report(self, seconds: float, pending_vectors: int) -> SyncReport:
        """Return what was done, and what the index holds now."""
        documents, chunks = self._index.count()
        return SyncReport(
            documents=documents,
            chunks=chunks,
            added=self._added,
            updated=self._updated,
            removed=self._removed,
            unchanged=self._unchanged,
            failed=tuple(sorted(self._failed, key=lambda failure: failure.path)),
            seconds=round(seconds, 3),
            moved=self._moved,
            waiting=self._waiting,
            pending_vectors=pending_vectors,
            further=self._further,
        )

    def _look_at(self, file: File) -> None:
        self._index.give_way()
        try:
            revision = self._load(file)
        except (FileNotFoundError, FileChangedError):
            # One that is gone since it was listed may stand under a name that was looked at before: the next look
            # sees the whole move, and until then the version that is in the index stays.
            logger.info("a file changed while the folder was read; it is left for the next sync")
            self._waiting += 1
        except UnreadableFileError as error:
            self._failed.append(Failure(file.path, str(error)))
            self._index.note_failure(file.path, file.signature, str(error), file.origin)
        except Exception:  # a reader is anybody's code; and a disk error is not noted, so that it is tried again
            logger.exception("a file could not be read")
            self._failed.append(Failure(file.path, "This file could not be understood."))
        else:
            if revision:
                self._take(revision)

    def _load(self, file: File) -> Revision | None:
        """Return what the file holds now, or None when the index holds that already."""
        data, signature = read_bytes(file.place, self._maker.largest(file.path))
        sha256 = hashlib.sha256(data).hexdigest()
        entry = self._known.get(file.path)
        same = entry is not None and (entry.sha256, entry.origin) == (sha256, file.origin)
        if same and file.path not in self._suspects:
            self._leave(file, signature)
            return None
        made = self._maker.make(file, data)
        if same and entry and made.is_as(entry, self._index.document_passages(file.path)):
            self._leave(file, signature)
            return None
        moved_from = None if entry and entry.sha256 else self._missing.claim(sha256, file.path, file.origin)
        about = {"governed": made.governed, "contexts": made.contexts, "origin": file.origin}
        return Revision(made.document, made.passages, sha256, signature, moved_from, **about)

    def _leave(self, file: File, signature: Signature) -> None:
        entry = self._known[file.path]
        self._unchanged += file.origin is None
        if entry.signature != signature or entry.error:
            self._touched[file.path] = signature

    def _take(self, revision: Revision) -> None:
        entry = self._known.get(revision.document.path)
        was_own = entry is not None and entry.sha256 is not None and entry.origin is None
        if revision.origin is not None:
            self._further += 1
            self._removed += was_own
        else:
            self._moved += revision.replaces is not None
            self._removed += revision.replaces is not None
            self._updated += was_own
            self._added += not was_own
        self._batch.append(revision)
        passages = sum(len(waiting.passages) for waiting in self._batch)
        if len(self._batch) >= self._size or passages >= self._size * _PASSAGES_EACH:
            self._flush()

    def _flush(self, removed: Sequence[str] = ()) -> None:
        if self._batch or removed:
            self._progress(*self._at, Phase.EMBED)
            self._index.apply(self._batch, removed, lambda: self._progress(*self._at, Phase.WRITE))
            self._batch = []
