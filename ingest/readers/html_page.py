"""What a person sees of a page, as blocks: its elements are walked in order, without recursion."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from ingest.readers.assembly import Assembly
from ingest.readers.base import BlockKind

if TYPE_CHECKING:
    from lxml.etree import _Element

FRAMES = ("main", "article")
"""Elements that hold what the page is about."""
_UNSEEN = {
    "script", "style", "noscript", "template", "head", "svg", "math", "iframe", "object", "canvas", "audio", "video",
    "button", "select", "textarea", "input", "datalist", "nav", "aside", "dialog", "footer", "menu",
    "rt", "rp", "del", "s", "strike",
}  # fmt: skip
"""Elements whose text is no part of the article."""
_UNSEEN_ROLES = {"navigation", "banner", "contentinfo", "complementary", "search", "menu", "menubar", "alert", "dialog"}
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_BLOCKS = {
    "address", "article", "blockquote", "body", "caption", "center", "dd", "details", "div", "dl", "dt", "fieldset",
    "figcaption", "figure", "form", "header", "hgroup", "hr", "html", "legend", "li", "main", "ol", "p", "section",
    "summary", "table", "tbody", "tfoot", "thead", "ul",
}  # fmt: skip
"""Elements that begin on a line of their own."""
_TABLE_PARTS = {"tr", "td", "th"}
_CLOSE = {"li", "dd", "dt", "tr"}
"""Of these, one follows the other without a blank line."""
_NOT_IN_CELLS = ("table", "pre", "article", "section", *_HEADINGS)
"""What makes a table a layout: its cells are parts of the page."""
_AROUND = {
    "nav", "navbar", "navigation", "breadcrumb", "breadcrumbs", "sidebar", "toc", "footer", "page-footer",
    "site-footer", "cookie-banner", "cookie-consent", "cookie-notice", "cookies", "skip-link", "headerlink",
    "hash-link", "mw-editsection",
}  # fmt: skip
"""Names that sites and wikis give, as id or class, to what stands around the article."""
_ARTICLE = ("main", "article", "h1")
"""What is in an element that is no such thing, whatever its name."""
_HIDDEN_STYLE = re.compile(
    r"(?:^|;)\s*(?:display\s*:\s*none|visibility\s*:\s*hidden|font-size\s*:\s*0(?:\.0*)?(?:px|pt|r?em|%)?\s*(?:!|;|$))",
    re.IGNORECASE,
)
_SPACE = re.compile(r"[ \t\n\r\f\v]+")
_WORD = re.compile(r"\w")


def is_unseen(element: _Element) -> bool:
    """Tell an element that is hidden, or stands around the article and not in it."""
    name = str(element.tag)
    if name in _UNSEEN or element.get("hidden") is not None or element.get("aria-hidden") == "true":
        return True
    if element.get("role", "").lower() in _UNSEEN_ROLES or _HIDDEN_STYLE.search(element.get("style", "")):
        return True
    if name == "header":
        return all(str(parent.tag) not in FRAMES for parent in element.iterancestors())
    return _is_around(element) or (name == "a" and _is_anchor(element))


def _is_around(element: _Element) -> bool:
    """Tell navigation and the like on pages that have no elements for it."""
    names = {element.get("id", "").lower(), *element.get("class", "").lower().split()}
    return (
        not names.isdisjoint(_AROUND)
        and str(element.tag) not in {"html", "body", *_ARTICLE}
        and next(element.iterdescendants(*_ARTICLE), None) is None
    )


def _is_anchor(link: _Element) -> bool:
    """Tell the mark beside a heading that gives its address: a pilcrow, a chain."""
    parent = link.getparent()
    return parent is not None and str(parent.tag) in _HEADINGS and not _WORD.search("".join(link.itertext()))


def assemble(root: _Element) -> Assembly:
    """Return the blocks of an element and what is in it."""
    page = _Page()
    for event, element in _walk(root):
        if event == "start":
            page.start(str(element.tag), is_table=element.tag == "table" and not _is_layout(element))
            page.text(element.text)
            continue
        if event == "end":
            page.end(str(element.tag))
        if element is not root:
            page.text(element.tail)
    page.flush()
    return page.assembly


def seen_text(root: _Element) -> str:
    """Return the text a person sees in an element, white space included."""
    return "".join(
        (element.text if event == "start" else element.tail) or ""
        for event, element in _walk(root)
        if event == "start" or element is not root
    )


def _walk(root: _Element) -> Iterator[tuple[str, _Element]]:
    """Yield "start" and "end" of each element that is seen, and "skipped" of others, for the text after them."""
    from lxml import etree

    walker = etree.iterwalk(root, events=("start", "end"))
    unseen: _Element | None = None
    for event, element in walker:
        if unseen is None and event == "start" and element is not root and is_unseen(element):
            unseen = element
            walker.skip_subtree()
        elif unseen is None:
            yield event, element
        elif event == "end" and element is unseen:
            unseen = None
            yield "skipped", element


def _is_layout(table: _Element) -> bool:
    """Tell a table that only places things on the page from one whose rows say something."""
    return (
        table.get("role") in {"presentation", "none"} or next(table.iterdescendants(*_NOT_IN_CELLS), None) is not None
    )


class _Page:
    """Turns starts, ends and texts into blocks. Rows of a table become lines, their cells parted by `` | ``."""

    def __init__(self) -> None:
        self.assembly = Assembly()
        self._pieces: list[str] = []
        self._cells: list[str] | None = None
        self._tables: list[bool] = []
        self._headed = False
        self._kind, self._level = BlockKind.TEXT, 0
        self._close = self._follows = False
        self._code = 0

    def start(self, name: str, *, is_table: bool) -> None:
        if name == "table":
            self._tables.append(is_table)
        if name == "br":
            self._pieces.append("\n")
        elif name == "sup" and self._pieces and self._pieces[-1][-1:].isdigit():
            self._pieces.append("^")  # a power, or the number of a note: without it another figure would stand there
        elif self._cells is None and (name in _BLOCKS or name in _HEADINGS or name in _TABLE_PARTS or name == "pre"):
            self._begin(name)
        elif self._cells is not None and name in {"td", "th"}:
            self._headed &= name == "th"
        elif name in _BLOCKS:
            self._pieces.append(" ")  # a paragraph in a cell: the row stays one line
        if name == "li" and self._cells is None:
            self._pieces.append("- ")

    def end(self, name: str) -> None:
        if name == "table":
            self._tables.pop()
        if self._cells is not None:
            self._end_in_row(name)
        elif name == "pre":
            self._code = max(0, self._code - 1)
            self.flush()
        elif name in _BLOCKS or name in _HEADINGS or name in _TABLE_PARTS:
            self.flush()

    def text(self, text: str | None) -> None:
        if text:
            self._pieces.append(text if self._code else _SPACE.sub(" ", text))

    def flush(self) -> None:
        """Make a block of what was gathered. The mark of a list item waits for its text."""
        text = "".join(self._pieces)
        if text.strip() == "-" and self._kind is BlockKind.TEXT:
            return
        tidy = text if self._kind is BlockKind.CODE else _tidy(text)
        if tidy.strip():
            self.assembly.add(self._kind, tidy, level=self._level, close=self._close and self._follows)
            self._follows = self._close
        self._pieces, self._kind, self._level, self._close = [], BlockKind.TEXT, 0, False

    def _begin(self, name: str) -> None:
        self.flush()
        if name == "tr" and self._tables and self._tables[-1]:
            self._cells, self._headed = [], True
        elif name == "pre":
            self._kind, self._code = BlockKind.CODE, self._code + 1
        elif name in _HEADINGS:
            self._kind, self._level = BlockKind.HEADING, _HEADINGS[name]
        self._close = name in _CLOSE or bool(self._pieces)  # the mark of a list item is waiting

    def _end_in_row(self, name: str) -> None:
        if name in {"td", "th"} and self._cells is not None:
            self._cells.append(_SPACE.sub(" ", "".join(self._pieces)).strip())
            self._pieces = []
        elif name == "tr":
            cells, self._cells = self._cells or [], None
            self._pieces, self._close = [" | ".join(cells) if any(cells) else ""], True
            self.flush()
            if self._headed and len(cells) > 1 and all(cells):
                self._pieces, self._close = [" | ".join(["---"] * len(cells))], True
                self.flush()
        elif name in _BLOCKS:
            self._pieces.append(" ")


def _tidy(text: str) -> str:
    return "\n".join(line.strip() for line in text.split("\n") if line.strip())
