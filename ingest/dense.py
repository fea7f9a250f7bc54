"""The dense half of the index: passage vectors in LangChain's Chroma store.

Chroma allows one writing process, and a reading process never sees another's later writes: the writer's lock
(`ingest.lock`) and one client for each process keep to that. Chroma's ``add`` ignores known ids, so everything here
upserts, and its batches are limited, so everything here is cut.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from threading import RLock
from typing import TYPE_CHECKING
from urllib.parse import urlsplit
from uuid import uuid4

from ingest.errors import DamagedIndexError

if TYPE_CHECKING:
    from chromadb import Collection
    from chromadb.api import ClientAPI
    from langchain_chroma import Chroma
    from langchain_core.embeddings import Embeddings

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Embedder:
    """How texts become vectors.

    Attributes:
        name: of the vector space, 3 to 40 letters, digits and dashes; vectors of two spaces are never mixed.
        load: gives the embeddings, at the first use.
    """

    name: str
    load: Callable[[], Embeddings]


_BATCH = 5_000
"""Vectors sent at once; Chroma refuses more than 5,461."""


class VectorStore:
    """Vectors by passage id, in one collection of cosine space. Opened at the first use; safe from any thread."""

    def __init__(self, folder: Path, embedder: Embedder, *, url: str | None = None) -> None:
        """Args:
        folder: where embedded Chroma keeps its files; unused with a server.
        embedder: gives the vectors; each has a collection of its own.
        url: a Chroma server, ``http://host:8000``; ``http://host:8000/name`` when several indexes share it.
        """
        self._folder = folder
        self._url = url
        self._embedder = embedder
        self._collection_name = f"archie-passages-{embedder.name}{_name_in(url)}"
        self._opening = RLock()
        self._client: ClientAPI | None = None
        self._opened: Chroma | None = None

    def upsert(self, texts: Mapping[str, str]) -> None:
        """Embed and store the texts by passage id; known ids are overwritten."""
        for ids in _cut(list(texts)):
            self._store.add_texts([texts[id_] for id_ in ids], ids=ids)

    def copy(self, ids: Mapping[str, str]) -> set[str]:
        """Store the vectors of old ids under new ids as well, without embedding again.

        Args:
            ids: new id by old id.

        Returns:
            the new ids that are stored now; those whose old id is unknown are missing.
        """
        collection = self._collection
        copied: set[str] = set()
        for batch in _cut(list(ids)):
            held = collection.get(ids=batch, include=["embeddings", "documents"])
            new = [ids[old] for old in held["ids"]]
            if new:
                collection.upsert(ids=new, embeddings=held["embeddings"], documents=held["documents"])
            copied.update(new)
        return copied

    def delete(self, ids: Sequence[str]) -> None:
        """Delete by passage id; unknown ids are ignored."""
        for batch in _cut(list(ids)):
            self._store.delete(ids=batch)

    def search(self, query: str, k: int) -> dict[str, float]:
        """Return cosine similarity in [-1, 1] by passage id for the ``k`` nearest."""
        found = self._store.similarity_search_with_score(query, k=k)
        return {document.id: 1.0 - distance for document, distance in found if document.id is not None}

    def ids(self) -> set[str]:
        """Return the id of every stored vector."""
        return set(self._store.get(include=[])["ids"])

    def count(self) -> int:
        """Return how many vectors are stored."""
        return self._collection.count()

    def quarantine(self) -> None:
        """Put a damaged store aside and begin an empty one.

        Raises:
            DamagedIndexError: the store is on a server, where it is not ours to move.
        """
        if self._url is not None:
            raise DamagedIndexError("The Chroma server does not answer as it should. Check CHROMA_URL and the server.")
        self.close()
        if self._folder.exists():
            self._folder.rename(self._folder.with_name(f"{self._folder.name}.damaged-{uuid4().hex[:8]}"))
        logger.warning("the vector store was damaged; it was put aside and is built again from the passages")

    def close(self) -> None:
        """Let go of the store; the next use opens it again."""
        with self._opening:
            client, self._client, self._opened = self._client, None, None
            if client is not None:
                with suppress(Exception):  # a client whose files are gone may fail to close; there is nothing to save
                    client.close()  # type: ignore[no-untyped-call, attr-defined, unused-ignore]

    @property
    def _store(self) -> Chroma:
        with self._opening:
            if self._opened is None:
                self._opened = self._open()
            return self._opened

    def _open(self) -> Chroma:
        from langchain_chroma import Chroma  # two seconds of import, paid at the first use

        self._client = self._connect()
        return Chroma(
            collection_name=self._collection_name,
            embedding_function=self._embedder.load(),
            client=self._client,
            collection_configuration={"hnsw": {"space": "cosine"}},
        )

    def _connect(self) -> ClientAPI:
        import chromadb  # a second of import
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

    @property
    def _collection(self) -> Collection:
        """The collection behind the store, for what LangChain's interface does not offer."""
        with self._opening:
            if self._client is None:
                self._opened = self._open()
            assert self._client is not None  # noqa: S101 - set by _open
            return self._client.get_collection(self._collection_name, embedding_function=None)


def _name_in(url: str | None) -> str:
    """The path of a server's URL, as the end of a collection's name: letters, digits, dashes, at most 40."""
    name = re.sub(r"[^A-Za-z0-9]+", "-", urlsplit(url or "").path).strip("-")[:40]
    return f"-{name}" if name else ""


def _cut(ids: Sequence[str]) -> Iterator[list[str]]:
    return (list(ids[start : start + _BATCH]) for start in range(0, len(ids), _BATCH))
