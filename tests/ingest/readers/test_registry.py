from __future__ import annotations

import logging
from importlib.metadata import EntryPoint

import pytest

from ingest.errors import UnreadableFileError
from ingest.readers import FileKind, FileReaders, Reading
from ingest.readers.base import LARGEST_TEXT
from ingest.readers.registry import GROUP, KINDS, find_kinds, load_reader

HERE = "tests.ingest.readers.test_registry"
MB = 1024 * 1024


def read_upside_down(path: str, text: str) -> Reading:
    return FileReaders(KINDS).read("a.txt", text[::-1].encode())


BOOK = FileKind("tests.ingest.readers.misbehaving:echo", binary=True, largest=7, isolated=True)
NOTHING = 5


def plugin(name: str, value: str) -> EntryPoint:
    return EntryPoint(name, f"{HERE}:{value}" if ":" not in value else value, GROUP)


def test_every_kind_has_a_reader_that_can_be_imported() -> None:
    assert all(callable(load_reader(kind)) for kind in KINDS.values())
    assert all(suffix == suffix.lower() and suffix.startswith(".") for suffix in KINDS)


@pytest.mark.parametrize("name", ["a.doc", "b.XLS", "c.rtf", "d.odt"])
def test_documents_of_other_kinds_are_named_with_what_to_do(name: str) -> None:
    with pytest.raises(UnreadableFileError, match="Save it as DOCX"):
        FileReaders(KINDS).read(name, b"anything")


def test_limits_are_those_of_the_kind() -> None:
    readers = FileReaders(KINDS)
    assert readers.largest("x/A.PDF") == readers.largest("a.docx") == 50 * MB
    assert (readers.largest("a.eml"), readers.largest("a.md"), LARGEST_TEXT) == (25 * MB, 5 * MB, 5 * MB)


def test_a_package_adds_kinds_and_replaces_ours() -> None:
    kinds = find_kinds([plugin("rst", "read_upside_down"), plugin("EPUB", "BOOK"), plugin("pdf", "BOOK")])
    assert kinds[".rst"] == FileKind(f"{HERE}:read_upside_down")
    assert kinds[".epub"] == kinds[".pdf"] == BOOK
    assert kinds[".md"] == KINDS[".md"]
    with FileReaders(kinds) as readers:
        assert readers.read("a.rst", b"olleh").document.text == "hello"
        assert readers.read("a.epub", b"a book").document.text == "a book"


@pytest.mark.parametrize("value", ["no_such_package:read", "missing", "NOTHING"])
def test_a_broken_plugin_is_named_and_skipped(value: str, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING):
        assert find_kinds([plugin("odd", value), plugin("rst", "read_upside_down")]).keys() == {*KINDS, ".rst"}
    assert "'odd'" in caplog.text


def test_a_name_that_is_no_suffix_is_skipped() -> None:
    assert find_kinds([plugin("a/b", "read_upside_down")]) == KINDS


def test_text_kinds_arrive_decoded_and_what_is_no_text_is_refused() -> None:
    readers = FileReaders(KINDS)
    assert readers.read("a.TXT", "Größe\r\n".encode("utf-16")).document.text == "Größe\n"
    with pytest.raises(UnreadableFileError):
        readers.read("a.txt", b"\x7fELF\0\0\0")
