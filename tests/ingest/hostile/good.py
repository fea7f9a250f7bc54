"""Good documents of every kind, each with a word of its own: what must be found amid the hostile ones."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from email.message import EmailMessage

from tests.ingest.hostile.parts import Fate, Part, Words


def good_parts() -> Iterator[Part]:
    """Yield one good document of each kind."""
    words = Words("gree")
    for suffix, make in _MAKERS.items():
        word = words.next()
        yield Part(f"good/article.{suffix}".encode(), make(word), Fate.FOUND, word)


def _sentence(word: str) -> str:
    return f"The {word} answers questions from a folder of articles, and shows where each answer stands."


def _markdown(word: str) -> bytes:
    return f"---\ntitle: About\n---\n# About\n\n## When to use it\n\n{_sentence(word)}\n".encode()


def _mdx(word: str) -> bytes:
    return f"import A from './a'\n\n# About\n\n<A>\n{_sentence(word)}\n</A>\n".encode()


def _text(word: str) -> bytes:
    return f"{_sentence(word)}\n".encode()


def _html(word: str) -> bytes:
    return f"<html><title>About</title><main><h1>About</h1><p>{_sentence(word)}</p></main></html>".encode()


def _jsonl(word: str) -> bytes:
    return (json.dumps({"id": "1", "title": "About", "text": _sentence(word)}) + "\n").encode()


def _csv(word: str) -> bytes:
    return f"name,about\nfirst,{word}\nsecond,other\n".encode()


def _tsv(word: str) -> bytes:
    return f"name\tabout\nfirst\t{word}\nsecond\tother\n".encode()


def _mail(word: str) -> bytes:
    mail = EmailMessage()
    mail["Subject"], mail["From"], mail["Date"] = "About", "ann@example.org", "Sat, 01 Mar 2025 10:00:00 +0000"
    mail.set_content(_sentence(word))
    return mail.as_bytes()


def _pdf(word: str) -> bytes:
    return pdf([f"BT /F1 12 Tf 72 700 Td ({_sentence(word)}) Tj ET".encode()])


def _docx(word: str) -> bytes:
    from docx import Document

    document = Document()
    document.add_heading("About", level=1)
    document.add_paragraph(_sentence(word))
    return _saved(document)


def _pptx(word: str) -> bytes:
    from pptx import Presentation

    slides = Presentation()
    slide = slides.slides.add_slide(slides.slide_layouts[1])
    slide.shapes.title.text = "About"
    slide.placeholders[1].text = _sentence(word)
    return _saved(slides)


def _xlsx(word: str) -> bytes:
    from openpyxl import Workbook

    book = Workbook()
    for row in (["name", "about"], ["first", word]):
        book.active.append(row)
    return _saved(book)


def _saved(document: object) -> bytes:
    buffer = io.BytesIO()
    document.save(buffer)  # type: ignore[attr-defined]
    return buffer.getvalue()


def pdf(streams: list[bytes], *, kids: str = "", header: str = "") -> bytes:
    """Return a PDF with a page for each content stream, its offsets right.

    Args:
        kids: what stands in the page tree instead of the pages.
        header: of the streams instead of their length: filters, or a length that lies.
    """
    pages = range(4, 4 + 2 * len(streams), 2)
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Count {len(streams)} /Kids [{kids or ' '.join(f'{n} 0 R' for n in pages)}] >>".encode(),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    for number, stream in zip(pages, streams, strict=True):
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents {number + 1} 0 R "
            "/Resources << /Font << /F1 3 0 R >> >> >>".encode()
        )
        objects.append(f"<< {header or f'/Length {len(stream)}'} >>\nstream\n".encode() + stream + b"\nendstream")
    return _numbered(objects)


def _numbered(objects: list[bytes]) -> bytes:
    body, offsets = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, start=1):
        offsets.append(len(body))
        body += f"{number} 0 obj\n".encode() + content + b"\nendobj\n"
    table = "".join(f"{offset:010} 00000 n \n" for offset in offsets)
    size = len(objects) + 1
    end = f"trailer\n<< /Size {size} /Root 1 0 R >>\nstartxref\n{len(body)}\n%%EOF\n"
    tail = f"xref\n0 {size}\n0000000000 65535 f \n{table}{end}"
    return body + tail.encode()


_MAKERS = {
    "md": _markdown,
    "markdown": _markdown,
    "mdx": _mdx,
    "txt": _text,
    "text": _text,
    "html": _html,
    "htm": _html,
    "jsonl": _jsonl,
    "csv": _csv,
    "tsv": _tsv,
    "eml": _mail,
    "pdf": _pdf,
    "docx": _docx,
    "pptx": _pptx,
    "xlsx": _xlsx,
}
