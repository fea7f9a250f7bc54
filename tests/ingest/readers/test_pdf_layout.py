"""What a PDF's layout says: headings, paragraphs, rows, and what stands around them on a page."""

from __future__ import annotations

import pypdf
import pytest
from pypdf.generic import DecodedStreamObject, NameObject

from ingest.readers.pdf import read_pdf
from ingest.readers.pdf_words import Words
from tests.ingest.readers.making import PROSE, Print, assert_sound, headings, make_pdf, prose, text_of


def page(*lines: Print, number: int = 1) -> list[Print]:
    """A page of a report, with its running header and its page number."""
    return [("Annual report", 8, 72, 760), *lines, (f"Page {number} of 4", 8, 280, 30)]


def test_lines_become_paragraphs() -> None:
    reading = read_pdf("a.pdf", make_pdf([prose(*PROSE)]))
    assert text_of(reading) == [" ".join(PROSE[:2]), " ".join(PROSE[3:])]
    assert_sound(reading)


def test_each_block_knows_its_page() -> None:
    reading = read_pdf("a.pdf", make_pdf([prose(*PROSE), [], prose("On the third page.")]))
    assert [block.page for block in reading.blocks] == [1, 1, 3]


def test_a_sentence_goes_on_from_page_to_page() -> None:
    pages = [
        prose(*PROSE[:3], "The last line of a page that does not end what it says and goes on"),
        prose("overleaf."),
    ]
    assert text_of(read_pdf("a.pdf", make_pdf(pages)))[-1].endswith("and goes on overleaf.")


