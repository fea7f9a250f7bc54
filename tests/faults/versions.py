"""Documents that give away every mixture: each passage says which document, version and part it is."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import groupby
from pathlib import Path

from ingest.model import Passage

LONG_AGO = 1_600_000_000
"""Seconds since 1970: the age of every finished file, so that only half-written ones are fresh."""

_PART = re.compile(r"(\w+) edition(\d+) part(\d+)of(\d+)")


@dataclass(frozen=True, slots=True)
class Version:
    """What one file says.

    Attributes:
        marker: a word no other document holds.
        number: of the edition; a later one has other passages, and may have more or fewer.
        parts: sections of the file.
    """

    marker: str
    number: int = 1
    parts: int = 3

    @property
    def text(self) -> str:
        """The file's content."""
        sections = (f"## Part {part}\n\n{self._line(part)}\n" for part in range(2, self.parts + 1))
        return f"# {self._line(1)}\n\n{self._line(1)}\n\n" + "\n".join(sections)

    @property
    def half(self) -> str:
        """The content while the file is being written: it ends in the middle."""
        return self.text[: len(self.text) * 2 // 3]

    def later(self) -> Version:
        """Return the next edition."""
        return replace(self, number=self.number + 1, parts=2 + (self.parts + 1) % 3)

    def write(self, file: Path) -> None:
        """Write the file in place, as a finished one."""
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(self.text, encoding="utf-8")
        finish(file)

    def _line(self, part: int) -> str:
        return f"{self.marker} edition{self.number} part{part}of{self.parts}"


def finish(file: Path) -> None:
    """Make a file look as if it was written long ago."""
    os.utime(file, (LONG_AGO, LONG_AGO))


def versions_in(passages: Iterable[Passage]) -> dict[str, Version]:
    """Return the version each document's passages are of, by path.

    Raises:
        AssertionError: a document has parts of two versions, or lacks one: somebody saw half of it.
    """
    ordered = sorted(passages, key=lambda passage: (passage.document, passage.position))
    return {path: _whole(list(own)) for path, own in groupby(ordered, key=lambda passage: passage.document)}


def _whole(passages: list[Passage]) -> Version:
    path, parts = passages[0].document, [part for passage in passages for part in _PART.findall(passage.text)]
    titles = [part for passage in passages for part in _PART.findall(passage.title)]
    versions = {(marker, number, of) for marker, number, _, of in parts + titles}
    assert len(versions) == 1, f"{path} is a mixture: {sorted(parts)}"
    marker, number, of = next(iter(versions))
    assert {int(part[2]) for part in parts} == set(range(1, int(of) + 1)), f"{path} is incomplete: {sorted(parts)}"
    return Version(marker, int(number), int(of))
