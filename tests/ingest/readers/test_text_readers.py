from __future__ import annotations

import pytest

from ingest.errors import UnreadableFileError
from ingest.readers import TextReader
from ingest.readers.frontmatter import split_front_matter
from ingest.readers.markdown import read_markdown
from ingest.readers.naming import clean_line, title_from_path
from ingest.readers.text import read_text
from tests.ingest.readers.making import assert_sound, headings, text_of

# Markdown


def test_front_matter_says_what_a_document_is() -> None:
    source = (
        "---\ntitle: When to use RAG\npublisher: Acme\nauthor: [Ann, Bo]\nkind: note\n"
        "date: 2025-03-01\nurl: https://acme.example/rag\n---\n# Head\n\nBody.\n"
    )
    document = read_markdown("a.md", source).document
    assert (document.title, document.publisher, document.author) == ("When to use RAG", "Acme", "Ann, Bo")
    assert (document.kind, document.date, document.url) == ("note", "2025-03-01", "https://acme.example/rag")
    assert document.text == "# Head\n\nBody.\n"


@pytest.mark.parametrize(
    ("line", "field", "value"),
    [
        ("date: 2025", "date", "2025"),
        ("date: 2025-03", "date", "2025-03"),
        ("date: last week", "date", None),
        ("date: 2025-03-01T10:00:00Z", "date", "2025-03-01"),
        ("url: javascript:alert(1)", "url", None),
        ("url: 'http://[bad'", "url", None),
        ("author: true", "author", None),
        ("title: {a: 1}", "title", None),
    ],
)
def test_front_matter_values_are_never_guessed(line: str, field: str, value: str | None) -> None:
    front, _ = split_front_matter(f"---\n{line}\n---\ntext")
    assert getattr(front, field) == value


@pytest.mark.parametrize(
    "source",
    [
        "a: &x [1]\nb: *x",
        "a: 1\na: 2",
        "a: !!python/object/apply:os.system ['true']",
        "a: " + "[" * 30 + "]" * 30,
        "a: " + "9" * 20_000,
        "a: [unclosed",
        "? [x]\n: 1",
        "a: '" + "x" * 70_000 + "'",
    ],
    ids=["alias", "repeated", "tag", "deep", "digits", "broken", "unhashable", "large"],
)
def test_hostile_front_matter_refuses_the_file(source: str) -> None:
    with pytest.raises(UnreadableFileError):
        split_front_matter(f"---\n{source}\n---\ntext")


def test_a_rule_at_the_top_is_not_front_matter() -> None:
    source = "---\nJust words\n---\nMore"
    assert split_front_matter(source)[1] == source
    assert split_front_matter("---\nnever closed: yes")[1] == "---\nnever closed: yes"


@pytest.mark.parametrize(
    ("line", "title"),
    [
        ("title: RAG: a guide", "RAG: a guide"),
        ("title: It's done: now", "It's done: now"),
        ("title: [RFC] Search", "[RFC] Search"),
        ("title: @ann says", "@ann says"),
        ("title: Plain\ndate: 2024-02-30", "Plain"),
    ],
)
def test_values_people_write_without_quotation_marks_are_read(line: str, title: str) -> None:
    front, body = split_front_matter(f"---\nkind: note\n{line}\n---\nText")
    assert (front.title, front.kind, front.date, body) == (title, "note", None, "Text")


def test_broken_front_matter_is_refused_with_its_line() -> None:
    with pytest.raises(UnreadableFileError, match=r"not valid YAML\. Look at line 4"):
        split_front_matter("---\ntitle: x\nother: [unclosed\n---\ntext")
    with pytest.raises(UnreadableFileError, match="refused: a key stands twice"):
        split_front_matter("---\na: 1\na: 2\n---\ntext")


def test_blank_lines_may_stand_above_front_matter() -> None:
    front, body = split_front_matter("\n \n---\ntitle: x\n---\nText")
    assert (front.title, body) == ("x", "Text")


def test_empty_front_matter_is_no_text() -> None:
    assert split_front_matter("---\n---\n# Head\n")[1] == "# Head\n"
    assert split_front_matter("+++\n+++\n# Head\n")[1] == "# Head\n"


