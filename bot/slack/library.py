"""What the Slack side may see of the index beside its answers: what is in it, and how it is."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from datetime import datetime
from typing import Protocol

from ingest.model import Failure, Passage
from ingest.overview import Stock, VectorState
from ingest.store.manifest import IndexedDocument

PassageLookup = Callable[[str, str], Passage | None]
"""Gives a passage that is in the index now, by its id and for whom it is; None when they may not see it. May block."""


class Library(Protocol):
    """`ingest.overview.Overview`, as it is needed here. Every call may block, and may raise `IngestError`."""

    def version(self) -> str:
        """Return what differs after every write; it ends in ``@`` and the time of the last one."""

    def documents(self, readers: Sequence[str] = ()) -> Sequence[IndexedDocument]:
        """Return the documents that one of ``readers`` may see, in order of their paths; all without readers."""

    def stock(self, chosen: Callable[[Collection[str]], Collection[str]], headings: Collection[str]) -> Stock:
        """Return passages as they stand together: of the documents ``chosen`` of all paths, and under ``headings``."""

    def failures(self, readers: Sequence[str] = ()) -> Sequence[Failure]:
        """Return the files that could not be read, each with its reason; as `documents`."""

    def vectors(self) -> VectorState:
        """Tell how far the vectors are."""


def written_at(library: Library) -> dict[str, float]:
    """Return when each document was last written into the index, by path, in seconds since the epoch. Blocks."""
    return {
        document.path: datetime.fromisoformat(document.indexed_at).timestamp()
        for document in library.documents()
        if document.indexed_at
    }


def last_write(version: str | None) -> float | None:
    """Return when a document had last been written at a version of the index, in seconds since the epoch."""
    try:
        return datetime.fromisoformat((version or "").rpartition("@")[2]).timestamp()
    except ValueError:  # nothing was written yet, or there is no version
        return None
