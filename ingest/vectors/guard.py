"""Finding out whether Chroma's files are sound before they are opened in this process.

A damaged vector file does not raise: it ends the process (SIGSEGV). So files that were not closed cleanly, or that
changed since they were, are first opened and asked in a child process, which may die of them.

Whoever has the folder open holds a lock on a mark of its own beside it; the system frees the lock however the process
ends, so a mark whose lock is free was left by one that did not close. Closing writes down how the files look.
"""

from __future__ import annotations

import fcntl
import json
import logging
import os
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from uuid import uuid4

from ingest.errors import DamagedIndexError

logger = logging.getLogger(__name__)

DATABASE = "chroma.sqlite3"
_PROBE_SECONDS, _PROBE_SECONDS_EACH_MB = 60.0, 0.5
"""Longest the child may take; a sound store of 100,000 vectors (160 MB) takes 9 on two cores that are much in use."""

Probe = Callable[[Path], bool]
"""Tells whether the files in a folder are sound."""


def probe_in_child(folder: Path, seconds: float | None = None) -> bool:
    """Open and ask the store in a child process; it dying, failing or hanging means damage.

    Args:
        seconds: longest it may take; by the size of its files when not given.
    """
    size = sum(size for size, _ in _signature(folder).values())
    allowed = _PROBE_SECONDS + _PROBE_SECONDS_EACH_MB * size / 1e6 if seconds is None else seconds
    command = [sys.executable, "-m", "ingest.vectors.probe", str(folder)]
    try:
        done = subprocess.run(  # noqa: S603 - our own module, in the same Python
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env=_environment(),
            timeout=allowed,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return False
    return done.returncode == 0


class Guard:
    """Watches over one folder of embedded Chroma for one `ingest.vectors.chroma.Connection`."""

    def __init__(self, folder: Path, probe: Probe = probe_in_child) -> None:
        self._folder = folder
        self._probe = probe
        self._closed = folder.with_name(f"{folder.name}.closed")
        self._mark: Path | None = None
        self._lock: int | None = None

    def enter(self) -> None:
        """Call before opening.

        Raises:
            DamagedIndexError: the files are damaged.
        """
        if not self._is_trusted() and not self._is_sound():
            raise DamagedIndexError("The vector store is damaged.")
        self._take_mark()

    def leave(self, *, clean: bool) -> None:
        """Call after closing; ``clean`` when the store worked to its end."""
        mark, lock, self._mark, self._lock = self._mark, self._lock, None, None
        if mark is None or lock is None:
            return
        if clean:
            with suppress(OSError):  # a full disk: then the next opening looks closely
                self._closed.write_text(json.dumps(_signature(self._folder)), encoding="utf-8")
            mark.unlink(missing_ok=True)
        os.close(lock)

    def _is_trusted(self) -> bool:
        """Whether the files are as a clean close left them, or open in another process, which looked at them."""
        marks = [_is_locked(mark) for mark in self._marks()]
        if marks:
            return any(marks)
        signature = _signature(self._folder)
        try:
            return not signature or signature == json.loads(self._closed.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return False

    def _is_sound(self) -> bool:
        if _signature(self._folder) and not (self._folder / DATABASE).exists():
            return False  # Chroma would open it as an empty store and leave the rest lying there
        logger.info("the vector store was not closed cleanly; it is looked at before it is opened")
        sound = self._probe(self._folder)
        if sound:
            self._sweep_marks()
        return sound

    def forget(self) -> None:
        """Drop what is known of the files, once they were put aside."""
        self._sweep_marks()
        self._closed.unlink(missing_ok=True)

    def _sweep_marks(self) -> None:
        for mark in self._marks():
            if not _is_locked(mark):
                mark.unlink(missing_ok=True)

    def _marks(self) -> list[Path]:
        return sorted(self._folder.parent.glob(f"{self._folder.name}.open-*"))

    def _take_mark(self) -> None:
        self._folder.parent.mkdir(parents=True, exist_ok=True)
        self._mark = self._folder.with_name(f"{self._folder.name}.open-{uuid4().hex[:8]}")
        self._lock = os.open(self._mark, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)


def _is_locked(mark: Path) -> bool:
    try:
        descriptor = os.open(mark, os.O_RDWR | os.O_CLOEXEC)
    except FileNotFoundError:
        return True  # closed this moment
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    finally:
        os.close(descriptor)
    return False


def _signature(folder: Path) -> dict[str, list[int]]:
    """Size and time of change of every file; SQLite's ``-shm`` and ``-wal`` come and go with readers."""
    files = [file for file in folder.rglob("*") if file.is_file() and not file.name.endswith(("-shm", "-wal"))]
    return {
        str(file.relative_to(folder)): [status.st_size, status.st_mtime_ns]
        for file in sorted(files)
        for status in (file.stat(),)
    }


def _environment() -> dict[str, str]:
    """The child's: it needs to find our modules, and no more of ours."""
    return {"PATH": os.defpath, "PYTHONPATH": os.pathsep.join(filter(None, sys.path)), "HOME": os.devnull}
