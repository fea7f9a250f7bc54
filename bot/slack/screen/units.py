"""A text cut into units while it arrives: a line, or sentences of one that nothing later can change."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from bot.slack.screen.citations import MARKER
from bot.slack.screen.visible import shadow

_ENDS = re.compile(rf"[.!?…][)\"'”’»*_~]*(?:\s*{MARKER})*\s+\Z", re.IGNORECASE)
_LOOK_BACK = 200
_NOT_FIRST = frozenset("[【［(（")
"""What may still belong to the sentence before it: a citation."""
_PAIRED = {"`": "`", "*": "*", "_": "_", '"': '"'}
_OPENING = {"[": "]", "(": ")", "“": "”", "«": "»", "<": ">", "【": "】"}
_CLOSING = {close: opening for opening, close in _OPENING.items()}


class Units:
    """Cuts a text. Only what stands before a place decides about it, and the first character of the next word.

    Args:
        limit: characters taken; the rest is not read.
    """

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._taken = 0
        self._buffer: list[str] = []
        self._first = True
        self._open: dict[str, int] = {}
        self.is_cut = False
        """Whether there was more than the limit."""

    def add(self, text: str, whole_lines: Callable[[], bool]) -> Iterator[tuple[str, bool, bool]]:
        """Yield each unit that is complete, with whether it begins and whether it ends its line.

        Args:
            whole_lines: says before each cut within a line whether there may be one.
        """
        for char in text:
            if self.is_cut:
                return
            if self._taken == self._limit:
                self._cut(char)
                return
            self._taken += 1
            if char == "\n":
                yield self._take(last=True)
                continue
            if self._may_cut(char) and not whole_lines():
                yield self._take(last=False)
            self._buffer.append(char)
            self._count(char)

    def finish(self) -> Iterator[tuple[str, bool, bool]]:
        """Yield the rest."""
        if self._buffer:
            yield self._take(last=False)

    def _take(self, *, last: bool) -> tuple[str, bool, bool]:
        text, first = "".join(self._buffer), self._first
        self._buffer.clear()
        self._open.clear()
        self._first = last
        return text, first, last

    def _cut(self, following: str) -> None:
        """End the text here, without the word that would be cut in two."""
        self.is_cut = True
        text = "".join(self._buffer)
        if not following.isspace() and re.search(r"\s", text):
            text = re.sub(r"\S*\Z", "", text)
        self._buffer = list(text)

    def _count(self, char: str) -> None:
        if char in _PAIRED:
            self._open[char] = 1 - self._open.get(char, 0)
        elif char in _OPENING:
            self._open[char] = self._open.get(char, 0) + 1
        elif char in _CLOSING and self._open.get(_CLOSING[char]):
            self._open[_CLOSING[char]] -= 1

    def _may_cut(self, char: str) -> bool:
        if not self._buffer or char.isspace() or not self._buffer[-1].isspace() or char in _NOT_FIRST:
            return False
        if any(self._open.values()) or char.islower():
            return False
        return _ENDS.search(shadow("".join(self._buffer[-_LOOK_BACK:]))) is not None
