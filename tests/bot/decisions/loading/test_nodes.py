"""Nodes: asking one for what it is not says what to write instead."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from bot.decisions.loading.documents import read
from bot.decisions.loading.errors import FrameworkError
from bot.decisions.loading.nodes import Node

ROOT = """\
text: two
  words
empty:
list: [a, b]
none: []
map: {a: 1, b: 2}
void: {}
number: 12
minus: -3
fraction: 1.5
Name: x
"""


@pytest.fixture
def root() -> Node:
    return read("a.yaml", ROOT)


def test_a_text_is_one_line(root: Node) -> None:
    assert root.part("text").text() == "two words"


def test_a_number_is_read_from_its_digits(root: Node) -> None:
    assert root.part("number").number() == 12


def test_a_mapping_gives_its_values_by_key(root: Node) -> None:
    parts = root.part("map").mapping(("a",), ("b", "c"))
    assert {key: node.number() for key, node in parts.items()} == {"a": 1, "b": 2}


def test_what_is_there_can_be_asked(root: Node) -> None:
    assert root.has("text")
    assert not root.has("other")
    assert not root.part("text").has("text")


@pytest.mark.parametrize(
    ("ask", "line", "says"),
    [
        (lambda root: root.part("other"), 1, "add a line with other:"),
        (lambda root: root.part("list").text(), 4, "list is a list; write a text"),
        (lambda root: root.part("empty").text(), 3, "empty is empty"),
        (lambda root: root.part("text").text(4), 1, "has 9 characters; shorten it to 4"),
        (lambda root: root.part("text").items(), 1, "begins with -"),
        (lambda root: root.part("none").items(), 5, "at least one item"),
        (lambda root: root.part("list").items(1), 4, "leave at most 1"),
        (lambda root: root.part("list").mapping(), 4, "key: value lines"),
        (lambda root: root.part("map").mapping(("a",)), 6, 'map has no "b"'),
        (lambda root: root.part("map").mapping(("a", "b", "c")), 6, "map lacks c"),
        (lambda root: root.part("void").named(), 7, "void is empty"),
        (lambda root: root.part("map").named(1), 6, "leave at most 1"),
        (lambda root: root.named(), 11, '"Name" is no name'),
        (lambda root: root.part("minus").number(), 9, "whole number from 0 to"),
        (lambda root: root.part("fraction").number(), 10, "in digits only"),
        (lambda root: root.part("number").number(high=9), 8, "from 0 to 9"),
        (lambda root: root.part("text").name(), 1, '"two words" is no name'),
        (lambda root: root.part("number").one_of(["112", "x"], "size"), 8, 'there is no size "12"; write 112'),
        (lambda root: root.part("number").one_of(["x", "y"], "size"), 8, "write one of x, y"),
        (lambda root: root.part("number").one_of([], "size"), 8, "none is defined"),
    ],
)
def test_errors_name_the_line_and_what_to_write(
    root: Node, ask: Callable[[Node], object], line: int, says: str
) -> None:
    with pytest.raises(FrameworkError) as caught:
        ask(root)
    assert caught.value.line == line
    assert says in caught.value.text


def test_a_near_miss_is_guessed() -> None:
    with pytest.raises(FrameworkError, match='no "verdikt"; write verdict'):
        read("a.yaml", "verdikt: x").mapping((), ("verdict", "reason"))


def test_long_texts_are_quoted_short() -> None:
    with pytest.raises(FrameworkError) as caught:
        read("a.yaml", f"a: {'x' * 900}").part("a").name()
    assert len(caught.value.text) < 200
