"""Making the wanted vector space hold what the passages say, and then letting it answer.

Compares each passage with what its vector was made of, so it completes whatever left vectors behind: a killed writer,
a service or server that was down, a damaged store, another embedder. Interrupted, it goes on where it was.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from ingest.model import Passage
from ingest.steps import Checkpoint, Step
from ingest.store import manifest
from ingest.store.database import Database
from ingest.vectors.space import cut
from ingest.vectors.store import VectorStore

SLICE_SECONDS = 15.0
"""Longest a sync goes on embedding what is not urgent, half the default time between two looks at the folder: filling
a space takes hours with some embedders, and changed articles come first."""
_DOCUMENTS = 32
"""Documents compared at once."""
_PASSAGES = 200
"""Passages embedded between two looks at the clock."""


class DocumentProgress(Protocol):
    """Told about each step through the documents."""

    def __call__(self, done: int, total: int, path: str, /) -> None:
        """``done`` of ``total`` documents have their vectors; ``path`` is next."""


@dataclass(frozen=True, slots=True)
class Completed:
    """What came of one run: how many vectors were written or deleted, and whether none is missing now."""

    vectors: int
    whole: bool


class Completion:
    """Completes one vector store. The caller is its writer, and runs one at a time."""

    def __init__(
        self,
        database: Database,
        vectors: VectorStore,
        text: Callable[[Passage], str],
        checkpoint: Checkpoint,
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        """Args:
        text: what a passage's vector is made of.
        now: a clock in seconds that never goes back.
        """
        self._database = database
        self._vectors = vectors
        self._text = text
        self._checkpoint = checkpoint
        self._now = now

    def is_needed(self) -> bool:
        """Tell whether vectors are known to be missing, or another space than the wanted one answers."""
        return self._vectors.behind or self._vectors.is_switching

    def pending(self) -> int:
        """Count the passages that have no vector yet; all of them when the store does not answer."""
        with self._database.reading.begin() as connection:
            passages = manifest.passage_ids(connection)
        try:
            return len(passages - self._vectors.wanted.ids())
        except Exception:  # noqa: BLE001 - Chroma raises what its transport raises
            return len(passages)

    def run(
        self,
        go_on: Callable[[], bool],
        progress: DocumentProgress | None = None,
        seconds: float = SLICE_SECONDS,
    ) -> Completed:
        """Write what is missing, delete what is left over; then let the wanted space answer alone.

        A damaged store is put aside first. A service or server that fails ends the run, not the sync it is part of.

        Args:
            go_on: asked between two batches.
            seconds: after which it ends, once it wrote a batch.
        """
        work = _Work(self._now() + seconds, go_on)
        self._vectors.behind, self._vectors.failing = True, False
        try:
            if self._vectors.is_damaged():
                self._vectors.quarantine()
                self._checkpoint(Step.VECTORS_QUARANTINED)
            self._vectors.behind = not (self._fill(work, progress) and self._sweep(work))
            if not self._vectors.behind:
                self._switch()
        except Exception as error:  # noqa: BLE001 - Chroma and embedders raise anything
            self._vectors.fell_behind(error)
        return Completed(work.vectors, not self._vectors.behind)

    def _fill(self, work: _Work, progress: DocumentProgress | None) -> bool:
        with self._database.reading.begin() as connection:
            paths = [document.path for document in manifest.indexed_documents(connection)]
        done = 0
        for some in cut(paths, _DOCUMENTS):
            if progress:
                progress(done, len(paths), some[0])
            if not self._fill_documents(some, work):
                return False
            done += len(some)
        if progress and paths:
            progress(done, done, paths[-1])
        return True

    def _fill_documents(self, paths: list[str], work: _Work) -> bool:
        with self._database.reading.begin() as connection:
            passages = manifest.of_documents(connection, paths)
        work.seen.update(passage.id for passage in passages)
        missing = self._vectors.wanted.outdated({passage.id: self._text(passage) for passage in passages})
        for ids in cut(list(missing), _PASSAGES):
            if not work.may_go_on(self._now()):
                return False
            self._vectors.wanted.upsert({id_: missing[id_] for id_ in ids})
            work.vectors += len(ids)
            self._checkpoint(Step.MISSING_VECTORS_WRITTEN)
        return True

    def _sweep(self, work: _Work) -> bool:
        leftover = sorted(self._vectors.wanted.ids() - work.seen)
        self._vectors.wanted.delete(leftover)
        work.vectors += len(leftover)
        self._checkpoint(Step.LEFTOVER_VECTORS_DELETED)
        return True

    def _switch(self) -> None:
        self._vectors.answer_with_wanted()
        self._checkpoint(Step.EMBEDDER_SWITCHED)
        self._vectors.drop_others()
        self._checkpoint(Step.OLD_SPACE_DELETED)


class _Work:
    """One run's account."""

    def __init__(self, deadline: float, go_on: Callable[[], bool]) -> None:
        self.vectors = 0
        self.seen: set[str] = set()
        self._deadline = deadline
        self._go_on = go_on

    def may_go_on(self, now: float) -> bool:
        """Tell whether another batch may be written: the first always may, or a slow embedder would never end."""
        return self._go_on() and (not self.vectors or now < self._deadline)
