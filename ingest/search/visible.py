"""The index as a reader may see it: passages kept from them do not exist, in no count and in no rank.

They are left out before anything is ranked or normalised. Each look asks for more until enough of what it finds may be
seen, so a closed document can fill the pool and change nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from threading import Lock

from sqlalchemy import Connection

from ingest.model import Passage
from ingest.store import manifest
from ingest.store.lexical import Pair, Terms, text_terms, title_terms

_GROWTH = 4
"""By how much more is asked for when too little of what was found may be seen."""


def visible(look: Callable[[int], Mapping[str, float]], k: int, hidden: Collection[str]) -> dict[str, float]:
    """Return the best ``k`` of what a look finds that are not hidden.

    Args:
        look: gives the best of as many as it is told, best first, by passage id.
    """
    wanted = k
    while True:
        found = look(wanted)
        seen = {id_: score for id_, score in found.items() if id_ not in hidden}
        if len(seen) >= k or len(found) < wanted:
            return dict(list(seen.items())[:k])
        wanted *= _GROWTH


class Hidden:
    """What a reader may not see: ids of passages, and how many of them hold each term."""

    def __init__(self, passages: Iterable[Passage] = ()) -> None:
        self.ids: set[str] = set()
        self.frequency: Counter[str] = Counter()
        for passage in passages:
            self.ids.add(passage.id)
            self.frequency.update({*title_terms(passage), *text_terms(passage)})

    def without(self, all_terms: Terms) -> Terms:
        """Return the search terms of all other passages."""
        return VisibleTerms(all_terms, self) if self.ids else all_terms


_NOTHING = Hidden()


class ClosedPassages:
    """What each reader may not see, kept until the index changes. Safe from any thread."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._generation: str | None = None
        self._documents: dict[str, tuple[str, ...]] = {}
        self._hidden: dict[tuple[str, ...], Hidden] = {}

    def to(self, reader: str, generation: str | None, connection: Connection) -> Hidden:
        """Return what is closed to a reader at the moment of the index that a transaction sees."""
        if not reader:
            return _NOTHING
        with self._lock:
            if generation != self._generation:
                self._generation, self._documents, self._hidden = generation, {}, {}
            documents = self._documents.get(reader)
            hidden = self._hidden.get(documents) if documents is not None else None
        if hidden is None:
            documents = tuple(manifest.hidden_documents(connection, reader))
            hidden = self._hidden_in(documents, connection)
            with self._lock:
                if generation == self._generation:
                    self._documents[reader] = documents
                    self._hidden[documents] = hidden
        return hidden

    def _hidden_in(self, documents: tuple[str, ...], connection: Connection) -> Hidden:
        """What these documents keep from whoever may not see them; many readers share it."""
        if not documents:
            return _NOTHING
        return self._hidden.get(documents) or Hidden(manifest.of_documents(connection, documents))


class VisibleTerms:
    """Implements `ingest.store.lexical.Terms` for one reader."""

    def __init__(self, all_terms: Terms, hidden: Hidden) -> None:
        self._terms = all_terms
        self._hidden = hidden

    def search(self, connection: Connection, frequencies: Mapping[str, int], k: int) -> dict[str, float]:
        """Return scores by passage id for the best ``k``."""
        return visible(lambda most: self._terms.search(connection, frequencies, most), k, self._hidden.ids)

    def phrases(
        self, connection: Connection, pairs: Sequence[Pair], frequencies: Mapping[str, int], k: int
    ) -> dict[str, float]:
        """Return scores by passage id for the best ``k`` that hold some pair side by side."""
        return visible(lambda most: self._terms.phrases(connection, pairs, frequencies, most), k, self._hidden.ids)

    def frequencies(self, connection: Connection, words: Iterable[str]) -> dict[str, int]:
        """Return how many visible passages hold each term."""
        found = self._terms.frequencies(connection, words)
        return {word: count - self._hidden.frequency[word] for word, count in found.items()}
