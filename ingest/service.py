"""Putting an index together. Opening is quick: Chroma and the embedder load at the first use, or by `warm`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from ingest.database import Database, quarantine
from ingest.dense import Embedder, VectorStore
from ingest.errors import DamagedIndexError
from ingest.index import KnowledgeIndex
from ingest.lock import WriterLock
from ingest.sync import Synchroniser

if TYPE_CHECKING:
    from langchain_core.embeddings import Embeddings

DATABASE_FILE = "index.db"
LOCK_FILE = "writer.lock"
VECTORS_FOLDER = "chroma"


def _load_wordllama() -> Embeddings:
    from ingest.embeddings import WordLlamaEmbeddings  # numpy, tokenizers and 33 MB of weights

    return WordLlamaEmbeddings()


WORDLLAMA = Embedder("wordllama-256", _load_wordllama)
"""The default: static vectors whose weights come in the wheel."""


def open_index(index_dir: Path, chroma_url: str | None = None, *, embedder: Embedder = WORDLLAMA) -> KnowledgeIndex:
    """Open the index in a folder, creating both when missing.

    An index that is damaged or from another version is put aside, and a new one begun: it is a cache, and the next
    sync fills it from the folder.

    Args:
        index_dir: a folder of the index alone, on a local disk.
        chroma_url: a Chroma server instead of the embedded store, ``http://host:8000``.

    Raises:
        WriterBusyError: the index is damaged, and another process is at work on it.
    """
    index_dir.mkdir(parents=True, exist_ok=True)
    return KnowledgeIndex(_open_database(index_dir), VectorStore(index_dir / VECTORS_FOLDER, embedder, url=chroma_url))


def open_synchroniser(folder: Path, index_dir: Path, index: KnowledgeIndex) -> Synchroniser:
    """Return what keeps the index in ``index_dir`` equal to ``folder``. Its lock is taken by the first sync."""
    return Synchroniser(folder, index, writer_lock(index_dir))


def writer_lock(index_dir: Path) -> WriterLock:
    """Return the lock of the one process that may write the index in a folder."""
    return WriterLock(index_dir / LOCK_FILE)


def _open_database(index_dir: Path) -> Database:
    file = index_dir / DATABASE_FILE
    try:
        return Database.open(file)
    except DamagedIndexError:
        with writer_lock(index_dir):
            quarantine(file)
        return Database.open(file)
