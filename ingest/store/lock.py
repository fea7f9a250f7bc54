"""One writer for each index: a lock that is free again however its holder ends."""

from __future__ import annotations

import fcntl
import os
import socket
from abc import ABC, abstractmethod
from pathlib import Path
from types import TracebackType
from typing import Self

from ingest.errors import WriterBusyError


class Writership(ABC):
    """The right to write one index. Not shared between threads that do not know of each other."""

    @property
    @abstractmethod
    def held(self) -> bool:
        """Whether this object holds the lock."""

    @abstractmethod
    def acquire(self) -> None:
        """Take the lock, or make sure that it is still held.

        Raises:
            WriterBusyError: another process (or another lock object of this one) holds it.
        """

    @abstractmethod
    def release(self) -> None:
        """Give the lock back; nothing happens when it is not held."""

    def __enter__(self) -> Self:
        self.acquire()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.release()


class WriterLock(Writership):
    """An exclusive lock on a file that names its holder. Works between processes of one machine, on a local disk."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._descriptor: int | None = None

    @property
    def held(self) -> bool:
        """Whether this object holds the lock."""
        return self._descriptor is not None

    def acquire(self) -> None:
        """Take the lock, or keep it.

        Raises:
            WriterBusyError: another process (or another lock object of this one) holds it.
        """
        if self.held:
            return
        self._file.parent.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(self._file, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            holder = os.pread(descriptor, 300, 0).decode(errors="replace").strip()
            os.close(descriptor)
            raise WriterBusyError(busy(holder)) from error
        os.ftruncate(descriptor, 0)
        os.pwrite(descriptor, f"{this_process()}\n".encode(), 0)
        self._descriptor = descriptor

    def release(self) -> None:
        """Give the lock back; nothing happens when it is not held."""
        descriptor, self._descriptor = self._descriptor, None
        if descriptor is not None:
            os.close(descriptor)


class Locks(Writership):
    """Several locks as one: all of them or none."""

    def __init__(self, *locks: Writership) -> None:
        self._locks = locks

    @property
    def held(self) -> bool:
        """Whether all are held."""
        return all(lock.held for lock in self._locks)

    def acquire(self) -> None:
        """Take them in order; when one is refused, those before it are given back."""
        try:
            for lock in self._locks:
                lock.acquire()
        except BaseException:
            self.release()
            raise

    def release(self) -> None:
        """Give them back, the last one first."""
        for lock in reversed(self._locks):
            lock.release()


def this_process() -> str:
    """Return how this process is named to others."""
    return f"process {os.getpid()} on {socket.gethostname()}"


def busy(holder: str) -> str:
    """Return the sentence for whoever finds the lock held."""
    who = f" ({holder})" if holder else ""
    return f"Another Archie{who} is already keeping this index up to date. Stop it first, or let it do the work."
