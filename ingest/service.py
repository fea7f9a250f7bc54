"""Putting an index together. Opening is quick: Chroma and the embedder load at the first use, or by `warm`."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from ingest.contexts import ContextCache, Contexts, ContextWriter
from ingest.errors import DamagedTablesError
from ingest.index import KnowledgeIndex
from ingest.language.synonyms import Synonyms, SynonymsFile
from ingest.search.reranking import Reranker
from ingest.store.database import Database
from ingest.store.lock import Locks, WriterLock
from ingest.sync.further import FurtherFolder
from ingest.sync.synchroniser import Synchroniser
from ingest.vectors.embedder import Embedder
from ingest.vectors.embedders import embedder_for
from ingest.vectors.guard import Guard
from ingest.vectors.pointer import TablePointer
from ingest.vectors.store import Resolve, VectorStore

DATABASE_FILE = "index.db"
CONTEXTS_FILE = "contexts.db"
LOCK_FILE = "writer.lock"
VECTORS_FOLDER = "chroma"


WORDLLAMA = embedder_for("wordllama")
"""The default: static vectors whose weights come in the wheel."""


def open_index(
    index_dir: Path,
    chroma_url: str | None = None,
    *,
    embedder: Embedder = WORDLLAMA,
    resolve: Resolve = embedder_for,
    database_url: str | None = None,
    folder: Path | None = None,
    reranker: Reranker | None = None,
) -> KnowledgeIndex:
    """Open the index in a folder, creating both when missing.

    An index that is damaged or from another version is put aside, and a new one begun: it is a cache, and the next
    sync fills it from the folder.

    Args:
        index_dir: a folder of the index alone, on a local disk.
        chroma_url: a Chroma server instead of the embedded store, ``http://host:8000``.
        embedder: gives the vectors. Where others answer so far, theirs are kept until its own are complete.
        resolve: gives the embedder of those others.
        database_url: PostgreSQL for the tables instead of a file in ``index_dir``, ``postgresql://user@host/name``;
            with a Chroma server beside it, processes of several machines share the index.
        folder: the knowledge folder, whose synonyms count for questions.
        reranker: puts what is found into another order.

    Raises:
        WriterBusyError: the index is damaged, and another process is at work on it.
        StoreError: the database cannot be used now.
    """
    index_dir.mkdir(parents=True, exist_ok=True)
    # DATABASE_URL may name a file of SQLite for the bot's own state. The index is a cache, and has a file of its own.
    on_server = database_url is not None and not database_url.startswith("sqlite")
    database = Database.open(database_url) if database_url and on_server else _open_file(index_dir)
    place, pointer = index_dir / VECTORS_FOLDER, TablePointer(database)
    vectors = VectorStore(place, embedder, url=chroma_url, pointer=pointer, resolve=resolve, guard=Guard(place))
    synonyms = SynonymsFile(folder).current if folder else Synonyms
    return KnowledgeIndex(database, vectors, synonyms=synonyms, reranker=reranker)


def open_synchroniser(
    folder: Path,
    index_dir: Path,
    index: KnowledgeIndex,
    writer: ContextWriter | None = None,
    further: Sequence[FurtherFolder] = (),
) -> Synchroniser:
    """Return what keeps the index in ``index_dir`` equal to ``folder``. Its lock is taken by the first sync.

    Args:
        writer: writes contexts for passages; None leaves them without.
        further: folders whose documents stand in the index beside those of ``folder``.
    """
    contexts = Contexts(writer, kept_contexts(index_dir)) if writer else None
    locks = (writer_lock(index_dir), index.lock) if index.lock else (writer_lock(index_dir),)
    return Synchroniser(folder, index, Locks(*locks), contexts=contexts, further=further)


def kept_contexts(index_dir: Path) -> ContextCache:
    """Return the contexts that were written for passages so far. They outlive the index: writing them costs money."""
    return ContextCache(index_dir / CONTEXTS_FILE)


def writer_lock(index_dir: Path) -> WriterLock:
    """Return the lock of the one process that may write the index in a folder."""
    return WriterLock(index_dir / LOCK_FILE)


def _open_file(index_dir: Path) -> Database:
    file = index_dir / DATABASE_FILE
    try:
        return Database.open(file)
    except DamagedTablesError:
        from ingest.store.sqlite import quarantine

        with writer_lock(index_dir):
            quarantine(file)
        return Database.open(file)
