"""Telling whoever subscribed what a sync changed."""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from threading import Lock

from ingest.model import DocumentChange, KnowledgeChange, Passage
from ingest.store import changes
from ingest.store.database import Database
from ingest.store.manifest import Revision

logger = logging.getLogger(__name__)

Listener = Callable[[KnowledgeChange], None]
"""Called in the thread of the sync, so it is quick, and does not sync itself."""


class Listeners:
    """Who wants to know, and what they were not told yet. Subscribing is safe from any thread."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._listeners: tuple[Listener, ...] = ()
        self._subscribing = Lock()

    def subscribe(self, listener: Listener) -> Callable[[], None]:
        """Add a listener and return what removes it again; see `KnowledgeIndex.subscribe`."""
        with self._subscribing:
            self._listeners = (*self._listeners, listener)

        def unsubscribe() -> None:
            with self._subscribing:
                self._listeners = tuple(other for other in self._listeners if other is not listener)

        return unsubscribe

    def tell(self) -> bool:
        """Tell what waits to be told, and tell whether there was something. Without a listener it goes on waiting."""
        listeners = self._listeners
        if not listeners:
            return False
        with self._database.reading.begin() as connection:
            waiting = changes.pending(connection)
        if not waiting:
            return False
        for listener in listeners:
            _call(listener, KnowledgeChange(waiting))
        with self._database.writing.begin() as connection:
            changes.forget(connection, waiting)
        return True


def document_changes(
    revisions: Sequence[Revision], removed: Sequence[str], old: Sequence[Passage]
) -> list[DocumentChange]:
    """Return what one write does to each of its documents.

    Args:
        old: the passages that all of them had before.
    """
    held: dict[str, set[str]] = defaultdict(set)
    for passage in old:
        held[passage.document].add(passage.id)
    return [_revised(revision, held) for revision in revisions] + [
        DocumentChange(path, frozenset(held[path]), frozenset()) for path in removed
    ]


def _revised(revision: Revision, held: Mapping[str, set[str]]) -> DocumentChange:
    path, source = revision.document.path, revision.replaces
    before = frozenset(held.get(path, set()) | held.get(source or "", set()))
    return DocumentChange(path, before, frozenset(passage.id for passage in revision.passages), source)


def _call(listener: Listener, change: KnowledgeChange) -> None:
    try:
        listener(change)
    except Exception:  # a listener is anybody's code; the others are still told, and the sync was done already
        logger.exception("a listener failed on a change of the knowledge folder")
