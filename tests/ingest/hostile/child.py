"""Syncs a folder twice in a process of its own, so that its memory can be measured: what it found, as JSON.

``python -m tests.ingest.hostile.child FOLDER INDEX_DIR``; standard input holds the words to look for, as a JSON list.
"""

from __future__ import annotations

import json
import logging
import resource
import sys
from contextlib import closing
from pathlib import Path
from typing import Any

from ingest.model import SyncReport
from ingest.readers import FileReaders, Limits, Reading
from ingest.service import open_index, writer_lock
from ingest.sync.synchroniser import Synchroniser

_SECONDS = 6.0
"""What one file may take in the readers' child process: shorter than in production, so that the test is too."""


class _CountingReaders(FileReaders):
    """Notes what is read."""

    def __init__(self) -> None:
        super().__init__(limits=Limits(seconds=_SECONDS))
        self.paths: list[str] = []

    def read(self, path: str, data: bytes) -> Reading:
        self.paths.append(path)
        return super().read(path, data)


def main(folder: Path, index_dir: Path) -> dict[str, Any]:
    """Return the reports of both syncs, the documents found for each word, and the memory at its highest, in MB."""
    words = json.load(sys.stdin)
    index = open_index(index_dir)
    with _CountingReaders() as readers, closing(index):
        synchroniser = Synchroniser(folder, index, writer_lock(index_dir), readers=readers, still_seconds=0.0)
        index.warm()
        with closing(synchroniser):
            first = synchroniser.sync()
            readers.paths.clear()
            second = synchroniser.sync()
        found = {word: [hit.passage.document for hit in index.search(word, 3)] for word in words}
        documents = [document.path for document in index.documents()]
    own, readers_own = resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN)
    return {
        "first": _told(first),
        "second": _told(second),
        "read_again": readers.paths,
        "seconds": first.seconds,
        "found": found,
        "documents": documents,
        "cpu_seconds": own.ru_utime + own.ru_stime + readers_own.ru_utime + readers_own.ru_stime,
        "memory": _own_megabytes(own),
        "readers_memory": _megabytes(readers_own),
    }


def _told(report: SyncReport) -> dict[str, Any]:
    return {
        "counts": [report.added, report.updated, report.removed, report.unchanged],
        "failed": {failure.path: failure.error for failure in report.failed},
    }


def _own_megabytes(usage: resource.struct_rusage) -> int:
    """The highest of this program alone: Linux counts what its parent held before it was started as its own."""
    try:
        status = Path("/proc/self/status").read_text(encoding="utf-8")
    except OSError:
        return _megabytes(usage)
    return next(int(line.split()[1]) // 1024 for line in status.splitlines() if line.startswith("VmHWM:"))


def _megabytes(usage: resource.struct_rusage) -> int:
    return usage.ru_maxrss // (1024**2 if sys.platform == "darwin" else 1024)


if __name__ == "__main__":
    logging.disable()
    print(json.dumps(main(Path(sys.argv[1]), Path(sys.argv[2]))))
