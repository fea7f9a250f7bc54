"""What goes through the pipes to and from the child process: messages, and a reading as JSON.

JSON and not pickle: whoever takes the child over with a hostile file can send text, and nothing that runs.
"""

from __future__ import annotations

import json
import struct
from dataclasses import asdict
from typing import Any, BinaryIO

from ingest.model import Document
from ingest.readers.base import Block, BlockKind, Reading

_LENGTH = struct.Struct(">Q")


def write_message(pipe: BinaryIO, message: bytes) -> None:
    """Write a message after its length in bytes."""
    pipe.write(_LENGTH.pack(len(message)))
    pipe.write(message)
    pipe.flush()


def read_message(pipe: BinaryIO, largest: int) -> bytes:
    """Read a message.

    Raises:
        EOFError: the other side is gone.
        ValueError: the message has more than ``largest`` bytes.
    """
    (length,) = _LENGTH.unpack(_exactly(pipe, _LENGTH.size))
    if length > largest:
        raise ValueError("the message is too large")
    return _exactly(pipe, length)


def _exactly(pipe: BinaryIO, length: int) -> bytes:
    data = pipe.read(length)
    if len(data) < length:
        raise EOFError
    return data


def dump_reading(reading: Reading) -> bytes:
    """Return the reading as JSON. `load_reading` makes an equal one of it."""
    blocks = [(b.kind, b.start, b.end, b.level, b.heading, b.page) for b in reading.blocks]
    return json.dumps({"document": asdict(reading.document), "blocks": blocks}).encode()


def load_reading(path: str, answer: Any) -> Reading:
    """Return the reading of the file with this path.

    Raises:
        ValueError, TypeError, KeyError: this is no reading, or its blocks do not lie in order within the text.
    """
    document = Document(**{**answer["document"], "path": path})
    blocks = tuple(Block(BlockKind(kind), *rest) for kind, *rest in answer["blocks"])
    ends = [0, *(block.end for block in blocks)]
    in_order = all(end <= block.start <= block.end for end, block in zip(ends, blocks, strict=False))
    if not in_order or ends[-1] > len(document.text):
        raise ValueError("the blocks do not lie in order within the text")
    return Reading(document, blocks)
