"""Where the workspace keeps its records between runs: one small SQLite file, written behind the event loop's back."""

from __future__ import annotations

import contextlib
import json
import logging
import queue
import sqlite3
import threading
from pathlib import Path
from typing import Protocol

from bot.workspace.errors import WorkspaceError
from bot.workspace.model import Json

logger = logging.getLogger(__name__)

SCHEMA_VERSION = 1
_SCHEMA = "CREATE TABLE IF NOT EXISTS records (kind TEXT, key TEXT, body TEXT NOT NULL, PRIMARY KEY (kind, key))"
_SAVE = "INSERT INTO records VALUES (?, ?, ?) ON CONFLICT (kind, key) DO UPDATE SET body = excluded.body"
_REMOVE = "DELETE FROM records WHERE kind = ? AND key = ?"

Write = tuple[str, tuple[str, ...]]


class Storage(Protocol):
    """Records by kind and key. Calls return at once; what was saved is on disk after `close`."""

    def load(self, kind: str) -> dict[str, Json]: ...

    def save(self, kind: str, key: str, body: Json) -> None: ...

    def remove(self, kind: str, key: str) -> None: ...

    def close(self) -> None: ...


class MemoryStorage:
    """Keeps nothing beyond the process: the state itself is in memory already."""

    def load(self, kind: str) -> dict[str, Json]:  # noqa: ARG002
        return {}

    def save(self, kind: str, key: str, body: Json) -> None:
        """Nothing to do."""

    def remove(self, kind: str, key: str) -> None:
        """Nothing to do."""

    def close(self) -> None:
        """Nothing to do."""


class SqliteStorage:
    """One writer thread, many writes for each transaction. Opening a damaged or newer file raises WorkspaceError."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._writes: queue.SimpleQueue[Write | None] = queue.SimpleQueue()
        path.parent.mkdir(parents=True, exist_ok=True)
        # It holds tokens and messages: nobody else on the machine reads it.
        path.touch(mode=0o600)
        with self._open() as connection:
            self._prepare(connection)
        self._writer = threading.Thread(target=self._write_all, name="workspace-storage", daemon=True)
        self._writer.start()

    def load(self, kind: str) -> dict[str, Json]:
        with self._open() as connection:
            rows = connection.execute("SELECT key, body FROM records WHERE kind = ? ORDER BY key", (kind,))
            return {key: json.loads(body) for key, body in rows}

    def save(self, kind: str, key: str, body: Json) -> None:
        self._writes.put((_SAVE, (kind, key, json.dumps(body))))

    def remove(self, kind: str, key: str) -> None:
        self._writes.put((_REMOVE, (kind, key)))

    def close(self) -> None:
        """Write what is waiting, then end. Blocks for as long as that takes (milliseconds)."""
        self._writes.put(None)
        self._writer.join()

    def _open(self) -> contextlib.closing[sqlite3.Connection]:
        return contextlib.closing(sqlite3.connect(self._path))

    def _prepare(self, connection: sqlite3.Connection) -> None:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
            version: int = connection.execute("PRAGMA user_version").fetchone()[0]
            if version > SCHEMA_VERSION:
                raise WorkspaceError(
                    f"The workspace's file {self._path} is from a newer version. Update, or move it away."
                )
            with connection:
                connection.execute(_SCHEMA)
                connection.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")
        except sqlite3.DatabaseError as error:
            raise WorkspaceError(
                f"The workspace's file {self._path} is damaged. Move it away and start again."
            ) from error

    def _write_all(self) -> None:
        with self._open() as connection:
            connection.execute("PRAGMA synchronous = NORMAL")
            open_for_more = True
            while open_for_more:
                batch, open_for_more = self._next_batch()
                self._write(connection, batch)

    def _next_batch(self) -> tuple[list[Write], bool]:
        """Everything waiting now, at least one entry; and whether more may come."""
        batch: list[Write] = []
        entry = self._writes.get()
        while entry is not None:
            batch.append(entry)
            if self._writes.empty():
                return batch, True
            entry = self._writes.get()
        return batch, False

    def _write(self, connection: sqlite3.Connection, batch: list[Write]) -> None:
        try:
            with connection:
                for statement, values in batch:
                    connection.execute(statement, values)
        except sqlite3.Error:
            # A full disk must not end the conversation: it goes on in memory, and the next write tries again.
            logger.exception("The workspace could not write %d changes to its file", len(batch))
