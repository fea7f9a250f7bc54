"""Lines of a PDF to headings and paragraphs, by what layout says for certain; in doubt a line is text of its own."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby, pairwise

from ingest.readers.composer import TextComposer
from ingest.readers.pdf_words import HYPHENATED, Words

_EDGE_LINES = 2
"""Lines at the top and at the foot of a page that may be its header or footer."""
_FEWEST_PAGES = 3
_HEADING_SCALE = 1.15
"""How much larger than the body's a heading's letters are."""
_LONGEST_HEADING = 160
_MOST_HEADINGS = 0.3
"""Share of characters in large print above which large print is no sign of a heading."""
_WIDE_GAP = 1.3
_ALMOST_FULL = 0.85
"""Share of a full line's characters that the narrow and wide letters of one line make no difference to."""
_FEWEST_BOOKMARKS = 3

_ITEM = re.compile(r"(?:[-•‣◦▪●○■–—*·]|\(?\d{1,3}[.)]|\(?[a-z][.)])\s+\S")
_LEADER = re.compile(r"(?:\. ?){4,}\s*\w{1,6}$")
"""Dots that lead to a page or a price."""
_END = re.compile(r"[.!?:;…。！？][\"'”’»)\]]*$")
_NUMBERING = re.compile(r"^(?:(?:chapter|section|part|appendix)\s+)?(?:\d+|[a-z](?=[.)]))(?:\.\d+)*[.):]?\s+")
_PAGE_NUMBER = re.compile(
    r"(?:\b(?:page|seite|pagina|página|p\.|s\.)\s*)?\b\d{1,4}(?:\s*(?:/|of|von|de|di|sur)\s*\d{1,4})?\W*$"
    r"|^\W*\d{1,4}(?=\W)|^[ivxlc]+$"
)
_NUMBERED = re.compile(
    r"(?:chapter|section|part|appendix|kapitel|teil)?\s*\d{1,2}(?:\.\d{1,2})*[.):]?\s+\w", re.IGNORECASE
)
_HEADING_GAP = 1.5
"""Times its size that a line of a heading stands at most below the one before."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a page.

    Attributes:
        size: of most of its letters, in points.
        x, y: where it begins, in points from the lower left corner.
        page: 1-based.
        bold: all of it is in bold print.
    """

    text: str
    size: float
    x: float
    y: float
    page: int
    bold: bool = False


@dataclass(frozen=True, slots=True)
class Bookmark:
    """An entry of the outline: its title, its depth from 1, and its 1-based page."""

    title: str
    level: int
    page: int


@dataclass(slots=True)
class _Piece:
    """Lines that belong together. ``level`` is a heading's, or 0; ``tight``: no gap to the piece before."""

    lines: list[Line] = field(default_factory=list)
    level: int = 0
    tight: bool = False


def compose(composer: TextComposer, lines: Sequence[Line], bookmarks: Sequence[Bookmark]) -> None:
    """Add the text of all pages, without headers, footers and page numbers."""
    lines = _without_furniture(lines)
    levels = _by_bookmark(lines, bookmarks) or _by_size(lines) or _by_weight(lines)
    words = Words([line.text for line in lines])
    for piece in _pieces(lines, levels):
        text = words.join([line.text for line in piece.lines])
        if piece.level:
            composer.heading(text, piece.level, piece.lines[0].page)
        else:
            composer.text(text, piece.lines[0].page, tight=piece.tight)


def _without_furniture(lines: Sequence[Line]) -> list[Line]:
    """Leave out what stands at the edge of most pages in the same words, or in the same place with the page's number.

    Numbers count as that of the page only in print no larger than the body's: "Step 1" to "Step 9" may be titles.
    """
    body = _body_size(lines)
    pages = [list(group) for _, group in groupby(lines, key=lambda line: line.page)]
    edges = [{id(line): set(_signs(line, body)) for line in _edges(page)} for page in pages]
    counts = Counter(sign for edge in edges for sign in set().union(*edge.values()))
    common = {sign for sign, count in counts.items() if count >= max(_FEWEST_PAGES, len(pages) / 2)}
    dropped = {line for edge in edges for line, signs in edge.items() if signs & common}
    return [line for line in lines if id(line) not in dropped]


def _body_size(lines: Sequence[Line]) -> float:
    """Return the size in which most characters are printed; 0 without lines."""
    sizes: Counter[float] = Counter()
    for line in lines:
        sizes[line.size] += len(line.text)
    return max(sizes, key=lambda size: (sizes[size], -size), default=0.0)


def _edges(page: Sequence[Line]) -> list[Line]:
    downwards = sorted(page, key=lambda line: -line.y)
    return downwards[:_EDGE_LINES] + downwards[_EDGE_LINES:][-_EDGE_LINES:]


def _signs(line: Line, body: float) -> Iterator[tuple[str | int, int]]:
    """Yield what a header or footer shares with those of other pages: its words, or its place and how it counts."""
    text, size = line.text.casefold(), round(line.size)
    number = _PAGE_NUMBER.search(text) if line.size <= body else None
    yield _PAGE_NUMBER.sub("#", text) if number else text, size
    if number and (digits := re.search(r"\d+", number[0])):
        yield round(line.y), int(digits[0]) - line.page


