"""Houses in a temporary folder: see `tests.ingest.house`."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from ingest.database import Database
from ingest.dense import Embedder, VectorStore
from ingest.embeddings import WordLlamaEmbeddings
from ingest.index import Checkpoint, KnowledgeIndex
from ingest.lock import WriterLock
from ingest.sync import Synchroniser
from tests.ingest.house import Build, House


@pytest.fixture(scope="session")
def embedder() -> Embedder:
    embeddings = WordLlamaEmbeddings()
    return Embedder("wordllama-256", lambda: embeddings)


@pytest.fixture
def build(tmp_path: Path, embedder: Embedder) -> Iterator[Build]:
    opened: list[House] = []

    def make(checkpoint: Checkpoint = lambda _step: None, still: float = 0.0, patience: float = 0.0) -> House:
        folder, index_dir = tmp_path / "knowledge", tmp_path / "index"
        folder.mkdir(exist_ok=True)
        index_dir.mkdir(exist_ok=True)
        vectors = VectorStore(index_dir / "chroma", embedder)
        index = KnowledgeIndex(Database.open(index_dir / "index.db"), vectors, checkpoint=checkpoint)
        lock = WriterLock(index_dir / "writer.lock")
        synchroniser = Synchroniser(folder, index, lock, still_seconds=still, patience_seconds=patience)
        house = House(folder, index_dir, index, vectors, synchroniser)
        opened.append(house)
        return house

    yield make
    for house in opened:
        with closing(house.index):
            house.synchroniser.close()


@pytest.fixture
def house(build: Build) -> House:
    return build()
