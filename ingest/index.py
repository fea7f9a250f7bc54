"""The knowledge index: one write side, one search side.

SQLite holds the truth (manifest, passages, search terms); Chroma holds a vector for each passage. Every write goes
new vectors → one transaction that switches the document → old vectors away, and every vector found is looked up in the
tables before it counts. So a question sees the old document or the new one, never half of each; and whatever a crash
leaves behind is a vector nobody looks up, until `mend` sweeps it out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, datetime
from threading import RLock

from ingest.events import Listener, Listeners, document_changes
from ingest.language.synonyms import Synonyms
from ingest.mending import NO, WRITING, YES, GoOn, Mender, always, vector_text
from ingest.model import Document, Hit, Passage, Query, SearchIndex, Signature, TermStatistics
from ingest.notes import SyncNotes
from ingest.overview import Overview
from ingest.search.reranking import RerankedIndex, Reranker
from ingest.search.searcher import Searcher
from ingest.steps import Checkpoint, Step, no_checkpoint
from ingest.store import changes, manifest
from ingest.store.database import Database
from ingest.store.lock import Writership
from ingest.store.manifest import Entry, IndexedDocument, Revision
from ingest.vectors.completion import SLICE_SECONDS, DocumentProgress
from ingest.vectors.space import cut
from ingest.vectors.store import VectorStore

_STEP_DOCUMENTS = 4
"""Documents whose terms are written between two looks at whether somebody asks."""


def _utc_now() -> datetime:
    return datetime.now(UTC)


def _nothing() -> None:
    return


class KnowledgeIndex:
    """Passages of a folder, findable. Safe from any thread; one process at a time may write (see `ingest.store.lock`).

    Implements `ingest.model.SearchIndex`.
    """

    def __init__(
        self,
        database: Database,
        vectors: VectorStore,
        *,
        synonyms: Callable[[], Synonyms] = Synonyms,
        reranker: Reranker | None = None,
        now: Callable[[], datetime] = _utc_now,
        checkpoint: Checkpoint = no_checkpoint,
    ) -> None:
        """Args:
        synonyms: gives the team's own as they are at a question; none when not given.
        reranker: puts what is found into another order.
        """
        self._database = database
        self._vectors = vectors
        self._found = Searcher(database, vectors, synonyms)
        self._searcher: SearchIndex = RerankedIndex(self._found, reranker) if reranker else self._found
        self._now = now
        self._checkpoint = checkpoint
        self._writer = RLock()
        self._mender = Mender(database, vectors, checkpoint)
        self._listeners = Listeners(database)
        self.notes = SyncNotes(database, now)
        self.overview = Overview(database, vectors)
        self._entries: tuple[str | None, Mapping[str, Entry]] | None = None

    # The search side.

    def search(self, query: str | Query, k: int = 8) -> list[Hit]:
        """Return the best ``k`` passages, best first; see `Searcher.search`."""
        return self._searcher.search(query, k)

    def passage(self, passage_id: str) -> Passage | None:
        """Return a passage that is in the index now, or None."""
        return self._searcher.passage(passage_id)

    def document_passages(self, document: str) -> Sequence[Passage]:
        """Return all passages of a document in order; empty when there is none."""
        return self._searcher.document_passages(document)

    def statistics(self, terms: Iterable[str]) -> TermStatistics:
        """Count passages holding each term in their text, title or headings."""
        return self._searcher.statistics(terms)

    def for_audience(self, reader: str) -> SearchIndex:
        """Return the index as a reader may see it: a Slack id, or "" for the operator, who sees everything."""
        return self._searcher.for_audience(reader)

    def documents(self) -> list[IndexedDocument]:
        """Return the documents of the index in order of their paths; `overview` tells those a reader may see."""
        with self._database.reading.begin() as connection:
            return manifest.indexed_documents(connection)

    def count(self) -> tuple[int, int]:
        """Return how many documents and passages of the knowledge folder itself the index holds."""
        with self._database.reading.begin() as connection:
            return manifest.count_own(connection)

    def warm(self) -> None:
        """Load what the first question would otherwise wait for: the vector store, the embedder, the stemmer."""
        self._found.search("warm up")

    # The write side.

    def entries(self) -> Mapping[str, Entry]:
        """Return the manifest by path. It is read anew only after a write, whichever process wrote."""
        with self._writer, self._database.reading.begin() as connection:
            generation = manifest.get_state(connection, "generation")
            if self._entries is None or self._entries[0] != generation:
                self._entries = (generation, manifest.entries(connection))
            return self._entries[1]

    def replace(self, document: Document, passages: Sequence[Passage]) -> None:
        """Make this the current version of the document, whether or not there was one."""
        self.apply([Revision(document, passages)])

    def move(self, old: str, document: Document, passages: Sequence[Passage]) -> None:
        """Replace the document known as ``old`` by this one; vectors of unchanged passages are kept."""
        self.apply([Revision(document, passages, replaces=old)])

    def remove(self, path: str) -> None:
        """Remove a document."""
        self.apply(removed=[path])

    def apply(
        self, revisions: Sequence[Revision] = (), removed: Sequence[str] = (), written: Callable[[], None] = _nothing
    ) -> None:
        """Write new versions and removals; each document is switched in one step, all in the same one.

        Args:
            written: called once the new vectors are there.
        """
        leaving = {path for revision in revisions for path in (revision.document.path, revision.replaces) if path}
        with self._writer:
            self._entries = None
            with self._database.reading.begin() as connection:
                old = manifest.of_documents(connection, leaving | set(removed))
            self._note_writing()
            self._vectors.adopt()
            self._vectors.attempt(lambda: self._write_vectors(revisions, old))
            self._checkpoint(Step.VECTORS_WRITTEN)
            written()
            self._switch(revisions, removed, old)
            self._checkpoint(Step.SWITCHED)
            kept = {passage.id for revision in revisions for passage in revision.passages}
            leftover = [passage.id for passage in old if passage.id not in kept]
            self._vectors.attempt(lambda: self._vectors.delete(leftover))
            self._checkpoint(Step.OLD_VECTORS_DELETED)

    def give_way(self) -> None:
        """Let the questions that are asked this moment go first; see `ingest.priority`."""
        self._vectors.questions.give_way()

    def note_unchanged(self, signatures: Mapping[str, Signature]) -> None:
        """Note new signatures of files whose content is what the index holds."""
        with self._writer, self._database.writing.begin() as connection:
            self._entries = None
            manifest.put_unchanged(connection, signatures)
        self._checkpoint(Step.UNCHANGED_NOTED)

    def note_failure(self, path: str, signature: Signature, error: str, origin: str | None = None) -> None:
        """Note that a file could not be read; its last good version stays. ``origin`` is as in `Entry`."""
        with self._writer, self._database.writing.begin() as connection:
            self._entries = None
            manifest.put_failure(connection, path, signature, error, origin)
        self._checkpoint(Step.FAILURE_NOTED)

    def needs_mending(self) -> bool:
        """Tell whether a writer ended in the middle; see `Mender.is_needed`."""
        return self._mender.is_needed()

    def mend(self, go_on: GoOn = always) -> int:
        """Compare both halves with the passages and set them right; see `Mender.mend`."""
        with self._writer:
            return self._mender.mend(go_on)

    def complete_vectors(
        self, go_on: GoOn = always, progress: DocumentProgress | None = None, seconds: float = SLICE_SECONDS
    ) -> int:
        """Write the vectors that are missing, as far as there is time, and return how many passages still wait.

        They wait when an embedder's service or the Chroma server failed, or when another embedder is set: its space is
        filled beside the one that answers, and answers once it is complete. Costs nothing when none is missing.
        """
        with self._writer:
            return self._mender.complete(go_on, progress, seconds)

    def suspects(self) -> frozenset[str]:
        """Name the documents whose rows cannot be what was written; see `Mender.suspects`."""
        return self._mender.suspects()

    def begin_again(self) -> None:
        """Put a damaged database aside and begin an empty one. The caller is the writer; the next sync fills it."""
        with self._writer:
            self._entries = None
            self._database.begin_again()
            self._checkpoint(Step.BEGUN_AGAIN)

    def reopen(self) -> None:
        """See what another process wrote until now. Called by whoever becomes the writer."""
        with self._writer:
            self._entries = None
            self._vectors.close()

    @property
    def lock(self) -> Writership | None:
        """The lock that a writer needs beside its folder's; None when that is enough."""
        return self._database.lock

    # What a sync changed.

    def subscribe(self, listener: Listener) -> Callable[[], None]:
        """Have a listener called with what changed; returns what ends that.

        It is called once for each sync that changed something, after the index holds it, in the thread of the sync;
        only in the process that syncs. A change is told at least once: the next sync tells what a crash, a stop or the
        lack of a listener left untold, joined to one change for each document, and a crash while telling has it told
        twice. So a listener compares with what the index holds now, and may do its work again. When a damaged index
        was begun again, every document is told as new, and one that was removed meanwhile is not told.
        """
        return self._listeners.subscribe(listener)

    def tell(self) -> None:
        """Tell the listeners what changed since they were last told: the end of a sync."""
        self._checkpoint(Step.FINISHED)
        if self._listeners.tell():
            self._checkpoint(Step.TOLD)

    def close(self) -> None:
        """Close the database and the vector store."""
        self._vectors.close()
        self._database.close()

    def _note_writing(self) -> None:
        with self._database.writing.begin() as connection:
            manifest.set_state(connection, WRITING, YES)
        self._checkpoint(Step.WRITING_NOTED)

    def _switch(self, revisions: Sequence[Revision], removed: Sequence[str], old: Sequence[Passage]) -> None:
        indexed_at = self._now().isoformat(timespec="seconds")
        with self._database.writing.begin() as connection:
            replaced = [revision.replaces for revision in revisions if revision.replaces]
            manifest.forget(connection, self._database.lexical, [*removed, *replaced])
            for some in cut(revisions, _STEP_DOCUMENTS):
                self.give_way()
                manifest.put(connection, self._database.lexical, some, indexed_at)
            changes.record(connection, document_changes(revisions, removed, old))
            generation = int(manifest.get_state(connection, "generation") or 0)
            manifest.set_state(connection, "generation", str(generation + 1))
            if not self._vectors.behind:
                manifest.set_state(connection, WRITING, NO)
            self._checkpoint(Step.SWITCHING)

    def _write_vectors(self, revisions: Sequence[Revision], old: Sequence[Passage]) -> None:
        texts = {passage.id: vector_text(passage) for revision in revisions for passage in revision.passages}
        held = {passage.id: vector_text(passage) for passage in old}
        wanted = {id_: text for id_, text in texts.items() if held.get(id_) != text}
        ids_by_text: dict[str, list[str]] = {}
        for id_, text in held.items():
            ids_by_text.setdefault(text, []).append(id_)
        moved = {ids_by_text[text].pop(): id_ for id_, text in wanted.items() if ids_by_text.get(text)}
        copied = self._vectors.copy(moved) if moved else set()
        self._vectors.upsert({id_: text for id_, text in wanted.items() if id_ not in copied})