def test_larger_print_is_a_heading_and_its_size_the_level() -> None:
    lines = [
        ("Zorkmids explained", 20, 72, 740),
        *prose(*PROSE, top=700),
        ("What they buy", 14, 72, 620),
        *prose(*PROSE, top=590),
        ("A heading of two lines, of which", 14, 72, 520),
        ("this is the second", 14, 72, 504),
        *prose(*PROSE, top=470),
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
    assert headings(read_pdf("a.pdf", make_pdf([prose("A short line", "", *PROSE)]))) == []


def test_bold_lines_apart_are_headings_where_one_size_is_all_there_is() -> None:
    lines: list[Print] = [("Use", 10, 72, 740, "F2"), *prose(*PROSE), ("Name Price", 10, 72, 600, "F2")]
    table = prose("Chroma 0", "Pinecone 70", top=588)
    reading = read_pdf("a.pdf", make_pdf([[*lines, *table, ("Care", 10, 72, 500, "F2"), *prose(*PROSE, top=480)]]))
    assert headings(reading) == [(1, "Use"), (1, "Care")]
    assert text_of(reading)[2:5] == ["Name Price", "Chroma 0", "Pinecone 70"]
    shouted: list[Print] = [(text, 10, x, y, "F2") for text, _, x, y, *_ in prose(*PROSE)]
    assert headings(read_pdf("a.pdf", make_pdf([[*shouted, *prose("A line.", top=500)]]))) == []


def test_a_chapter_under_the_title_in_print_of_its_size_is_a_heading_of_its_own() -> None:
    lines = [("Money", 16, 72, 740), ("1 Its use", 16, 72, 722), *prose(*PROSE), ("2 Its end", 16, 72, 600)]
    reading = read_pdf("x/a-b.pdf", make_pdf([[*lines, *prose(*PROSE, top=580)]]))
    assert headings(reading) == [(1, "Money"), (1, "1 Its use"), (1, "2 Its end")]
    assert reading.document.title == "A b"


def test_cells_placed_one_by_one_make_a_row() -> None:
    cells: list[Print] = [("V1", 10, 72, 600), ("40 Nm", 10, 200, 600), ("V2", 10, 72, 580), ("55 Nm", 10, 200, 580)]
    assert text_of(read_pdf("a.pdf", make_pdf([[*prose(*PROSE), *cells]])))[2:] == ["V1 40 Nm", "V2 55 Nm"]


def test_upright_print_is_read_line_by_line() -> None:
    lines = [f"BT /F1 10 Tf 0 1 -1 0 {300 + 12 * n} 100 Tm ({line}) Tj ET" for n, line in enumerate(PROSE) if line]

    def turn(writer: pypdf.PdfWriter) -> None:
        stream = DecodedStreamObject()
        stream.set_data("\n".join(lines).encode())
        writer.pages[0][NameObject("/Contents")] = writer._add_object(stream)

    texts = text_of(read_pdf("a.pdf", make_pdf([prose("x")], turn)))
    assert texts == [" ".join(PROSE[:2]), " ".join(PROSE[3:])]


def test_lines_of_scripts_without_spaces_are_joined_without_one() -> None:
    assert Words([]).join(["申請は上司へ提出してく", "ださい。", "Then", "and 人", "is"]) == (
        "申請は上司へ提出してください。 Then and 人 is"
    )


def test_bookmarks_are_headings_whatever_their_print() -> None:
    def mark(writer: pypdf.PdfWriter) -> None:
        top = writer.add_outline_item(title="Money", page_number=0)
        writer.add_outline_item(title="Its use", page_number=0, parent=top)
        writer.add_outline_item(title="Food", page_number=1)

    lines = [("1 Money", 10, 72, 740), *prose(*PROSE), ("1.1 Its use", 10, 72, 600), *prose(*PROSE, top=570)]
    second = [("2. Food", 10, 72, 740), *prose(*PROSE), ("A large remark", 16, 72, 500)]
    reading = read_pdf("a.pdf", make_pdf([lines, second], mark))
    assert headings(reading) == [(1, "1 Money"), (2, "1.1 Its use"), (1, "2. Food")]


def test_headers_footers_and_page_numbers_are_left_out() -> None:
    pages = [page(*prose(f"Part {n} begins.", "", *PROSE), number=n) for n in range(1, 5)]
    text = read_pdf("a.pdf", make_pdf(pages)).document.text
    assert "Annual report" not in text
    assert "of 4" not in text
    assert all(f"Part {n} begins." in text for n in range(1, 5))


def test_running_titles_go_by_the_page_number_beside_them() -> None:
    titles = ["1 Coins", "1 Coins", "2 Worth", "2 Worth", "2 Worth"]
    pages = [[(f"Chapter {t}   {n + 7}", 9, 72, 760), *prose(*PROSE)] for n, t in enumerate(titles, 1)]
    assert "Chapter" not in read_pdf("a.pdf", make_pdf(pages)).document.text


def test_numbered_titles_on_every_page_stay() -> None:
    pages = [[(f"Step {n}", 16, 72, 740), *prose(*PROSE)] for n in range(1, 5)]
    assert headings(read_pdf("a.pdf", make_pdf(pages))) == [(1, f"Step {n}") for n in range(1, 5)]


def test_what_two_pages_share_stays() -> None:
    text = read_pdf("a.pdf", make_pdf([page(*prose(*PROSE)), page(*prose(*PROSE))])).document.text
    assert text.count("Annual report") == 2


@pytest.mark.parametrize(
    ("first", "second", "joined"),
    [
        ("the long road to inter-", "national money", "the long road to international money"),
        ("the state-of-the-", "art method", "the state-of-the-art method"),
        ("both pre-", "and postwar money", "both pre- and postwar money"),
        ("a plain line", "and its end", "a plain line and its end"),
        ("with soft\xad", "ness", "with softness"),
        ("all the infrastruc-", "ture there", "all the infrastructure there"),
        ("it is a well-", "known one", "it is a well-known one"),
        ("spoken of by RAG-", "minded people", "spoken of by RAG-minded people"),
        ("an other-", "worldly thing", "an other-worldly thing"),
    ],
)
def test_hyphens_go_where_a_word_was_parted_and_stay_in_compounds(first: str, second: str, joined: str) -> None:
    fill = "Here international and other words of some length fill a whole line of print"
    start = f"{fill[: 76 - len(first)]} "
    lines = prose(fill, "", start + first, second)
    assert text_of(read_pdf("a.pdf", make_pdf([lines])))[-1].endswith(joined)


def test_list_items_and_table_rows_stay_apart() -> None:
    lines = prose(*PROSE, "", "- One thing that is said here at some length, so that it is a full", "line", "- Another")
    table = prose("Name Price", "Chroma 0", "Pinecone 70", top=400)
    texts = text_of(read_pdf("a.pdf", make_pdf([[*lines, *table]])))
    assert texts[2:] == [f"{lines[4][0]} line", "- Another", "Name Price", "Chroma 0", "Pinecone 70"]


def test_bullets_of_symbol_fonts_and_dotted_lines_stand_apart() -> None:
    lines = [
        *prose(*PROSE),
        *prose("\x7f One thing", "\x7f Another", "", "Intro ....... 3", "Methods . . . . . 7", top=400),
    ]
    texts = text_of(read_pdf("a.pdf", make_pdf([lines])))
    assert texts[2:] == ["• One thing", "• Another", "Intro ....... 3", "Methods . . . . . 7"]


def test_two_columns_are_read_one_after_the_other() -> None:
    left = prose("Left column has lines that", "are all of about one width", "and then it comes to an end.")
    right = prose("Right column begins here and", "is read after the left one.", x=330)
    assert text_of(read_pdf("a.pdf", make_pdf([[*left, *right]]))) == [
        "Left column has lines that are all of about one width and then it comes to an end.",
        "Right column begins here and is read after the left one.",
    ]
