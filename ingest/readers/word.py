"""Word documents (DOCX), by python-docx: what is under a heading style is a heading, a table row is a line.

python-docx's own ``text`` leaves out insertions under review, content controls and text boxes, so the text is taken
from the elements.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from ingest.readers.archives import require_harmless_archive
from ingest.readers.base import Reading
from ingest.readers.composer import TextComposer
from ingest.readers.properties import iso_day, meant
from ingest.readers.rows import row_lines

if TYPE_CHECKING:
    from docx.document import Document as WordDocument

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_CONTAINERS = {f"{_W}{name}" for name in ("sdt", "sdtContent", "ins", "moveTo", "customXml", "smartTag")}
_UNREAD = {f"{_W}del", f"{_W}moveFrom", f"{_W}pPr", f"{_W}rPr", f"{_W}txbxContent", _FALLBACK}
"""What was deleted under review, properties, and what is read for itself or a second time."""
_CHARACTERS = {f"{_W}tab": "\t", f"{_W}br": "\n", f"{_W}cr": "\n", f"{_W}noBreakHyphen": "-"}
_NOTE_PARTS = ("footnotes", "endnotes")
_HEADING = re.compile(r"heading (\d)", re.IGNORECASE)
_CONTENTS = re.compile(r"toc \d|table of figures", re.IGNORECASE)
"""Styles of the lines that repeat all headings with their pages."""
_OFF = {"0", "false", "off"}
_LONGEST_HEADING = 120
_MOST_BOLD = 0.3
"""Share of the text in bold above which that is no sign of a heading."""
_BODY_LEVEL = 9
"""The outline level that Word gives to text that is no heading."""


def read_docx(path: str, data: bytes) -> Reading:
    """Read a Word document. See `BytesReader`.

    The title is that of the properties, else the first paragraph of the style Title, else the only heading of the
    highest level, with which the text begins. A table's first row names the
    columns when Word treats it as a header. Notes stand under the paragraph that refers to them. Numbers of headings
    and list items are not part of the text: Word counts them when it shows the document. The table of contents is left
    out: each of its lines stands below as a heading.
    """
    require_harmless_archive(data, "DOCX")
    import docx  # lxml and its element classes, only when a Word document is read

    document = docx.Document(io.BytesIO(data))
    body = _Body(document)
    body.compose(document.element.body)
    known = document.core_properties
    return body.composer.reading(
        path,
        title=meant(known.title) or body.title or body.composer.only_heading,
        author=meant(known.author),
        date=iso_day(known.modified, known.created),
    )


class _Body:
    """Goes through the body once, paragraph by paragraph and table by table."""

    def __init__(self, document: WordDocument) -> None:
        self.composer = TextComposer()
        self.title = ""
        self._styles = _Styles(document)
        self._notes = dict(_notes(document))
        self._bold = _bold_headings(document.element.body, self._styles)

    def compose(self, container: Any) -> None:
        for element in container:
            if element.tag == f"{_W}p":
                self._paragraph(element)
            elif element.tag == f"{_W}tbl":
                self._table(element)
            elif element.tag in _CONTAINERS:
                self.compose(element)

    def _paragraph(self, paragraph: Any) -> None:
        text = _text(paragraph)
        style = self._styles.of(paragraph)
        if _CONTENTS.fullmatch(style.name):
            return
        if style.name == "Title" and not self.title:
            self.title = text.strip()
        if style.level or paragraph in self._bold:
            self.composer.heading(text, style.level or 1)
        elif text.strip():
            indent = "  " * style.depth
            self.composer.text(f"{indent}- {text.strip()}" if style.listed else text, tight=style.listed)
        for box in paragraph.iter(f"{_W}txbxContent"):
            if not any(above.tag == _FALLBACK for above in box.iterancestors()):
                self.compose(box)
        for reference in paragraph.iter(f"{_W}footnoteReference", f"{_W}endnoteReference"):
            self.composer.text(self._notes.get((reference.tag, reference.get(f"{_W}id")), ""))

    def _table(self, table: Any) -> None:
        rows = [list(_cells(row)) for row in table.iter(f"{_W}tr") if _owner(row) is table]
        has_header = len(rows) > 1 and _has_header(table)
        for line in row_lines(rows[has_header:], rows[0] if has_header else ()):
            self.composer.text(line, tight=True)


def _bold_headings(body: Any, styles: _Styles) -> set[Any]:
    """Return the short paragraphs in bold, where nobody used a style for headings and little else is bold."""
    paragraphs = [paragraph for paragraph in body.iterchildren(f"{_W}p") if _text(paragraph).strip()]
    if any(styles.of(paragraph).level for paragraph in paragraphs):
        return set()
    bold = [paragraph for paragraph in paragraphs if _is_bold(paragraph) and not styles.of(paragraph).listed]
    if sum(len(_text(paragraph)) for paragraph in bold) > _MOST_BOLD * sum(len(_text(p)) for p in paragraphs):
        return set()
    short = (paragraph for paragraph in bold if len(_text(paragraph)) <= _LONGEST_HEADING)
    return {paragraph for paragraph in short if not _text(paragraph).rstrip().endswith((".", ",", ";", ":"))}


def _is_bold(paragraph: Any) -> bool:
    runs = [run for run in paragraph.iter(f"{_W}r") if _text(run).strip()]
    marks = [run.find(f"{_W}rPr/{_W}b") for run in runs]
    return bool(runs) and all(m is not None and m.get(f"{_W}val", "1") not in _OFF for m in marks)


def _owner(row: Any) -> Any:
    """The table a row stands in: rows of tables inside cells are not rows of the outer one."""
    return next(row.iterancestors(f"{_W}tbl"), None)


def _cells(row: Any) -> Iterator[str]:
    """Yield a row's cells; one that spans columns is followed by empty ones: those after it keep their place."""
    for cell in row.iter(f"{_W}tc"):
        if next(cell.iterancestors(f"{_W}tr"), None) is row:
            yield " ".join(_text(paragraph) for paragraph in cell.iter(f"{_W}p"))
            span = cell.find(f"{_W}tcPr/{_W}gridSpan")
            yield from [""] * (min(_number(span), 64) - 1 if span is not None else 0)


