from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.errors import UnreadableFileError
from ingest.passages import split
from ingest.readers.jsonl import read_jsonl
from tests.ingest.readers.making import assert_sound, headings, text_of


def lines(*records: object) -> str:
    return "\n".join(map(json.dumps, records)) + "\n"


def test_each_record_is_a_section_that_no_passage_crosses() -> None:
    reading = read_jsonl(
        "notes/faq.jsonl",
        lines(
            {"id": "1", "title": "When?", "text": "Now."}, {"id": "b-2", "text": "Two.\n\nThree."}, {"text": "Four."}
        ),
    )
    assert reading.document.title == "Faq"
    assert [(p.heading, p.text) for p in split(reading)] == [
        (("When?",), "Now."),
        (("b-2",), "Two.\n\nThree."),
        (("Record 3",), "Four."),
    ]


def test_headings_within_a_record_stand_below_its_own() -> None:
    text = "What it costs\n\nIt costs little, and it pays back in a week or in two.\n"
    assert headings(read_jsonl("a.jsonl", lines({"title": "T", "text": text}))) == [(1, "T"), (2, "What it costs")]


def test_what_all_records_say_is_the_documents_and_the_rest_stands_with_its_record() -> None:
    first = {"title": "A", "text": "One.", "author": "Ann", "date": "2025-01-02", "url": "https://a.example/1"}
    second = {"title": "B", "text": "Two.", "author": "Ann", "date": "2025-01-02", "url": "https://a.example/2"}
    reading = read_jsonl("a.jsonl", lines(first, second))
    assert (reading.document.author, reading.document.date, reading.document.url) == ("Ann", "2025-01-02", None)
    assert text_of(reading) == ["Address: https://a.example/1", "One.", "Address: https://a.example/2", "Two."]


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ('{"text": ', "Line 3 is not valid JSON."),
        ("[1]", 'Line 3 is not a record: it has no "text".'),
        ('{"text": 5}', 'Line 3 is not a record: it has no "text".'),
        ('{"text": ' + "[" * 100_000, "Line 3 is not valid JSON."),
        ('{"id": ' + "9" * 20_000 + "}", "Line 3 is not valid JSON."),
    ],
    ids=["broken", "list", "number", "deep", "digits"],
)
def test_a_line_that_is_no_record_refuses_the_file_and_is_named(line: str, reason: str) -> None:
    with pytest.raises(UnreadableFileError) as refused:
        read_jsonl("a.jsonl", f'{{"text": "good"}}\n\n{line}\n')
    assert str(refused.value) == reason


def test_odd_values_are_never_shown_as_they_are() -> None:
    record = (
        r'{"id": true, "title": {"a": 1}, "text": "half \ud83d a character\u0000", "date": "soon", "url": "file:x"}'
    )
    reading = read_jsonl("a.jsonl", record)
    assert headings(reading) == [(1, "Record 1")]
    assert text_of(reading) == ["half \ufffd a character\ufffd"]
    assert (reading.document.date, reading.document.url) == (None, None)


RECORDS = st.fixed_dictionaries({"text": st.text()}, optional={"id": st.text(), "title": st.text(), "date": st.text()})


@given(st.lists(RECORDS, max_size=6))
def test_any_records_give_sound_blocks_and_lose_nothing(records: list[dict[str, str]]) -> None:
    reading = read_jsonl("a.jsonl", lines(*records))
    assert_sound(reading)
    quoted = "\n".join(passage.text for passage in split(reading)).split()
    expected = [word for record in records for word in record["text"].replace("\0", "\ufffd").split()]
    remaining = iter([*quoted, *(word for _, heading in headings(reading) for word in heading.split())])
    assert set(expected) <= set(remaining)
