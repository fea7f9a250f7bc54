"""Files of the isolated kinds on their way through a sync."""

from __future__ import annotations

import docx
import openpyxl
import pptx

from tests.ingest.house import House
from tests.ingest.readers.making import make_pdf, prose, saved


def filled(house: House) -> dict[str, bytes]:
    """Write a good file of each kind that holds a word of its own; return them by path."""
    document, deck, book = docx.Document(), pptx.Presentation(), openpyxl.Workbook()
    document.add_paragraph("A zorkmid is worth little.")
    deck.slides.add_slide(deck.slide_layouts[5]).shapes.title.text = "Quatloos compared"
    book.worksheets[0].append(("Coin", "Worth"))
    book.worksheets[0].append(("galleon", 5))
    files = {
        "a.docx": saved(document),
        "b.pptx": saved(deck),
        "c.xlsx": saved(book),
        "d.pdf": make_pdf([prose("Nothing here."), prose("The drachma is old.")]),
        "e.eml": b"Subject: Florins\r\n\r\nThey are gold.",
        "f.csv": b"Coin;Worth\nducat;7\n",
    }
    for path, data in files.items():
        (house.folder / path).write_bytes(data)
    return files


def test_every_kind_is_found_by_what_it_says(house: House) -> None:
    files = filled(house)
    report = house.synchroniser.sync()
    assert (report.added, report.failed) == (len(files), ())
    words = ("zorkmid", "quatloos", "galleon", "drachma", "florins", "ducat")
    assert [house.found(word)[0] for word in words] == sorted(files)
    house.assert_index_is_folder()


def test_a_damaged_version_keeps_the_last_good_one(house: House) -> None:
    files = filled(house)
    house.synchroniser.sync()
    for path, data in files.items():
        (house.folder / path).write_bytes(data[: len(data) // 3] + b"\0\xff")
    report = house.synchroniser.sync()
    broken = {failure.path for failure in report.failed}
    assert {"a.docx", "b.pptx", "c.xlsx", "d.pdf"} <= broken
    assert all(failure.error.endswith(".") and str(house.folder) not in failure.error for failure in report.failed)
    assert house.found("zorkmid")[0] == "a.docx"


def test_a_pdf_may_be_larger_than_a_text(house: House) -> None:
    (house.folder / "a.pdf").write_bytes(make_pdf([prose("The zorkmid is here.")]) + b"\n%" + b"x" * 6_000_000)
    (house.folder / "a.txt").write_bytes(b"x" * 6_000_000)
    report = house.synchroniser.sync()
    assert [(failure.path, failure.error) for failure in report.failed] == [("a.txt", "This file is larger than 5 MB.")]
    assert house.found("zorkmid") == ["a.pdf"]
