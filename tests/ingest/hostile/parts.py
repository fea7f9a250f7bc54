"""What the hostile folder is made of: each file says what must become of it."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum


class Fate(StrEnum):
    """What a sync must make of a file."""

    FOUND = "found"
    """It is read, and the search finds its word."""
    REFUSED = "refused"
    """It is named among the failures with a reason."""
    EITHER = "either"
    """It is read or named: what can be saved of it is the reader's to decide. It must not be lost silently."""
    IGNORED = "ignored"
    """It is neither: nobody would call it a document."""


@dataclass(frozen=True, slots=True)
class Part:
    """A file to write.

    Attributes:
        name: path relative to the folder, in the bytes of the file system.
        word: what the search must find it by; empty unless its fate is FOUND.
    """

    name: bytes
    data: bytes
    fate: Fate
    word: str = ""


class Words:
    """Gives each file a word that no other file holds."""

    def __init__(self, stem: str) -> None:
        self._stem = stem
        self._count = 0

    def next(self) -> str:
        self._count += 1
        letters = "".join("bdfgklmnprstvz"[int(digit)] + "ou"[int(digit) % 2] for digit in f"{self._count:03}")
        return f"{self._stem}{letters}"


def refused(folder: str, files: Mapping[str, bytes]) -> Iterator[Part]:
    """Yield files that must be refused."""
    for name, data in files.items():
        yield Part(f"{folder}/{name}".encode(), data, Fate.REFUSED)


def either(folder: str, files: Mapping[str, bytes]) -> Iterator[Part]:
    """Yield files that may be read or refused."""
    for name, data in files.items():
        yield Part(f"{folder}/{name}".encode(), data, Fate.EITHER)


def zipped(members: Mapping[str, bytes], *, flags: int = 0) -> bytes:
    """Return a zip file; with ``flags`` set in each of its headers, for example 1 for "encrypted"."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    data = bytearray(buffer.getvalue())
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = data.find(mark)
        while flags and at >= 0:
            data[at + offset] |= flags
            at = data.find(mark, at + 4)
    return bytes(data)
