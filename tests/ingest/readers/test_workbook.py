from __future__ import annotations

import datetime as dt

import pytest
from openpyxl import Workbook

from ingest.errors import UnreadableFileError
from ingest.readers import Reading
from ingest.readers.workbook import MOST_CELLS, read_xlsx
from tests.ingest.readers.making import assert_sound, headings, rezipped, saved, text_of

HEADER = ("Name", "Price", "Since")
NS = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


@pytest.fixture
def book() -> Workbook:
    book = Workbook()
    book.worksheets[0].title = "Stores"
    return book


def read(book: Workbook) -> Reading:
    reading = read_xlsx("x/some-name.xlsx", saved(book))
    assert_sound(reading)
    return reading


def fill(book: Workbook, *rows: tuple[object, ...]) -> Workbook:
    for row in rows:
        book.worksheets[0].append(row)
    return book


def test_each_row_can_be_quoted_alone(book: Workbook) -> None:
    fill(book, HEADER, ("Chroma", 0, dt.date(2024, 2, 29)), ("Pinecone", 70.5, None), (), ("Weaviate", 1.0, True))
    reading = read(book)
    assert headings(reading) == [(1, "Stores")]
    assert text_of(reading) == [
        "Name: Chroma; Price: 0; Since: 2024-02-29",
        "Name: Pinecone; Price: 70.5",
        "Name: Weaviate; Price: 1; Since: TRUE",
    ]


def test_a_title_above_the_table_is_text(book: Workbook) -> None:
    fill(book, ("Stores compared",), (), HEADER, ("Chroma", 0, "2024"))
    assert text_of(read(book)) == ["Stores compared", "Name: Chroma; Price: 0; Since: 2024"]


def test_a_table_that_begins_in_column_b_has_its_header(book: Workbook) -> None:
    fill(book, (None, *HEADER), (None, "Chroma", 0, "2024"))
    assert text_of(read(book)) == ["Name: Chroma; Price: 0; Since: 2024"]


def test_numbers_and_repeated_words_name_no_columns(book: Workbook) -> None:
    fill(book, ("Chroma", 5), ("Pinecone", 70))
    assert text_of(read(book)) == ["Chroma | 5", "Pinecone | 70"]
    fill(repeated := Workbook(), ("yes", "yes"), ("no", "yes"))
    assert text_of(read(repeated)) == ["yes | yes", "no | yes"]


def test_cells_with_line_breaks_stay_one_row(book: Workbook) -> None:
    fill(book, HEADER, ("Chroma\n(embedded)", "0", "  long\tago "))
    assert text_of(read(book)) == ["Name: Chroma (embedded); Price: 0; Since: long ago"]


def test_sheets_are_sections_and_hidden_ones_are_left_out(book: Workbook) -> None:
    fill(book, ("one",))
    book.create_sheet("Plans").append(("two",))
    hidden = book.create_sheet("Lists")
    hidden.append(("three",))
    hidden.sheet_state = "hidden"
    reading = read(book)
    assert headings(reading) == [(1, "Stores"), (1, "Plans")]
    assert text_of(reading) == ["one", "two"]


def test_shares_are_read_as_the_percent_that_is_shown(book: Workbook) -> None:
    fill(book, (0.5, 0.125, 1, 0.5))
    for column, form in zip("ABCD", ("0%", "0.00%", "0 %", "General"), strict=True):
        book.worksheets[0][f"{column}1"].number_format = form
    assert text_of(read(book)) == ["50% | 12.5% | 100% | 0.5"]


def test_numbers_bear_the_unit_that_is_shown(book: Workbook) -> None:
    forms = ('#,##0.00 "€"', "[$$-409]#,##0.00", '0 "kg"', "0.00", '_("$"* #,##0.00_);_("$"* \\(#,##0.00\\)', "0.0E+00")
    fill(book, (12.5,) * len(forms))
    for cell, form in zip(book.worksheets[0][1], forms, strict=True):
        cell.number_format = form
    assert text_of(read(book)) == ["12.5 € | $12.5 | 12.5 kg | 12.5 | $12.5 | 12.5"]


def test_another_table_below_a_blank_row_has_its_own_columns(book: Workbook) -> None:
    fill(book, ("Name", "Price"), ("Chroma", 5), (), ("Pinecone", "free"), ())
    fill(book, ("Offices",), ("City", "People"), ("Graz", 9), (), ("As of May",))
    assert text_of(read(book)) == [
        "Name: Chroma; Price: 5",
        "Name: Pinecone; Price: free",
        "Offices",
        "City: Graz; People: 9",
        "As of May",
    ]


def test_formulas_nobody_computed_are_empty(book: Workbook) -> None:
    fill(book, HEADER, ("Chroma", "=1+1", "2024"))
    assert text_of(read(book)) == ["Name: Chroma; Since: 2024"]


def test_properties_say_title_author_and_date(book: Workbook) -> None:
    known = book.properties
    known.title, known.creator = "Stores compared", "Ann Bo"
    found = read(book).document
    assert (found.title, found.author) == ("Stores compared", "Ann Bo")
    assert found.date == dt.datetime.now(dt.UTC).date().isoformat()  # openpyxl notes when it saved


def test_an_empty_workbook_is_a_document_without_author(book: Workbook) -> None:
    found = read(book).document
    assert (found.title, found.author, found.text) == ("Some name", None, "Stores")


def with_sheet(book: Workbook, xml: str) -> bytes:
    return rezipped(saved(book), {"xl/worksheets/sheet1.xml": f'<worksheet xmlns="{NS}">{xml}</worksheet>'.encode()})


def test_a_size_that_is_a_lie_loses_nothing(book: Workbook) -> None:
    cell = '<row r="7"><c r="B7" t="inlineStr"><is><t>here</t></is></c></row>'
    for claim in ("A1:A1", "A1:XFD1048576"):
        data = with_sheet(book, f'<dimension ref="{claim}"/><sheetData>{cell}</sheetData>')
        assert text_of(read_xlsx("a.xlsx", data)) == ["here"]


def test_a_sheet_of_too_many_cells_is_refused(book: Workbook) -> None:
    rows = "".join(f'<row r="{n}"><c r="XFD{n}"><v>1</v></c></row>' for n in range(1, MOST_CELLS // 16_384 + 2))
    with pytest.raises(UnreadableFileError, match="more than 2,000,000 cells"):
        read_xlsx("a.xlsx", with_sheet(book, f"<sheetData>{rows}</sheetData>"))


def test_a_cut_file_is_refused(book: Workbook) -> None:
    data = saved(book)
    with pytest.raises(UnreadableFileError, match="This XLSX is damaged"):
        read_xlsx("a.xlsx", data[: len(data) // 2])
