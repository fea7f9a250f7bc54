"""One vector space: an embedder, and the Chroma collection of the vectors it made.

Chroma's ``add`` ignores known ids, so everything here upserts, and its batches are limited, so everything here is cut.
The passages' texts stay out of Chroma: storing them again took two thirds of its disk and two fifths of its time.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, suppress
from functools import partial
from threading import RLock
from typing import TYPE_CHECKING, Any, TypeVar

from ingest.libraries import load
from ingest.model import Query
from ingest.priority import QuestionsFirst
from ingest.vectors.chroma import Connection
from ingest.vectors.embedder import Embedder, Loaded, embed

if TYPE_CHECKING:
    from chromadb import Collection
    from chromadb.api import ClientAPI
    from langchain_core.embeddings import Embeddings

T = TypeVar("T")

PREFIX = "archie-passages-"
_OWNER = "archie_index"
"""Metadata of a collection: the name in the server's URL, so that each Archie knows which collections are its own."""
_FINGERPRINT = "made_of"
"""Metadata of a vector: what text it was made of, as a fingerprint."""
_BATCH = 5_000
"""Vectors sent at once; Chroma refuses more than 5,461."""
_PUT_AT_ONCE, _DELETED_AT_ONCE, _QUIET_AT_ONCE = 4, 64, 400
"""Vectors written in one call while people ask, and while nobody does.

Chroma keeps the interpreter to itself until a call is done: 5 ms and 0.4 ms for each new vector, 10 ms for a deletion
of any size. Of many at once each takes half the time.
"""
_BUILD_WIDTH, _SEARCH_WIDTH = 200, 1_000
"""Candidates HNSW keeps while it builds and while it searches.

Chroma's 100 for both finds 87 of the true 200 nearest in 100 among 100,000 passages, and none at all for the unluckiest
question; these find 98 or more.
"""


