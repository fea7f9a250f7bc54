from __future__ import annotations

import datetime as dt
import io
import zipfile

import docx
import pytest
from docx.document import Document as WordDocument
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml.parser import parse_xml

from ingest.errors import UnreadableFileError
from ingest.readers import Reading
from ingest.readers.word import read_docx
from tests.ingest.readers.making import assert_sound, headings, rezipped, saved, text_of

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def read(document: WordDocument) -> Reading:
    reading = read_docx("x/some-name.docx", saved(document))
    assert_sound(reading)
    return reading


def with_body(xml: str) -> WordDocument:
    """A document that begins with raw elements."""
    document = docx.Document()
    body = document.element.body
    for number, element in enumerate(parse_xml(f"<w:body {W}>{xml}</w:body>")):
        body.insert(number, element)
    return document


HIDDEN = [("", "forty"), (' w:val="1"', "fifty"), (' w:val="0"', "shown")]


def run(text: str) -> str:
    return f"<w:r><w:t>{text}</w:t></w:r>"


def test_heading_styles_give_levels_and_paragraphs_stand_in_order() -> None:
    document = docx.Document()
    document.add_heading("On money", 0)
    document.add_heading("What it is", 1)
    document.add_paragraph("A zorkmid is a coin.")
    document.add_heading("Its worth", 2)
    document.add_paragraph("It is worth little.\nAnd less each year.")
    reading = read(document)
    assert headings(reading) == [(1, "On money"), (1, "What it is"), (2, "Its worth")]
    assert text_of(reading) == ["A zorkmid is a coin.", "It is worth little.\nAnd less each year."]
    assert reading.document.title == "On money"


def test_an_outline_level_makes_a_heading_of_any_style() -> None:
    xml = f'<w:p><w:pPr><w:outlineLvl w:val="2"/></w:pPr>{run("Deep")}</w:p>'
    body = f'<w:p><w:pPr><w:outlineLvl w:val="9"/></w:pPr>{run("Body")}</w:p>'
    assert headings(read(with_body(xml + body))) == [(3, "Deep")]


def test_a_style_based_on_a_heading_is_one() -> None:
    document = docx.Document()
    style = document.styles.add_style("House heading", 1)
    style.base_style = document.styles["Heading 2"]
    document.add_paragraph("Ours", style=style)
    assert headings(read(document)) == [(2, "Ours")]


def test_lists_are_items_line_by_line() -> None:
    document = docx.Document()
    document.add_paragraph("Buy:")
    for text in ("food", "armour"):
        document.add_paragraph(text, style="List Bullet")
    document.add_paragraph("Then rest.")
    assert read(document).document.text == "Buy:\n\n- food\n- armour\n\nThen rest."


def test_a_table_row_names_its_columns_and_stands_where_the_table_does() -> None:
    document = docx.Document()
    document.add_paragraph("Before.")
    table = document.add_table(0, 3)
    for cells in (("Name", "Price", "Note"), ("Chroma", "0", ""), ("Pinecone", "70", "per\nmonth")):
        row = table.add_row()
        for cell, text in zip(row.cells, cells, strict=True):
            cell.text = text
    document.add_paragraph("After.")
    lines = ["Name: Chroma; Price: 0", "Name: Pinecone; Price: 70; Note: per month"]
    assert text_of(read(document)) == ["Before.", *lines, "After."]


def test_a_table_without_header_row_keeps_its_first_row() -> None:
    document = docx.Document()
    table = document.add_table(2, 2)
    table._tbl.tblPr.find(f"{{{W[9:-1]}}}tblLook").set(f"{{{W[9:-1]}}}firstRow", "0")
    for number, cell in enumerate(table._cells):
        cell.text = f"c{number}"
    assert text_of(read(document)) == ["c0 | c1", "c2 | c3"]


def test_merged_and_nested_cells_are_read_once_in_their_column() -> None:
    document = docx.Document()
    table = document.add_table(2, 3)
    for number, cell in enumerate(table._cells):
        cell.text = "" if number in {3, 4} else f"c{number}"
    merged = table.cell(1, 0).merge(table.cell(1, 1))
    merged.add_table(1, 1).cell(0, 0).text = "inner"
    assert text_of(read(document)) == ["c0: inner; c2: c5"]


def test_text_is_read_as_it_stands_with_all_changes_accepted() -> None:
    xml = (
        f"<w:p>{run('kept ')}<w:ins>{run('inserted ')}</w:ins><w:del><w:r><w:delText>deleted</w:delText></w:r></w:del>"
        f"<w:hyperlink>{run('linked')}</w:hyperlink></w:p>"
        f"<w:sdt><w:sdtContent><w:p>{run('in a control')}</w:p></w:sdtContent></w:sdt>"
        "<w:p><w:r><w:t>a</w:t><w:tab/><w:t>b</w:t><w:noBreakHyphen/><w:t>c</w:t></w:r></w:p>"
    )
    assert text_of(read(with_body(xml))) == ["kept inserted linked", "in a control", "a\tb-c"]


def test_a_raised_figure_does_not_run_into_the_one_before() -> None:
    raised = "<w:r><w:rPr><w:vertAlign w:val='superscript'/></w:rPr><w:t>6</w:t></w:r>"
    assert text_of(read(with_body(f"<w:p>{run('10')}{raised}{run(' m')}{raised}</w:p>"))) == ["10^6 m6"]


