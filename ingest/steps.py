"""The named steps of every write: whatever moment a process ends at lies between two of them.

Tests end a process at each, so a new durable effect gets a step here and a call of the checkpoint after it.
"""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum


class Step(StrEnum):
    """A step that was just finished; the comment says what a crash right after it leaves behind."""

    # A batch of documents, `KnowledgeIndex.apply`.
    WRITING_NOTED = "writing-noted"  # a mark that something may be half-done; nothing else
    VECTORS_WRITTEN = "vectors-written"  # new vectors nobody looks up
    SWITCHING = "switching"  # the same: the transaction is not committed
    SWITCHED = "switched"  # old vectors nobody looks up
    OLD_VECTORS_DELETED = "old-vectors-deleted"  # nothing but the mark

    # The end of a sync.
    FAILURE_NOTED = "failure-noted"  # a file that failed is not tried again until it changes
    UNCHANGED_NOTED = "unchanged-noted"  # files that were only touched are not read again
    FINISHED = "finished"  # a finished sync whose changes were not told; the next one tells them
    TOLD = "told"  # changes that are told a second time

    # `KnowledgeIndex.mend`.
    TERMS_MENDED = "terms-mended"  # sound terms beside vectors that are not
    VECTORS_QUARANTINED = "vectors-quarantined"  # an empty vector store
    MISSING_VECTORS_WRITTEN = "missing-vectors-written"  # after each batch: some are still missing
    LEFTOVER_VECTORS_DELETED = "leftover-vectors-deleted"  # a whole index, perhaps still with its mark

    EMBEDDER_SWITCHED = "embedder-switched"  # the vectors of an embedder that is no longer used
    OLD_SPACE_DELETED = "old-space-deleted"  # a whole index

    # `KnowledgeIndex.begin_again`.
    BEGUN_AGAIN = "begun-again"  # an empty index


Checkpoint = Callable[[Step], None]
"""Called at each step; tests end the process there."""


def no_checkpoint(_step: Step) -> None:
    """Do nothing: the checkpoint of a real process."""
