"""Bytes to text: a byte order mark decides, else UTF-8, else what is still plainly text."""

from __future__ import annotations

import codecs
import re

from ingest.errors import UnreadableFileError

_MARKS = (  # UTF-32 first: its little-endian mark begins with UTF-16's
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CONTROL = re.compile(r"[\x01-\x08\x0b\x0e-\x1f\x7f]")
_MOST_CONTROL = 0.01
"""Share of control characters above which a file is not text."""
_MOST_REPLACED = 0.10
"""Share of undecodable characters above which a file is not text. European text in an 8-bit encoding stays below."""


def decode(data: bytes) -> str:
    """Return the text with ``\\n`` line ends; undecodable bytes become U+FFFD while they are few.

    Raises:
        UnreadableFileError: the bytes are not text.
    """
    encoding = next((name for mark, name in _MARKS if data.startswith(mark)), "utf-8")
    text = data.decode(encoding, errors="replace")
    _require_text(text)
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _require_text(text: str) -> None:
    if "\0" in text:
        raise UnreadableFileError("This is not a text file.")
    if len(_CONTROL.findall(text)) > _MOST_CONTROL * len(text):
        raise UnreadableFileError("This is not a text file.")
    if text.count("\ufffd") > _MOST_REPLACED * len(text):
        raise UnreadableFileError("This text is in an unknown encoding. Save it as UTF-8.")
