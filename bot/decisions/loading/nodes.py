"""One part of a YAML file, with the line it stands on; asking it for what it is not is an error that names the line.

Every scalar is text: ``yes`` stays ``yes``, and a number is text until `Node.number` reads it.
`bot.decisions.loading.documents.read` makes nodes from a file.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import TypeAlias

from bot.decisions.facts import LARGEST_NUMBER
from bot.decisions.loading.errors import FrameworkError

NAME = re.compile(r"[a-z][a-z0-9_-]*")
LONGEST_NAME = 40
LONGEST_TEXT = 1000

Content: TypeAlias = "str | tuple[Node, ...] | dict[str, Pair]"


@dataclass(frozen=True, slots=True)
class Pair:
    """One entry of a mapping; the key has its own line."""

    key: Node
    value: Node


@dataclass(frozen=True, slots=True)
class Node:
    """A text, a list or a mapping of a file.

    Attributes:
        file: the file's name.
        line: from 1, where it begins.
        what: what people call it in the file: ``reason``; the file itself is ``the file``.
        content: text, items, or pairs by key.
    """

    file: str
    line: int
    what: str
    content: Content

    def error(self, text: str) -> FrameworkError:
        """Return the error that says this of this node, for the caller to raise."""
        return FrameworkError(self.file, self.line, text)

    @property
    def is_text(self) -> bool:
        """Whether it is a text (or a number, or yes)."""
        return isinstance(self.content, str)

    @property
    def is_list(self) -> bool:
        """Whether it is a list."""
        return isinstance(self.content, tuple)

    def text(self, longest: int = LONGEST_TEXT) -> str:
        """Return it as one line of at most ``longest`` characters; runs of white space become one space."""
        if not isinstance(self.content, str):
            raise self.error(f"{self.what} is a {self._kind}; write a text")
        text = " ".join(self.content.split())
        if not text:
            raise self.error(f"{self.what} is empty; write a text of up to {longest} characters")
        if len(text) > longest:
            raise self.error(f"{self.what} has {len(text)} characters; shorten it to {longest}, or Slack cuts it off")
        return text

    def name(self) -> str:
        """Return it as a name: lower-case letters, digits, ``_`` and ``-``, beginning with a letter."""
        text = self.text()
        if not NAME.fullmatch(text) or len(text) > LONGEST_NAME:
            raise self.error(
                f"{shown(text)} is no name; write up to {LONGEST_NAME} lower-case letters, digits, _ and -, "
                "beginning with a letter"
            )
        return text

    def one_of(self, known: Collection[str], kind: str) -> str:
        """Return it when it is one of ``known``; ``kind`` is what they are, as in ``verdict``."""
        text = self.text()
        if text not in known:
            raise self.error(f"there is no {kind} {shown(text)}; {meant(text, known)}")
        return text

    def number(self, low: int = 0, high: int = LARGEST_NUMBER) -> int:
        """Return it as a whole number in ``low..high``."""
        text = self.text()
        if not re.fullmatch(r"[0-9]{1,15}", text) or not low <= int(text) <= high:
            raise self.error(f"{self.what} is {shown(text)}; write a whole number from {low} to {high}, in digits only")
        return int(text)

    def items(self, most: int = 100) -> list[Node]:
        """Return the items of a list, at least one and at most ``most``."""
        if not isinstance(self.content, tuple):
            raise self.error(f"{self.what} is a {self._kind}; write a list, each item on a line that begins with -")
        if not self.content:
            raise self.error(f"{self.what} is an empty list; write at least one item, or leave {self.what} out")
        if len(self.content) > most:
            raise self.error(f"{self.what} has {len(self.content)} items; leave at most {most}")
        return list(self.content)

    def mapping(self, required: Iterable[str] = (), optional: Iterable[str] = ()) -> dict[str, Node]:
        """Return values by key, in the order written.

        Raises:
            FrameworkError: it is no mapping, a required key is missing, or there is a key of neither kind.
        """
        required = tuple(required)
        known = (*required, *optional)
        pairs = self._pairs()
        for key, pair in pairs.items():
            if key not in known:
                raise pair.key.error(f"{self.what} has no {shown(key)}; {meant(key, known)}")
        for key in required:
            if key not in pairs:
                raise self._lacks(key)
        return {key: pair.value for key, pair in pairs.items()}

    def has(self, key: str) -> bool:
        """Whether it is a mapping with this key."""
        return isinstance(self.content, dict) and key in self.content

    def part(self, key: str) -> Node:
        """Return the value of one key, which must be there, whatever other keys there are."""
        pairs = self._pairs()
        if key not in pairs:
            raise self._lacks(key)
        return pairs[key].value

    def named(self, most: int = 100) -> list[Pair]:
        """Return the entries of a mapping whose keys are names the writer chose, at least one and at most ``most``."""
        pairs = self._pairs()
        if not pairs:
            raise self.error(f"{self.what} is empty; write at least one name: value, or leave {self.what} out")
        if len(pairs) > most:
            raise self.error(f"{self.what} has {len(pairs)} entries; leave at most {most}")
        for pair in pairs.values():
            pair.key.name()
        return list(pairs.values())

    def _lacks(self, key: str) -> FrameworkError:
        return self.error(f"{self.what} lacks {key}; add a line with {key}:")

    def _pairs(self) -> dict[str, Pair]:
        if not isinstance(self.content, dict):
            raise self.error(f"{self.what} is a {self._kind}; write key: value lines, indented below it")
        return self.content

    @property
    def _kind(self) -> str:
        if isinstance(self.content, str):
            return "text"
        return "list" if isinstance(self.content, tuple) else "mapping"


def shown(text: str) -> str:
    """Return a text as errors quote it: short, on one line, in quotes."""
    text = " ".join(text.split())
    return f'"{text}"' if len(text) <= LONGEST_NAME else f'"{text[: LONGEST_NAME - 1]}…"'


def meant(text: str, known: Collection[str]) -> str:
    """Return what could be written instead: the nearest, or all that are known."""
    if near := difflib.get_close_matches(text[:LONGEST_NAME], known, n=1):
        return f"write {near[0]}"
    if not known:
        return "none is defined; define it or leave it out"
    return "write one of " + ", ".join(known)
