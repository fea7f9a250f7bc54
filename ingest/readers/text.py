"""Plain text: paragraphs, list items, headings that are underlined, and headings nobody marked as such.

Articles copied from a web page keep their headings as bare short lines. A line is taken for a heading only when it
looks like one *and* what follows looks like the text under one; in doubt it stays text, where nothing is lost.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ingest.model import Document
from ingest.readers.base import Block, BlockKind, Reading
from ingest.readers.lines import LineMap
from ingest.readers.naming import clean_line, title_from_path

_LONGEST_HEADING = 80
_MOST_WORDS = 14
_WRAPPED_AT = 100
"""A text without a longer line is wrapped by hand: in it, a line followed at once by text is part of a paragraph."""

_RULE = re.compile(r"([=~^*#_-])\1{2,}[ \t]*")
_ITEM = re.compile(r"\s*(?:[-*•‣◦–—]|\d{1,3}[.)])\s+\S")
_CLOSERS = "\"'”’»)]*_"
_SENTENCE_END = tuple(".!?:;…。！？：")
_NO_HEADING_END = tuple(".!,:;…。！：·→|\\/>-–—")


def read_text(path: str, text: str) -> Reading:
    """Read plain text. See `Reader`. The title is a heading that stands before any sentence, else the file name."""
    blocks = tuple(_blocks(LineMap(text)))
    title = _title(blocks, text) or title_from_path(path)
    return Reading(Document(path, text, title), blocks)


def read_blocks(document: Document, level: int = 1) -> Reading:
    """Find the blocks of a document that is already known by its title: a record, not a file.

    Args:
        level: of the headings in it, 1 to 6.
    """
    return Reading(document, tuple(_blocks(LineMap(document.text), level)))


def _title(blocks: Sequence[Block], text: str) -> str:
    for block in blocks:
        if block.kind is BlockKind.HEADING:
            return block.heading
        if _ends_sentence(text[block.start : block.end]):
            return ""
    return ""


def _blocks(lines: LineMap, level: int = 1) -> Iterator[Block]:
    wrapped = all(len(line) <= _WRAPPED_AT for line in lines.lines)
    first = 0
    while first < len(lines.lines):
        if not lines.lines[first].strip():
            first += 1
        elif after := _underlined(lines.lines, first):
            words, rule = (line.strip() for line in lines.lines[after - 2 : after])
            below = level + (rule[0] != "=")
            yield lines.block(BlockKind.HEADING, first, after, level=min(below, 6), heading=clean_line(words))
            first = after
        elif _is_heading(lines.lines, first, wrapped):
            yield lines.block(BlockKind.HEADING, first, first + 1, level=level, heading=clean_line(lines.lines[first]))
            first += 1
        else:
            after = _block_end(lines.lines, first, wrapped)
            yield lines.block(BlockKind.TEXT, first, after)
            first = after


def _underlined(lines: Sequence[str], first: int) -> int:
    """Return the line after a heading that is underlined, and perhaps overlined, or 0 when there is none."""
    if first and lines[first - 1].strip():
        return 0
    words = first + (_RULE.fullmatch(lines[first]) is not None)
    if words + 1 >= len(lines) or (words > first and lines[words + 1].strip() != lines[first].strip()):
        return 0
    text, rule = lines[words].strip(), lines[words + 1].strip()
    found = (
        _RULE.fullmatch(rule)
        and len(text) <= _LONGEST_HEADING
        and any(character.isalpha() for character in text)
        and not _ITEM.match(lines[words])
        and len(text) / 2 <= len(rule) <= 2 * len(text) + 4
    )
    return words + 2 if found else 0


def _block_end(lines: Sequence[str], first: int, wrapped: bool) -> int:
    """Return the line after the block: a wrapped paragraph, or one line with the indented lines under it."""
    after = first + 1
    while after < len(lines) and lines[after].strip() and not _ITEM.match(lines[after]):
        indented = _indent(lines[after]) > _indent(lines[first])
        if not (wrapped or indented) or _is_heading(lines, after, wrapped):
            break
        after += 1
    return after


def _is_heading(lines: Sequence[str], number: int, wrapped: bool) -> bool:
    return _looks_like_heading(lines[number]) and _may_follow(lines, number) and _has_body(lines, number, wrapped)


def _looks_like_heading(line: str) -> bool:
    text = line.strip()
    return (
        0 < len(text) <= _LONGEST_HEADING
        and line[0] == text[0]  # not indented
        and not text[0].islower()
        and any(character.isalpha() for character in text)
        and len(text.split()) <= _MOST_WORDS
        and not text.rstrip(_CLOSERS).endswith(_NO_HEADING_END)
        and not _ITEM.match(line)
    )


def _may_follow(lines: Sequence[str], number: int) -> bool:
    """A heading stands first, after a blank line, or after a line that ends what it says."""
    if number == 0 or not lines[number - 1].strip():
        return True
    before = lines[number - 1]
    return bool(_ITEM.match(before)) or _ends_sentence(before) or len(before) > _WRAPPED_AT


def _has_body(lines: Sequence[str], number: int, wrapped: bool) -> bool:
    """Under a heading stands a list or a sentence. A short question is no sentence here: it may be a heading itself."""
    below = next((n for n in range(number + 1, min(number + 4, len(lines))) if lines[n].strip()), None)
    if below is None:
        return False
    body = lines[below]
    if _ITEM.match(body):
        return True
    if _indent(body) or (wrapped and below == number + 1):
        return False
    if body.rstrip().endswith("?") and len(body) <= len(lines[number]):
        return False
    return len(body) > _WRAPPED_AT or _ends_sentence(body)


def _ends_sentence(text: str) -> bool:
    return text.rstrip().rstrip(_CLOSERS).endswith(_SENTENCE_END)


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())
