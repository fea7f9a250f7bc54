"""Telling a file that is finished from one that is still being written.

A file is read once it was left alone for a moment and nobody has it open for writing. The moment covers editors, which
write in bursts; the second covers slow copies and downloads, which pause for longer than anybody would want to wait
for an edit.
"""

from __future__ import annotations

import fcntl
import os
import signal
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from threading import Event

from ingest.model import Signature
from ingest.sync.folder import File, signature_of

STILL_SECONDS = 0.3
"""How long a file must have been left alone before it is read: editors and copies pause for less between writes."""
PATIENCE_SECONDS = 1.2
"""Longest a sync waits for files to be still; what is written even then is left for the next sync."""
FORGOTTEN_SECONDS = 60.0
"""A file left alone for this long is read even if somebody has it open: some programs never close what they write."""

_LOOK_SECONDS = 0.1
"""Longest between two looks at a file that is waited for."""


@dataclass(frozen=True, slots=True)
class Stillness:
    """When a file counts as finished.

    Attributes:
        still_seconds: since the last write, before a file is read.
        patience_seconds: longest that `wait` takes.
        is_open: tells whether somebody has the file at a path open for writing.
    """

    still_seconds: float
    patience_seconds: float
    is_open: Callable[[str], bool]

    def wait(self, files: Iterable[File], stopping: Event) -> tuple[list[File], int]:
        """Wait until the files are still.

        Returns:
            those that are, as they are then (vanished ones count as still); and how many are left for later.
        """
        deadline = time.monotonic() + self.patience_seconds
        waiting, still, seen = list(files), list[File](), dict[str, tuple[Signature, float]]()
        while True:
            moving: list[File] = []
            for file in waiting:
                (still if self._is_still(file, seen) else moving).append(file)
            left = deadline - time.monotonic()
            if not moving or left <= 0 or stopping.wait(min(left, self.still_seconds / 4, _LOOK_SECONDS)):
                return still, len(moving)
            waiting = [replace(file, signature=signature_of(file.place) or Signature()) for file in moving]

    def _is_still(self, file: File, seen: dict[str, tuple[Signature, float]]) -> bool:
        """Tell whether a file was left alone. One written in the future, by a skewed clock, is watched instead."""
        age = time.time() - file.signature.mtime_ns / 1e9
        if age < 0:
            signature, since = seen.get(file.path, (None, 0.0))
            if signature != file.signature:
                seen[file.path] = (file.signature, since := time.monotonic())
            age = time.monotonic() - since
        return age >= self.still_seconds and (age >= FORGOTTEN_SECONDS or not self.is_open(file.place))


def is_open_for_writing(place: str) -> bool:
    """Tell whether any process has the file open for writing. False where the system does not say.

    Linux grants a lease on a file only while nobody has it open for writing. It is given back at once; a writer that
    comes in between waits for that, and the signal that would tell us of it is one that is ignored.
    """
    if not hasattr(fcntl, "F_SETLEASE"):
        return False
    try:
        descriptor = os.open(place, os.O_RDONLY | os.O_NONBLOCK | os.O_NOFOLLOW | os.O_CLOEXEC)
    except OSError:
        return False  # whoever reads it says why it cannot be opened
    try:
        fcntl.fcntl(descriptor, fcntl.F_SETSIG, signal.SIGURG)
        fcntl.fcntl(descriptor, fcntl.F_SETLEASE, fcntl.F_RDLCK)
        fcntl.fcntl(descriptor, fcntl.F_SETLEASE, fcntl.F_UNLCK)
    except BlockingIOError:
        return True
    except OSError:
        return False  # not our file, or a file system without leases
    finally:
        os.close(descriptor)
    return False
