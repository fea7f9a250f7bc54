"""A file's bytes to all that the index holds of it: the document, its passages, who may see them, their contexts."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from ingest.audience import narrowed, written
from ingest.contexts import Contexts
from ingest.model import Document, Passage
from ingest.readers import FileReaders, Reading
from ingest.store.manifest import Entry
from ingest.sync.audiences import FolderAudiences
from ingest.sync.folder import File

Splitter = Callable[[Reading], Sequence[Passage]]


@dataclass(frozen=True, slots=True)
class Made:
    """What a file becomes; ``governed`` and ``contexts`` are as in `ingest.store.manifest.Entry`."""

    document: Document
    passages: Sequence[Passage]
    governed: str | None
    contexts: str | None

    def is_as(self, entry: Entry, passages: Sequence[Passage]) -> bool:
        """Tell whether the index holds just this already."""
        said = (written(self.document.audience), self.governed, self.contexts)
        return said == (entry.audience, entry.governed, entry.contexts) and list(passages) == list(self.passages)


class Maker:
    """Makes documents of files, for one look at the folder."""

    def __init__(
        self, readers: FileReaders, splitter: Splitter, audiences: FolderAudiences, contexts: Contexts | None
    ) -> None:
        self._readers = readers
        self._splitter = splitter
        self._audiences = audiences
        self._contexts = contexts

    def largest(self, path: str) -> int:
        """Return how many bytes a file of this kind may have."""
        return self._readers.largest(path)

    def make(self, file: File, data: bytes) -> Made:
        """Read a file. Who may see one of a further folder, it says itself; no contexts are paid for there.

        Raises:
            UnreadableFileError: with a reason that is safe to show.
        """
        reading = self._readers.read(file.path, data)
        if file.origin is not None:
            return Made(reading.document, self._splitter(reading), None, None)
        audience = narrowed((reading.document.audience, self._audiences.governing(file.path)))
        document, passages, name = replace(reading.document, audience=audience), self._splitter(reading), None
        if self._contexts:
            passages, name = self._contexts.add(document, passages)
        return Made(document, passages, self._audiences.governed(file.path), name)

    def is_outdated(self, file: File, entry: Entry | None) -> bool:
        """Tell whether a file would become something else than the index holds although its bytes are the same."""
        own = file.origin is None
        governed = self._audiences.governed(file.path) if own else None  # of every file: a broken one is told at once
        if entry is None or entry.sha256 is None:
            return False
        return (entry.origin, entry.governed) != (file.origin, governed) or (own and self._wants_contexts(entry))

    def _wants_contexts(self, entry: Entry) -> bool:
        if self._contexts is None:
            return entry.contexts is not None
        return entry.contexts != self._contexts.name and not self._contexts.rests
