"""YAML or TOML front matter at the head of a Markdown file, read as if it wished us harm."""

from __future__ import annotations

import datetime as dt
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import yaml

from ingest.audience import EVERYBODY, NOBODY, Audience, parse_audience
from ingest.errors import UnreadableFileError
from ingest.readers.naming import clean_line
from ingest.strict_yaml import RefusedYAMLError, StrictLoader

_FENCED = re.compile(r"\A(?:[ \t]*\n){0,9}---[ \t]*\n(?P<yaml>(?:.*?\n)??)(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
_PLUSSED = re.compile(r"\A(?:[ \t]*\n){0,9}\+\+\+[ \t]*\n(?P<toml>(?:.*?\n)??)\+\+\+[ \t]*(?:\n|\Z)", re.DOTALL)
_UNQUOTED = re.compile(
    r"^(\w[\w .-]*:[ \t]+)((?![\"'\[{>|&*!#?-]).*?:(?:[ \t].*)?|[@`%].*|\[[^\]\n]*\][ \t]*[^\s#,\]].*)$", re.MULTILINE
)
"""A value that people write without quotation marks and YAML wants in them: "RAG: a guide", "@ann", "[RFC] Search"."""
_LARGEST = 64 * 1024
_ISO_DATE = re.compile(r"[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?")


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """What a document says of itself. ``date`` is ISO 8601 (a year, a month or a day); ``url`` is http or https."""

    title: str | None = None
    kind: str | None = None
    publisher: str | None = None
    author: str | None = None
    date: str | None = None
    url: str | None = None
    audience: Audience = EVERYBODY


def split_front_matter(text: str) -> tuple[FrontMatter, str]:
    """Return the front matter and the text after it; a file without any gives an empty one and the whole text.

    YAML stands between lines of ``---``, TOML between lines of ``+++``.

    Raises:
        UnreadableFileError: there is front matter, but it is broken, too large or unsafe.
    """
    match = _FENCED.match(text) or _PLUSSED.match(text)
    if not match:
        return FrontMatter(), text
    values = _load_yaml(match["yaml"]) if match.re is _FENCED else _load_toml(match["toml"])
    if values is None and not match[1].strip():
        return FrontMatter(), text[match.end() :]
    if not isinstance(values, dict):
        return FrontMatter(), text  # a rule, some text, another rule: Markdown, not front matter
    return _front_matter(values), text[match.end() :]


def _load_toml(source: str) -> object:
    _require_small(source)
    try:
        return tomllib.loads(source)
    except (ValueError, RecursionError) as error:  # TOMLDecodeError, and a number of 20,000 digits
        raise UnreadableFileError("Its front matter is not valid TOML.") from error


def _require_small(source: str) -> None:
    if len(source) > _LARGEST:
        raise UnreadableFileError("Its front matter is larger than 64 KB.")


def _load_yaml(source: str) -> object:
    _require_small(source)
    try:
        return _parse_yaml(source)
    except RefusedYAMLError as error:
        raise UnreadableFileError(f"Its front matter is refused: {error.problem}.") from error
    except (yaml.YAMLError, ValueError, TypeError, RecursionError) as error:
        # not only YAMLError: a number of 20,000 digits is a ValueError, an unhashable key a TypeError
        mark = error.problem_mark if isinstance(error, yaml.MarkedYAMLError) else None
        where = f" Look at line {mark.line + 2} of the file." if mark else ""
        raise UnreadableFileError(f"Its front matter is not valid YAML.{where}") from error


def _parse_yaml(source: str) -> object:
    try:
        return yaml.load(source, Loader=StrictLoader)  # noqa: S506 - a SafeLoader, and stricter
    except (yaml.scanner.ScannerError, yaml.parser.ParserError):
        quoted = _UNQUOTED.sub(lambda line: f"{line[1]}'{line[2].replace(chr(39), 2 * chr(39))}'", source)
        if quoted == source:
            raise
        return yaml.load(quoted, Loader=StrictLoader)  # noqa: S506


def _front_matter(values: Mapping[Any, Any]) -> FrontMatter:
    return FrontMatter(
        title=_line(values.get("title")),
        kind=_line(values.get("kind")),
        publisher=_line(values.get("publisher")),
        author=_line(values.get("author") or values.get("authors")),
        date=iso_date(values.get("date")),
        url=web_address(values.get("url")),
        audience=parse_audience(values["audience"]) or NOBODY if "audience" in values else EVERYBODY,
    )


def _line(value: object) -> str | None:
    if isinstance(value, list):
        return ", ".join(filter(None, map(_line, value))) or None
    if isinstance(value, str | int | float) and not isinstance(value, bool):
        return clean_line(str(value)) or None
    return None


def iso_date(value: object) -> str | None:
    """Return a date as ISO 8601: a day, a month or a year, as it was given. None when it is none; never guessed."""
    if isinstance(value, dt.datetime):
        return value.date().isoformat()
    if isinstance(value, dt.date):
        return value.isoformat()
    text = str(value).strip()
    if not _ISO_DATE.fullmatch(text):
        return None
    try:
        dt.date.fromisoformat((text + "-01-01")[:10])
    except ValueError:  # the 30th of February
        return None
    return text


def web_address(value: object) -> str | None:
    """Return an http or https address as it was given, else None."""
    text = _line(value)
    if text is None or " " in text:
        return None
    try:
        parts = urlsplit(text)
    except ValueError:
        return None
    return text if parts.scheme in {"http", "https"} and parts.netloc else None
