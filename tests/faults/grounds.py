"""A folder and its index that are opened again and again, with vectors that cost nothing."""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from langchain_core.embeddings import Embeddings

from ingest.errors import DamagedTablesError
from ingest.index import KnowledgeIndex
from ingest.steps import Checkpoint, no_checkpoint
from ingest.store.database import Database
from ingest.store.lock import Locks, WriterLock
from ingest.store.sqlite import quarantine
from ingest.sync.synchroniser import Synchroniser
from ingest.vectors import probe
from ingest.vectors.guard import Guard, Probe, probe_in_child
from ingest.vectors.pointer import TablePointer
from ingest.vectors.store import Embedder, VectorStore
from tests.ingest.house import House
from tests.ingest.stores import store_at

EMBEDDER = "test-hash"
"""Names the vectors that houses have unless they are told otherwise."""
_DIMENSIONS = 16
BATCH = 4
"""Documents that houses write at once, so that few documents are several batches."""


class HashEmbeddings(Embeddings):
    """A vector for each text, the same every time and meaning nothing."""

    def __init__(self, on_embed: Callable[[], None] = lambda: None) -> None:
        self._on_embed = on_embed

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """Return one vector for each text."""
        self._on_embed()
        return [self.embed_query(text) for text in texts]

    def embed_query(self, text: str) -> list[float]:
        """Return the vector of a question."""
        return [byte / 255 - 0.5 for byte in hashlib.sha256(text.encode()).digest()[:_DIMENSIONS]]


@dataclass(frozen=True, slots=True)
class Ground:
    """Where a folder and its index are.

    Attributes:
        where: the tables, as `ingest.store.database.Database.open` takes them.
        probe: tells whether Chroma's files are sound, when they were not closed.
    """

    root: Path
    where: Path | str
    probe: Probe = probe_in_child

    @property
    def folder(self) -> Path:
        """The knowledge folder."""
        return self.root / "knowledge"

    @property
    def index_dir(self) -> Path:
        """The index's files."""
        return self.root / "index"

    def open(
        self,
        checkpoint: Checkpoint = no_checkpoint,
        *,
        still: float = 0.0,
        embedder: str = EMBEDDER,
        on_embed: Callable[[], None] = lambda: None,
    ) -> House:
        """Open the index as a process does when it starts. The caller closes it with `shut`."""
        embeddings, chroma = HashEmbeddings(on_embed), self.index_dir / "chroma"
        wanted, former = (Embedder(name, lambda: embeddings) for name in (embedder, EMBEDDER))
        database = self._database()
        guard, pointer = Guard(chroma, self.probe), TablePointer(database)
        vectors = VectorStore(chroma, wanted, pointer=pointer, resolve=lambda _key: former, guard=guard)
        index = KnowledgeIndex(database, vectors, checkpoint=checkpoint)
        own = WriterLock(self.index_dir / "writer.lock")
        lock = Locks(own, index.lock) if index.lock else own
        synchroniser = Synchroniser(self.folder, index, lock, still_seconds=still, patience_seconds=0, batch=BATCH)
        return House(self.folder, self.index_dir, index, vectors, synchroniser, self.where)

    def _database(self) -> Database:
        """Open the tables, anew when they are damaged, as `ingest.service.open_index` does."""
        try:
            return Database.open(self.where)
        except DamagedTablesError:
            assert isinstance(self.where, Path)
            quarantine(self.where)
            return Database.open(self.where)


@contextmanager
def ground_at(root: Path, kind: str, probe: Probe = probe_in_child) -> Iterator[Ground]:
    """Give a new ground with tables of this kind, see `tests.ingest.stores`; all of it is removed afterwards."""
    index_dir = root / "index"
    with store_at(kind, index_dir) as where:
        ground = Ground(root, where, probe)
        ground.folder.mkdir(parents=True)
        index_dir.mkdir()
        yield ground
    shutil.rmtree(root)


def probed_in_a_fork(folder: Path) -> bool:
    """Look at Chroma's files as `ingest.vectors.guard` does, in a child that need not import everything again.

    Only for a process that has no client open and no threads.
    """
    child = os.fork()
    if not child:
        status = 1
        try:
            status = probe.main(folder)
        finally:
            os._exit(status)
    _, status = os.waitpid(child, 0)
    return status == 0


def shut(house: House) -> None:
    """Close a house."""
    with closing(house.index):
        house.synchroniser.close()


@contextmanager
def opened(
    ground: Ground,
    checkpoint: Checkpoint = no_checkpoint,
    *,
    embedder: str = EMBEDDER,
    on_embed: Callable[[], None] = lambda: None,
) -> Iterator[House]:
    """Open a house for the length of a block."""
    house = ground.open(checkpoint, embedder=embedder, on_embed=on_embed)
    try:
        yield house
    finally:
        shut(house)
