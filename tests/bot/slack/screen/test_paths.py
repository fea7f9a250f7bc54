"""Every way to Slack passes the filter or the escapes: one module makes text objects, and one posts."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.answers.model import Answer, Citation, Claim, EngineName, Nearest, Outcome
from bot.slack.blocks.answer import answer_message, stream_text
from tests.bot.slack.screen.oracle import violations

ROOM = Path(__file__).parents[4] / "bot" / "slack"
EVIL = (
    "Take **this**: https://evil.example/?d=1 <!channel> @here [x](https://evil.example) [7] xox"
    + "b-123456789012-abcdefabcdef"
)


def modules() -> Iterator[tuple[str, ast.Module]]:
    """Every module of the Slack room, parsed."""
    for path in sorted(ROOM.rglob("*.py")):
        yield path.relative_to(ROOM).as_posix(), ast.parse(path.read_text("utf-8"))


def test_only_one_module_makes_text_objects() -> None:
    makers = {
        name
        for name, tree in modules()
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and node.value in {"mrkdwn", "plain_text", "rich_text"}
    }

    assert makers - {"screen/layout.py"} == {"blocks/parts.py"}


def test_only_one_module_posts_text_and_one_files() -> None:
    posting = ("chat_", "views_", "agents_", "files_", "canvases_", "send_dict")
    callers = {
        name
        for name, tree in modules()
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr.startswith(posting)
    }

    assert callers == {"delivery.py", "files.py"}


@pytest.mark.parametrize("method", ["chat_postMessage", "chat_update", "chat_postEphemeral"])
def test_every_post_is_guarded(method: str) -> None:
    tree = dict(modules())["delivery.py"]
    functions = [node for node in ast.walk(tree) if isinstance(node, ast.AsyncFunctionDef)]
    posting = [f for f in functions if any(isinstance(n, ast.Attribute) and n.attr == method for n in ast.walk(f))]
    guards = "_POST_GUARDS" if method == "chat_postMessage" else "_GUARDS"

    assert posting
    assert all(any(isinstance(n, ast.Name) and n.id == guards for n in ast.walk(f)) for f in posting)


def hostile_answer() -> Answer:
    """An answer in which everything that comes from outside is hostile."""
    citation = Citation(1, "p", EVIL, EVIL, EVIL, EVIL, "https://docs.house.example/a", EVIL)
    nearest = (Nearest(EVIL, EVIL, EVIL),)
    return Answer(
        Outcome.PARTLY, EngineName.GENERATED, (Claim(EVIL, (1,)),), (citation,), nearest, EVIL, understood=EVIL
    )


def texts_of(value: object) -> Iterator[str]:
    """Every text a message holds."""
    if isinstance(value, dict):
        for key, inner in value.items():
            if key in {"text", "alt_text", "title"} and isinstance(inner, str):
                yield inner
            else:
                yield from texts_of(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from texts_of(inner)


def test_no_part_of_a_hostile_answer_works() -> None:
    message = answer_message(hostile_answer(), "id")
    streamed = stream_text(hostile_answer(), hostile_answer().claims)

    for text in streamed:
        assert "](" not in text.replace("\\]", "")
    for text in (message.text, *texts_of(message.blocks), *streamed):
        assert "<!" not in text
        assert "@here" not in text
        assert "123456789012" not in text
        assert "<https://evil" not in text


def test_what_is_said_as_ours_passes_the_whole_filter() -> None:
    answer = hostile_answer()
    sentences = stream_text(answer, answer.claims)[:2]

    assert [violations(text.replace("[1]", "")) for text in sentences] == [[], []]
    assert "[link removed]" in sentences[0]
