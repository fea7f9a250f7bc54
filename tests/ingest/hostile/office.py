"""Hostile PDF, Office, mail and table files."""

from __future__ import annotations

import io
import zlib
from collections.abc import Iterator

from tests.ingest.hostile.good import pdf
from tests.ingest.hostile.parts import Part, either, refused, zipped

_TYPES = (
    b'<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    b'<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    b'<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument'
    b'.wordprocessingml.document.main+xml"/></Types>'
)
_RELATIONS = (
    b'<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    b'<Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" '
    b'Target="word/document.xml"/></Relationships>'
)
_LAUGHS = (
    '<?xml version="1.0"?><!DOCTYPE w:document [<!ENTITY a "ha ha ha ha ha ha ha ha ">'
    + "".join(f'<!ENTITY {right} "{f"&{left};" * 10}">' for left, right in zip("abcdefghi", "bcdefghij", strict=True))
    + ']><w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p><w:r>'
    "<w:t>&j;</w:t></w:r></w:p></w:body></w:document>"
).encode()
_ZEROS = b"\0" * 150_000_000


def office_parts() -> Iterator[Part]:
    """Yield the families of binary documents."""
    bomb = zipped({"[Content_Types].xml": _TYPES, "_rels/.rels": _RELATIONS, "word/document.xml": _ZEROS})
    yield from refused("office", _broken_packages(bomb))
    yield from either("office", _odd_packages(bomb))
    yield from refused("pdf", _broken_pdfs())
    yield from either("pdf", _odd_pdfs())
    yield from either("mail", _mails())
    yield from either("tables", _tables())


def _package(document: bytes, **more: bytes) -> bytes:
    return zipped({"[Content_Types].xml": _TYPES, "_rels/.rels": _RELATIONS, "word/document.xml": document, **more})


def _broken_packages(bomb: bytes) -> dict[str, bytes]:
    slip = _package(b"<x/>", **{"../../../../tmp/evil.txt": b"evil"})
    found = {"laughs.docx": _package(_LAUGHS), "slip.docx": slip}
    for suffix in ("docx", "pptx", "xlsx"):
        found[f"bomb.{suffix}"] = bomb
        found[f"no-zip.{suffix}"] = b"This is no zip file."
        found[f"cut.{suffix}"] = _package(_LAUGHS)[:400]
        found[f"encrypted.{suffix}"] = zipped({"word/document.xml": b"<x/>"}, flags=1)
        found[f"ole.{suffix}"] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600
        found[f"empty-zip.{suffix}"] = zipped({})
        found[f"nothing.{suffix}"] = b""
    return found


def _odd_packages(bomb: bytes) -> dict[str, bytes]:
    deep = b"<x>" * 50_000
    return {
        "nested.docx": zipped({"inner.docx": zipped({"inner.docx": bomb})}),
        "deep.docx": _package(deep),
        "many.xlsx": zipped({f"{number}.xml": b"" for number in range(5_000)}),
    }


def _broken_pdfs() -> dict[str, bytes]:
    return {
        "garbage.pdf": b"This is no PDF.",
        "nothing.pdf": b"",
        "head.pdf": b"%PDF-1.7\n",
        "encrypted.pdf": _encrypted(),
        "pictures.pdf": pdf([b"q 10 0 0 10 0 0 cm Q"]),
    }


def _odd_pdfs() -> dict[str, bytes]:
    text = b"BT /F1 12 Tf 72 700 Td (Some words) Tj ET"
    bomb = zlib.compress(b"(x) Tj " * 20_000_000, 9)
    twice = zlib.compress(zlib.compress(b" " * 150_000_000, 9), 9)
    return {
        "bomb.pdf": pdf([bomb], header=f"/Filter /FlateDecode /Length {len(bomb)}"),
        "bomb-twice.pdf": pdf([twice], header=f"/Filter [/FlateDecode /FlateDecode] /Length {len(twice)}"),
        "loop.pdf": pdf([text], kids="2 0 R"),
        "lie-long.pdf": pdf([text], header="/Length 999999999"),
        "lie-short.pdf": pdf([text], header="/Length 1"),
        "lie-negative.pdf": pdf([text], header="/Length -5"),
        "lie-itself.pdf": pdf([text], header="/Length 5 0 R"),
        "deep.pdf": pdf([b"[" * 100_000 + b" TJ"]),
        "deep-kids.pdf": pdf([text], kids="[" * 20_000),
        "cut.pdf": pdf([text])[:300],
        "missing.pdf": pdf([text], kids="99 0 R"),
        "no-table.pdf": pdf([text]).replace(b"xref", b"xxxx"),
    }


def _encrypted() -> bytes:
    from pypdf import PdfWriter

    writer, buffer = PdfWriter(), io.BytesIO()
    writer.add_blank_page(100, 100)
    writer.encrypt("secret", algorithm="RC4-128")
    writer.write(buffer)
    return buffer.getvalue()


def _mails() -> dict[str, bytes]:
    nested = b"".join(b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (n, n) for n in range(1_000))
    head = b"Subject: x\nFrom: ann@example.org\n"
    return {
        "nested.eml": head + nested + b"Content-Type: text/plain\n\ndeep\n",
        "headers.eml": head + b"".join(b"X-%d: y\n" % n for n in range(20_000)) + b"\nbody words\n",
        "subject.eml": b"From: ann@example.org\nSubject: " + b"=?utf-8?b?" * 3_000 + b"\n\nbody words\n",
        "base64.eml": head + b"Content-Transfer-Encoding: base64\nContent-Type: text/plain\n\n!!!not base64!!!\n",
        "charset.eml": head + b"Content-Type: text/plain; charset=klingon\n\nbody \xff words\n",
        "date.eml": b"Date: the day after\nFrom: <<>>@@\nContent-Type: text/html\n\n<p>body words\n",
        "page.eml": head + b"Content-Type: text/html\n\n" + b"<div>" * 100_000,
        "nothing.eml": b"",
    }


def _tables() -> dict[str, bytes]:
    return {
        "cell.csv": b'name,about\nfirst,"' + b"x" * 3_000_000 + b'"\n',
        "columns.csv": b"a," * 50_000 + b"b\n" + b"1," * 50_000 + b"2\n",
        "quote.csv": b'name,about\n"never closed,' + b"word\n" * 20_000,
        "ragged.tsv": b"a\tb\n1\n1\t2\t3\t4\n\t\t\t\n",
        "nothing.csv": b"",
    }
