"""Readers that do what a parser may do to a hostile file. They run in the child process alone."""

from __future__ import annotations

import os
import re
import sys
from pathlib import Path
from threading import Event

from ingest.errors import UnreadableFileError
from ingest.model import Document
from ingest.readers.base import Block, BlockKind, Reading


def echo(path: str, data: bytes) -> Reading:
    """Give the bytes back as text."""
    text = data.decode()
    blocks = (Block(BlockKind.TEXT, 0, len(text), page=3),) if text else ()
    return Reading(Document(path, text, "Echo", date="2025-01-02"), blocks)


def tell(path: str, data: bytes) -> Reading:
    """Tell the process's id and environment."""
    return echo(path, "\n".join([str(os.getpid()), *os.environ]).encode())


def wait(path: str, data: bytes) -> Reading:
    """Say to a pipe which process this is, and never end."""
    Path(data.decode()).write_text(str(os.getpid()))
    Event().wait()
    return echo(path, data)


def grind(path: str, data: bytes) -> Reading:
    """Say to a pipe which process this is, and never end, in C code that lets no other thread run."""
    Path(data.decode()).write_text(str(os.getpid()))
    re.match(r"(a+)+$", "a" * 60 + "b")
    return echo(path, data)


def swell(path: str, data: bytes) -> Reading:
    return echo(path, bytes(8 * 1024**3))


def die(path: str, data: bytes) -> Reading:
    os.abort()


def leave(path: str, data: bytes) -> Reading:
    sys.exit(0)


def refuse(path: str, data: bytes) -> Reading:
    raise UnreadableFileError("This one is no good.")


def stumble(path: str, data: bytes) -> Reading:
    raise KeyError(data.decode())


def chatter(path: str, data: bytes) -> Reading:
    """Write to both outputs, and answer as if nothing had been."""
    print("noise", flush=True)
    os.write(1, b"\0" * 64)
    print("noise", file=sys.stderr, flush=True)
    return echo(path, data)


def overlap(path: str, data: bytes) -> Reading:
    """Give blocks that are not in the text."""
    return Reading(Document(path, "short", "t"), (Block(BlockKind.TEXT, 0, 50),))
