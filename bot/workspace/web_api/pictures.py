"""``slack_file`` in image blocks and elements: a picture of the app's own, named by id or address."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from bot.workspace.block_kit.surfaces import refusal
from bot.workspace.errors import SlackError
from bot.workspace.files import Files
from bot.workspace.model import Json


def check_pictures(files: Files, blocks: list[Json], path: str = "/blocks") -> None:
    """SlackError ``invalid_blocks``, naming the places, when a ``slack_file`` is no uploaded picture."""
    problems = [
        f"[ERROR] invalid slack file [json-pointer:{place}]"
        for place, named in _slack_files(blocks, path)
        if not _is_picture(files, named)
    ]
    if problems:
        raise refusal("invalid_blocks", problems)


def _slack_files(value: Any, path: str) -> Iterator[tuple[str, Any]]:
    """Everything called ``slack_file``, however deep, with its JSON pointer."""
    if isinstance(value, list):
        for index, inner in enumerate(value):
            yield from _slack_files(inner, f"{path}/{index}")
    elif isinstance(value, dict):
        for name, inner in value.items():
            if name == "slack_file":
                yield f"{path}/{name}", inner
            else:
                yield from _slack_files(inner, f"{path}/{name}")


def _is_picture(files: Files, named: Any) -> bool:
    try:
        return files.find(_file_id(named)).is_picture
    except SlackError:
        return False


def _file_id(named: Any) -> str:
    if not isinstance(named, dict):
        return ""
    if named.get("id"):
        return str(named["id"])
    parts = str(named.get("url", "")).split("/files/", 1)
    return parts[1].split("/", 1)[0] if len(parts) > 1 else ""
