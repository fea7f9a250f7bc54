"""YAML front matter at the head of a Markdown file, read as if it wished us harm."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import yaml

from ingest.errors import UnreadableFileError
from ingest.readers.naming import clean_line

_FENCED = re.compile(r"\A---[ \t]*\n(?P<yaml>.*?)(?:^|\n)(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
_LARGEST = 64 * 1024
_DEEPEST = 20
_ISO_DATE = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """What a document says of itself. ``date`` is ISO 8601 (a year, a month or a day); ``url`` is http or https."""

    title: str | None = None
    kind: str | None = None
    publisher: str | None = None
    author: str | None = None
    date: str | None = None
    url: str | None = None


def split_front_matter(text: str) -> tuple[FrontMatter, str]:
    """Return the front matter and the text after it; a file without any gives an empty one and the whole text.

    Raises:
        UnreadableFileError: there is front matter, but it is broken, too large or unsafe.
    """
    match = _FENCED.match(text)
    if not match:
        return FrontMatter(), text
    values = _load(match["yaml"])
    if not isinstance(values, dict):
        return FrontMatter(), text  # a rule, some text, another rule: Markdown, not front matter
    return _front_matter(values), text[match.end() :]


class _StrictLoader(yaml.SafeLoader):
    """Safe, and also without aliases (they expand without bound), duplicate keys and deep nesting."""

    _depth = 0

    def compose_node(self, parent: yaml.Node | None, index: Any) -> yaml.Node | None:
        if self.check_event(yaml.AliasEvent):
            raise yaml.YAMLError("aliases are not allowed")
        self._depth += 1
        if self._depth > _DEEPEST:
            raise yaml.YAMLError("it is nested too deeply")
        node = super().compose_node(parent, index)
        self._depth -= 1
        return node

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        keys = [key.value for key, _ in node.value if isinstance(key, yaml.ScalarNode)]
        if len(set(keys)) != len(keys):
            raise yaml.YAMLError("a key stands twice")
        return super().construct_mapping(node, deep)


def _load(source: str) -> object:
    if len(source) > _LARGEST:
        raise UnreadableFileError("Its front matter is larger than 64 KB.")
    try:
        return yaml.load(source, Loader=_StrictLoader)  # noqa: S506 - a SafeLoader, and stricter
    except (yaml.YAMLError, ValueError, TypeError, RecursionError) as error:
        # not only YAMLError: a number of 20,000 digits is a ValueError, an unhashable key a TypeError
        raise UnreadableFileError("Its front matter is not valid YAML, or uses aliases or repeated keys.") from error


def _front_matter(values: Mapping[Any, Any]) -> FrontMatter:
    return FrontMatter(
        title=_line(values.get("title")),
        kind=_line(values.get("kind")),
        publisher=_line(values.get("publisher")),
        author=_line(values.get("author") or values.get("authors")),
        date=_date(values.get("date")),
        url=_url(values.get("url")),
    )


def _line(value: object) -> str | None:
    if isinstance(value, list):
        return ", ".join(filter(None, map(_line, value))) or None
    if isinstance(value, str | int | float) and not isinstance(value, bool):
        return clean_line(str(value)) or None
    return None


def _date(value: object) -> str | None:
    if isinstance(value, dt.datetime):
        return value.date().isoformat()
    if isinstance(value, dt.date):
        return value.isoformat()
    text = str(value).strip()
    return text if _ISO_DATE.fullmatch(text) else None


def _url(value: object) -> str | None:
    text = _line(value)
    if text is None or " " in text:
        return None
    try:
        parts = urlsplit(text)
    except ValueError:
        return None
    return text if parts.scheme in {"http", "https"} and parts.netloc else None
