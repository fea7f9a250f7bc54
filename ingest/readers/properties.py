"""What a file's properties say of it, without what programs write there when nobody wrote anything."""

from __future__ import annotations

import datetime as dt
import re

_PLACEHOLDERS = {
    *("", "untitled", "unknown", "anonymous", "author", "title", "user", "none"),
    *("word document", "powerpoint presentation", "powerpoint-präsentation", "slide 1"),
    *("python-docx", "python-pptx", "openpyxl"),
}
_FILE_NAME = re.compile(
    r"microsoft (word|powerpoint|excel) - .*|.*\.(docx?|pptx?|xlsx?|pdf|odt|rtf|tex|dvi|indd|qxd|html?)"
)


def meant(value: object) -> str | None:
    """Return a title or an author somebody meant, or None for a placeholder or the name of another file."""
    text = value.strip() if isinstance(value, str) else ""
    known = text.lower().strip("()")
    return None if known in _PLACEHOLDERS or _FILE_NAME.fullmatch(known) else text


def iso_day(*dates: dt.datetime | None) -> str | None:
    """Return the day of the first of the dates that is there: of the last change, else of the creation."""
    date = next(filter(None, dates), None)
    return date.date().isoformat() if date else None
