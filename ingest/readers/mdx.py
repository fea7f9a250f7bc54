"""MDX: Markdown with imports, exports and components. What a reader of the page sees stays; the machinery goes."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ingest.readers.base import Reading
from ingest.readers.markdown import read_body, without_unseen

_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})|\s+(?:`{3,}|~{3,})")
_MODULE = re.compile(
    r"import\s+(?:['\"]|.*\bfrom\b|\{|\w+\s*,\s*\{)|export\s+(?:const|let|var|function|class|async|default|\{|\*)"
)
_EXPRESSION = re.compile(r"\s*\{(?:[^{}]|\{[^{}]*\})*+\}\s*")
_NOTE = re.compile(r"\{\s*/\*")
_NOTE_END = re.compile(r"\s*\}")
_NAME = re.compile(r"</?(?:[A-Za-z][\w.-]*(?::[\w.-]+)?)?(?=[\s/>])")
_NEXT = re.compile(r"[\"'`{}<>]")
_LONGEST_TAG = 4_000
"""Characters a tag with its attributes may have."""
_MOST_WASTED = 400_000
"""Characters looked at in tags that never close, after which "<" is taken for text: hostile input costs no more."""


def read_mdx(path: str, text: str) -> Reading:
    """Read MDX as Markdown: the text between the tags of its components, without tags, imports and expressions."""
    return read_body(path, text, _without_machinery, indented_code=False)


def _without_machinery(body: str) -> str:
    cleaned = "\n".join(part if code else _clean(part) for code, part in _parts(body))
    return without_unseen(cleaned)


def _parts(body: str) -> Iterator[tuple[bool, str]]:
    """Yield stretches of whole lines, fenced code told from the rest."""
    gathered: list[str] = []
    fence = ""
    for line in body.split("\n"):
        mark = _FENCE.match(line)
        found = line.strip()[:3] if mark else ""
        if found and not fence:
            yield False, "\n".join(gathered)
            gathered, fence = [line], line.strip()[: _run(line.strip())]
        elif fence and _closes(line.strip(), fence):
            yield True, "\n".join([*gathered, line])
            gathered, fence = [], ""
        else:
            gathered.append(line)
    yield bool(fence), "\n".join(gathered)


def _run(line: str) -> int:
    return len(line) - len(line.lstrip(line[0]))


def _closes(line: str, fence: str) -> bool:
    return len(line) >= len(fence) and not line.strip(fence[0])


def _clean(text: str) -> str:
    text = _without_tags("".join(_without_notes("\n".join(_without_modules(text)))))
    return "\n".join("" if _EXPRESSION.fullmatch(line) else line for line in text.split("\n"))


def _without_modules(text: str) -> Iterator[str]:
    """Yield the lines without import and export statements, which go on until a blank line outside their brackets."""
    open_brackets, inside = 0, False
    for line in text.split("\n"):
        inside = inside or bool(_MODULE.match(line))
        if not inside:
            yield line
            continue
        open_brackets += sum(map(line.count, "{[(")) - sum(map(line.count, "}])"))
        if not line.strip() and open_brackets <= 0:
            open_brackets, inside = 0, False
            yield line


def _without_notes(text: str) -> Iterator[str]:
    """Yield what stands between comments, ``{/* … */}``."""
    after = looked_at = 0
    for note in _NOTE.finditer(text):
        if note.start() < looked_at:
            continue
        close = text.find("*/", note.end())
        if close < 0:
            break  # nor does any later one end
        looked_at = close + 2
        if end := _NOTE_END.match(text, close + 2):
            yield text[after : note.start()]
            after = looked_at = end.end()
    yield text[after:]


def _without_tags(text: str) -> str:
    kept, after, wasted, position = list[str](), 0, 0, text.find("<")
    ticks = _Ticks(text)
    while position >= 0 and wasted < _MOST_WASTED:
        end = _tag_end(text, position)
        if end is None:
            wasted += min(_LONGEST_TAG, len(text) - position)
            end = position + 1
        elif not ticks.are_open(position):
            kept.append(text[after:position])
            after = end
            ticks.skip(end)
        position = text.find("<", end)
    return "".join([*kept, text[after:]])


class _Ticks:
    """Counts backticks line by line, to tell what stands in code; asked for places in ascending order."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._seen = 0
        self._count = 0

    def are_open(self, position: int) -> bool:
        """Tell whether a place stands between backticks on its line."""
        line = self._text.rfind("\n", self._seen, position)
        self._count = (0 if line >= 0 else self._count) + self._text.count("`", max(line, self._seen), position)
        self._seen = position
        return self._count % 2 == 1

    def skip(self, end: int) -> None:
        """Leave out what stands before ``end``."""
        self._seen = end


def _tag_end(text: str, start: int) -> int | None:
    """Return the place after the tag that begins at ``start``, or None when there is no tag."""
    name = _NAME.match(text, start)
    if not name:
        return None
    position, limit, depth = name.end(), start + _LONGEST_TAG, 0
    while found := _NEXT.search(text, position, limit):
        position, mark = found.end(), found[0]
        if mark in "\"'`":
            position = text.find(mark, position, limit) + 1
            if not position:
                return None
        elif mark in "{}":
            depth += 1 if mark == "{" else -1
        elif depth <= 0:
            return position if mark == ">" else None
    return None
