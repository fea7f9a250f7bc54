"""Records of decisions as files of a folder, so that they are indexed like articles. The database is the truth.

Whatever is in a file is overwritten by what the database holds. Files are replaced in one step, and nobody but the user
Archie runs as may read them: some records are for one person alone.
"""

from __future__ import annotations

import os
import re
import tempfile
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from bot.store.decision_records import RecordFile

_OURS = re.compile(r"[0-9]{4,}(-[0-9a-z-]+)?\.md")
"""What names of records look like. Files of other names are somebody else's, and left alone."""
_BESIDE = re.compile(r"\.record-.*\.tmp")
"""What a process leaves that is killed while it writes. Hidden names are no documents."""
_STAMP = tuple[int, int, int]
"""Bytes, and two times in nanoseconds: what tells a file that somebody wrote to."""


class Records(Protocol):
    """`bot.store.decision_records.DecisionRecords`, as it is needed here. Every call blocks, and may raise."""

    def files(self) -> Sequence[RecordFile]:
        """Return the files there shall be."""

    def text(self, decision_id: str) -> str:
        """Return the text of one."""


class DecisionFiles:
    """Keeps a folder equal to the records. One thread at a time may use it."""

    def __init__(self, folder: Path, records: Records) -> None:
        self._folder = folder
        self._records = records
        self._written: dict[str, tuple[str, _STAMP | None]] = {}

    def fill(self) -> None:
        """Write what is new or differs, and remove files of records there are none of.

        Raises:
            StoreError: the database refused.
            OSError: the folder cannot be written to. What could be written is there.
        """
        wanted = _named(self._records.files())
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        for name, record in wanted.items():
            if self._written.get(name) != (record.digest, _stamp(self._folder / name)):
                self._write(name, record)
        for file in self._folder.iterdir():
            if (_OURS.fullmatch(file.name) and file.name not in wanted) or _BESIDE.fullmatch(file.name):
                file.unlink(missing_ok=True)

    def _write(self, name: str, record: RecordFile) -> None:
        data, file = self._records.text(record.decision_id).encode(), self._folder / name
        if not _holds(file, data):
            _replace(file, data)
        self._written[name] = record.digest, _stamp(file)


def _named(records: Sequence[RecordFile]) -> dict[str, RecordFile]:
    """Give each record a name of its own: number and topic, and the decision's id where teams have the same."""
    shared = Counter(record.name for record in records)
    return {
        record.name if shared[record.name] == 1 else f"{Path(record.name).stem}-{_plain(record.decision_id)}.md": record
        for record in records
    }


def _plain(decision_id: str) -> str:
    return re.sub(r"[^0-9a-z]", "", decision_id.lower())


def _stamp(file: Path) -> _STAMP | None:
    try:
        status = file.lstat()
    except OSError:
        return None
    return status.st_size, status.st_mtime_ns, status.st_ctime_ns


def _holds(file: Path, data: bytes) -> bool:
    try:
        return not file.is_symlink() and file.read_bytes() == data
    except OSError:
        return False


def _replace(file: Path, data: bytes) -> None:
    """Write a file in one step."""
    descriptor, beside = tempfile.mkstemp(prefix=".record-", suffix=".tmp", dir=file.parent)
    try:
        with os.fdopen(descriptor, "wb") as opened:
            opened.write(data)
        Path(beside).replace(file)
    except BaseException:
        Path(beside).unlink(missing_ok=True)
        raise
