"""The parent's side of the child process that reads isolated files. See `ingest.readers.worker`."""

from __future__ import annotations

import json
import logging
import math
import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from pathlib import PurePosixPath
from threading import Lock, Timer
from typing import Any, BinaryIO, cast

from ingest.errors import IngestError, UnreadableFileError
from ingest.readers.base import FileKind, Reading
from ingest.readers.wire import load_reading, read_message, write_message

logger = logging.getLogger(__name__)

_START_SECONDS = 60.0
"""How long the child may take to say that it is ready: it imports from a disk that may be slow."""
_LARGEST_ANSWER = 128 * 1024 * 1024
"""Bytes. The longest text a reader may give, with its blocks, stays below."""
_BROKEN = (OSError, EOFError, ValueError, TypeError, KeyError)
"""What a pipe whose other end died raises, and a message that was cut off."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What reading files may cost.

    Attributes:
        seconds: of wall-clock time, and of CPU time, for one file.
        memory: bytes of address space beyond those of the child at its start.
        idle: seconds after which a child that has nothing to read is ended, to give back its memory.
    """

    seconds: float = 20.0
    memory: int = 1024**3
    idle: float = 60.0


class ReaderProcess:
    """A child that reads one file after the other; started for the first one, and again when it has ended.

    Safe from any thread: one file at a time. `close` ends the child; reading again starts another.
    """

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._lock = Lock()
        self._child: _Child | None = None
        self._idle = Timer(0, self.close)

    @property
    def pid(self) -> int | None:
        """The process id of the child, or None while there is none."""
        child = self._child
        return child.pid if child else None

    def read(self, kind: FileKind, path: str, data: bytes) -> Reading:
        """Read a file in the child.

        Raises:
            UnreadableFileError: it cannot be read, or reading it took too long, needed too much memory or crashed.
            IngestError: the child could not be started.
        """
        name = PurePosixPath(path).suffix.lstrip(".").upper() or "file"
        with self._lock:
            child = self._usable_child()
            try:
                answer = child.ask(kind, path, data, self._limits.seconds)
                reading = load_reading(path, answer) if "document" in answer else None
            except _BROKEN as error:
                self._end_child()
                raise UnreadableFileError(self._cause_of_death(name, child)) from error
            if "memory" in answer:
                self._end_child()  # what it still holds is unknown
            self._end_when_idle()
        return reading or _refuse(name, answer)

    def close(self) -> None:
        """End the child, once no file is being read."""
        with self._lock:
            self._idle.cancel()
            self._end_child()

    def _usable_child(self) -> _Child:
        if self._child and not self._child.usable:
            self._end_child()
        if self._child is None:
            self._child = _Child(self._limits)
        return self._child

    def _end_child(self) -> None:
        if self._child:
            self._child.end()
            self._child = None

    def _end_when_idle(self) -> None:
        self._idle.cancel()
        self._idle = Timer(self._limits.idle, self.close)
        self._idle.daemon = True
        self._idle.start()

    def _cause_of_death(self, name: str, child: _Child) -> str:
        if child.late or child.code == -signal.SIGXCPU:
            return f"This {name} took longer than {self._limits.seconds:g} seconds to read."
        return f"This {name} crashed its reader."


def _refuse(name: str, answer: Mapping[str, Any]) -> Reading:
    if "refused" in answer:
        raise UnreadableFileError(str(answer["refused"]))
    if "memory" in answer:
        raise UnreadableFileError(f"This {name} needed too much memory to read.")
    logger.info("a reader gave up on a %s: %s", name, answer.get("broken"))
    raise UnreadableFileError(f"This {name} is damaged, or is something else than its name says.")


class _Child:
    """One child process, from its start to its end.

    Attributes:
        late: it was killed because it took too long.
        code: its exit code, once it has ended.
    """

    def __init__(self, limits: Limits) -> None:
        self.late = False
        self._process = subprocess.Popen(  # noqa: S603 - our own module, and two numbers
            [*_command(), str(limits.memory), str(math.ceil(limits.seconds))],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=_environment(),
        )
        self._requests = cast(BinaryIO, self._process.stdin)
        self._answers = cast(BinaryIO, self._process.stdout)
        try:
            with self._deadline(_START_SECONDS):
                read_message(self._answers, _LARGEST_ANSWER)
        except EOFError as error:
            self.end()
            raise IngestError("The process that reads PDF, Office and HTML files could not be started.") from error

    @property
    def pid(self) -> int:
        return self._process.pid

    @property
    def usable(self) -> bool:
        return not self.late and self._process.poll() is None

    @property
    def code(self) -> int | None:
        return self._process.returncode

    def ask(self, kind: FileKind, path: str, data: bytes, seconds: float) -> dict[str, Any]:
        """Send a file and return the answer.

        Raises:
            OSError, EOFError, ValueError: the child died, was killed because it was late, or talks nonsense.
        """
        with self._deadline(seconds):
            write_message(self._requests, json.dumps([asdict(kind), path]).encode())
            write_message(self._requests, data)
            answer = read_message(self._answers, _LARGEST_ANSWER)
        return dict(json.loads(answer))

    def end(self) -> None:
        """Kill the child and wait for it, so that no zombie stays."""
        self._process.kill()
        self._process.wait()
        for pipe in (self._requests, self._answers):
            with suppress(OSError):  # closing sends what is still to be sent, to nobody
                pipe.close()

    @contextmanager
    def _deadline(self, seconds: float) -> Iterator[None]:
        """Kill the child when the time is up, which ends any wait for its pipes."""
        timer = Timer(seconds, self._kill_late)
        timer.daemon = True
        timer.start()
        try:
            yield
        finally:
            timer.cancel()
            timer.join()  # it may be killing just now, and the next file must know

    def _kill_late(self) -> None:
        self.late = True
        self._process.kill()


def _command() -> list[str]:
    options = ["-B"] if sys.dont_write_bytecode else []
    return [sys.executable, *options, "-P", "-X", "utf8", "-m", "ingest.readers.worker"]


def _environment() -> dict[str, str]:
    """The child imports what its parent would, and sees no secret that stands in its parent's environment."""
    places = [os.path.abspath(place) for place in sys.path]  # noqa: PTH100 - "" stands for the working folder
    return {"PYTHONPATH": os.pathsep.join(places), "OPENBLAS_NUM_THREADS": "1"}
