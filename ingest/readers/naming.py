"""Titles: from what a document says, else from its file name."""

from __future__ import annotations

import re
from pathlib import PurePosixPath

_LONGEST = 200
_SPACE = re.compile(r"[\s\u0085\u2028\u2029]+")
_HIDDEN = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")


def clean_line(text: str, longest: int = _LONGEST) -> str:
    """Return text as one line of at most 200 characters, without control or direction characters."""
    return _SPACE.sub(" ", _HIDDEN.sub("", text)).strip()[:longest].rstrip()


def title_from_path(path: str) -> str:
    """Make a file name readable: ``notes/when-to_use-rag.txt`` → ``When to use rag``."""
    stem = PurePosixPath(path).stem
    words = clean_line(re.sub(r"[-_.\s]+", " ", stem)) or clean_line(stem) or "Untitled"
    return words[0].upper() + words[1:]
