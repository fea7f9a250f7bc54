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
from tests.ingest.readers.making import Print, assert_sound, headings, make_pdf, prose, text_of

BODY = (
    "The zorkmid is a unit of money that is used by nobody outside of one",
    "game, where it buys food and armour from shops that are found below.",
    "",
    "A second paragraph says as much in other words, and it also goes on",
    "for more than one line of print.",
)


def page(*lines: Print, number: int = 1) -> list[Print]:
    """A page of a report, with its running header and its page number."""
    return [("Annual report", 8, 72, 760), *lines, (f"Page {number} of 4", 8, 280, 30)]


def test_lines_become_paragraphs() -> None:
    reading = read_pdf("a.pdf", make_pdf([prose(*BODY)]))
    assert text_of(reading) == [" ".join(BODY[:2]), " ".join(BODY[3:])]
    assert_sound(reading)


def test_each_block_knows_its_page() -> None:
    reading = read_pdf("a.pdf", make_pdf([prose(*BODY), [], prose("On the third page.")]))
    assert [block.page for block in reading.blocks] == [1, 1, 3]


def test_a_sentence_goes_on_from_page_to_page() -> None:
    pages = [prose(*BODY[:3], "The last line of a page that does not end what it says and goes on"), prose("overleaf.")]
    assert text_of(read_pdf("a.pdf", make_pdf(pages)))[-1].endswith("and goes on overleaf.")


def test_larger_print_is_a_heading_and_its_size_the_level() -> None:
    lines = [
        ("Zorkmids explained", 20, 72, 740),
        *prose(*BODY, top=700),
        ("What they buy", 14, 72, 620),
        *prose(*BODY, top=590),
        ("A heading of two lines, of which", 14, 72, 520),
        ("this is the second", 14, 72, 504),
        *prose(*BODY, top=470),
        ("This stands out, and is a sentence.", 14, 72, 380),
    ]
    reading = read_pdf("a.pdf", make_pdf([lines]))
    assert headings(reading) == [
        (1, "Zorkmids explained"),
        (2, "What they buy"),
        (2, "A heading of two lines, of which this is the second"),
    ]
    assert text_of(reading)[-1] == "This stands out, and is a sentence."


def test_print_of_one_size_holds_no_headings() -> None:
    assert headings(read_pdf("a.pdf", make_pdf([prose("A short line", "", *BODY)]))) == []


def test_bookmarks_are_headings_whatever_their_print() -> None:
    def mark(writer: pypdf.PdfWriter) -> None:
        top = writer.add_outline_item(title="Money", page_number=0)
        writer.add_outline_item(title="Its use", page_number=0, parent=top)
        writer.add_outline_item(title="Food", page_number=1)

    lines = [("1 Money", 10, 72, 740), *prose(*BODY), ("1.1 Its use", 10, 72, 600), *prose(*BODY, top=570)]
    second = [("2. Food", 10, 72, 740), *prose(*BODY), ("A large remark", 16, 72, 500)]
    reading = read_pdf("a.pdf", make_pdf([lines, second], mark))
    assert headings(reading) == [(1, "1 Money"), (2, "1.1 Its use"), (1, "2. Food")]


def test_headers_footers_and_page_numbers_are_left_out() -> None:
    pages = [page(*prose(f"Part {n} begins.", "", *BODY), number=n) for n in range(1, 5)]
    text = read_pdf("a.pdf", make_pdf(pages)).document.text
    assert "Annual report" not in text
    assert "of 4" not in text
    assert all(f"Part {n} begins." in text for n in range(1, 5))


def test_running_titles_go_by_the_page_number_beside_them() -> None:
    titles = ["1 Coins", "1 Coins", "2 Worth", "2 Worth", "2 Worth"]
    pages = [[(f"Chapter {t}   {n + 7}", 9, 72, 760), *prose(*BODY)] for n, t in enumerate(titles, 1)]
    assert "Chapter" not in read_pdf("a.pdf", make_pdf(pages)).document.text


def test_numbered_titles_on_every_page_stay() -> None:
    pages = [[(f"Step {n}", 16, 72, 740), *prose(*BODY)] for n in range(1, 5)]
    assert headings(read_pdf("a.pdf", make_pdf(pages))) == [(1, f"Step {n}") for n in range(1, 5)]


def test_what_two_pages_share_stays() -> None:
    text = read_pdf("a.pdf", make_pdf([page(*prose(*BODY)), page(*prose(*BODY))])).document.text
    assert text.count("Annual report") == 2


