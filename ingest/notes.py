"""What an index remembers about the syncs that made it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from ingest.store import manifest
from ingest.store.database import Database

_FOLDER = "folder"
_RECONCILED_AT = "reconciled-at"


class SyncNotes:
    """Notes in the index's own tables, so that they last as long as it does."""

    def __init__(self, database: Database, now: Callable[[], datetime]) -> None:
        self._database = database
        self._now = now

    def folder(self) -> str | None:
        """Return the folder that the index was last made equal to, or None before the first time."""
        with self._database.reading.begin() as connection:
            return manifest.get_state(connection, _FOLDER)

    def reconciled_at(self) -> datetime | None:
        """Return when every file was last read and compared, or None before the first time."""
        with self._database.reading.begin() as connection:
            noted = manifest.get_state(connection, _RECONCILED_AT)
        return datetime.fromisoformat(noted) if noted else None

    def note_equal(self, folder: str, *, reconciled: bool) -> None:
        """Note that the index was made equal to this folder; and that every file was read for it, as the first time."""
        with self._database.writing.begin() as connection:
            manifest.set_state(connection, _FOLDER, folder)
            if reconciled or manifest.get_state(connection, _RECONCILED_AT) is None:
                manifest.set_state(connection, _RECONCILED_AT, self._now().isoformat(timespec="seconds"))