def test_headings_of_both_kinds_and_none_from_code() -> None:
    source = "# The **best** `way`\n\nOne\n---\n\n```sh\n# no heading\n```\n\n    # nor this\n\n### [Deep](x) ###\n"
    assert headings(read_markdown("a.md", source)) == [(1, "The best way"), (2, "One"), (3, "Deep")]


def test_title_is_front_matter_then_first_top_heading_then_file_name() -> None:
    assert read_markdown("x/a-b.md", "## Small\n\n# Big\n").document.title == "Big"
    assert read_markdown("x/a-b.md", "## Small\n\ntext\n").document.title == "Small"
    assert read_markdown("x/a-b.md", "text\n").document.title == "A b"


def test_every_line_stands_in_one_block_even_link_definitions() -> None:
    source = "intro\n\n[x]: http://x\n\n- a\n  - b\n- c\n\n| h |\n|---|\n| r |\n\n> quote\n\n<div>\nhtml\n</div>\n"
    lines = [line for text in text_of(read_markdown("a.md", source)) for line in text.splitlines() if line.strip()]
    assert lines == [line for line in source.splitlines() if line.strip()]


# Plain text


def test_bare_headings_are_found_by_what_follows() -> None:
    source = (
        "A first sentence that is quite long and ends like one.\nWhen to use it\n- Data changes\n- Budget is small\n"
        "Real example: A bot\nWe built a thing for a client and it did the work that nobody else wanted to do at all, "
        "every single day.\n\nWhat it costs\n\nIt costs little.\n"
    )
    assert [text for _, text in headings(read_text("a.txt", source))] == [
        "When to use it",
        "Real example: A bot",
        "What it costs",
    ]


@pytest.mark.parametrize(
    "source",
    [
        "The pattern that works:\n- one\n- two",
        "Is it frequently updated?\n  YES → RAG",
        "View\nWork\n\nblog",
        "a line that was wrapped by hand and so is short\nand goes on in the next line, which ends here.",
        "Dear all\nthis is wrapped text that goes on\nfor a few lines and ends.",
        "- item one\n- item two",
        "An end without anything below it",
    ],
)
def test_in_doubt_a_line_is_text(source: str) -> None:
    assert headings(read_text("a.txt", source)) == []


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("MEMO\n====\n\nWords\n\nUse it\n------\nMore", [(1, "MEMO"), (2, "Use it")]),
        ("=====\nMemo\n=====\nWords", [(1, "Memo")]),
        ("Words above\nTotal\n-----\n50", []),
        ("- item\n------\n\n1999\n----\n\nA line\n----------------------------\nB", []),
    ],
)
def test_an_underlined_line_is_a_heading(source: str, expected: list[tuple[int, str]]) -> None:
    reading = read_text("a.txt", source)
    assert headings(reading) == expected
    assert_sound(reading)


def test_text_title_is_a_heading_before_any_sentence_else_the_file_name() -> None:
    body = "This is the first paragraph, and it ends like a sentence does."
    assert read_text("five-questions.txt", f"Menu\n\nRAG or not\n\n{body}").document.title == "RAG or not"
    assert read_text("five-questions.txt", f"{body}\n\nRAG or not\n\n{body}").document.title == "Five questions"


def test_bullets_keep_their_indented_lines() -> None:
    source = "  • One thing.\n    More of it.\n\n  • Another."
    assert [text.strip() for text in text_of(read_text("a.txt", source))] == [
        "• One thing.\n    More of it.",
        "• Another.",
    ]


# Names


def test_names_become_titles() -> None:
    assert title_from_path("notes/when-to_use.rag.txt") == "When to use rag"
    assert title_from_path("-.txt") == "-"
    assert clean_line("a\u202eb\n c\x07" + "x" * 500) == "ab c" + "x" * 196


@pytest.mark.parametrize("reader", [read_markdown, read_text])
def test_an_empty_file_is_a_document_named_after_it(reader: TextReader) -> None:
    assert reader("a.md", "").document.title == "A"
