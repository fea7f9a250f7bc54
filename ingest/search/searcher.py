"""The search side of the index: lexical and dense evidence for a query, fused, from one moment of the index."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial

from sqlalchemy import Connection

from ingest.language.synonyms import Synonyms
from ingest.language.tokens import latin_share, terms
from ingest.model import Hit, Passage, Query, TermStatistics
from ingest.search.lexical import lexical_scores
from ingest.search.ranking import rank
from ingest.search.visible import ClosedPassages, Hidden, visible
from ingest.store import manifest
from ingest.store.database import Database
from ingest.vectors.store import VectorStore

_POOL = 200
"""Passages each half offers for fusion."""
_MOST_SIBLINGS = 100
"""First passages of a document that are looked at because of another: more than nearly every file of code has."""
_MOSTLY_LATIN = 0.5
"""Share of Latin letters from which the vectors count: the default embedder's vocabulary is Latin."""
_TRIES = 5
"""Times a search starts over because the index was switched while it looked."""


class Searcher:
    """Finds passages for one reader. Safe from any thread. Implements `ingest.model.SearchIndex`."""

    def __init__(
        self,
        database: Database,
        vectors: VectorStore,
        synonyms: Callable[[], Synonyms] = Synonyms,
        *,
        reader: str = "",
        closed: ClosedPassages | None = None,
    ) -> None:
        """Args:
        synonyms: gives the team's own as they are now; none when not given.
        reader: a Slack id, or "" for the operator, who sees everything.
        closed: what readers may not see; shared by the searchers of one index.
        """
        self._database = database
        self._vectors = vectors
        self._synonyms = synonyms
        self._reader = reader
        self._closed = closed or ClosedPassages()

    def for_audience(self, reader: str) -> Searcher:
        """Return the index as a reader may see it."""
        return Searcher(self._database, self._vectors, self._synonyms, reader=reader, closed=self._closed)

    def search(self, query: str | Query, k: int = 8) -> list[Hit]:
        """Return the best ``k`` passages, best first; ties broken by document and position.

        Nothing for a query without a letter or digit. Without its vectors the index answers from its terms alone.
        """
        asked = query if isinstance(query, Query) else Query(query)
        if k < 1 or not terms(asked.text):
            return []
        with self._vectors.questions.asking():
            return self._found(asked, k)

    def _found(self, asked: Query, k: int) -> list[Hit]:
        uses_vectors = latin_share(asked.text) >= _MOSTLY_LATIN
        for attempt in range(_TRIES):
            with self._database.reading.begin() as connection:
                generation, hidden = self._moment(connection)
            near = self._near(asked, hidden) if uses_vectors else {}
            with self._database.reading.begin() as connection:
                now, hidden = self._moment(connection)
                if attempt == _TRIES - 1 or generation == now:
                    return self._rank(connection, asked, near, hidden, k)
        raise AssertionError("the last try always returns")

    def passage(self, passage_id: str) -> Passage | None:
        """Return a passage that is in the index now, or None."""
        with self._database.reading.begin() as connection:
            if passage_id in self._moment(connection)[1].ids:
                return None
            return manifest.find(connection, [passage_id]).get(passage_id)

    def document_passages(self, document: str) -> Sequence[Passage]:
        """Return all passages of a document in order; empty when there is none."""
        with self._database.reading.begin() as connection:
            hidden = self._moment(connection)[1].ids
            return [passage for passage in manifest.of_documents(connection, [document]) if passage.id not in hidden]

    def statistics(self, terms: Iterable[str]) -> TermStatistics:
        """Count passages holding each term in their text, title or headings."""
        with self._database.reading.begin() as connection:
            hidden = self._moment(connection)[1]
            passages = manifest.count(connection)[1] - len(hidden.ids)
            return TermStatistics(passages, hidden.without(self._database.lexical).frequencies(connection, terms))

    def _moment(self, connection: Connection) -> tuple[str | None, Hidden]:
        generation = manifest.get_state(connection, "generation")
        return generation, self._closed.to(self._reader, generation, connection)

    def _near(self, query: Query, hidden: Hidden) -> dict[str, float]:
        return visible(partial(self._vectors.search, query), _POOL, hidden.ids)

    def _rank(
        self, connection: Connection, query: Query, near: Mapping[str, float], hidden: Hidden, k: int
    ) -> list[Hit]:
        lexical = hidden.without(self._database.lexical)
        found = lexical_scores(connection, lexical, query, _POOL, self._synonyms())
        present = {*found, *manifest.present(connection, near.keys() - found.keys())}
        return rank(
            query.text,
            lexical=found,
            dense={id_: score for id_, score in near.items() if id_ in present and id_ not in hidden.ids},
            find=partial(manifest.find, connection),
            siblings=lambda paths: manifest.of_documents(connection, paths, below=_MOST_SIBLINGS),
            k=k,
        )
