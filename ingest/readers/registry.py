"""Which kind of file each suffix is: those Archie knows, and those that installed packages add.

A package adds a kind, or replaces one, through an entry point in the group ``archie.readers``. Its name is the suffix
without the dot; its value a function for text files, or a `FileKind` for any other::

    [project.entry-points."archie.readers"]
    rst = "my_package.restructured:read_rst"      # def read_rst(path: str, text: str) -> Reading
    epub = "my_package.books:EPUB"                # EPUB = FileKind("my_package.books:read_epub", binary=True, ...)
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterable, Mapping
from importlib.metadata import EntryPoint, entry_points
from operator import attrgetter
from pkgutil import resolve_name
from typing import Any

from ingest.readers.base import FileKind

logger = logging.getLogger(__name__)

GROUP = "archie.readers"
"""The entry point group of readers in other packages."""

_MB = 1024 * 1024
_LARGEST_BINARY = 50 * _MB
_LARGEST_MAIL = 25 * _MB

_MARKDOWN = FileKind("ingest.readers.markdown:read_markdown")
_TEXT = FileKind("ingest.readers.text:read_text")
_HTML = FileKind("ingest.readers.html:read_html", isolated=True)
_TABLE = FileKind("ingest.readers.table:read_table")

_OLD_OFFICE = FileKind("ingest.readers.unread:refuse_old_office", binary=True, largest=_LARGEST_BINARY)
_OTHER = FileKind("ingest.readers.unread:refuse_other", binary=True, largest=_LARGEST_BINARY)


def _isolated(reader: str, largest: int = _LARGEST_BINARY) -> FileKind:
    return FileKind(reader, binary=True, largest=largest, isolated=True)


KINDS: Mapping[str, FileKind] = {
    ".md": _MARKDOWN,
    ".markdown": _MARKDOWN,
    ".mdx": FileKind("ingest.readers.mdx:read_mdx"),
    ".txt": _TEXT,
    ".text": _TEXT,
    ".html": _HTML,
    ".htm": _HTML,
    ".xhtml": _HTML,
    ".jsonl": FileKind("ingest.readers.jsonl:read_jsonl"),
    ".csv": _TABLE,
    ".tsv": _TABLE,
    ".pdf": _isolated("ingest.readers.pdf:read_pdf"),
    ".docx": _isolated("ingest.readers.word:read_docx"),
    ".pptx": _isolated("ingest.readers.slides:read_pptx"),
    ".xlsx": _isolated("ingest.readers.workbook:read_xlsx"),
    ".eml": _isolated("ingest.readers.mail:read_eml", _LARGEST_MAIL),
    **dict.fromkeys((".doc", ".ppt", ".xls"), _OLD_OFFICE),
    **dict.fromkeys((".rtf", ".odt", ".odp", ".ods", ".pages", ".epub", ".msg"), _OTHER),
}
"""Archie's own kinds of file by lower-case suffix, with its dot, and those it names as not read."""

_NAME = re.compile(r"\w+")


def find_kinds(plugins: Iterable[EntryPoint] | None = None) -> dict[str, FileKind]:
    """Return Archie's own kinds and those of the plug-ins, which win. A broken plug-in is logged and skipped.

    Args:
        plugins: entry points instead of those of the installed packages.
    """
    found = sorted(entry_points(group=GROUP) if plugins is None else plugins, key=attrgetter("name"))
    added = {f".{plugin.name.lower()}": kind for plugin in found if (kind := _plugin_kind(plugin))}
    return {**KINDS, **added}


def load_reader(kind: FileKind) -> Any:
    """Import a kind's function: a `BytesReader` when the kind is binary, else a `TextReader`."""
    return resolve_name(kind.reader)


def _plugin_kind(plugin: EntryPoint) -> FileKind | None:
    try:
        value = plugin.load()
    except Exception as error:  # noqa: BLE001 - the edge: an import can raise anything, and must not cost the other kinds
        logger.warning("the reader %r of %s could not be loaded: %s", plugin.name, plugin.value, type(error).__name__)
        return None
    if not _NAME.fullmatch(plugin.name) or not (isinstance(value, FileKind) or callable(value)):
        logger.warning("the reader %r of %s is neither a function nor a FileKind", plugin.name, plugin.value)
        return None
    return value if isinstance(value, FileKind) else FileKind(f"{plugin.module}:{plugin.attr}")
