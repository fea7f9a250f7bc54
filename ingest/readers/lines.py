"""Line numbers to character offsets, and blocks made of whole lines."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import accumulate

from ingest.readers.base import Block, BlockKind


class LineMap:
    """A text and where its lines begin. Lines end at ``\\n`` only."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.lines = text.split("\n")
        self._starts = [0, *accumulate(len(line) + 1 for line in self.lines)]

    def block(self, kind: BlockKind, first: int, after: int, *, level: int = 0, heading: str = "") -> Block:
        """Make a block of lines ``first`` to ``after`` (exclusive), blank lines at its end left off."""
        after = min(after, len(self.lines))
        while after > first + 1 and not self.lines[after - 1].strip():
            after -= 1
        return Block(kind, self._starts[first], self._starts[after] - 1, level, heading)

    def length(self, first: int, after: int) -> int:
        """Return the characters of lines ``first`` to ``after`` (exclusive), with their line breaks."""
        return self._starts[min(after, len(self.lines))] - self._starts[first]

    def fill_gaps(self, blocks: Iterable[Block]) -> Iterator[Block]:
        """Yield the blocks, and text blocks for lines that stand in none (link definitions, for example)."""
        end = 0
        for block in blocks:
            yield from self._gap(end, block.start)
            yield block
            end = block.end
        yield from self._gap(end, len(self.text))

    def _gap(self, start: int, end: int) -> Iterator[Block]:
        text = self.text[start:end]
        if text.strip():
            start += len(text) - len(text.lstrip())
            yield Block(BlockKind.TEXT, start, start + len(text.strip()))