@pytest.mark.parametrize(
    ("first", "second", "joined"),
    [
        ("the long road to inter-", "national money", "the long road to international money"),
        ("the state-of-the-", "art method", "the state-of-the-art method"),
        ("both pre-", "and postwar money", "both pre- and postwar money"),
        ("a plain line", "and its end", "a plain line and its end"),
        ("with soft\xad", "ness", "with softness"),
    ],
)
def test_hyphens_go_only_where_the_document_spells_the_word_without(first: str, second: str, joined: str) -> None:
    fill = "Here international and other words of some length fill a whole line of print"
    start = f"{fill[: 76 - len(first)]} "
    lines = prose(fill, "", start + first, second)
    assert text_of(read_pdf("a.pdf", make_pdf([lines])))[-1].endswith(joined)


def test_list_items_and_table_rows_stay_apart() -> None:
    lines = prose(*BODY, "", "- One thing that is said here at some length, so that it is a full", "line", "- Another")
    table = prose("Name Price", "Chroma 0", "Pinecone 70", top=400)
    texts = text_of(read_pdf("a.pdf", make_pdf([[*lines, *table]])))
    assert texts[2:] == [f"{lines[4][0]} line", "- Another", "Name Price", "Chroma 0", "Pinecone 70"]


def test_two_columns_are_read_one_after_the_other() -> None:
    left = prose("Left column has lines that", "are all of about one width", "and then it comes to an end.")
    right = prose("Right column begins here and", "is read after the left one.", x=330)
    assert text_of(read_pdf("a.pdf", make_pdf([[*left, *right]]))) == [
        "Left column has lines that are all of about one width and then it comes to an end.",
        "Right column begins here and is read after the left one.",
    ]


def with_information(**values: str) -> Callable[[pypdf.PdfWriter], object]:
    return lambda writer: writer.add_metadata({f"/{name}": value for name, value in values.items()})


def test_title_author_and_date_are_those_of_the_file() -> None:
    known = with_information(Title="On Money", Author="Ann Bo", CreationDate="D:20240229103000Z")
    document = read_pdf("x/some-name.pdf", make_pdf([prose(*BODY)], known)).document
    assert (document.title, document.author, document.date, document.url) == ("On Money", "Ann Bo", "2024-02-29", None)


@pytest.mark.parametrize("title", ["", "untitled", "Microsoft Word - report.doc", "report-final.pdf"])
def test_a_title_nobody_gave_is_none_and_a_broken_date_is_no_date(title: str) -> None:
    known = with_information(Title=title, CreationDate="yesterday")
    document = read_pdf("x/some-name.pdf", make_pdf([prose(*BODY)], known)).document
    assert (document.title, document.date) == ("Some name", None)


def test_an_empty_password_opens_and_another_does_not() -> None:
    data = make_pdf([prose(*BODY)], lambda writer: writer.encrypt("", "owner", algorithm="RC4-128"))
    assert "zorkmid" in read_pdf("a.pdf", data).document.text
    locked = make_pdf([prose(*BODY)], lambda writer: writer.encrypt("user", "owner", algorithm="RC4-128"))
    with pytest.raises(UnreadableFileError, match="protected by a password"):
        read_pdf("a.pdf", locked)


def test_a_cipher_pypdf_cannot_undo_is_named_as_the_reason() -> None:
    data = make_pdf([prose(*BODY)], lambda writer: writer.encrypt("", "owner", algorithm="RC4-128"))
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
    data = make_pdf([prose(*BODY)], with_contents(flate(b" " * 80_000_000, times)))
    with pytest.raises(UnreadableFileError, match="Page 1 of this PDF is damaged"):
        read_pdf("a.pdf", data)


def test_deep_arrays_are_refused() -> None:
    data = make_pdf([prose(*BODY)], with_contents(flate(b"[" * 100_000 + b"]" * 100_000)))
    with pytest.raises(UnreadableFileError):
        read_pdf("a.pdf", data)


def test_a_tree_of_pages_that_holds_itself_ends() -> None:
    def loop(writer: pypdf.PdfWriter) -> None:
        pages = writer._root_object["/Pages"].get_object()
        assert isinstance(pages, DictionaryObject)
        pages["/Kids"].append(pages.indirect_reference)
        pages[NameObject("/Count")] = NumberObject(10_000_000)

    try:
        assert "zorkmid" in read_pdf("a.pdf", make_pdf([prose(*BODY)], loop)).document.text
    except UnreadableFileError as refused:
        assert str(refused).endswith(".")


GOOD = make_pdf([prose(*BODY)])


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
