"""Passages cut into the smallest pieces that can be quoted alone: verbatim slices, never rewritten.

A sentence, a list item, a table row or a code block is one unit. What stands above it and makes it understandable (the
heading, the line that introduces a list, the column headings of a table) travels along outside the quote.
"""

from __future__ import annotations

import re
from collections.abc import Generator, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

_HEADING = re.compile(r"\s{0,3}#{1,6}\s")
_FENCE = re.compile(r"\s*(```|~~~)")
_ITEM = re.compile(r"\s*(?:[-*+•◦‣▪–]|\d{1,3}[.)]|[a-z][.)])\s+")
_RULE = re.compile(r"\s*(?:[-*_=]\s*){3,}$|\s*!\[[^\]]*\]\([^)]*\)\s*$")
_ROW = re.compile(r"\s*\|.*\|\s*$")
_DIVIDER = re.compile(r"[\s|:-]+$")
_ARROW = re.compile(r"\s*(?:\S+\s+){0,3}(?:→|->|=>|⇒)")
_END = re.compile(r"(?:[.!?…][\"'”’)\]*_]*(?=\s)|[。！？])\s*")
_ABBREVIATION = re.compile(
    r"(?:\b(?:e\.g|i\.e|etc|vs|cf|approx|fig|mr|mrs|ms|dr|prof|inc|ltd|st|al)|\b[A-Z])\.$", re.IGNORECASE
)
_EMPHASIS = re.compile(r"\*\*|__|(?<!\w)[*_](?=\S)|(?<=\S)[*_](?!\w)")
_LINK = re.compile(r"!?\[([^\]]*)\]\([^)\s]*(?:\s[^)]*)?\)")
_LABEL = re.compile(r"(?P<label>[^:.!?—–]{2,60}?)(?::| [—–]) ")
_TERMINAL = (".", "!", "?", "…", ":", ";", ".”", '."', ".)", ".*", "。")

HEADING_WORDS = 12
"""A line of at most this many words without a full stop, alone on its line, is read as a heading of a plain text."""
LABEL_CHARACTERS = 45
LABEL_WORDS = 6
"""A paragraph's first sentence up to this size ("Legal research.") is the label of the next one: quoted together."""
WRAPPED_CHARACTERS = 45
"""A line at least this long that does not end a sentence goes on in the next line."""
LONG_ITEM = 600
"""A list item beyond this many characters is cut into its sentences."""


class UnitKind(StrEnum):
    """What a unit is in its document."""

    SENTENCE = "sentence"
    ITEM = "item"
    ROW = "row"
    CODE = "code"
    HEADING = "heading"


@dataclass(frozen=True, slots=True)
class Unit:
    """A quotable piece: ``text == passage_text[start:end]``.

    Attributes:
        section: the heading, or heading-like line, above it within the passage; may be empty.
        lead: the line that introduces its list ("Choose RAG when:"); may be empty.
        columns: the headings of its table, for a row.
    """

    start: int
    end: int
    text: str
    kind: UnitKind
    section: str = ""
    lead: str = ""
    columns: tuple[str, ...] = ()

    @property
    def quotable(self) -> bool:
        """Whether it says something by itself; headings and introductions only lead to what does."""
        return self.kind is not UnitKind.HEADING and not self.text.endswith(":")


@dataclass(frozen=True, slots=True)
class _Line:
    start: int
    end: int
    text: str

    @property
    def blank(self) -> bool:
        return not self.text.strip()


def split_units(text: str) -> tuple[Unit, ...]:
    """Cut a passage into units, in order. Every word stands in exactly one unit, except mark-up-only lines."""
    return tuple(_with_leads(_blocks(list(_lines(text)), text)))


def display(unit: Unit) -> str:
    """The unit as plain text for reading: no bullets, pipes, emphasis marks or links; one line unless it is code."""
    if unit.kind is UnitKind.CODE:
        return unit.text
    if unit.kind is UnitKind.ROW:
        return plain(_row_with_headings(unit))
    return plain(_ITEM.sub("", unit.text, count=1) if unit.kind is UnitKind.ITEM else unit.text)


def label(unit: Unit) -> str:
    """What a unit says it is about before its colon or dash ("Hybrid: …"), or its first cell; else empty."""
    if unit.kind is UnitKind.ROW:
        return plain(_cells(unit.text)[0])
    match = _LABEL.match(display(unit))
    return match["label"] if match and len(match["label"].split()) <= LABEL_WORDS else ""


def plain(text: str) -> str:
    """Strip emphasis marks, links and heading marks, and collapse white space."""
    return " ".join(_EMPHASIS.sub("", _LINK.sub(r"\1", text.lstrip("# "))).split())


def _row_with_headings(unit: Unit) -> str:
    cells = _cells(unit.text)
    if len(cells) != len(unit.columns):
        return " · ".join(cell for cell in cells if cell)
    return "; ".join(f"{column}: {cell}" if column else cell for column, cell in zip(unit.columns, cells, strict=True))


def _cells(row: str) -> tuple[str, ...]:
    return tuple(cell.strip() for cell in row.strip().strip("|").split("|"))


