"""Bytes to text: a byte order mark decides, else UTF-8, else what the text says of itself, else a guess worth making.

A wrong guess shows people letters nobody wrote, and quotes that stand in no article. So one is made only where it is
as good as certain; a text of a few words in an unknown encoding is refused with the advice to save it as UTF-8.
"""

from __future__ import annotations

import codecs
import re

from ingest.errors import UnreadableFileError
from ingest.readers.encodings import guess_encoding, is_western

_MARKS = (  # UTF-32 first: its little-endian mark begins with UTF-16's
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_WIDE = (
    ("utf-32-le", 4, (1, 2, 3)),
    ("utf-32-be", 4, (0, 1, 2)),
    ("utf-16-le", 2, (1,)),
    ("utf-16-be", 2, (0,)),
)
"""Wide encodings without a mark: bytes of a unit, and which of them are zero in Latin text."""
_SAMPLE = 8_192
"""Bytes that tell a wide encoding and a binary file."""
_MOSTLY = 0.60
"""Share of units with zero bytes in their place above which a text is wide."""
_BINARY = (
    b"\x7fELF", b"\x89PNG", b"\x1f\x8b", b"PK\x03\x04", b"%PDF-", b"GIF8", b"\xff\xd8\xff", b"BZh", b"\xfd7zXZ",
    b"MZ\x90", b"\xd0\xcf\x11\xe0", b"SQLite format 3",
)  # fmt: skip
"""First bytes of files that bear a text's name and are something else; some of them hold no NUL for a long time."""
_CONTROL = re.compile(r"[\x01-\x08\x0b\x0e-\x1f\x7f]")
_MOST_CONTROL = 0.01
"""Share of control characters above which a file is not text."""
_MOST_REPLACED = 0.10
"""Share of undecodable characters above which a file is not text."""
_DECLARED = re.compile(
    rb"""(?:<meta[^>]{0,200}?\bcharset|<\?xml[^>]{0,200}?\bencoding)\s*=\s*["']?([\w.:-]{2,40})""", re.I
)
_DECLARED_WITHIN = 1_024
"""Bytes in which a page must name its encoding, by the HTML standard."""
_SHIFTED = re.compile(rb"\x1b\$[@B][!-~\s]+\x1b\([BJ]")
"""Two-byte Japanese between the sequences of ISO-2022-JP that begin and end it; nothing else looks like that."""
_SEVEN_BIT = {"iso2022_jp", "iso2022_jp_2", "iso2022_kr", "hz"}
"""Declared encodings that win over UTF-8: all their bytes are ASCII, so they would pass as such."""

_NOT_TEXT = "This is not a text file."
_UNKNOWN = "This text is in an unknown encoding. Save it as UTF-8."


def decode(data: bytes) -> str:
    """Return the text with ``\\n`` line ends; undecodable bytes become U+FFFD while they are few.

    Raises:
        UnreadableFileError: the bytes are not text, or text in an encoding that cannot be told for certain.
    """
    text = _decoded(data)
    _require_text(text)
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _decoded(data: bytes) -> str:
    if marked := next((name for mark, name in _MARKS if data.startswith(mark)), None):
        return data.decode(marked, errors="replace")
    if data.startswith(_BINARY):
        raise UnreadableFileError(_NOT_TEXT)
    if b"\0" in data[:_SAMPLE]:
        return data.decode(_wide(data[:_SAMPLE]), errors="replace")
    declared = "iso2022_jp_2" if _SHIFTED.search(data) else _declared(data[:_DECLARED_WITHIN])
    if declared in _SEVEN_BIT:
        return data.decode(declared, errors="replace")
    text = data.decode("utf-8", errors="replace")
    return text if "\ufffd" not in text or _is_damaged_utf8(text) else _decoded_8_bit(data, text, declared)


def _wide(sample: bytes) -> str:
    """Return the wide encoding of bytes that hold NULs.

    Raises:
        UnreadableFileError: the NULs do not stand where Latin letters and spaces would put them.
    """
    for name, width, zeros in _WIDE:
        units = len(sample) // width
        if units and all(sample[at : units * width : width].count(0) > _MOSTLY * units for at in zeros):
            return name
    raise UnreadableFileError(_NOT_TEXT)


def _is_damaged_utf8(text: str) -> bool:
    """Tell UTF-8 with a few bad bytes, or cut at its end, from another encoding, whose bytes rarely form UTF-8."""
    replaced = text.count("\ufffd")
    if replaced == 1 and text.endswith("\ufffd"):
        return True  # the beginning of a character, and nothing after it
    right = sum(1 for character in text if character > "\x7f") - replaced
    return right >= 2 * replaced


def _decoded_8_bit(data: bytes, utf8: str, declared: str | None) -> str:
    names = [name for name in (declared, "cp1252" if is_western(data) else None) if name]
    for name in names or filter(None, [guess_encoding(data)]):
        text = data.decode(name, errors="replace")
        if text.count("\ufffd") <= _MOST_REPLACED * len(text):
            return text
    if len(_CONTROL.findall(utf8)) > _MOST_CONTROL * len(utf8):
        raise UnreadableFileError(_NOT_TEXT)
    raise UnreadableFileError(_UNKNOWN)


def encoding_named(declared: str) -> str | None:
    """Return Python's name of the encoding that is meant by a declared one, or None when there is none."""
    try:
        name = codecs.lookup(declared).name
        "".encode(name)  # not a text encoding: base64, for example
    except (LookupError, ValueError, TypeError):
        return None
    return {"iso8859-1": "cp1252", "gb2312": "gb18030", "gbk": "gb18030"}.get(name, name)


def _declared(head: bytes) -> str | None:
    match = _DECLARED.search(head)
    name = encoding_named(match[1].decode("ascii", "replace")) if match else None
    return "cp1252" if name == "ascii" else name


def _require_text(text: str) -> None:
    if "\0" in text or len(_CONTROL.findall(text)) > _MOST_CONTROL * len(text):
        raise UnreadableFileError(_NOT_TEXT)
    if text.count("\ufffd") > _MOST_REPLACED * len(text):
        raise UnreadableFileError(_UNKNOWN)