def test_short_bold_paragraphs_are_headings_where_no_style_makes_one() -> None:
    document = docx.Document()
    for title, text in (
        ("Scope", "All plants are in scope, and all who work there."),
        ("End", "It ends in the year 2030."),
    ):
        document.add_paragraph().add_run(title).bold = True
        document.add_paragraph(text).add_run(" Mind it.").bold = True
    assert headings(read(document)) == [(1, "Scope"), (1, "End")]
    document.add_heading("A real one", 2)
    assert headings(read(document)) == [(2, "A real one")]


def test_hidden_text_is_left_out() -> None:
    hidden = "".join(f"<w:r><w:rPr><w:vanish{v}/></w:rPr><w:t>{t}</w:t></w:r>" for v, t in HIDDEN)
    assert text_of(read(with_body(f"<w:p>{run('It is ')}{hidden}{run('.')}</w:p>"))) == ["It is shown."]


def test_the_only_top_heading_is_the_title_and_one_of_several_is_not() -> None:
    document = docx.Document()
    document.add_heading("Money", 1)
    document.add_heading("Use", 2)
    document.add_paragraph("Text.")
    assert read(document).document.title == "Money"
    document.add_heading("Food", 1)
    assert read(document).document.title == "Some name"


def test_the_table_of_contents_is_left_out() -> None:
    document = docx.Document()
    document.styles.add_style("toc 1", WD_STYLE_TYPE.PARAGRAPH)
    document.add_paragraph("Money\t3", style="toc 1")
    document.add_paragraph("Text.")
    assert text_of(read(document)) == ["Text."]


def test_a_text_box_is_read_once_and_apart() -> None:
    box = f"<w:txbxContent><w:p>{run('in the box')}</w:p></w:txbxContent>"
    mc = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    both = (
        f"<mc:AlternateContent {mc}><mc:Choice>{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback></mc:AlternateContent>"
    )
    assert text_of(read(with_body(f"<w:p>{run('around')}<w:r>{both}</w:r></w:p>"))) == ["around", "in the box"]


def test_a_note_stands_under_the_paragraph_that_refers_to_it() -> None:
    document = with_body(
        f'<w:p>{run("Claimed.")}<w:r><w:footnoteReference w:id="2"/></w:r></w:p><w:p>{run("Next.")}</w:p>'
    )
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
    relation = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes"
    part = docx.opc.part.Part(
        docx.opc.packuri.PackURI("/word/footnotes.xml"),
        kind,
        f'<w:footnotes {W}><w:footnote w:id="2"><w:p>{run("Proven.")}</w:p></w:footnote></w:footnotes>'.encode(),
        document.part.package,
    )
    document.part.relate_to(part, relation)
    assert text_of(read(document)) == ["Claimed.", "Proven.", "Next."]


def test_properties_say_title_author_and_the_day_of_the_last_change() -> None:
    document = docx.Document()
    known = document.core_properties
    known.title, known.author, known.modified = "On Money", "Ann Bo", dt.datetime(2024, 2, 29, tzinfo=dt.UTC)
    found = read(document).document
    assert (found.title, found.author, found.date, found.text) == ("On Money", "Ann Bo", "2024-02-29", "")


def test_what_nobody_wrote_is_not_known() -> None:
    found = read(docx.Document()).document
    assert (found.title, found.author) == ("Some name", None)


def deep(levels: int) -> str:
    return "<w:sdt><w:sdtContent>" * levels + f"<w:p>{run('x')}</w:p>" + "</w:sdtContent></w:sdt>" * levels


@pytest.mark.parametrize(
    "xml",
    [
        b"",
        b"<w:document",
        f"<w:document {W}><w:body>{deep(20_000)}</w:body></w:document>".encode(),
        f"<!DOCTYPE x [<!ENTITY a 'b'>]><w:document {W}><w:body>&a;</w:body></w:document>".encode(),
        f"<!DOCTYPE x [<!ENTITY a 'b'>]><w:document {W}><w:body>&a;</w:body></w:document>".encode("utf-16"),
    ],
    ids=["empty", "cut", "deep", "entities", "entities-utf-16"],
)
def test_a_damaged_or_hostile_body_is_refused(xml: bytes) -> None:
    data = rezipped(saved(docx.Document()), {"word/document.xml": xml})
    with pytest.raises(Exception, match=r".") as caught:  # the process that reads it takes any error for damage
        read_docx("a.docx", data)
    assert not isinstance(caught.value, MemoryError)


def test_a_style_based_on_itself_ends() -> None:
    data = saved(docx.Document())
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        styles = archive.read("word/styles.xml").decode()
    looped = styles.replace('<w:basedOn w:val="Normal"/>', '<w:basedOn w:val="Heading1"/>')
    document = docx.Document(io.BytesIO(rezipped(data, {"word/styles.xml": looped.encode()})))
    document.add_paragraph("Round and round", style="Heading 1")
    assert headings(read(document)) == [(1, "Round and round")]


def test_a_cut_file_is_refused() -> None:
    data = saved(docx.Document())
    for length in (0, 10, len(data) // 2, len(data) - 1):
        with pytest.raises(UnreadableFileError, match="This DOCX is damaged"):
            read_docx("a.docx", data[:length])
