"""The child process that reads isolated files, one at a time: ``python -m ingest.readers.worker``.

It is told its limits as arguments, says when it is ready, and then answers each file with one message; see
`ingest.readers.process` for the parent's side. It ends when the pipe from its parent closes, in the middle of a file
too, so that nothing is left behind when the parent is killed.
"""

from __future__ import annotations

import json
import logging
import os
import resource
import signal
import sys
import traceback
from pathlib import Path
from queue import SimpleQueue
from threading import Thread
from typing import BinaryIO

from ingest.errors import UnreadableFileError
from ingest.memory import limit_memory
from ingest.readers.base import FileKind
from ingest.readers.registry import load_reader
from ingest.readers.wire import dump_reading, read_message, write_message

Request = tuple[FileKind, str, bytes]
"""A kind of file, a path and the file's bytes."""


def main(extra_memory: int, cpu_seconds: int) -> None:
    """Answer until the parent goes.

    Args:
        extra_memory: bytes of address space beyond those in use at the start.
        cpu_seconds: CPU time for one file.
    """
    answers = _private_output()
    logging.disable()  # parsers quote the document in what they log
    for request_to_stop in (signal.SIGINT, signal.SIGTERM):
        signal.signal(request_to_stop, signal.SIG_IGN)  # meant for the parent, whose end is ours
    limit_memory(extra_memory)
    requests: SimpleQueue[Request] = SimpleQueue()
    Thread(target=_receive, args=(sys.stdin.buffer, requests), daemon=True).start()
    write_message(answers, b"ready")
    while True:
        request = requests.get()
        _limit_cpu(cpu_seconds)
        write_message(answers, _answer(*request))


def _private_output() -> BinaryIO:
    """Take standard output for answers alone; what a parser prints goes where errors go."""
    own = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    return own


def _receive(pipe: BinaryIO, requests: SimpleQueue[Request]) -> None:
    """Pass requests on, in a thread of its own: the parent's end is noticed while a file is being read."""
    try:
        while True:
            kind, path = json.loads(read_message(pipe, sys.maxsize))
            requests.put((FileKind(**kind), path, read_message(pipe, sys.maxsize)))
    finally:
        os._exit(0)  # whatever ended this thread, the process has no more to do


def _answer(kind: FileKind, path: str, data: bytes) -> bytes:
    try:
        return dump_reading(load_reader(kind)(path, data if kind.binary else data.decode()))
    except UnreadableFileError as error:
        return json.dumps({"refused": str(error)}).encode()
    except MemoryError:
        return json.dumps({"memory": True}).encode()
    except Exception as error:  # noqa: BLE001 - the edge: parsers raise anything when a file is damaged
        place = traceback.extract_tb(error.__traceback__)[-1]
        return json.dumps({"broken": f"{type(error).__name__} in {Path(place.filename).name}:{place.lineno}"}).encode()


def _limit_cpu(seconds: int) -> None:
    """Move the limit on by one file. It also ends a child that loops in C, where the parent's end goes unnoticed."""
    usage = resource.getrusage(resource.RUSAGE_SELF)
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (int(usage.ru_utime + usage.ru_stime) + seconds + 1, hard))


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