def _lines(text: str) -> Iterator[_Line]:
    for match in re.finditer(r"[^\n]+", text):
        yield _Line(match.start(), match.end(), match.group())


def _slice(text: str, start: int, end: int, kind: UnitKind, columns: tuple[str, ...] = ()) -> Unit:
    """A unit without the white space around it."""
    piece = text[start:end]
    start += len(piece) - len(piece.lstrip())
    piece = piece.strip()
    return Unit(start, start + len(piece), piece, kind, columns=columns)


def _blocks(lines: list[_Line], text: str) -> Iterator[Unit]:
    i = 0
    while i < len(lines):
        line = lines[i].text
        if lines[i].blank or _RULE.match(line):
            i += 1
        elif _FENCE.match(line):
            i = yield from _code(lines, i, text)
        elif _ROW.match(line):
            i = yield from _table(lines, i, text)
        elif _HEADING.match(line):
            yield _slice(text, lines[i].start, lines[i].end, UnitKind.HEADING)
            i += 1
        else:
            i = yield from _prose(lines, i, text)


def _code(lines: list[_Line], i: int, text: str) -> Generator[Unit, None, int]:
    fence = lines[i].text.strip()[:3]
    last = next((j for j in range(i + 1, len(lines)) if lines[j].text.strip().startswith(fence)), len(lines) - 1)
    yield _slice(text, lines[i].start, lines[last].end, UnitKind.CODE)
    return last + 1


def _table(lines: list[_Line], i: int, text: str) -> Generator[Unit, None, int]:
    last = i
    while last + 1 < len(lines) and _ROW.match(lines[last + 1].text):
        last += 1
    headed = last > i and _DIVIDER.match(lines[i + 1].text)
    columns = tuple(plain(cell) for cell in _cells(lines[i].text)) if headed else ()
    for line in lines[i + 2 if headed else i : last + 1]:
        if not _DIVIDER.match(line.text):
            yield _slice(text, line.start, line.end, UnitKind.ROW, columns)
    return last + 1


def _prose(lines: list[_Line], i: int, text: str) -> Generator[Unit, None, int]:
    last = i
    while last + 1 < len(lines) and _reads_on(lines[last], lines[last + 1], text):
        last += 1
    start, end = lines[i].start, lines[last].end
    if _ITEM.match(lines[i].text):
        yield from _item(text, start, end)
    elif last == i and _is_heading(lines[i].text):
        yield _slice(text, start, end, UnitKind.HEADING)
    else:
        yield from _sentences(text, start, end)
    return last + 1


def _reads_on(line: _Line, following: _Line, text: str) -> bool:
    """Whether the next line belongs to the same paragraph, item, or question with its answer."""
    if "\n\n" in text[line.end : following.start] or following.blank or _starts_block(following.text):
        return False
    if _ARROW.match(following.text):
        return "→" not in line.text
    indented, first = following.text[:1].isspace(), following.text.lstrip()[:1]
    if _ITEM.match(line.text) or line.text.rstrip().endswith(_TERMINAL):
        return indented and not line.text[:1].isspace() if _ITEM.match(line.text) else False
    return indented or first.islower() or len(line.text) >= WRAPPED_CHARACTERS


def _starts_block(line: str) -> bool:
    return any(pattern.match(line) for pattern in (_HEADING, _FENCE, _ITEM, _ROW, _RULE))


def _is_heading(line: str) -> bool:
    line = line.strip()
    if line.endswith((".", "!", ";", "。", ",")) or _ARROW.match(line) or _END.search(line[:-1]):
        return False
    return len(line.split()) <= HEADING_WORDS


def _item(text: str, start: int, end: int) -> Iterator[Unit]:
    if end - start <= LONG_ITEM:
        yield _slice(text, start, end, UnitKind.ITEM)
    else:
        yield from _sentences(text, start, end)


def _sentences(text: str, start: int, end: int) -> Iterator[Unit]:
    begin = start
    for i, match in enumerate(_END.finditer(text, start, end)):
        if match.end() < end and not _ends_sentence(text, begin, match, end, label=i == 0):
            continue
        yield _slice(text, begin, match.end(), UnitKind.SENTENCE)
        begin = match.end()
    if text[begin:end].strip():
        yield _slice(text, begin, end, UnitKind.SENTENCE)


def _ends_sentence(text: str, begin: int, match: re.Match[str], end: int, *, label: bool) -> bool:
    before, after = text[begin : match.start() + 1].strip(), text[match.end() : end]
    if _ABBREVIATION.search(before) or after[:1].islower() or _ARROW.match(after.split("\n", 1)[0]):
        return False
    return not label or before[-1] not in "." or len(before) > LABEL_CHARACTERS or len(before.split()) > LABEL_WORDS


def _with_leads(units: Iterator[Unit]) -> Iterator[Unit]:
    """Give each unit the heading above it, and the line that introduces its list."""
    section = lead = ""
    for unit in units:
        introduces = unit.text.endswith(":")
        if unit.kind is UnitKind.HEADING and not introduces:
            section, lead = plain(unit.text), ""
        elif unit.kind in (UnitKind.HEADING, UnitKind.SENTENCE):
            lead = plain(unit.text) if introduces else ""
        yield replace(unit, section=section, lead="" if introduces else lead)
