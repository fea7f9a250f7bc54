"""A knowledge folder and its index, made of the real parts."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from ingest.index import KnowledgeIndex
from ingest.model import Passage
from ingest.passages import split
from ingest.readers import FileReaders
from ingest.steps import Checkpoint
from ingest.sync.folder import read_bytes, scan
from ingest.sync.synchroniser import Synchroniser
from ingest.vectors.store import VectorStore


@dataclass
class House:
    """A folder, its index, and what keeps the one equal to the other."""

    folder: Path
    index_dir: Path
    index: KnowledgeIndex
    vectors: VectorStore
    synchroniser: Synchroniser
    place: Path | str
    """Of the tables, as `ingest.store.database.Database.open` takes it."""

    def write(self, path: str, text: str) -> Path:
        file = self.folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
        return file

    def paths(self) -> list[str]:
        return [document.path for document in self.index.documents()]

    def found(self, query: str) -> list[str]:
        return [hit.passage.document for hit in self.index.search(query)]

    def assert_index_is_folder(self) -> None:
        """Documents, passages, terms and vectors are exactly those of the files."""
        expected = expected_passages(self.folder)
        assert {path: list(self.index.document_passages(path)) for path in self.paths()} == expected
        ids = {passage.id for passages in expected.values() for passage in passages}
        assert self.vectors.ids() == ids
        assert self.index.mend() == 0


def expected_passages(folder: Path) -> dict[str, list[Passage]]:
    """What the readers and the splitter make of a folder whose files are all readable."""
    with FileReaders() as readers:
        files = scan(folder, readers.suffixes).files.values()
        contents = {file.path: read_bytes(file.place, readers.largest(file.path))[0] for file in files}
        return {path: split(readers.read(path, data)) for path, data in contents.items()}


class Build(Protocol):
    """Opens a house in the test's folder; again for the same one after it was closed, like a restart."""

    def __call__(
        self, checkpoint: Checkpoint = ..., still: float = ..., patience: float = ..., store: str = ...
    ) -> House: ...
