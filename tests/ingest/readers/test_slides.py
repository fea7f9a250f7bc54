from __future__ import annotations

import datetime as dt

import pptx
import pytest
from pptx.presentation import Presentation
from pptx.slide import Slide
from pptx.util import Inches

from ingest.errors import UnreadableFileError
from ingest.readers import Reading
from ingest.readers.slides import read_pptx
from tests.ingest.readers.making import assert_sound, headings, rezipped, saved, text_of

TITLE_AND_BODY, TITLE_ONLY, BLANK = 1, 5, 6
PLACE = (Inches(1), Inches(1), Inches(4), Inches(1))


@pytest.fixture
def deck() -> Presentation:
    return pptx.Presentation()


def add_slide(deck: Presentation, title: str = "", *body: str, layout: int = TITLE_AND_BODY) -> Slide:
    slide = deck.slides.add_slide(deck.slide_layouts[layout])
    if slide.shapes.title is not None:
        slide.shapes.title.text = title
    if body:
        slide.placeholders[1].text = "\n".join(body)
    return slide


def read(deck: Presentation) -> Reading:
    reading = read_pptx("x/some-name.pptx", saved(deck))
    assert_sound(reading)
    return reading


def test_a_slide_is_a_section_under_its_title_and_a_page(deck: Presentation) -> None:
    add_slide(deck, "On money", "Coins buy food.", "Coins buy armour.")
    add_slide(deck, "Its\nworth", "It is worth little.")
    reading = read(deck)
    assert headings(reading) == [(1, "On money"), (1, "Its worth")]
    assert text_of(reading) == ["- Coins buy food.", "- Coins buy armour.", "It is worth little."]
    assert [block.page for block in reading.blocks] == [1, 1, 1, 2, 2]
    assert reading.document.title == "On money"


def test_hidden_slides_are_left_out(deck: Presentation) -> None:
    add_slide(deck, "Spare", "Nobody is shown this")._element.set("show", "0")
    add_slide(deck, "Goals", "Two million users")
    reading = read(deck)
    assert (headings(reading), text_of(reading)) == ([(1, "Goals")], ["Two million users"])
    assert reading.document.title == "Goals"
    assert reading.blocks[0].page == 2


def test_a_slide_without_title_is_no_part_of_the_one_before(deck: Presentation) -> None:
    add_slide(deck, "On money", "Coins.")
    slide = add_slide(deck, layout=BLANK)
    slide.shapes.add_textbox(*PLACE).text_frame.text = "Loose words."
    assert headings(read(deck)) == [(1, "On money"), (1, "Slide 2")]


def test_levels_of_a_list_are_indented(deck: Presentation) -> None:
    slide = add_slide(deck, "List", "One", "Two")
    slide.placeholders[1].text_frame.paragraphs[1].level = 1
    assert read(deck).document.text == "List\n\n- One\n  - Two"


def test_table_rows_name_their_columns(deck: Presentation) -> None:
    slide = add_slide(deck, "Prices", layout=TITLE_ONLY)
    table = slide.shapes.add_table(3, 2, *PLACE).table
    for number, text in enumerate(("Name", "Price", "Chroma", "0", "Pinecone", "70")):
        table.cell(number // 2, number % 2).text = text
    assert text_of(read(deck)) == ["Name: Chroma; Price: 0", "Name: Pinecone; Price: 70"]
    table.first_row = False
    assert text_of(read(deck))[0] == "Name | Price"


def test_shapes_in_groups_are_read(deck: Presentation) -> None:
    group = add_slide(deck, "Groups", layout=TITLE_ONLY).shapes.add_group_shape()
    group.shapes.add_group_shape().shapes.add_textbox(*PLACE).text_frame.text = "inside two groups"
    assert text_of(read(deck)) == ["inside two groups"]


def test_notes_stand_at_the_end_of_their_slide(deck: Presentation) -> None:
    slide = add_slide(deck, "Notes", "On the slide.")
    slide.notes_slide.notes_text_frame.text = "Said aloud."
    add_slide(deck, "Next").notes_slide.notes_text_frame.text = "  "
    assert text_of(read(deck)) == ["On the slide.", "Notes: Said aloud."]


def test_properties_say_title_author_and_date(deck: Presentation) -> None:
    known = deck.core_properties
    known.title, known.author, known.modified = "Budget talk", "Ann Bo", dt.datetime(2024, 2, 29, tzinfo=dt.UTC)
    found = read(deck).document
    assert (found.title, found.author, found.date) == ("Budget talk", "Ann Bo", "2024-02-29")


def test_an_empty_deck_is_named_after_its_file(deck: Presentation) -> None:
    found = read(deck).document
    assert (found.title, found.text) == ("Some name", "")


def test_a_cut_file_is_refused_and_a_cut_slide_too(deck: Presentation) -> None:
    add_slide(deck, "On money")
    data = saved(deck)
    with pytest.raises(UnreadableFileError, match="This PPTX is damaged"):
        read_pptx("a.pptx", data[: len(data) // 2])
    with pytest.raises(SyntaxError):  # lxml's; the process that reads it takes any error for damage
        read_pptx("a.pptx", rezipped(data, {"ppt/slides/slide1.xml": b"<p:"}))
