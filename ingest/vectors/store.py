"""The dense half of the index: the vector space that answers, and the one that is to.

When another embedder is set, its space is filled beside the one that answers, which goes on answering with the old
embedder; then the pointer in the tables is switched, and the old collection deleted. See `ingest.vectors.completion`.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from threading import RLock

from ingest.errors import EmbedderError, IngestError
from ingest.model import Query
from ingest.priority import QuestionsFirst
from ingest.vectors.chroma import Connection
from ingest.vectors.embedder import Embedder
from ingest.vectors.guard import Guard
from ingest.vectors.pointer import MemoryPointer, Pointer
from ingest.vectors.space import VectorSpace, drop_others

__all__ = ["Embedder", "VectorStore"]

logger = logging.getLogger(__name__)

Resolve = Callable[[str], Embedder]
"""Gives the embedder for a key of the pointer; raises EmbedderError when it is not to be had any more."""


class VectorStore:
    """Vectors by passage id, of the space that answers. Opened at the first use; safe from any thread."""

    def __init__(
        self,
        folder: Path,
        embedder: Embedder,
        *,
        url: str | None = None,
        pointer: Pointer | None = None,
        resolve: Resolve | None = None,
        guard: Guard | None = None,
    ) -> None:
        """Args:
        folder: where embedded Chroma keeps its files; unused with a server.
        embedder: the one that is set; a writer makes its space the one that answers.
        url: a Chroma server, ``http://host:8000``; ``http://host:8000/name`` when several indexes share it.
        pointer: which space answers; one of this object's own when not given.
        resolve: gives the embedder of the space that answers, when it is not the one that is set.
        guard: looks at the embedded store's files before they are opened.
        """
        self._connection = Connection(folder, url, guard)
        self._pointer = pointer or MemoryPointer()
        self._resolve = resolve or (lambda _key: embedder)
        self.questions = QuestionsFirst()
        """Who asks now: writing to Chroma gives way to them."""
        self._spaces = {embedder.key: VectorSpace(self._connection, embedder, self.questions)}
        self._lock = RLock()
        self.wanted = self._spaces[embedder.key]
        """The space of the embedder that is set."""
        self.behind = False
        """Whether vectors are missing that a completion is to write."""
        self.failing = False
        """Whether writing failed since the last completion began."""

        self._told = ""

    # What answers.

    def search(self, query: str | Query, k: int) -> dict[str, float]:
        """Return cosine similarity in [-1, 1] by passage id for the ``k`` nearest; empty while Chroma fails."""
        try:
            found = self._found(query, k)
        except Exception as error:  # noqa: BLE001 - Chroma raises what its server, its files or its transport raise
            self._tell(error)
            return {}
        self._told = ""
        return found

    def _tell(self, error: Exception) -> None:
        """Log why vectors cannot be asked: once until they can, not for every question."""
        reason = _reason(error)
        if reason != self._told:
            ours = isinstance(error, EmbedderError)  # whose cause may quote what a service was sent
            logger.warning("Words alone answer: %s", reason, exc_info=None if ours else error)
        self._told = reason

    def _found(self, query: str | Query, k: int) -> dict[str, float]:
        key = self._key()
        try:
            found = self._space(key).search(query, k)
        except Exception:
            if self._key() == key:
                raise
            found = None
        if found is None and self._key() != key:  # switched in between, and the old one deleted
            found = self._space(self._key()).search(query, k)
        return found or {}

    def ids(self) -> set[str]:
        """Return the id of every stored vector."""
        return self.current.ids()

    def outdated(self, texts: Mapping[str, str]) -> dict[str, str]:
        """Return those of the texts, by passage id, whose vector is missing or was made of another text."""
        return self.current.outdated(texts)

    def count(self) -> int:
        """Return how many vectors are stored."""
        return self.current.count()

    @property
    def current(self) -> VectorSpace:
        """The space that answers.

        Raises:
            EmbedderError: its embedder is not to be had any more.
        """
        return self._space(self._key())

    @property
    def is_switching(self) -> bool:
        """Whether another space than the wanted one answers."""
        return self._key() != self.wanted.embedder.key

    # What is written, by the one writer.

    def upsert(self, texts: Mapping[str, str]) -> None:
        """Embed and store the texts by passage id; known ids are overwritten."""
        self.current.upsert(texts)

    def copy(self, ids: Mapping[str, str]) -> set[str]:
        """Store the vectors of old ids under new ids as well, without embedding again.

        Args:
            ids: new id by old id.

        Returns:
            the new ids that are stored now; those whose old id is unknown are missing.
        """
        return self.current.copy(ids)

    def delete(self, ids: Sequence[str]) -> None:
        """Delete by passage id; unknown ids are ignored."""
        self.current.delete(ids)

    def attempt(self, work: Callable[[], object]) -> None:
        """Write what may wait. Once something failed, nothing more is tried until the next completion.

        So a service that is down costs a sync one failure, and its passages are found by their words meanwhile.
        """
        if self.failing:
            return
        try:
            work()
        except Exception as error:  # noqa: BLE001 - Chroma and embedders raise anything
            self.fell_behind(error)

    def fell_behind(self, error: Exception) -> None:
        """Note that vectors could not be written; a later completion writes them."""
        self.behind = self.failing = True
        logger.warning("Vectors are missing, and words alone find what has none: %s", _reason(error))
        if not isinstance(error, EmbedderError):  # whose cause may quote what a service was sent
            logger.info("the failure", exc_info=error)
            self._connection.close(clean=False)
            self._forget_handles()

    def adopt(self) -> None:
        """Let the wanted space answer when none does yet, as in an index that was just begun."""
        if self._pointer.get() is None:
            self.answer_with_wanted()

    def answer_with_wanted(self) -> None:
        """Let the wanted space answer."""
        if self._pointer.get() != self.wanted.embedder.key:
            self._pointer.set(self.wanted.embedder.key)

    def drop_others(self) -> None:
        """Delete every collection of this index but the wanted one."""
        drop_others(self._connection, self.wanted.name)
        with self._lock:
            self._spaces = {self.wanted.embedder.key: self.wanted}

    def is_damaged(self) -> bool:
        """Whether the embedded store's files cannot be read. A server that does not answer is not damage."""
        try:
            self.wanted.ids()
        except Exception as error:  # noqa: BLE001 - a damaged store raises whatever its files make it raise
            logger.warning("the vector store cannot be read: %s", _reason(error))
            return self._connection.is_embedded
        return False

    def quarantine(self) -> None:
        """Put a damaged store aside and begin an empty one.

        Raises:
            DamagedIndexError: the store is on a server, where it is not ours to move.
        """
        self._connection.quarantine()
        self._forget_handles()

    def close(self) -> None:
        """Let go of the store; the next use opens it again."""
        self._connection.close()
        self._forget_handles()

    def _key(self) -> str:
        return self._pointer.get() or self.wanted.embedder.key

    def _space(self, key: str) -> VectorSpace:
        with self._lock:
            if key not in self._spaces:
                self._spaces[key] = VectorSpace(self._connection, self._resolve(key), self.questions)
            return self._spaces[key]

    def _forget_handles(self) -> None:
        with self._lock:
            for space in self._spaces.values():
                space.forget_handle()


def _reason(error: Exception) -> str:
    """A sentence of ours, else the kind of error: a library's text may quote what it was given."""
    return str(error) if isinstance(error, IngestError) else type(error).__name__
