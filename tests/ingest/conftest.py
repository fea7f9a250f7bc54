"""Houses in a temporary folder: see `tests.ingest.house`."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, closing
from pathlib import Path

import pytest

from ingest.index import KnowledgeIndex
from ingest.steps import Checkpoint
from ingest.store.database import Database
from ingest.store.lock import Locks, WriterLock
from ingest.sync.synchroniser import Synchroniser
from ingest.vectors.store import Embedder, VectorStore
from ingest.vectors.wordllama import WordLlamaEmbeddings
from tests.ingest.house import Build, House
from tests.ingest.stores import STORES, store_at


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "both_stores: houses stand on SQLite, and on PostgreSQL too when there is one")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "store" in metafunc.fixturenames and metafunc.definition.get_closest_marker("both_stores"):
        metafunc.parametrize("store", STORES, indirect=True)


@pytest.fixture
def store(request: pytest.FixtureRequest) -> str:
    """Where houses keep their tables unless `build` is told: "sqlite" or "postgres"."""
    return str(getattr(request, "param", "sqlite"))


@pytest.fixture(scope="session")
def embedder() -> Embedder:
    embeddings = WordLlamaEmbeddings()
    return Embedder("wordllama-256", lambda: embeddings)


@pytest.fixture
def build(tmp_path: Path, embedder: Embedder, store: str) -> Iterator[Build]:
    opened: list[House] = []
    places: dict[str, Path | str] = {}
    made = ExitStack()

    def make(
        checkpoint: Checkpoint = lambda _step: None, still: float = 0.0, patience: float = 0.0, store: str = store
    ) -> House:
        folder, index_dir = tmp_path / "knowledge", tmp_path / "index"
        folder.mkdir(exist_ok=True)
        index_dir.mkdir(exist_ok=True)
        vectors = VectorStore(index_dir / "chroma", embedder)
        if store not in places:
            places[store] = made.enter_context(store_at(store, index_dir))
        index = KnowledgeIndex(Database.open(places[store]), vectors, checkpoint=checkpoint)
        locks = (WriterLock(index_dir / "writer.lock"), *([index.lock] if index.lock else []))
        synchroniser = Synchroniser(folder, index, Locks(*locks), still_seconds=still, patience_seconds=patience)
        house = House(folder, index_dir, index, vectors, synchroniser, places[store])
        opened.append(house)
        return house

    with made:
        yield make
        for house in opened:
            with closing(house.index):
                house.synchroniser.close()


@pytest.fixture
def house(build: Build) -> House:
    return build()
