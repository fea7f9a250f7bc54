"""Passages cut into the smallest pieces that can be quoted alone: verbatim slices, never rewritten.

A sentence, a list item, a table row or a code block is one unit. What stands above it and makes it understandable (the
heading, the line that introduces a list, the column headings of a table) travels along outside the quote.
"""

from __future__ import annotations

import re
from collections.abc import Generator, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import zip_longest

from bot.answers.sentence_ends import ARROW, FULL_STOP, LABEL_WORDS, sentences

_HEADING = re.compile(r"\s{0,3}#{1,6}\s")
_FENCE = re.compile(r"\s*(```|~~~)")
_ITEM = re.compile(r"\s*(?:[-*+•◦‣▪–]|\d{1,3}[.)]|[a-z][.)])\s+")
_RULE = re.compile(r"\s*(?:[-*_=]\s*){3,}$|\s*!\[[^\]]*\]\([^)]*\)\s*$")
_ROW = re.compile(r"\s*\|.*\|\s*$")
_DIVIDER = re.compile(r"[\s|:-]+$")
_EMPHASIS = re.compile(r"\*\*|__|(?<!\w)[*_](?=\S)|(?<=\S)[*_](?!\w)")
_LINK = re.compile(r"!?\[([^\]]*)\]\([^)\s]*(?:\s[^)]*)?\)")
_LABEL = re.compile(r"(?P<label>[^:.!?—–]{2,60}?)(?::| [—–]) ")
_TERMINAL = (".", "!", "?", "…", ":", ";", ".”", '."', ".)", ".*", "。")

HEADING_WORDS = 12
"""A line of at most this many words without a full stop, alone on its line, is read as a heading of a plain text."""
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
    return tuple(_with_leads(list(_blocks(list(_lines(text)), text)), text))


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
    if ARROW.match(following.text):
        return "→" not in line.text
    indented, first = following.text[:1].isspace(), following.text.lstrip()[:1]
    if _ITEM.match(line.text) or line.text.rstrip().endswith(_TERMINAL):
        return indented and not line.text[:1].isspace() if _ITEM.match(line.text) else False
    return indented or first.islower() or len(line.text) >= WRAPPED_CHARACTERS


def _starts_block(line: str) -> bool:
    return any(pattern.match(line) for pattern in (_HEADING, _FENCE, _ITEM, _ROW, _RULE))


def _is_heading(line: str) -> bool:
    line = line.strip()
    if line.endswith((".", "!", ";", "。", ",")) or ARROW.match(line) or FULL_STOP.search(line[:-1]):
        return False
    return len(line.split()) <= HEADING_WORDS


def _item(text: str, start: int, end: int) -> Iterator[Unit]:
    if end - start <= LONG_ITEM:
        yield _slice(text, start, end, UnitKind.ITEM)
    else:
        yield from _sentences(text, start, end)


def _sentences(text: str, start: int, end: int) -> Iterator[Unit]:
    for begin, stop in sentences(text, start, end):
        yield _slice(text, begin, stop, UnitKind.SENTENCE)


def _with_leads(units: list[Unit], text: str) -> Iterator[Unit]:
    """Give each unit the heading above it, and the line that introduces its list, or asks what it answers.

    A question that its own paragraph goes on to answer is a heading, as in a list of frequent questions.
    """
    section = lead = ""
    for unit, following in zip_longest(units, units[1:]):
        asks = following is not None and _is_answered(unit, following, text)
        introduces = unit.text.endswith(":") or asks
        if unit.kind is UnitKind.HEADING and not introduces:
            section, lead = plain(unit.text), ""
        elif unit.kind in (UnitKind.HEADING, UnitKind.SENTENCE) and (introduces or not lead.endswith("?")):
            lead = plain(unit.text) if introduces else ""
        yield replace(
            unit,
            kind=UnitKind.HEADING if asks else unit.kind,
            section=section,
            lead="" if introduces else lead,
        )
        if lead.endswith("?") and (following is None or not _reads_on_after(unit, following, text)):
            lead = ""


def _is_answered(unit: Unit, following: Unit, text: str) -> bool:
    asks = unit.kind is UnitKind.SENTENCE and plain(unit.text).endswith("?")
    return asks and _reads_on_after(unit, following, text)


def _reads_on_after(unit: Unit, following: Unit, text: str) -> bool:
    """Whether the next unit is a sentence of the same paragraph."""
    return following.kind is UnitKind.SENTENCE and "\n\n" not in text[unit.end : following.start]
