from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.errors import UnreadableFileError
from ingest.readers.table import read_table
from tests.ingest.readers.making import assert_sound, text_of


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_found_and_each_row_names_its_columns(delimiter: str) -> None:
    rows = [("Name", "Price", "Note"), ("Chroma", "0", ""), ("Pinecone", "70", "per month")]
    source = "\n".join(delimiter.join(row) for row in rows)
    assert text_of(read_table("a.csv", source)) == [
        "Name: Chroma; Price: 0",
        "Name: Pinecone; Price: 70; Note: per month",
    ]


def test_decimal_commas_do_not_part_cells() -> None:
    source = "Name;Preis\nChroma;0,50\nPinecone;70,00\n"
    assert text_of(read_table("a.csv", source)) == ["Name: Chroma; Preis: 0,50", "Name: Pinecone; Preis: 70,00"]


def test_excel_says_its_delimiter_in_the_first_line() -> None:
    assert text_of(read_table("a.csv", "sep=;\nName;Price, net\nChroma;0\n")) == ["Name: Chroma; Price, net: 0"]


def test_tsv_has_tabs_whatever_else_it_holds() -> None:
    assert text_of(read_table("a.TSV", "Name\tList\nA\t1,2,3\nB\t4,5,6\n")) == [
        "Name: A; List: 1,2,3",
        "Name: B; List: 4,5,6",
    ]


def test_quoted_cells_keep_their_delimiters_and_line_breaks() -> None:
    source = 'Name,Note\nChroma,"small, ""free""\nand embedded"\n'
    assert text_of(read_table("a.csv", source)) == ['Name: Chroma; Note: small, "free" and embedded']


def test_ragged_rows_lose_nothing() -> None:
    assert text_of(read_table("a.csv", "Name,Price\nA\nB,1,extra\n")) == ["Name: A", "Name: B; Price: 1; extra"]


def test_a_header_alone_and_a_table_without_one_are_text() -> None:
    assert text_of(read_table("a.csv", "Name,Price\n")) == ["Name | Price"]
    assert text_of(read_table("a.csv", "Chroma,5\nPinecone,70\n")) == ["Chroma | 5", "Pinecone | 70"]
    assert text_of(read_table("a.csv", "one word\nanother\n")) == ["one word", "another"]


def test_a_title_above_the_table_is_text() -> None:
    source = "Stores of 2024\n\nName,Price\nChroma,0\n"
    assert text_of(read_table("a.csv", source)) == ["Stores of 2024", "Name: Chroma; Price: 0"]


def test_years_that_follow_one_another_name_columns() -> None:
    assert text_of(read_table("a.csv", "Plant,2022,2023\nGraz,5,7\n")) == ["Plant: Graz; 2022: 5; 2023: 7"]
    assert text_of(read_table("a.csv", "Acme,1999\nBeta,2001\n")) == ["Acme | 1999", "Beta | 2001"]
    assert text_of(read_table("a.csv", "2022,2023\n5,7\n")) == ["2022 | 2023", "5 | 7"]


def test_an_empty_table_is_a_document_named_after_its_file() -> None:
    reading = read_table("x/some-name.csv", "\n\n,,\n")
    assert (reading.document.title, reading.document.text, reading.blocks) == ("Some name", "", ())


def test_a_quotation_mark_that_never_closes_is_told() -> None:
    with pytest.raises(UnreadableFileError, match="missing quotation mark"):
        read_table("a.csv", 'Name,Note\nA,"' + "x" * 200_000)


@settings(deadline=None, max_examples=150)
@given(source=st.text(st.sampled_from('ab1,;\t|"\n \r\x0b\u2028é'), max_size=120))
def test_whatever_a_table_holds_the_reading_is_sound(source: str) -> None:
    reading = read_table("a.csv", source)
    assert_sound(reading)
    assert all("\n" not in line for line in text_of(reading))


@settings(deadline=None, max_examples=100)
@given(st.lists(st.lists(st.from_regex(r"[a-z]{1,8}", fullmatch=True), min_size=3, max_size=3), min_size=2, max_size=9))
def test_no_cell_is_lost(rows: list[list[str]]) -> None:
    text = read_table("a.csv", "\n".join(map(",".join, rows))).document.text
    assert all(cell in text for row in rows for cell in row)
