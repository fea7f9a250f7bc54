"""The connection to Chroma: the embedded store in a folder, or a server."""

from __future__ import annotations

import logging
import re
import shutil
from contextlib import suppress
from pathlib import Path
from threading import RLock
from typing import TYPE_CHECKING
from urllib.parse import urlsplit
from uuid import uuid4

from ingest.errors import DamagedIndexError
from ingest.libraries import load
from ingest.vectors.guard import Guard

if TYPE_CHECKING:
    from chromadb.api import ClientAPI

logger = logging.getLogger(__name__)

_LONGEST_NAME = 40


class Connection:
    """One client, opened at the first use; safe from any thread.

    Chroma allows one writing process, and a reading process never sees another's later writes: the writer's lock
    (`ingest.store.lock`) and one connection for each process keep to that.
    """

    def __init__(self, folder: Path, url: str | None, guard: Guard | None) -> None:
        """Args:
        folder: where embedded Chroma keeps its files; unused with a server.
        url: a server, ``http://host:8000``; ``http://host:8000/name`` when several indexes share it.
        guard: looks at the files before they are opened; None trusts them.
        """
        self._folder = folder
        self._url = url
        self._guard = None if url else guard
        self._opening = RLock()
        self._client: ClientAPI | None = None
        self._damaged = False
        self.owner = _name_in(url)

    @property
    def client(self) -> ClientAPI:
        """The open client.

        Raises:
            DamagedIndexError: the files are damaged, until they are put aside.
        """
        with self._opening:
            if self._client is None:
                self._client = self._open()
            return self._client

    def close(self, *, clean: bool = True) -> None:
        """Let go of the store; the next use opens it again. Not ``clean``: looking at its files first."""
        with self._opening:
            client, self._client = self._client, None
            if client is None:
                return
            with suppress(Exception):  # a client whose files are gone may fail to close; there is nothing to save
                client.close()  # type: ignore[no-untyped-call, attr-defined, unused-ignore]
            if self._guard is not None:
                self._guard.leave(clean=clean)

    def quarantine(self) -> None:
        """Put a damaged store aside, in place of an earlier one, and begin an empty one.

        Raises:
            DamagedIndexError: the store is on a server, where it is not ours to move.
        """
        if self._url is not None:
            raise DamagedIndexError("The Chroma server does not answer as it should. Check CHROMA_URL and the server.")
        with self._opening:
            self.close(clean=False)
            if self._folder.exists():
                for earlier in self._folder.parent.glob(f"{self._folder.name}.damaged-*"):
                    shutil.rmtree(earlier, ignore_errors=True)
                self._folder.rename(self._folder.with_name(f"{self._folder.name}.damaged-{uuid4().hex[:8]}"))
            if self._guard is not None:
                self._guard.forget()
            self._damaged = False
        logger.warning("the vector store was damaged; it was put aside and is built again from the passages")

    @property
    def is_embedded(self) -> bool:
        """Whether the store's files are ours."""
        return self._url is None

    def _open(self) -> ClientAPI:
        if self._damaged:
            raise DamagedIndexError("The vector store is damaged.")
        if self._guard is not None:
            try:
                self._guard.enter()
            except DamagedIndexError:
                self._damaged = True  # so that not every question looks again
                raise
        try:
            return self._connect()
        except Exception:
            if self._guard is not None:
                self._guard.leave(clean=False)
            raise

    def _connect(self) -> ClientAPI:
        load("chromadb")  # half a second, paid at the first use
        import chromadb
        from chromadb.config import Settings

        settings = Settings(anonymized_telemetry=False)
        if self._url is None:
            return chromadb.PersistentClient(path=str(self._folder), settings=settings)
        parts = urlsplit(self._url)
        secure = parts.scheme == "https"
        return chromadb.HttpClient(
            host=parts.hostname or "localhost",
            port=parts.port or (443 if secure else 8000),
            ssl=secure,
            settings=settings,
        )


def _name_in(url: str | None) -> str:
    """The path of a server's URL, as the end of a collection's name: letters, digits, dashes, at most 40."""
    return re.sub(r"[^A-Za-z0-9]+", "-", urlsplit(url or "").path).strip("-")[:_LONGEST_NAME]
