"""JSONL: a record on each line, ``{"id", "title", "text"}`` and perhaps ``url``, ``date``, ``author``.

Each record is a section under its title, so that no passage holds parts of two. A document has one address, date and
author; they are the file's when all its records agree on them, else they stand as lines of their record.

A line that is no record refuses the whole file and is named: to leave it out would lose it without anybody noticing.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from ingest.errors import UnreadableFileError
from ingest.model import Document
from ingest.readers.assembly import Assembly
from ingest.readers.base import BlockKind, Reading
from ingest.readers.frontmatter import iso_date, web_address
from ingest.readers.naming import clean_line, title_from_path
from ingest.readers.text import read_blocks

_SURROGATE = re.compile("[\ud800-\udfff]")
_LABELS = {"author": "Author", "date": "Date", "url": "Address"}


@dataclass(frozen=True, slots=True)
class _Record:
    heading: str
    text: str
    said: dict[str, str]


def read_jsonl(path: str, text: str) -> Reading:
    """Read a file of records. See `Reader`. The title is made of the file name.

    Raises:
        UnreadableFileError: a line is not a record; the reason names the first such line.
    """
    records = list(_records(text))
    shared = {key: value for key in _LABELS if (value := _shared(records, key))}
    assembly = Assembly()
    for record in records:
        assembly.add(BlockKind.HEADING, record.heading, level=1)
        own = "\n".join(f"{_LABELS[key]}: {value}" for key, value in record.said.items() if key not in shared)
        assembly.add(BlockKind.TEXT, own)
        assembly.add_reading(_body(record))
    author, date, url = (shared.get(key) for key in ("author", "date", "url"))
    return assembly.reading(Document(path, "", title_from_path(path), author=author, date=date, url=url))


def _records(text: str) -> Iterator[_Record]:
    for number, line in enumerate(text.split("\n"), start=1):
        if line.strip():
            yield _record(number, line)


def _record(number: int, line: str) -> _Record:
    try:
        values = json.loads(line)
    except (ValueError, RecursionError) as error:  # not JSON, a number of 20,000 digits; 100,000 brackets
        raise UnreadableFileError(f"Line {number} is not valid JSON.") from error
    if not isinstance(values, dict) or not isinstance(values.get("text"), str):
        raise UnreadableFileError(f'Line {number} is not a record: it has no "text".')
    heading = _words(values.get("title")) or _words(values.get("id")) or f"Record {number}"
    body = _without_surrogates(values["text"]).replace("\r\n", "\n").replace("\r", "\n").replace("\0", "\ufffd")
    return _Record(heading, body, _said(values))


def _said(values: dict[str, Any]) -> dict[str, str]:
    found = {
        "author": _words(values.get("author")),
        "date": iso_date(values.get("date")),
        "url": web_address(values.get("url")),
    }
    return {key: value for key, value in found.items() if value}


def _words(value: object) -> str:
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return ""
    return clean_line(_without_surrogates(str(value)))


def _without_surrogates(text: str) -> str:
    """JSON can spell half a character, ``"\\ud800"``, which no database stores."""
    return _SURROGATE.sub("\ufffd", text)


def _shared(records: Sequence[_Record], key: str) -> str | None:
    said = {record.said.get(key) for record in records}
    return said.pop() if len(said) == 1 else None


def _body(record: _Record) -> Reading:
    """The record's text, its blocks below the record's heading."""
    return read_blocks(Document("", record.text, record.heading), level=2)
