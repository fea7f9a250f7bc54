"""Presentations (PPTX), by python-pptx: a slide is a section under its title, and a page."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from ingest.readers.archives import require_harmless_archive
from ingest.readers.base import Reading
from ingest.readers.composer import TextComposer
from ingest.readers.properties import iso_day, meant
from ingest.readers.rows import row_lines

if TYPE_CHECKING:
    from pptx.slide import Slide

_NO = {"0", "false"}
_FURNITURE = {"DATE", "FOOTER", "HEADER", "SLIDE_NUMBER"}


def read_pptx(path: str, data: bytes) -> Reading:
    """Read a presentation. See `BytesReader`.

    A slide without a title is headed by its number, so that its text is not taken for that of the slide before.
    Hidden slides are left out, as nobody is shown them. Speaker notes stand at the end of their slide. The title is
    that of the properties, else the first slide's.
    """
    require_harmless_archive(data, "PPTX")
    import pptx  # lxml and its element classes, only when a presentation is read

    presentation = pptx.Presentation(io.BytesIO(data))
    composer = TextComposer()
    titles = [
        _compose(composer, slide, number)
        for number, slide in enumerate(presentation.slides, 1)
        if slide._element.get("show") not in _NO
    ]
    known = presentation.core_properties
    return composer.reading(
        path,
        title=meant(known.title) or next(iter(titles), None),
        author=meant(known.author),
        date=iso_day(known.modified, known.created),
    )


def _compose(composer: TextComposer, slide: Slide, number: int) -> str:
    """Add a slide and return its title, empty when it has none."""
    head = slide.shapes.title
    title = " ".join(head.text_frame.text.split()) if head is not None else ""
    composer.heading(title or f"Slide {number}", 1, number)
    for shape in _shapes(slide.shapes):
        if (head is None or shape.shape_id != head.shape_id) and not _is_furniture(shape):
            _compose_shape(composer, shape, number)
    frame = slide.notes_slide.notes_text_frame if slide.has_notes_slide else None
    if frame is not None and (notes := frame.text.strip()):
        composer.text(f"Notes: {notes}", number)
    return title


def _shapes(shapes: Iterable[Any]) -> Iterator[Any]:
    """Yield shapes in reading order, those of groups among them. lxml refuses to nest deeper than 256 elements."""
    for shape in shapes:
        if hasattr(shape, "shapes"):
            yield from _shapes(shape.shapes)
        else:
            yield shape


def _is_furniture(shape: Any) -> bool:
    return shape.is_placeholder and shape.placeholder_format.type.name in _FURNITURE


def _compose_shape(composer: TextComposer, shape: Any, number: int) -> None:
    if getattr(shape, "has_table", False):
        rows = [[cell.text for cell in row.cells] for row in shape.table.rows]
        headed = len(rows) > 1 and shape.table.first_row
        for line in row_lines(rows[headed:], rows[0] if headed else ()):
            composer.text(line, number, tight=True)
    elif shape.has_text_frame:
        paragraphs = [paragraph for paragraph in shape.text_frame.paragraphs if paragraph.text.strip()]
        listed = len(paragraphs) > 1  # a body placeholder shows several paragraphs as bullets
        for paragraph in paragraphs:
            mark = f"{'  ' * paragraph.level}- " if listed else ""
            composer.text(mark + paragraph.text.strip(), number, tight=listed)