def _by_bookmark(lines: Sequence[Line], bookmarks: Sequence[Bookmark]) -> dict[int, int]:
    """Return the level of each line, by its index, that an entry of the outline names; none when few are named."""
    wanted = {(_bare(mark.title), mark.page): mark.level for mark in bookmarks if _bare(mark.title)}
    levels: dict[int, int] = {}
    for index, line in enumerate(lines):
        if level := wanted.pop((_bare(line.text), line.page), 0):
            levels[index] = level
    return levels if len(levels) >= min(_FEWEST_BOOKMARKS, len(bookmarks) or 1) else {}


def _bare(title: str) -> str:
    return re.sub(r"\W+", "", _NUMBERING.sub("", title.strip().casefold()))


def _by_size(lines: Sequence[Line]) -> dict[int, int]:
    """Return the level of each line in print larger than the body's; the largest has level 1."""
    body = _body_size(lines)
    large = [index for index, line in enumerate(lines) if line.size >= body * _HEADING_SCALE]
    if sum(len(lines[index].text) for index in large) > _MOST_HEADINGS * sum(len(line.text) for line in lines):
        return {}
    named = [index for index in large if _may_be_heading(lines[index].text)]
    ranks = {size: rank for rank, size in enumerate(sorted({lines[i].size for i in named}, reverse=True), 1)}
    return {index: ranks[lines[index].size] for index in named}


def _by_weight(lines: Sequence[Line]) -> dict[int, int]:
    """Return level 1 for each bold line that stands apart above text that is not bold, where one size is all there is.

    What is above a table is bold as well, so a sentence or a long line follows.
    """
    bold = [index for index, line in enumerate(lines) if line.bold]
    if sum(len(lines[index].text) for index in bold) > _MOST_HEADINGS * sum(len(line.text) for line in lines):
        return {}
    leading, full = _leading(lines), _full_width(lines)
    found = {}
    for index in bold:
        line, below = lines[index], lines[index + 1] if index + 1 < len(lines) else None
        apart = index == 0 or lines[index - 1].page != line.page or not _is_near(lines[index - 1], line, leading)
        if not apart or below is None or below.bold or below.page != line.page or not _may_be_heading(line.text):
            continue
        if not line.text.endswith(":") and (_END.search(below.text) or len(below.text) > full / 2):
            found[index] = 1
    return found


def _may_be_heading(text: str) -> bool:
    return len(text) <= _LONGEST_HEADING and any(c.isalpha() for c in text) and not text.endswith((".", ",", ";"))


def _pieces(lines: Sequence[Line], levels: dict[int, int]) -> Iterator[_Piece]:
    full, leading = _full_width(lines), _leading(lines)
    piece = _Piece()
    for index, line in enumerate(lines):
        level = levels.get(index, 0)
        if not piece.lines:
            piece = _Piece([line], level)
            continue
        near = _is_near(piece.lines[-1], line, leading)
        if level == piece.level and _goes_on(piece, line, near, full):
            piece.lines.append(line)
        else:
            yield piece
            piece = _Piece([line], level, tight=near and not level)
    if piece.lines:
        yield piece


def _goes_on(piece: _Piece, line: Line, near: bool, full: int) -> bool:
    """Tell whether a line belongs to the piece before it."""
    last = piece.lines[-1]
    if piece.level:
        close = near and last.size == line.size and last.y - line.y <= _HEADING_GAP * line.size
        return close and not _NUMBERED.match(line.text) and sum(len(p.text) for p in piece.lines) < _LONGEST_HEADING
    if _ITEM.match(line.text) or _LEADER.search(last.text) or abs(last.size - line.size) > 0.1 * last.size:
        return False
    unfinished = not _END.search(last.text) and line.text[:1].islower()
    if last.page != line.page or line.y > last.y:  # the next page or column
        return unfinished
    indented = line.x - last.x > 0.8 * line.size
    if not near or (indented and _END.search(last.text)):
        return False
    first_word = line.text.split(" ", 1)[0]
    had_room = len(last.text) + 1 + len(first_word) <= _ALMOST_FULL * full
    return not had_room or HYPHENATED.search(last.text) is not None


def _is_near(last: Line, line: Line, leading: dict[float, float]) -> bool:
    gap = last.y - line.y
    return last.page == line.page and 0 <= gap <= _WIDE_GAP * leading.get(line.size, 1.3 * line.size)


def _leading(lines: Sequence[Line]) -> dict[float, float]:
    """Return the usual distance from line to line for each size of print."""
    gaps: dict[float, Counter[float]] = {}
    for last, line in pairwise(lines):
        if last.page == line.page and last.size == line.size and 0.8 * line.size < last.y - line.y < 2.5 * line.size:
            gaps.setdefault(line.size, Counter())[round(last.y - line.y, 1)] += 1
    return {size: max(counts, key=lambda gap: (counts[gap], -gap)) for size, counts in gaps.items()}


def _full_width(lines: Sequence[Line]) -> int:
    """Return the characters of a line that is full: nine of ten lines are no longer."""
    lengths = sorted(len(line.text) for line in lines)
    return lengths[int(0.9 * (len(lengths) - 1))] if lengths else 0
