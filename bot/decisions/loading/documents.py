"""Strict YAML: text to a `Node`. One document; no anchors, aliases, tags, merge keys or repeated keys.

The parser's events are read one by one, so that a file that is too deep or breaks a rule is refused before it is built.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field

import yaml
from yaml import events

from bot.decisions.loading.errors import FrameworkError
from bot.decisions.loading.nodes import Content, Node, Pair, shown

LARGEST_FILE = 64 * 1024
"""Bytes, in UTF-8."""
DEEPEST = 20
"""Lists and mappings within one another."""
_JOINERS = "\u200c\u200d"
"""The only invisible characters that scripts and emoji need."""
_LINE_END = re.compile(r"\r\n|[\r\n\x85\u2028\u2029]")
"""What YAML counts as one."""
_UNQUOTED_MORE = re.compile(r":\s*>=?\s*\d")


def read(file: str, text: str) -> Node:
    """Return the one document of a file.

    Raises:
        FrameworkError: it is not YAML, or uses what these files do without.
    """
    size = len(text.encode("utf-8", "replace"))
    if size > LARGEST_FILE:
        raise FrameworkError(file, None, f"it has {size} bytes; split it into files of at most {LARGEST_FILE}")
    text = text.removeprefix("\ufeff")
    _refuse_invisible(file, 1, text)
    try:
        return _Builder(file).build(yaml.parse(text, Loader=yaml.SafeLoader))
    except yaml.YAMLError as error:
        raise _syntax(file, text, error) from error


def _refuse_invisible(file: str, line: int, text: str) -> None:
    for number, part in enumerate(_LINE_END.split(text), line):
        for character in part:
            if unicodedata.category(character) in {"Cc", "Cf", "Cs", "Co"} and character not in _JOINERS:
                code = f"U+{ord(character):04X}"
                if character == "\t":
                    raise FrameworkError(file, number, "there is a tab; write spaces")
                raise FrameworkError(file, number, f"there is an invisible control character ({code}); delete it")


def _syntax(file: str, text: str, error: yaml.YAMLError) -> FrameworkError:
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    lines = _LINE_END.split(text.rstrip())
    line = min(mark.line + 1, len(lines)) if mark is not None else None
    if line is not None and _UNQUOTED_MORE.search(lines[line - 1]):
        return FrameworkError(file, line, 'a comparison stands without quotes; write it as in weeks: "> 4"')
    problem = getattr(error, "problem", None) or "it cannot be read"
    advice = "check the indentation, and put quotes around texts with : or #, and within { } around those with ? or ,"
    return FrameworkError(file, line, f"this is not YAML ({problem}); {advice}")


@dataclass(slots=True)
class _Open:
    """A list or mapping whose end has not come yet."""

    line: int
    what: str
    is_mapping: bool
    items: list[Node] = field(default_factory=list)
    pairs: dict[str, Pair] = field(default_factory=dict)
    key: Node | None = None

    @property
    def wants_key(self) -> bool:
        return self.is_mapping and self.key is None


class _Builder:
    """Makes nodes from events, without recursion."""

    def __init__(self, file: str) -> None:
        self._file = file
        self._open: list[_Open] = []
        self._root: Node | None = None
        self._documents = 0

    def build(self, stream: Iterator[events.Event]) -> Node:
        for event in stream:
            self._take(event, event.start_mark.line + 1 if event.start_mark is not None else 1)
        if self._root is None:
            raise FrameworkError(self._file, None, "it is empty; begin with kind: and matter:")
        return self._root

    def _take(self, event: events.Event, line: int) -> None:
        if isinstance(event, events.DocumentStartEvent):
            self._documents += 1
            if self._documents > 1:
                raise FrameworkError(self._file, line, "a second document begins; put it into a file of its own")
        elif isinstance(event, events.AliasEvent):
            raise FrameworkError(self._file, line, "an alias (*) stands here; write it out, or define a condition")
        elif isinstance(event, events.ScalarEvent):
            self._refuse_marks(event, line)
            _refuse_invisible(self._file, line, event.value)
            self._place(line, event.value)
        elif isinstance(event, events.SequenceStartEvent | events.MappingStartEvent):
            self._refuse_marks(event, line)
            self._begin(line, isinstance(event, events.MappingStartEvent))
        elif isinstance(event, events.SequenceEndEvent | events.MappingEndEvent):
            done = self._open.pop()
            self._place(done.line, done.pairs if done.is_mapping else tuple(done.items))

    def _refuse_marks(self, event: events.NodeEvent, line: int) -> None:
        if event.anchor is not None:
            raise FrameworkError(self._file, line, "an anchor (&) stands here; leave it out, or define a condition")
        tag = getattr(event, "tag", None)
        if tag is not None:
            raise FrameworkError(self._file, line, f"a tag ({shown(str(tag))}) stands here; leave it out")

    def _begin(self, line: int, is_mapping: bool) -> None:
        if self._open and self._open[-1].wants_key:
            raise FrameworkError(self._file, line, "a list or mapping stands as a key; write a name as the key")
        if len(self._open) >= DEEPEST:
            raise FrameworkError(self._file, line, f"it is nested deeper than {DEEPEST}; define a condition instead")
        self._open.append(_Open(line, self._what(), is_mapping))

    def _what(self) -> str:
        if not self._open:
            return "the file"
        parent = self._open[-1]
        if parent.key is not None and isinstance(parent.key.content, str):
            return parent.key.content
        return "a key" if parent.is_mapping else f"item {len(parent.items) + 1} of {parent.what}"

    def _place(self, line: int, content: Content) -> None:
        node = Node(self._file, line, self._what(), content)
        if not self._open:
            self._root = node
            return
        parent = self._open[-1]
        if not parent.is_mapping:
            parent.items.append(node)
        elif parent.key is not None:
            parent.pairs[str(parent.key.content)] = Pair(parent.key, node)
            parent.key = None
        else:
            parent.key = self._checked_key(parent, node)

    def _checked_key(self, parent: _Open, key: Node) -> Node:
        if key.content == "<<":
            raise key.error("a merge key (<<) stands here; write the lines out")
        if key.content in parent.pairs:
            first = parent.pairs[str(key.content)].key.line
            raise key.error(f"{shown(str(key.content))} stands twice, first in line {first}; delete one of them")
        return key
