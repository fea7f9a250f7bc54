"""What there is to tell about an index: its documents, what could not be read, how far its vectors are.

Reads the tables and asks for no lock, so it answers while a sync is writing, and in processes that never write.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection

from ingest.model import Failure, Passage
from ingest.store import manifest
from ingest.store.database import Database
from ingest.store.manifest import IndexedDocument
from ingest.vectors.store import VectorStore


@dataclass(frozen=True, slots=True)
class VectorState:
    """How far the vectors are.

    Attributes:
        embedder: name of the embedder that is set.
        switching: another one still answers, while this one's vectors are written beside.
        done, passages: passages that have a vector of the embedder that is set, of all there are.
    """

    embedder: str
    switching: bool
    done: int
    passages: int


@dataclass(frozen=True, slots=True)
class Stock:
    """Passages as they stood together.

    Attributes:
        audiences: who may see each document, as `ingest.audience.written`, by path of every document there is.
        passages: those asked for, each document's in order.
    """

    version: str
    audiences: Mapping[str, str | None]
    passages: Sequence[Passage]


class Overview:
    """Looks at one index. Safe from any thread; every call blocks."""

    def __init__(self, database: Database, vectors: VectorStore) -> None:
        self._database = database
        self._vectors = vectors

    def version(self) -> str:
        """Return what differs after every write, whichever process wrote, an index begun again included.

        It ends in ``@`` and when a document was last written, ISO 8601 in UTC.
        """
        with self._database.reading.begin() as connection:
            return f"{manifest.get_state(connection, 'generation')}@{manifest.newest(connection)}"

    def documents(self, readers: Sequence[str] = ()) -> Sequence[IndexedDocument]:
        """Return the documents that one of ``readers`` may see, in order of their paths; all without readers.

        Args:
            readers: Slack ids as `ingest.audience.allows` takes them, of a conversation and of a person in it.
        """
        with self._database.reading.begin() as connection:
            hidden = _hidden(connection, readers)
            return [found for found in manifest.indexed_documents(connection) if found.path not in hidden]

    def stock(self, chosen: Callable[[Collection[str]], Collection[str]], headings: Collection[str]) -> Stock:
        """Return what stands in the index at one moment.

        Args:
            chosen: of the paths of all documents, those whose passages are wanted, whole.
            headings: of any other document, the passages whose innermost heading is one of these.
        """
        with self._database.reading.begin() as connection:
            audiences = manifest.audiences(connection)
            whole = manifest.of_documents(connection, set(chosen(audiences.keys())))
            version = f"{manifest.get_state(connection, 'generation')}@{manifest.newest(connection)}"
            under = manifest.under_headings(connection, headings)
        paths = {passage.document for passage in whole}
        others = [passage for passage in under if passage.document not in paths]
        return Stock(version, audiences, (*whole, *others))

    def failures(self, readers: Sequence[str] = ()) -> Sequence[Failure]:
        """Return the files that could not be read, each with its reason, in order of their paths; as `documents`.

        Whom one of a further folder is for, only it could say: as long as none of its versions could be read it is
        kept from every reader.
        """
        with self._database.reading.begin() as connection:
            hidden, entries = _hidden(connection, readers), manifest.entries(connection)
        if readers:
            hidden |= {path for path, entry in entries.items() if entry.origin is not None and entry.sha256 is None}
        failed = [Failure(path, entry.error) for path, entry in sorted(entries.items()) if entry.error]
        return [failure for failure in failed if failure.path not in hidden]

    def vectors(self) -> VectorState:
        """Count the vectors of the embedder that is set. Asks Chroma, whose transport may raise anything."""
        with self._database.reading.begin() as connection:
            passages = manifest.count(connection)[1]
        wanted = self._vectors.wanted
        return VectorState(wanted.embedder.key, self._vectors.is_switching, min(wanted.count(), passages), passages)


def _hidden(connection: Connection, readers: Sequence[str]) -> set[str]:
    """Paths of documents that none of the readers may see."""
    hidden = [set(manifest.hidden_documents(connection, reader)) for reader in readers]
    return set.intersection(*hidden) if hidden else set()
