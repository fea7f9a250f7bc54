from __future__ import annotations

import io
import warnings
import zipfile
from collections.abc import Callable

import docx
import openpyxl
import pptx
import pytest

from ingest.errors import UnreadableFileError
from ingest.readers import Reading
from ingest.readers.archives import require_harmless_archive
from ingest.readers.slides import read_pptx
from ingest.readers.word import read_docx
from ingest.readers.workbook import read_xlsx
from tests.ingest.readers.making import rezipped, saved

GOOD = saved(docx.Document())


def archive(*members: tuple[str, bytes]) -> bytes:
    file = io.BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new:
        warnings.simplefilter("ignore")  # a name that stands twice
        for name, content in members:
            new.writestr(name, content)
    return file.getvalue()


def refused(data: bytes) -> str:
    with pytest.raises(UnreadableFileError) as caught:
        require_harmless_archive(data, "DOCX")
    assert str(caught.value).endswith(".")
    return str(caught.value)


def test_what_the_libraries_write_is_harmless() -> None:
    for good in (GOOD, saved(pptx.Presentation()), saved(openpyxl.Workbook())):
        require_harmless_archive(good, "DOCX")


@pytest.mark.parametrize("name", ["../evil.xml", "/etc/passwd", "word\\..\\..\\x", "C:\\x", "C:/x"])
def test_names_that_lead_out_are_refused(name: str) -> None:
    assert "leads out" in refused(rezipped(GOOD, {name: b"x"}))


def test_bombs_are_refused_before_they_are_unpacked() -> None:
    assert "unpacks to far more" in refused(archive(("word/document.xml", bytes(30_000_000))))
    many = archive(*((f"word/{number}.bin", bytes(9_000_000)) for number in range(30)))
    assert "unpacks to far more" in refused(many)
    assert "more than 10,000 parts" in refused(archive(*((f"{number}", b"") for number in range(10_001))))


def test_a_size_that_is_a_lie_unpacks_no_more_than_it_says() -> None:
    data = bytearray(archive(("word/document.xml", bytes(5_000_000))))
    real, claimed = (5_000_000).to_bytes(4, "little"), (10).to_bytes(4, "little")
    assert data.count(real) == 2
    assert "is damaged" in refused(bytes(data.replace(real, claimed)))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le", "utf-16-be", "utf-16"])
def test_entities_are_refused_wherever_they_are_declared(encoding: str) -> None:
    xml = '<?xml version="1.0"?><!-- x --><!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'.encode(encoding)
    for name in ("word/document.xml", "docProps/core.XML", "_rels/.rels", "customXml/item1.xml"):
        assert "declares a document type" in refused(rezipped(GOOD, {name: xml}))


LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
BOMB = f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY l0 "ha">{LAUGHS}]>'
DISGUISED = [
    (read_docx, GOOD, "word/document.xml"),
    (read_pptx, saved(pptx.Presentation()), "ppt/presentation.xml"),
    (read_xlsx, saved(openpyxl.Workbook()), "xl/workbook.xml"),
    (read_xlsx, saved(openpyxl.Workbook()), "xl/worksheets/sheet1.xml"),
]


@pytest.mark.parametrize(("reader", "data", "part"), DISGUISED)
def test_a_bomb_in_a_part_of_another_name_does_not_go_off(
    reader: Callable[[str, bytes], Reading], data: bytes, part: str
) -> None:
    with zipfile.ZipFile(io.BytesIO(data)) as old:
        xml = old.read(part).decode()
        root = xml.index("<", xml.index("?>")) if "?>" in xml else 0
        end = xml.index(">", root) + 1
        members = {name: old.read(name) for name in old.namelist() if name != part}
    renamed = part.replace(".xml", ".bin")
    base, new = part.rpartition("/")[2].encode(), renamed.rpartition("/")[2].encode()
    known = [name for name in members if name == "[Content_Types].xml" or name.endswith(".rels")]
    changed = {name: members[name].replace(base, new) for name in known}
    bomb = (BOMB + xml[root:end] + "&l11;" + xml[end:]).encode()
    disguised = archive(*(members | changed | {renamed: bomb}).items())
    require_harmless_archive(disguised, "DOCX")
    with pytest.raises(SyntaxError, match="amplification"):  # lxml's and expat's own limits: nothing was expanded
        reader("a", disguised)


def test_encrypted_files_are_told_from_damaged_ones() -> None:
    assert "protected by a password" in refused(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512))
    data = bytearray(archive(("word/document.xml", b"<a/>")))
    data[6] |= 1
    data[data.index(b"PK\x01\x02") + 8] |= 1
    assert "is encrypted" in refused(bytes(data))


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", b"text", GOOD[:-10], GOOD[: len(GOOD) // 2]])
def test_what_is_no_archive_is_refused(data: bytes) -> None:
    assert "is damaged" in refused(data)


@pytest.mark.parametrize("reader", [read_docx, read_pptx, read_xlsx])
def test_every_office_reader_checks_first(reader: Callable[[str, bytes], object]) -> None:
    for bad in (b"text", rezipped(GOOD, {"../x": b""}), archive(("word/document.xml", bytes(30_000_000)))):
        with pytest.raises(UnreadableFileError):
            reader("a", bad)


@pytest.mark.parametrize("reader", [read_docx, read_pptx, read_xlsx])
def test_an_archive_of_something_else_is_an_error(reader: Callable[[str, bytes], object]) -> None:
    with pytest.raises(Exception, match=r".") as caught:  # the process that reads it takes any error for damage
        reader("a", archive(("readme.txt", b"hello"), ("inner.docx", GOOD)))
    assert not isinstance(caught.value, MemoryError)