class VectorSpace:
    """Vectors by passage id. Opened at the first use; safe from any thread."""

    def __init__(self, connection: Connection, embedder: Embedder, questions: QuestionsFirst) -> None:
        self.embedder = embedder
        self.name = collection_name(embedder, connection.owner)
        self._connection = connection
        self._questions = questions
        self._opening = RLock()
        self._loaded = Loaded(embedder)
        self._opened: Collection | None = None

    def upsert(self, texts: Mapping[str, str]) -> None:
        """Embed and store the texts by passage id; known ids are overwritten."""
        for ids in cut(list(texts), _BATCH):
            chosen = [texts[id_] for id_ in ids]
            made_of = [{_FINGERPRINT: fingerprint(text)} for text in chosen]
            self._put(ids, embed(self._loaded.get(), chosen), made_of)

    def copy(self, ids: Mapping[str, str]) -> set[str]:
        """Store the vectors of old ids under new ids as well; return the new ids whose old one is known."""
        copied: set[str] = set()
        for batch in cut(list(ids), _BATCH):
            held = self._get(batch, ["embeddings", "metadatas"])
            new = [ids[old] for old in held["ids"]]
            if new:
                self._put(new, held["embeddings"], held["metadatas"])
            copied.update(new)
        return copied

    def delete(self, ids: Sequence[str]) -> None:
        """Delete by passage id; unknown ids are ignored, and so are repeated ones, which Chroma would refuse."""
        self._remove(list(dict.fromkeys(ids)))

    def search(self, query: str | Query, k: int) -> dict[str, float] | None:
        """Return cosine similarity in [-1, 1] by passage id for the ``k`` nearest; None without a collection."""
        vector = query_vector(self._loaded.get(), query)
        with self._when_missing():
            found = self._ask(
                lambda held: held.query(query_embeddings=[vector], n_results=k, include=["distances"]), create=False
            )
            return {id_: 1.0 - far for id_, far in zip(found["ids"][0], found["distances"][0], strict=True)}
        return None

    def outdated(self, texts: Mapping[str, str]) -> dict[str, str]:
        """Return those of the texts, by passage id, whose vector is missing or was made of another text."""
        made_of: dict[str, object] = {}
        for ids in cut(list(texts), _BATCH):
            held = self._get(ids, ["metadatas"])
            notes = ((note or {}).get(_FINGERPRINT) for note in held["metadatas"])
            made_of.update(zip(held["ids"], notes, strict=True))
        return {id_: text for id_, text in texts.items() if made_of.get(id_) != fingerprint(text)}

    def ids(self) -> set[str]:
        """Return the id of every stored vector."""
        with self._when_missing():
            return set(self._ask(lambda found: found.get(include=[]), create=False)["ids"])
        return set()

    def count(self) -> int:
        """Return how many vectors are stored."""
        with self._when_missing():
            return int(self._ask(lambda found: found.count(), create=False))
        return 0

    def forget_handle(self) -> None:
        """Look the collection up again at the next use; what the embedder loaded is kept."""
        with self._opening:
            self._opened = None

    def _put(self, ids: list[str], vectors: Any, made_of: Any) -> None:
        for at in self._steps(len(ids), _PUT_AT_ONCE):
            self._ask(partial(_upsert, ids=ids[at], vectors=vectors[at], made_of=made_of[at]))

    def _remove(self, ids: list[str]) -> None:
        for at in self._steps(len(ids), _DELETED_AT_ONCE):
            self._ask(partial(_delete, ids=ids[at]))

    def _steps(self, total: int, at_once: int) -> Iterator[slice]:
        """Yield what is written next, each time once the questions that are asked have gone first."""
        done = 0
        while done < total:
            self._questions.give_way()
            step = slice(done, done + (_QUIET_AT_ONCE if self._questions.is_quiet else at_once))
            yield step
            done = step.stop

    def _get(self, ids: list[str], parts: list[str]) -> Any:
        return self._ask(lambda found: found.get(ids=ids, include=parts))

    def _ask(self, work: Callable[[Any], T], *, create: bool = True) -> T:
        """Do something with the collection; once more when another process made it anew meanwhile."""
        with self._when_missing():
            return work(self._collection(create))
        self.forget_handle()
        return work(self._collection(create))

    def _when_missing(self) -> AbstractContextManager[None]:
        load("chromadb")
        from chromadb.errors import NotFoundError

        return suppress(NotFoundError)

    def _collection(self, create: bool) -> Collection:
        """Look the collection up; only who writes makes it, since reading processes must not write."""
        with self._opening:
            if self._opened is None:
                client = self._connection.client
                self._opened = self._made(client) if create else client.get_collection(self.name, None)
            return self._opened

    def _made(self, client: ClientAPI) -> Collection:
        return client.get_or_create_collection(
            self.name,
            embedding_function=None,
            configuration={"hnsw": {"space": "cosine", "ef_construction": _BUILD_WIDTH, "ef_search": _SEARCH_WIDTH}},
            metadata={_OWNER: self._connection.owner},
        )


def collection_name(embedder: Embedder, owner: str) -> str:
    """Return the collection of an embedder's vectors, of the Archie with this name on a server."""
    return f"{PREFIX}{embedder.name}{f'-{owner}' if owner else ''}"


def _upsert(held: Collection, *, ids: list[str], vectors: Any, made_of: Any) -> None:
    held.upsert(ids=ids, embeddings=vectors, metadatas=made_of)


def _delete(held: Collection, *, ids: list[str]) -> None:
    held.delete(ids=ids)


def drop_others(connection: Connection, kept: str) -> None:
    """Delete this index's other collections: those of embedders it no longer uses."""
    for collection in connection.client.list_collections():
        if collection.name != kept and (collection.metadata or {}).get(_OWNER) == connection.owner:
            connection.client.delete_collection(collection.name)


def query_vector(embeddings: Embeddings, query: str | Query) -> list[float]:
    """Return the vector of a query: the question's, moved by what was said before, each text with its weight."""
    if isinstance(query, str):
        return embeddings.embed_query(query)
    parts = [(query.text, 1.0), *query.context]
    vectors = [(embeddings.embed_query(text), weight) for text, weight in parts if text.strip()]
    return [
        sum(weight * value for value, weight in zip(values, [w for _, w in vectors], strict=True))
        for values in zip(*(vector for vector, _ in vectors), strict=True)
    ]


def fingerprint(text: str) -> str:
    """Return 16 hex digits that stand for a text."""
    return hashlib.blake2b(text.encode("utf-8", errors="surrogatepass"), digest_size=8).hexdigest()


def cut(items: Sequence[T], size: int) -> Iterator[list[T]]:
    """Yield the items in lists of at most ``size``."""
    return (list(items[start : start + size]) for start in range(0, len(items), size))
