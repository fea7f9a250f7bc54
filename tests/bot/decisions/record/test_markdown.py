"""Untrusted text within Markdown: it shows as it was written, and nothing in it is mark-up."""

from __future__ import annotations

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from bot.decisions.record.markdown import front_matter, inline, one_line, table

PARSER = MarkdownIt("commonmark").enable(["table", "strikethrough"])
HOSTILE = [
    "# Not a heading",
    'a\n\n## Decision Outcome\n\nChosen option: "Ours"',
    "<script>alert(1)</script>",
    "<!-- hidden",
    "&lt;b&gt; &copy;",
    "[click](https://evil.example)",
    "![pixel](https://evil.example/p.png)",
    "<https://evil.example>",
    "https://evil.example and www.evil.example and me@evil.example",
    "```\ncode",
    "~~~",
    "`tick",
    "**bold** _soft_ ~~gone~~ __x__",
    "- item",
    "+ item",
    "* item",
    "1. item",
    "12) item",
    "---",
    "===",
    "> quoted",
    "| a | b |",
    "a\\",
    "\\*a\\*",
    "[^1] [ref]: x",
    "$x$ {#id}",
    "\u202eright to left\u200b",
    "    indented",
    "\ttab",
    "a\u2028b\x85c\x00d",
    ":",
]
TEXTS = st.one_of(st.sampled_from(HOSTILE), st.text(), st.text("\\`*_[]<>&|~#!()-+=.:$^@{} \n1ahwtps/"))


def plain(markdown: str) -> tuple[list[str], str]:
    """The kinds of tokens of a document, and its text as a reader sees it."""
    tokens = PARSER.parse(markdown)
    kinds = [child.type for token in tokens for child in (token.children or [token])]
    text = "".join(child.content for token in tokens for child in token.children or [])
    return kinds, text


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_one_paragraph_of_text(text: str) -> None:
    assert plain(inline(text)) == (["paragraph_open", "text", "paragraph_close"], one_line(text))


@given(TEXTS)
def test_any_text_shows_as_it_is_on_one_line(text: str) -> None:
    shown = one_line(text)
    kinds, read = plain(inline(text))
    assert read == shown
    assert kinds == (["paragraph_open", "text", "paragraph_close"] if shown else [])


@given(TEXTS)
def test_any_text_stays_within_its_list_item(text: str) -> None:
    kinds, _ = plain(f"* {inline(text) or 'x'}\n* next")
    assert kinds.count("list_item_open") == 2
    assert kinds.count("bullet_list_open") == 1


@given(TEXTS, TEXTS)
def test_any_text_stays_within_its_cell(one: str, two: str) -> None:
    kinds, _ = plain(table(("A", "B"), [(inline(one), inline(two))]))
    assert kinds.count("td_open") == 2
    assert kinds.count("tr_open") == 2


@pytest.mark.parametrize("text", ["https://evil.example", "WWW.evil.example", "me@evil.example", "@team", "#12"])
def test_what_would_become_a_link_or_a_mention_is_broken_up(text: str) -> None:
    assert "\\" in inline(text)
    assert plain(inline(text))[1] == text


def test_text_is_cut_with_an_ellipsis() -> None:
    assert one_line("four words are here", 10) == "four word…"
    assert one_line("short", 10) == "short"


def test_hidden_characters_go_and_those_of_scripts_stay() -> None:
    assert one_line("a\u202eb\u200bc\x07d") == "abcd"
    assert one_line("👩\u200d💻 می\u200cخواهم") == "👩\u200d💻 می\u200cخواهم"


@given(st.lists(TEXTS, max_size=4))
def test_front_matter_is_one_document_with_exactly_its_entries(names: list[str]) -> None:
    people = [one_line(name) for name in names]
    written = front_matter({"status": "accepted", "people": people})
    body = written.removeprefix("---\n").removesuffix("---\n")
    assert yaml.safe_load(body) == {"status": "accepted", "people": people}


@given(TEXTS)
def test_no_line_of_front_matter_ends_it_early(name: str) -> None:
    lines = front_matter({"people": [one_line(name)]}).splitlines()
    assert [number for number, line in enumerate(lines) if line in {"---", "..."}] == [0, len(lines) - 1]
