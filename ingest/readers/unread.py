"""Documents that Archie does not read: each is named with what to do, so that nobody takes it for known."""

from __future__ import annotations

from typing import NoReturn

from ingest.errors import UnreadableFileError


def refuse_old_office(_path: str, _data: bytes) -> NoReturn:
    """Refuse a file of the formats of Office before 2007. See `BytesReader`."""
    raise UnreadableFileError("This is in a format of Office before 2007. Save it as DOCX, PPTX or XLSX.")


def refuse_other(_path: str, _data: bytes) -> NoReturn:
    """Refuse a document of another program. See `BytesReader`."""
    raise UnreadableFileError("Archie does not read documents of this kind. Save it as DOCX, PDF or Markdown.")
