from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.errors import UnreadableFileError
from ingest.readers.composer import LONGEST_TEXT, TextComposer, clean_text
from tests.ingest.readers.making import assert_sound, headings, text_of


def test_pieces_stand_apart_and_tight_ones_line_by_line() -> None:
    composer = TextComposer()
    composer.heading("A\n head", 1, 2)
    composer.text("para", 2)
    composer.text("- one", tight=True)
    composer.text("  - two", tight=True)
    composer.text(" \n")
    composer.text("end", 3)
    reading = composer.reading("a.x")
    assert reading.document.text == "A head\n\npara\n\n- one\n  - two\n\nend"
    assert [block.page for block in reading.blocks] == [2, 2, None, None, 3]
    assert headings(reading) == [(1, "A head")]


def test_the_title_given_wins_over_the_file_name() -> None:
    assert TextComposer().reading("x/a-b.pdf", title=" ").document.title == "A b"
    assert TextComposer().reading("x/a-b.pdf", title="On\nmoney").document.title == "On money"


def test_a_text_that_is_too_long_is_refused_not_cut() -> None:
    composer = TextComposer()
    composer.text("x" * (LONGEST_TEXT - 1))
    with pytest.raises(UnreadableFileError, match="more than 10 million characters"):
        composer.text("y")


def test_text_is_made_storable() -> None:
    assert clean_text("a\r\nb\vc\u2028d\x00\x07\ud800 e\xadf\n\n \ng ") == "a\nb\nc\nd\ufffd ef\ng"
    assert clean_text(" " * 300_000 + "x") == " " * 300_000 + "x"


PIECES = st.lists(st.tuples(st.text(max_size=30), st.integers(0, 9), st.booleans()), max_size=12)


@given(pieces=PIECES)
def test_whatever_is_composed_the_reading_is_sound(pieces: list[tuple[str, int, bool]]) -> None:
    composer = TextComposer()
    for text, level, tight in pieces:
        composer.heading(text, level) if level else composer.text(text, tight=tight)
    reading = composer.reading("a.x")
    assert_sound(reading)
    reading.document.text.encode()  # raises when a database could not store it
    assert [t for t in map(clean_text, (text for text, level, _ in pieces if not level)) if t] == text_of(reading)
    assert all(1 <= level <= 6 for level, _ in headings(reading))
