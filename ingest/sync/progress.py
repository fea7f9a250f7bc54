"""How far a sync is: what is told of it while it runs."""

from __future__ import annotations

from enum import StrEnum
from typing import Protocol


class Phase(StrEnum):
    """What a sync is doing."""

    SCAN = "scan"
    MEND = "mend"
    READ = "read"
    EMBED = "embed"
    WRITE = "write"


class Progress(Protocol):
    """Told whenever a sync gets further."""

    def __call__(self, done: int, total: int, path: str, phase: Phase = Phase.READ) -> None:
        """``done`` of ``total`` files are finished, ``path`` is next; a last call has ``done == total``.

        ``total`` is 0 as long as it is not known. Embedding and writing are done for several files at once.
        """


def silent(done: int, total: int, path: str, phase: Phase = Phase.READ) -> None:
    """Tell nobody."""
