"""Comparing what the index's halves really hold with its passages, and setting them right.

The passages in the tables are the truth; terms and vectors are made of them. Whether the passages themselves are what
the files say is seen by reading the files: `suspects` names those that must be read whatever their signature says.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import TypeVar

from ingest.model import Passage
from ingest.passages import passage_id
from ingest.steps import Checkpoint, Step
from ingest.store import manifest
from ingest.store.database import Database
from ingest.vectors.completion import SLICE_SECONDS, Completed, Completion, DocumentProgress
from ingest.vectors.store import VectorStore

logger = logging.getLogger(__name__)

WRITING, YES, NO = "writing", "yes", "no"
"""State of the index: whether a batch of vectors was begun whose document is not switched yet.

Most of what a killed writer leaves is seen by counting. Not so a vector that was made anew in its old place, as when
only the title of a document changed: this mark asks for a comparison of the texts.
"""

GoOn = Callable[[], bool]

T = TypeVar("T")


def always() -> bool:
    """Go on to the end."""
    return True


class Mender:
    """Mends one index. The caller is its writer, and calls one method at a time."""

    def __init__(self, database: Database, vectors: VectorStore, checkpoint: Checkpoint) -> None:
        self._database = database
        self._vectors = vectors
        self._checkpoint = checkpoint
        self._completion = Completion(database, vectors, vector_text, checkpoint)

    def is_needed(self) -> bool:
        """Tell whether a writer ended in the middle: its mark is still there, or a half holds too many or too few."""
        with self._database.reading.begin() as connection:
            passages = manifest.count(connection)[1]
            if manifest.get_state(connection, WRITING) == YES or self._database.lexical.count(connection) != passages:
                return True
        return self._held(self._vectors.count, -1) != passages

    def mend(self, go_on: GoOn = always) -> int:
        """Compare both halves with the passages and set them right.

        A vector store that cannot be read is put aside and filled again. Told to stop, it ends between two batches
        with the mark still there, so that the next one completes it; see `ingest.vectors.completion`.

        Returns:
            how many vectors were written or deleted.
        """
        self._database.check()
        with self._database.writing.begin() as connection:
            manifest.set_state(connection, WRITING, YES)
            if not self._database.lexical.is_sound(connection):
                self._database.lexical.rebuild(connection, manifest.numbered(connection))
        self._checkpoint(Step.TERMS_MENDED)
        return self._run(go_on).vectors

    def complete(self, go_on: GoOn, progress: DocumentProgress | None, seconds: float) -> int:
        """Write missing vectors where some are known to be missing; return how many passages still wait for one."""
        if not self._completion.is_needed():
            return 0
        self._run(go_on, progress, seconds)
        return self._completion.pending()

    def suspects(self) -> frozenset[str]:
        """Name the documents whose rows cannot be what was written.

        A passage's id no longer fits its text, a position is missing, or there is no passage at all (as of an empty
        file, which costs nothing to read again).
        """
        with self._database.reading.begin() as connection:
            paths = {path for path, entry in manifest.entries(connection).items() if entry.sha256 is not None}
            positions: dict[str, list[int]] = {path: [] for path in paths}
            wrong = set[str]()
            for _, passage in manifest.numbered(connection):
                positions.setdefault(passage.document, []).append(passage.position)
                if passage.id != passage_id(passage.document, passage.position, passage.text):
                    wrong.add(passage.document)
        gaps = {path for path, held in positions.items() if not held or sorted(held) != list(range(len(held)))}
        return frozenset(wrong | gaps)

    def _run(self, go_on: GoOn, progress: DocumentProgress | None = None, seconds: float = SLICE_SECONDS) -> Completed:
        completed = self._completion.run(go_on, progress, seconds)
        if completed.whole:
            with self._database.writing.begin() as connection:
                manifest.set_state(connection, WRITING, NO)
        return completed

    def _held(self, read: Callable[[], T], otherwise: T) -> T:
        try:
            return read()
        except Exception:  # a damaged store raises whatever its files make it raise
            logger.exception("the vector store cannot be read")
            return otherwise


def vector_text(passage: Passage) -> str:
    """What a passage's vector is made of: title, headings and context say what its text is about."""
    return "\n".join(filter(None, (passage.title, " › ".join(passage.heading), passage.context, passage.text)))
