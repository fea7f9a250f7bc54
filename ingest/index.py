"""The knowledge index: one write side, one search side.

SQLite holds the truth (manifest, passages, search terms); Chroma holds a vector for each passage. Every write goes
new vectors → one transaction that switches the document → old vectors away, and every vector found is looked up in the
tables before it counts. So a question sees the old document or the new one, never half of each; and whatever a crash
leaves behind is a vector nobody looks up, until `mend` sweeps it out.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, datetime
from threading import RLock
from typing import TypeVar

from sqlalchemy import Connection

from ingest import lexical, manifest
from ingest.database import Database
from ingest.dense import VectorStore
from ingest.fusion import DENSE_WEIGHT, Fused, fuse
from ingest.manifest import Entry, IndexedDocument, Revision, Signature
from ingest.model import Document, Hit, Passage, TermStatistics
from ingest.tokens import latin_share, terms

logger = logging.getLogger(__name__)

_POOL = 200
"""Passages each half offers for fusion."""
_TRIES = 5
"""Times a search starts over because the index was switched while it looked."""
_MEND_BATCH = 1_000

T = TypeVar("T")

Checkpoint = Callable[[str], None]
"""Called at each named step of a write; tests end the process there."""


def _no_checkpoint(_step: str) -> None:
    return


def _utc_now() -> datetime:
    return datetime.now(UTC)


class KnowledgeIndex:
    """Passages of a folder, findable. Safe from any thread; one process at a time may write (see `ingest.lock`).

    Implements `ingest.model.SearchIndex`.
    """

    def __init__(
        self,
        database: Database,
        vectors: VectorStore,
        *,
        now: Callable[[], datetime] = _utc_now,
        checkpoint: Checkpoint = _no_checkpoint,
    ) -> None:
        self._database = database
        self._vectors = vectors
        self._now = now
        self._checkpoint = checkpoint
        self._writer = RLock()

    # The search side.

    def search(self, query: str, k: int = 8) -> list[Hit]:
        """Return the best ``k`` passages, best first; ties broken by document and position.

        Nothing for a query without a letter or digit. Without its vectors the index answers from its terms alone.
        """
        words = terms(query)
        if not words or k < 1:
            return []
        weight = DENSE_WEIGHT if latin_share(query) >= 0.5 else 0.0  # noqa: PLR2004 - mostly Latin: half or more
        for attempt in range(_TRIES):
            generation = self._generation()
            near = self._near(query) if weight else {}
            with self._database.reading.begin() as connection:
                if attempt == _TRIES - 1 or generation == manifest.get_state(connection, "generation"):
                    return _hits(connection, lexical.search(connection, words, _POOL), near, weight, k)
        raise AssertionError("the last try always returns")

    def passage(self, passage_id: str) -> Passage | None:
        """Return a passage that is in the index now, or None."""
        with self._database.reading.begin() as connection:
            return manifest.find(connection, [passage_id]).get(passage_id)

    def document_passages(self, document: str) -> Sequence[Passage]:
        """Return all passages of a document in order; empty when there is none."""
        with self._database.reading.begin() as connection:
            return manifest.of_documents(connection, [document])

    def statistics(self, terms: Iterable[str]) -> TermStatistics:
        """Count passages holding each term in their text, title or headings."""
        with self._database.reading.begin() as connection:
            return TermStatistics(manifest.count(connection)[1], lexical.frequencies(connection, terms))

    def documents(self) -> list[IndexedDocument]:
        """Return the documents of the index in order of their paths."""
        with self._database.reading.begin() as connection:
            return manifest.indexed_documents(connection)

    def count(self) -> tuple[int, int]:
        """Return how many documents and passages the index holds."""
        with self._database.reading.begin() as connection:
            return manifest.count(connection)

    def warm(self) -> None:
        """Load what the first question would otherwise wait for: the vector store, the embedder, the stemmer."""
        self.search("warm up")

    # The write side.

    def entries(self) -> dict[str, Entry]:
        """Return the manifest by path."""
        with self._database.reading.begin() as connection:
            return manifest.entries(connection)

    def replace(self, document: Document, passages: Sequence[Passage]) -> None:
        """Make this the current version of the document, whether or not there was one."""
        self.apply([Revision(document, passages)])

    def move(self, old: str, document: Document, passages: Sequence[Passage]) -> None:
        """Replace the document known as ``old`` by this one; vectors of unchanged passages are kept."""
        self.apply([Revision(document, passages, replaces=old)])

    def remove(self, path: str) -> None:
        """Remove a document."""
        self.apply(removed=[path])

    def apply(self, revisions: Sequence[Revision] = (), removed: Sequence[str] = ()) -> None:
        """Write new versions and removals; each document is switched in one step, all in the same one."""
        leaving = {path for revision in revisions for path in (revision.document.path, revision.replaces) if path}
        with self._writer:
            with self._database.reading.begin() as connection:
                old = manifest.of_documents(connection, leaving | set(removed))
            self._write_vectors(revisions, old)
            self._checkpoint("vectors-written")
            self._switch(revisions, removed)
            self._checkpoint("switched")
            kept = {passage.id for revision in revisions for passage in revision.passages}
            self._vectors.delete([passage.id for passage in old if passage.id not in kept])
            self._checkpoint("old-vectors-deleted")

    def note_unchanged(self, signatures: Mapping[str, Signature]) -> None:
        """Note new signatures of files whose content is what the index holds."""
        with self._database.writing.begin() as connection:
            for path, signature in signatures.items():
                manifest.put_unchanged(connection, path, signature)

    def note_failure(self, path: str, signature: Signature, error: str) -> None:
        """Note that a file could not be read; its last good version stays."""
        with self._database.writing.begin() as connection:
            manifest.put_failure(connection, path, signature, error)

    def needs_mending(self) -> bool:
        """Tell whether the two halves hold as many as there are passages; a writer that was killed leaves too many."""
        with self._database.reading.begin() as connection:
            passages = manifest.count(connection)[1]
            if lexical.count(connection) != passages:
                return True
        return self._held(self._vectors.count, -1) != passages

    def mend(self) -> int:
        """Compare both halves with the passages and set them right; return how many vectors were written or deleted.

        A vector store that cannot be read is put aside and filled again.
        """
        with self._writer:
            with self._database.writing.begin() as connection:
                if not lexical.is_sound(connection):
                    lexical.rebuild(connection, manifest.numbered(connection))
                wanted = manifest.passage_ids(connection)
            held = self._held(self._vectors.ids, None)
            if held is None:
                self._vectors.quarantine()
                held = set()
            self._write_missing(sorted(wanted - held))
            self._vectors.delete(sorted(held - wanted))
            return len(wanted ^ held)

    def begin_again(self) -> None:
        """Put a damaged database aside and begin an empty one. The caller is the writer; the next sync fills it."""
        with self._writer:
            self._database.begin_again()

    def close(self) -> None:
        """Close the database and the vector store."""
        self._vectors.close()
        self._database.close()

    def _generation(self) -> str | None:
        with self._database.reading.begin() as connection:
            return manifest.get_state(connection, "generation")

    def _near(self, query: str) -> dict[str, float]:
        try:
            return self._vectors.search(query, _POOL)
        except Exception:  # Chroma raises what its server, its files or its transport raise
            logger.exception("the vector store did not answer; searching by terms alone")
            return {}

    def _switch(self, revisions: Sequence[Revision], removed: Sequence[str]) -> None:
        indexed_at = self._now().isoformat(timespec="seconds")
        with self._database.writing.begin() as connection:
            for path in (*removed, *(revision.replaces for revision in revisions if revision.replaces)):
                manifest.forget(connection, path)
            for revision in revisions:
                manifest.put(connection, revision, indexed_at)
            generation = int(manifest.get_state(connection, "generation") or 0)
            manifest.set_state(connection, "generation", str(generation + 1))

    def _write_vectors(self, revisions: Sequence[Revision], old: Sequence[Passage]) -> None:
        texts = {passage.id: _vector_text(passage) for revision in revisions for passage in revision.passages}
        held = {passage.id: _vector_text(passage) for passage in old}
        wanted = {id_: text for id_, text in texts.items() if held.get(id_) != text}
        ids_by_text = {text: id_ for id_, text in held.items()}
        moved = {ids_by_text[text]: id_ for id_, text in wanted.items() if text in ids_by_text}
        copied = self._vectors.copy(moved) if moved else set()
        self._vectors.upsert({id_: text for id_, text in wanted.items() if id_ not in copied})

    def _write_missing(self, ids: Sequence[str]) -> None:
        for start in range(0, len(ids), _MEND_BATCH):
            with self._database.reading.begin() as connection:
                found = manifest.find(connection, ids[start : start + _MEND_BATCH])
            self._vectors.upsert({id_: _vector_text(passage) for id_, passage in found.items()})

    def _held(self, read: Callable[[], T], otherwise: T) -> T:
        try:
            return read()
        except Exception:  # a damaged store raises whatever its files make it raise
            logger.exception("the vector store cannot be read")
            return otherwise


def _vector_text(passage: Passage) -> str:
    """What a passage's vector is made of: its title and headings say what its text is about."""
    return "\n".join(filter(None, (passage.title, " › ".join(passage.heading), passage.text)))


def _hits(
    connection: Connection, found: Mapping[str, float], near: Mapping[str, float], weight: float, k: int
) -> list[Hit]:
    places = manifest.places(connection, {*found, *near})
    current = {id_: score for id_, score in near.items() if id_ in places}
    fused = fuse(found, current, weight)
    best = sorted(fused, key=lambda id_: (-fused[id_].score, places[id_]))[:k]
    passages = manifest.find(connection, best)
    return [_hit(passages[id_], fused[id_]) for id_ in best]


def _hit(passage: Passage, fused: Fused) -> Hit:
    return Hit(passage, fused.score, fused.lexical, fused.dense)
