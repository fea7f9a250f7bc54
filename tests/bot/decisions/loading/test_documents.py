"""Strict YAML: what is read, what is refused, and that every error names the line."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.decisions.loading.documents import DEEPEST, LARGEST_FILE, read
from bot.decisions.loading.errors import FrameworkError
from bot.decisions.loading.nodes import Node


def error_of(text: str) -> FrameworkError:
    with pytest.raises(FrameworkError) as caught:
        read("a.yaml", text)
    assert str(caught.value).startswith("a.yaml")
    return caught.value


@pytest.mark.parametrize("scalar", ["yes", "no", "on", "12", "0x1f", "1e3", "~", "null", "2024-01-31", "1:30", "<<"])
def test_every_scalar_stays_text(scalar: str) -> None:
    assert read("a.yaml", f"- {scalar}").items()[0].text() == scalar


def test_nodes_know_their_lines() -> None:
    root = read("a.yaml", "# note\nkind: facts\n\nlist:\n  - one\n  - {two: 2,\n     three: 3}\n")
    parts = root.mapping(("kind", "list"))
    one, more = parts["list"].items()

    assert (root.line, parts["kind"].line, one.line, more.line) == (2, 2, 5, 6)
    assert more.part("three").line == 7


def test_a_bom_and_windows_line_ends_do_no_harm() -> None:
    root = read("a.yaml", "\ufeffkind: facts\r\nname: x\r\n")
    assert root.part("name").line == 2
    assert root.part("name").text() == "x"


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        ("a: 1\nb: &x 2", 2, "anchor"),
        ("a: 1\nb: &x [2]", 2, "anchor"),
        ("a: 1\nb: *x", 2, "alias"),
        ("a: 1\nb: !!python/object:os.system x", 2, "tag"),
        ("a: !mine {b: 1}", 1, "tag"),
        ("a: 1\nb:\n  <<: {c: 1}", 3, "merge key"),
        ("a: 1\nb: 2\na: 3", 3, "first in line 1"),
        ("a: 1\n---\nb: 2", 2, "second document"),
        ("a: 1\n? [b]\n: 2", 2, "as a key"),
        ("a: 1\nb: [2\n", 2, "not YAML"),
        ("a: 1\n b: 2", 2, "not YAML"),
        ("a: 1\nwhen: see: this", 2, "quotes"),
        ("a: 1\nweeks: > 4", 2, 'weeks: "> 4"'),
        ("a: 1\nweeks: >= 4\nb: 1", 2, 'weeks: "> 4"'),
        ("a:\n\tb: 1", 2, "tab"),
        ("a: 1\nb: \x1b[31m", 2, "U+001B"),
        ("a: 1\nb: x\u202ey", 2, "U+202E"),
        ('a: 1\nb: "\\0"', 2, "U+0000"),
        ("a: 1\nb: \ud800", 2, "U+D800"),
        ("[" * (DEEPEST + 1), 1, "nested deeper"),
        ("", None, "empty"),
        ("# only a comment\n", None, "empty"),
    ],
)
def test_what_is_refused_is_named_with_its_line(text: str, line: int | None, says: str) -> None:
    error = error_of(text)
    assert (error.line, says in error.text) == (line, True), str(error)


def test_a_file_that_is_too_large_is_refused_before_it_is_parsed() -> None:
    assert str(LARGEST_FILE) in error_of("a: " + "x" * LARGEST_FILE).text


def test_nesting_is_refused_without_recursion() -> None:
    assert "nested deeper" in error_of("[" * 30_000).text
    assert "nested deeper" in error_of("- " * 30_000).text


def test_emoji_joiners_are_no_control_characters() -> None:
    assert read("a.yaml", "a: 👩‍💻").part("a").text() == "👩‍💻"


@given(st.text(max_size=300) | st.text("{}[]:,-&*!|>'\"%@`#? \nabk", max_size=120))
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        assert isinstance(read("a.yaml", text), Node)
    except FrameworkError as error:
        assert error.line is None or 1 <= error.line <= len(text.splitlines()) + 1
        assert "\n" not in str(error)


@given(st.lists(st.sampled_from(["", "# note", "  # more"]), max_size=5), st.lists(st.integers(0, 3), max_size=20))
def test_lines_are_those_an_editor_shows(before: list[str], blanks: list[int]) -> None:
    lines = list(before)
    expected = {}
    for number, gap in enumerate(blanks):
        lines += [""] * gap
        lines.append(f"key{number}: value")
        expected[f"key{number}"] = len(lines)
    root = read("a.yaml", "\n".join([*lines, "end: x"]))

    assert {key: root.part(key).line for key in expected} == expected
