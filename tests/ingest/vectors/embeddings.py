"""Embeddings small enough to think about: words counted into a few dimensions."""

from __future__ import annotations

import zlib

from langchain_core.embeddings import Embeddings


class WordCounts(Embeddings):
    """Counts each word in one of ``dimensions`` places. Remembers what it embedded; fails while ``failing`` is set."""

    def __init__(self, dimensions: int = 64, failing: Exception | None = None) -> None:
        self.dimensions = dimensions
        self.failing = failing
        self.embedded: list[str] = []
        self.questions: list[str] = []

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        if self.failing:
            raise self.failing
        self.embedded += texts
        return [self._counts(text) for text in texts]

    def embed_query(self, text: str) -> list[float]:
        if self.failing:
            raise self.failing
        self.questions.append(text)
        return self._counts(text)

    def _counts(self, text: str) -> list[float]:
        counts = [0.0] * self.dimensions
        for word in text.lower().split():
            counts[zlib.crc32(word.strip(".?,#").encode()) % self.dimensions] += 1.0
        return counts
