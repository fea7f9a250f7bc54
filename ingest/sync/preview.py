"""What a sync would find without contexts, without writing anything: for an estimate of what they cost."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from ingest.contexts import ContextCache
from ingest.errors import UnreadableFileError
from ingest.model import Document, Passage
from ingest.passages import split
from ingest.readers import FileReaders
from ingest.sync.folder import FileChangedError, read_bytes, scan


def without_contexts(folder: Path, kept: ContextCache, name: str) -> Iterator[tuple[Document, list[Passage]]]:
    """Yield each document of a folder with those of its passages whose context is not kept; in order of path.

    Args:
        name: of who would write them.

    Raises:
        FolderError: the folder is missing or cannot be read.
    """
    with FileReaders() as readers:
        for path, file in sorted(scan(folder, readers.suffixes).files.items()):
            try:
                reading = readers.read(path, read_bytes(file.place, readers.largest(path))[0])
            except (UnreadableFileError, FileNotFoundError, FileChangedError):
                continue  # the sync tells of those
            yield reading.document, kept.missing(name, reading.document, split(reading))