def _has_header(table: Any) -> bool:
    if table.find(f"{_W}tr/{_W}trPr/{_W}tblHeader") is not None:
        return True
    look = table.find(f"{_W}tblPr/{_W}tblLook")
    if look is None:
        return False
    if look.get(f"{_W}firstRow") is not None:
        return look.get(f"{_W}firstRow") in {"1", "true", "on"}
    return bool(int(look.get(f"{_W}val", "0"), 16) & 0x20)


def _text(element: Any) -> str:
    """Return the text of a paragraph as Word shows it, all changes accepted and hidden text left out."""
    parts = []
    for child in element:
        if child.tag == f"{_W}t":
            parts.append(child.text or "")
        elif child.tag in _CHARACTERS:
            parts.append(_CHARACTERS[child.tag])
        elif isinstance(child.tag, str) and child.tag not in _UNREAD and not _is_hidden(child):
            raised = child.find(f"{_W}rPr/{_W}vertAlign[@{_W}val='superscript']") is not None
            mark = "^" if raised and parts and parts[-1][-1:].isdigit() else ""  # 10 to the power of 6 is not 106
            parts.append(mark + _text(child))
    return "".join(parts)


def _is_hidden(run: Any) -> bool:
    vanish = run.find(f"{_W}rPr/{_W}vanish")
    return vanish is not None and vanish.get(f"{_W}val", "1") not in _OFF


def _notes(document: WordDocument) -> Iterator[tuple[tuple[str, str], str]]:
    """Yield each footnote and endnote by the tag and id of what refers to it."""
    from docx.oxml.parser import parse_xml

    for relation in document.part.rels.values():
        kind = relation.reltype.rpartition("/")[2]
        if kind in _NOTE_PARTS and not relation.is_external:
            for note in parse_xml(relation.target_part.blob):
                text = "\n".join(_text(paragraph) for paragraph in note.iter(f"{_W}p"))
                yield (f"{_W}{kind[:-1]}Reference", note.get(f"{_W}id")), text


class _Style:
    """What a paragraph's style says: its name, heading level (0 for none), and place in a list."""

    def __init__(self, name: str, level: int, listed: bool, depth: int = 0) -> None:
        self.name, self.level, self.listed, self.depth = name, level, listed, depth


class _Styles:
    """Looks a paragraph's style up, with the styles it is based on."""

    def __init__(self, document: WordDocument) -> None:
        self._elements = {style.style_id: style.element for style in document.styles}

    def of(self, paragraph: Any) -> _Style:
        own = paragraph.find(f"{_W}pPr")
        chain = list(self._chain(_value(own, "pStyle")))
        properties = [own, *(style.find(f"{_W}pPr") for style in chain)]
        names = [_value(style, "name") for style in chain]
        listing = next((p.find(f"{_W}numPr") for p in properties if _has(p, "numPr")), None)
        level = _level(properties, names)
        listed = not level and listing is not None and _value(listing, "numId") != "0"
        return _Style(names[0] if names else "", level, listed, _depth(listing))

    def _chain(self, style_id: str) -> Iterator[Any]:
        seen: set[str] = set()
        while style_id in self._elements and style_id not in seen:
            seen.add(style_id)
            yield self._elements[style_id]
            style_id = _value(self._elements[style_id], "basedOn")


def _level(properties: Sequence[Any], names: Sequence[str]) -> int:
    if names[:1] == ["Title"]:
        return 1
    for name in names:
        if match := _HEADING.fullmatch(name):
            return int(match[1])
    outline = next((_value(p, "outlineLvl") for p in properties if _has(p, "outlineLvl")), "")
    return int(outline) + 1 if outline.isdecimal() and int(outline) < _BODY_LEVEL else 0


def _depth(listing: Any) -> int:
    depth = _value(listing, "ilvl")
    return min(int(depth), 8) if depth.isdecimal() else 0


def _has(properties: Any, name: str) -> bool:
    return properties is not None and properties.find(f"{_W}{name}") is not None


def _value(element: Any, name: str) -> str:
    child = element.find(f"{_W}{name}") if element is not None else None
    return "" if child is None else str(child.get(f"{_W}val", ""))


def _number(element: Any) -> int:
    value = str(element.get(f"{_W}val", ""))
    return int(value) if value.isdecimal() else 1
