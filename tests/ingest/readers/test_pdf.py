from __future__ import annotations

import re
import zlib
from collections.abc import Callable
from importlib.util import find_spec

import pypdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf.generic import DictionaryObject, NameObject, NumberObject, StreamObject

from ingest.errors import UnreadableFileError
from ingest.readers.pdf import read_pdf
from tests.ingest.readers.making import PROSE, Print, assert_sound, make_pdf, prose


def with_information(**values: str) -> Callable[[pypdf.PdfWriter], object]:
    return lambda writer: writer.add_metadata({f"/{name}": value for name, value in values.items()})


def test_title_author_and_date_are_those_of_the_file() -> None:
    known = with_information(Title="On Money", Author="Ann Bo", CreationDate="D:20240229103000Z")
    document = read_pdf("x/some-name.pdf", make_pdf([prose(*PROSE)], known)).document
    assert (document.title, document.author, document.date, document.url) == ("On Money", "Ann Bo", "2024-02-29", None)


def test_the_only_heading_of_the_highest_level_is_the_title() -> None:
    lines = [("Money", 20, 72, 740), *prose(*PROSE), ("Use", 14, 72, 600), *prose(*PROSE, top=580)]
    known = with_information(Title="untitled", Author="(anonymous)")
    document = read_pdf("x/a-b.pdf", make_pdf([lines], known)).document
    assert (document.title, document.author) == ("Money", None)


@pytest.mark.parametrize("title", ["", "untitled", "Microsoft Word - report.doc", "report-final.pdf"])
def test_a_title_nobody_gave_is_none_and_a_broken_date_is_no_date(title: str) -> None:
    known = with_information(Title=title, CreationDate="yesterday")
    document = read_pdf("x/some-name.pdf", make_pdf([prose(*PROSE)], known)).document
    assert (document.title, document.date) == ("Some name", None)


def test_an_empty_password_opens_and_another_does_not() -> None:
    data = make_pdf([prose(*PROSE)], lambda writer: writer.encrypt("", "owner", algorithm="RC4-128"))
    assert "zorkmid" in read_pdf("a.pdf", data).document.text
    locked = make_pdf([prose(*PROSE)], lambda writer: writer.encrypt("user", "owner", algorithm="RC4-128"))
    with pytest.raises(UnreadableFileError, match="protected by a password"):
        read_pdf("a.pdf", locked)


def test_a_cipher_pypdf_cannot_undo_is_named_as_the_reason() -> None:
    data = make_pdf([prose(*PROSE)], lambda writer: writer.encrypt("", "owner", algorithm="RC4-128"))
    aes = b"/V 4 /CF << /A << /CFM /AESV2 /Length 16 >> >> /StmF /A /StrF /A"
    with pytest.raises(UnreadableFileError) as caught:
        read_pdf("a.pdf", data.replace(b"/V 2", aes).replace(b"/R 3", b"/R 4"))
    assert re.search(
        "encrypted in a way" if find_spec("cryptography") is None else "damaged|no text", str(caught.value)
    )


def test_a_pdf_of_pictures_says_that_it_holds_no_text() -> None:
    with pytest.raises(UnreadableFileError, match="no text in this PDF"):
        read_pdf("a.pdf", make_pdf([[], []]))


def with_contents(stream: StreamObject) -> Callable[[pypdf.PdfWriter], object]:
    return lambda writer: writer.pages[0].__setitem__(NameObject("/Contents"), writer._add_object(stream))


def flate(data: bytes, times: int = 1) -> StreamObject:
    stream = StreamObject()
    for _ in range(times):
        data = zlib.compress(data, 9)
    stream._data = data
    filters = pypdf.generic.ArrayObject([NameObject("/FlateDecode")] * times)
    stream[NameObject("/Filter")] = filters
    return stream


@pytest.mark.parametrize("times", [1, 2])
def test_a_bomb_is_refused(times: int) -> None:
    data = make_pdf([prose(*PROSE)], with_contents(flate(b" " * 80_000_000, times)))
    with pytest.raises(UnreadableFileError, match="Page 1 of this PDF is damaged"):
        read_pdf("a.pdf", data)


def test_deep_arrays_are_refused() -> None:
    data = make_pdf([prose(*PROSE)], with_contents(flate(b"[" * 100_000 + b"]" * 100_000)))
    with pytest.raises(UnreadableFileError):
        read_pdf("a.pdf", data)


def test_a_tree_of_pages_that_holds_itself_ends() -> None:
    def loop(writer: pypdf.PdfWriter) -> None:
        pages = writer._root_object["/Pages"].get_object()
        assert isinstance(pages, DictionaryObject)
        pages["/Kids"].append(pages.indirect_reference)
        pages[NameObject("/Count")] = NumberObject(10_000_000)

    try:
        assert "zorkmid" in read_pdf("a.pdf", make_pdf([prose(*PROSE)], loop)).document.text
    except UnreadableFileError as refused:
        assert str(refused).endswith(".")


GOOD = make_pdf([prose(*PROSE)])


@settings(deadline=None, max_examples=60)
@given(cut=st.integers(0, len(GOOD) - 1), damage=st.binary(max_size=30))
def test_a_damaged_pdf_is_read_or_refused(cut: int, damage: bytes) -> None:
    try:
        reading = read_pdf("a.pdf", GOOD[:cut] + damage)
    except Exception as error:  # noqa: BLE001 - the process that reads it takes any error for damage
        assert not isinstance(error, MemoryError)
    else:
        assert_sound(reading)


@pytest.mark.parametrize("data", [b"", b"%PDF-1.7", b"\x89PNG\r\n", b"PK\x03\x04"])
def test_what_is_no_pdf_is_refused(data: bytes) -> None:
    with pytest.raises(UnreadableFileError, match="is damaged, or is something else"):
        read_pdf("a.pdf", data)


SIZES = st.sampled_from([6.0, 10.0, 14.0])
PLACED = st.tuples(st.text("ab.-• 1A", min_size=1, max_size=30), SIZES, st.integers(0, 600), st.integers(0, 790))


@settings(deadline=None, max_examples=40)
@given(pages=st.lists(st.lists(PLACED, max_size=12), min_size=1, max_size=4))
def test_however_lines_are_placed_the_reading_is_sound(pages: list[list[Print]]) -> None:
    if any(line[0].strip() for lines in pages for line in lines):
        assert_sound(read_pdf("a.pdf", make_pdf(pages)))
    else:
        with pytest.raises(UnreadableFileError, match="no text"):
            read_pdf("a.pdf", make_pdf(pages))
