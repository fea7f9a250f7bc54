"""What turns texts into vectors, as the rest of the index sees it."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from threading import Lock
from typing import TYPE_CHECKING, Any, Protocol, runtime_checkable

from ingest.errors import EmbedderError

if TYPE_CHECKING:
    import numpy as np
    from langchain_core.embeddings import Embeddings

    Matrix = np.ndarray[tuple[int, int], np.dtype[np.float32]]


_PATIENCE_SECONDS = 4.0
"""Longest a question waits for another thread to load the embedder, which may be downloading it."""
_REST_SECONDS = 30.0
"""How long loading is not tried again once it failed, so that not each question waits for it to fail."""


@dataclass(frozen=True, slots=True)
class Embedder:
    """How texts become vectors.

    Attributes:
        name: of the vector space, 3 to 40 letters, digits and dashes; vectors of two spaces are never mixed.
        load: gives the embeddings, at the first use; raises EmbedderError with a sentence when it cannot.
        setting: what `ingest.vectors.embedders.embedder_for` makes the same embedder of again, in another process;
            the name, when it was made by hand.
    """

    name: str
    load: Callable[[], Embeddings]
    setting: str = ""

    @property
    def key(self) -> str:
        """What stands for this embedder in the index's tables."""
        return self.setting or self.name


class Loaded:
    """An embedder's embeddings, loaded at the first use, by one thread while the others do without."""

    def __init__(
        self,
        embedder: Embedder,
        *,
        now: Callable[[], float] = time.monotonic,
        patience_seconds: float = _PATIENCE_SECONDS,
    ) -> None:
        self._embedder = embedder
        self._now = now
        self._patience_seconds = patience_seconds
        self._loading = Lock()
        self._embeddings: Embeddings | None = None
        self._problem: EmbedderError | None = None
        self._resting_until = float("-inf")

    def get(self) -> Embeddings:
        """Return the embeddings.

        Raises:
            EmbedderError: they cannot be loaded, could not a moment ago, or are being loaded for long.
        """
        if self._embeddings is not None:
            return self._embeddings
        if not self._loading.acquire(timeout=self._patience_seconds):
            raise EmbedderError("The embedder is being loaded.")
        try:
            if self._embeddings is None:
                self._embeddings = self._load()
            return self._embeddings
        finally:
            self._loading.release()

    def _load(self) -> Embeddings:
        if self._problem is not None and self._now() < self._resting_until:
            raise self._problem
        try:
            return self._embedder.load()
        except EmbedderError as error:
            self._problem, self._resting_until = error, self._now() + _REST_SECONDS
            raise


@runtime_checkable
class MatrixEmbeddings(Protocol):
    """Embeddings that give an array at once: most of the time of quick ones would go into lists of floats."""

    def embed_matrix(self, texts: list[str]) -> Matrix:
        """Return one row for each text."""


def embed(embeddings: Embeddings, texts: list[str]) -> Any:
    """Return one vector for each text, in a form Chroma takes: an array where there is one, else lists."""
    if isinstance(embeddings, MatrixEmbeddings):
        return embeddings.embed_matrix(texts)
    return embeddings.embed_documents(texts)
