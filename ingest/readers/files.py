"""Every kind of file behind one call: a path and its bytes in, a reading out."""

from __future__ import annotations

from collections.abc import Mapping, Set
from pathlib import PurePosixPath
from types import TracebackType
from typing import Self

from ingest.readers.base import FileKind, Reading
from ingest.readers.decoding import decode
from ingest.readers.process import Limits, ReaderProcess
from ingest.readers.registry import find_kinds, load_reader


class FileReaders:
    """Reads files by the suffix of their name. Safe from any thread; to be closed, or used as a context manager.

    Args:
        kinds: kind of file by lower-case suffix; default Archie's own and those of installed plug-ins.
        limits: what reading one file of an isolated kind may cost.
    """

    def __init__(self, kinds: Mapping[str, FileKind] | None = None, limits: Limits | None = None) -> None:
        self._kinds = find_kinds() if kinds is None else dict(kinds)
        self.process = ReaderProcess(limits or Limits())

    @property
    def suffixes(self) -> Set[str]:
        """The lower-case suffixes, with their dots, of the files that can be read."""
        return self._kinds.keys()

    def largest(self, path: str) -> int:
        """Return the bytes a file with this name may have."""
        return self._kind(path).largest

    def read(self, path: str, data: bytes) -> Reading:
        """Read a file whose suffix is one of `suffixes`.

        Args:
            path: POSIX path relative to the knowledge folder.

        Raises:
            UnreadableFileError: the file cannot be read as what its name says; the reason is safe to show.
            IngestError: the process for isolated kinds could not be started; it is not the file's fault.
        """
        kind = self._kind(path)
        content = data if kind.binary else decode(data)
        if kind.isolated:
            return self.process.read(kind, path, content if isinstance(content, bytes) else content.encode())
        reading: Reading = load_reader(kind)(path, content)
        return reading

    def close(self) -> None:
        """End the child process, if there is one. Reading an isolated file again starts another."""
        self.process.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _kind(self, path: str) -> FileKind:
        return self._kinds[PurePosixPath(path).suffix.lower()]
