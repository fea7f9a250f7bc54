"""Whether the files of an HNSW graph hold together, told without opening them in the library they belong to.

hnswlib trusts its files: past the end of ``link_lists.bin`` it goes on with whatever lay in memory as the size of the
next list, asks for as many bytes (seen: 118 GB for 60 vectors) and writes them back when a vector is added, until the
disk is full; a link to an element that is not there is followed. That may go well in one process and not in the next,
so such files are not tried out but read. The layout is that of ``persistHeader`` and ``loadLinkLists`` in ``hnswalg.h``
of chroma-core/hnswlib.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from struct import Struct, error
from typing import Self

import numpy as np
from numpy.typing import NDArray

HEADER = "header.bin"
_LAYOUT = Struct("<i6Qii3QdQ")
"""Version; offset of level 0, elements at most, elements, bytes of an element, offsets of its label and data; highest
level, the element to begin at; links on upper levels, on level 0 and wanted; factor of the levels; width of search."""
_VERSION = 1
_WORD = 4
"""Bytes of a list's length and of each link."""


@dataclass(frozen=True, slots=True)
class _Header:
    version: int
    elements: int
    element_bytes: int
    top_level: int
    entry: int
    links: int
    links_level_0: int

    @classmethod
    def read(cls, file: Path) -> Self:
        version, _, _, elements, size, _, _, top, entry, links, links_0, *_ = _LAYOUT.unpack_from(file.read_bytes())
        return cls(version, elements, size, top, entry, links, links_0)


def holds_together(folder: Path) -> bool:
    """Whether every list and every link of the graph in a folder is inside its files.

    Of another version than is known here nothing is said, and it counts as whole.
    """
    try:
        header = _Header.read(folder / HEADER)
        return header.version != _VERSION or (_level_0_holds(folder, header) and _upper_levels_hold(folder, header))
    except (OSError, error, ValueError):
        return False


def _level_0_holds(folder: Path, header: _Header) -> bool:
    if (folder / "length.bin").stat().st_size < header.elements * _WORD:
        return False
    content = np.fromfile(folder / "data_level0.bin", np.uint8)
    if len(content) < header.elements * header.element_bytes:
        return False
    elements = content[: header.elements * header.element_bytes].reshape(header.elements, header.element_bytes)
    return _links_hold(elements, header.links_level_0, header.elements)


def _upper_levels_hold(folder: Path, header: _Header) -> bool:
    """Each element has a length in bytes, and that many bytes: for each level above 0 a list of links."""
    content = (folder / "link_lists.bin").read_bytes()
    level_bytes = (1 + header.links) * _WORD
    levels, pieces, place = list[int](), list[bytes](), 0
    for _ in range(header.elements):
        size = int.from_bytes(content[place : place + _WORD], "little")
        place += _WORD + size
        if size % level_bytes or place > len(content):
            return False
        levels.append(size // level_bytes)
        pieces.append(content[place - size : place])
    if place != len(content):
        return False
    lists = np.frombuffer(b"".join(pieces), np.uint8).reshape(sum(levels), level_bytes)
    return _entry_holds(header, levels) and _links_hold(lists, header.links, header.elements)


def _entry_holds(header: _Header, levels: list[int]) -> bool:
    if not levels:
        return header.entry == header.top_level == -1
    return 0 <= header.entry < len(levels) and header.top_level == levels[header.entry] == max(levels)


def _links_hold(lists: NDArray[np.uint8], most: int, elements: int) -> bool:
    """Whether no list is longer than it may be, and every link leads to an element.

    Args:
        lists: one a row, of at least ``1 + most`` words: two bytes tell how many links follow (two more are marks).
    """
    words = lists[:, : (1 + most) * _WORD]
    if words.shape[1] < (1 + most) * _WORD:
        return False
    words = np.ascontiguousarray(words).view("<u4")
    lengths = words[:, 0] & 0xFFFF
    used = np.arange(most) < lengths[:, None]
    return bool((lengths <= most).all() and (words[:, 1:][used] < elements).all())
