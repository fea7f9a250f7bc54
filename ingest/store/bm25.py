"""BM25 over lists of places, as SQLite's FTS5 computes it. Pure: arrays in, scores out.

A place is one occurrence of a term: 32 bits, of which twelve are the passage's offset in its block, one tells the
text from title and headings, and 19 are the position there. Terms stand side by side where their places differ by one.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ingest.store.lexical import K1, TITLE_WEIGHT, B, inverse_frequency

BLOCK_BITS = 12
BLOCK = 1 << BLOCK_BITS
"""Passages of one block: in small ones the rows take more room than what they hold, large ones are slow to change."""
_POSITION_BITS = 19
_PASSAGE_SHIFT = _POSITION_BITS + 1
_IN_TEXT = 1 << _POSITION_BITS
MOST_POSITIONS = _IN_TEXT - 2
"""Terms of one passage that are kept; a passage of that many would be a file of some four megabytes."""

Places = NDArray[np.int64]
"""Places of one term in all blocks: each with the block's index in `Blocks` above its 32 bits."""


@dataclass(frozen=True, slots=True)
class Blocks:
    """The blocks of an index.

    Attributes:
        numbers: shape (b,), ascending.
        lengths: shape (b * BLOCK,), how many terms each passage has, plus one; 0 where there is no passage.
        passages, tokens: the sums over all blocks.
    """

    numbers: NDArray[np.int64]
    lengths: NDArray[np.uint32]
    passages: int
    tokens: int


def place(offset: int, position: int, *, in_text: bool) -> int:
    """Return the place of a term at a position of the passage with this offset in its block."""
    return offset << _PASSAGE_SHIFT | (_IN_TEXT if in_text else 0) | position


def offsets(places: NDArray[np.uint32]) -> NDArray[np.uint32]:
    """Return the offsets of the passages that places of one block are in, shape as given."""
    return np.right_shift(places, _PASSAGE_SHIFT, dtype=np.uint32)


def side_by_side(first: Places, second: Places) -> Places:
    """Return where the first term stands right before the second."""
    return np.intersect1d(first + 1, second, assume_unique=True)


def best(blocks: Blocks, terms: Iterable[Places], k: int) -> list[tuple[int, float]]:
    """Return row number and score of the ``k`` best passages, best first; ties in order of the numbers."""
    scores = np.zeros(len(blocks.lengths))
    average = blocks.tokens / max(blocks.passages, 1) or 1.0
    norms = K1 * (1 - B + B * (blocks.lengths - 1.0) / average)
    for places in terms:
        slots = places >> _PASSAGE_SHIFT
        weights = np.where(places & _IN_TEXT, 1.0, TITLE_WEIGHT)
        frequency = np.bincount(slots, weights, len(scores))
        holding = np.flatnonzero(frequency)
        held = frequency[holding]
        scores[holding] += inverse_frequency(len(holding), blocks.passages) * held * (K1 + 1) / (held + norms[holding])
    found = np.flatnonzero(scores)
    order = found[np.lexsort((found, -scores[found]))[:k]]
    numbers = blocks.numbers[order >> BLOCK_BITS] << BLOCK_BITS | order & (BLOCK - 1)
    return list(zip(numbers.tolist(), scores[order].tolist(), strict=True))


def gather(rows: Sequence[tuple[int, bytes]], blocks: Blocks) -> Places:
    """Put a term's rows, block and places, together."""
    parts = [np.frombuffer(places, "<u4") for _, places in rows]
    if not parts:
        return np.empty(0, np.int64)
    index = np.searchsorted(blocks.numbers, [block for block, _ in rows])
    above: Places = np.repeat(index.astype(np.int64) << 32, [len(part) for part in parts])
    places: Places = above | np.concatenate(parts)
    return places
