"""Office files are zip archives of XML. What an archive may be is checked before any library opens it."""

from __future__ import annotations

import io
import zipfile
import zlib
from pathlib import PurePosixPath

from ingest.errors import UnreadableFileError

_MOST_MEMBERS = 10_000
_LARGEST_SUM = 256 * 1024 * 1024
"""Bytes all members may have together once they are unpacked."""
_LARGEST_RATIO = 100
_RATIO_MATTERS = 10 * 1024 * 1024
"""Bytes below which any ratio will do: an empty sheet packs well."""
_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""How the container begins that Office wraps around encrypted files, and used for everything before 2007."""
_ENCRYPTED = 0x1
_XML = (".xml", ".rels", ".vml")
_DECLARATIONS = tuple("<!DOCTYPE".encode(encoding) for encoding in ("utf-8", "utf-16-le", "utf-16-be"))


def require_harmless_archive(data: bytes, name: str) -> None:
    """Check the archive that an Office file is.

    Args:
        name: of the kind of file, ``DOCX``, for the reason.

    Raises:
        UnreadableFileError: it is encrypted, damaged, a bomb, or holds names or declarations no Office file holds.
    """
    if data.startswith(_OLD_OFFICE):
        raise UnreadableFileError(f"This {name} is protected by a password, or in the format of Office before 2007.")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            _check(archive, name, len(data))
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError) as error:
        raise UnreadableFileError(f"This {name} is damaged, or is something else than its name says.") from error


def _check(archive: zipfile.ZipFile, name: str, packed: int) -> None:
    members = archive.infolist()
    unpacked = sum(member.file_size for member in members)
    if any(member.flag_bits & _ENCRYPTED for member in members):
        raise UnreadableFileError(f"This {name} is encrypted.")
    if len(members) > _MOST_MEMBERS:
        raise UnreadableFileError(f"This {name} is made of more than {_MOST_MEMBERS:,} parts.")
    if unpacked > _LARGEST_SUM or unpacked > max(_RATIO_MATTERS, packed * _LARGEST_RATIO):
        raise UnreadableFileError(f"This {name} unpacks to far more than it should.")
    for member in members:
        if _leads_out(member.filename):
            raise UnreadableFileError(f"This {name} holds a part whose name leads out of it.")
        if member.filename.lower().endswith(_XML):
            _require_no_declarations(archive.read(member), name)


def _leads_out(filename: str) -> bool:
    path = PurePosixPath(filename.replace("\\", "/"))
    return path.is_absolute() or ".." in path.parts or ":" in filename


def _require_no_declarations(xml: bytes, name: str) -> None:
    """Office formats forbid document type declarations, where entities that expand without bound are declared."""
    if any(declaration in xml for declaration in _DECLARATIONS):
        raise UnreadableFileError(f"This {name} declares a document type, which no Office file does.")
