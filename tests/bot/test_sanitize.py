"""``archie sanitize`` shows what would be posted, for whole texts and for pieces of them."""

from __future__ import annotations

import io
import json
from typing import Any

import pytest

from bot.__main__ import main
from bot.batch import screened
from bot.errors import BatchLineError

SOURCES = [{"n": 1, "title": "Queues", "url": "https://docs.house.example/q", "text": "The queue keeps 14 days."}]


def run(monkeyless_input: list[Any], capsys: pytest.CaptureFixture[str]) -> tuple[int, list[dict[str, Any]]]:
    """Feed rows to the command, and read its lines."""
    import sys

    before, sys.stdin = (
        sys.stdin,
        io.StringIO("\n".join(row if isinstance(row, str) else json.dumps(row) for row in monkeyless_input)),
    )
    try:
        status = main(["sanitize", "--batch"])
    finally:
        sys.stdin = before
    return status, [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def test_each_line_gives_what_would_be_posted(capsys: pytest.CaptureFixture[str]) -> None:
    rows = [{"text": "It keeps 14 days [1]. <!channel>", "sources": SOURCES}, {"id": 7, "text": "a < b", "sources": []}]

    assert run(rows, capsys) == (0, [{"text": "It keeps 14 days [1]. channel"}, {"id": 7, "text": "a &lt; b"}])


def test_pieces_give_what_streaming_would_have_shown(capsys: pytest.CaptureFixture[str]) -> None:
    text = "It keeps 14 days [1]. See [this](https://evil.example/?d=1) and https://docs.house.example/q."
    rows = [
        {"text": text, "sources": SOURCES},
        {"text": text, "pieces": list(text), "sources": SOURCES},
        {"pieces": [text], "sources": SOURCES},
    ]

    status, (whole, *streamed) = run(rows, capsys)

    assert status == 0
    assert streamed == [whole, whole]
    assert whole["text"] == "It keeps 14 days [1]. See this and https://docs.house.example/q."


def test_a_bad_line_says_why_and_the_others_still_answer(capsys: pytest.CaptureFixture[str]) -> None:
    status, (first, second) = run(["{", {"text": "fine"}], capsys)

    assert status == 1
    assert first["error"] == "This line is not JSON."
    assert second == {"text": "fine"}


@pytest.mark.parametrize(
    "row",
    [
        {},
        {"text": 3},
        {"text": "x", "pieces": "x"},
        {"pieces": [1]},
        {"text": "x", "sources": {}},
        {"text": "x", "sources": [1]},
        {"text": "x", "sources": [{"n": "1", "text": ""}]},
        {"text": "x", "sources": [{"n": True, "text": ""}]},
        {"text": "x", "sources": [{"n": 1}]},
        {"text": "x", "sources": [{"n": 1, "text": "", "url": 5}]},
        {"text": "x", "sources": [{"n": 1, "text": "", "title": None}]},
    ],
)
def test_a_line_of_another_shape_is_refused_with_a_sentence(row: dict[str, Any]) -> None:
    with pytest.raises(BatchLineError, match="needs"):
        screened(row)
