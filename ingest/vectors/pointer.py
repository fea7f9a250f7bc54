"""Which vector space answers questions: a row of the index's tables, so that every process follows it."""

from __future__ import annotations

from typing import Protocol

from ingest.store import manifest
from ingest.store.database import Database

_KEY = "embedder"


class Pointer(Protocol):
    """Keeps `Embedder.key` of the space that answers; None until one was filled."""

    def get(self) -> str | None:
        """Return it as it is this moment."""

    def set(self, key: str) -> None:
        """Change it in one step."""


class TablePointer:
    """The pointer in the index's tables."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def get(self) -> str | None:
        """Read it, in a transaction of its own."""
        with self._database.reading.begin() as connection:
            return manifest.get_state(connection, _KEY)

    def set(self, key: str) -> None:
        """Write it, in a transaction of its own."""
        with self._database.writing.begin() as connection:
            manifest.set_state(connection, _KEY, key)


class MemoryPointer:
    """A pointer for one store alone, which is gone with it."""

    def __init__(self) -> None:
        self._key: str | None = None

    def get(self) -> str | None:
        """Return what was last set."""
        return self._key

    def set(self, key: str) -> None:
        """Keep it."""
        self._key = key
