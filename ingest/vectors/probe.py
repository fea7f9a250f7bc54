"""The child process that opens Chroma's files first: ``python -m ingest.vectors.probe FOLDER``.

Ends with status 0 when they are sound. See `ingest.vectors.guard`.
"""

from __future__ import annotations

import sqlite3
import sys
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ingest.memory import limit_memory
from ingest.vectors.graph import HEADER, holds_together

if TYPE_CHECKING:
    from chromadb import Collection

_MEMORY, _MEMORY_EACH_BYTE = 4 << 30, 8
"""Bytes this process may allocate, and further ones for each byte of the files: the system kills whom it likes when
memory ends."""
_PAGE = 2_000
_SAMPLE = 100
"""Vectors looked for by themselves in each collection."""
_NEAREST = 10
_FOUND = 0.8
"""Share of the sample that must be among its own nearest. Texts that many passages repeat miss now and then."""
_SAME = 1e-3
"""Cosine distance up to which a vector counts as found: a repeated text stands for the others."""


def main(folder: Path) -> int:
    """Return 0 when every collection can be read and finds its own vectors."""
    from chromadb import PersistentClient
    from chromadb.config import Settings

    limit_memory(_MEMORY + _MEMORY_EACH_BYTE * sum(file.stat().st_size for file in folder.rglob("*")))
    with closing(sqlite3.connect(folder / "chroma.sqlite3")) as connection:
        if connection.execute("PRAGMA quick_check(1)").fetchone() != ("ok",):
            return 1
    if not all(holds_together(header.parent) for header in folder.rglob(HEADER)):
        return 1
    client = PersistentClient(path=str(folder), settings=Settings(anonymized_telemetry=False))
    names = [collection.name for collection in client.list_collections()]
    return int(not all(_is_sound(client.get_collection(name, embedding_function=None)) for name in names))


def _is_sound(collection: Collection) -> bool:
    total = collection.count()
    read, sample = 0, list[Any]()
    for offset in range(0, total, _PAGE):
        vectors = collection.get(limit=_PAGE, offset=offset, include=["embeddings"])["embeddings"]
        if vectors is None:
            return False
        read += len(vectors)
        sample += list(vectors[:: max(1, total // _SAMPLE)])
    return read == total and _finds(collection, sample[: 2 * _SAMPLE])


def _finds(collection: Collection, sample: list[Any]) -> bool:
    sample = [vector for vector in sample if vector.any()]  # a text without tokens has no direction
    if not sample:
        return True
    found = collection.query(query_embeddings=sample, n_results=_NEAREST, include=["distances"])["distances"] or []
    near = sum(bool(distances) and min(distances) < _SAME for distances in found)
    return near >= _FOUND * len(sample)


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
