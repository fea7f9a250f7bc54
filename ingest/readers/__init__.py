"""Files to documents: one reader for each kind of file, found by the file name's suffix.

To read another kind of file, write a module with a `TextReader` or a `BytesReader` and list it in
`ingest.readers.registry`, or offer it from a package of your own: that module says how.
"""

from __future__ import annotations

from ingest.readers.base import Block, BlockKind, BytesReader, FileKind, Reading, TextReader
from ingest.readers.files import FileReaders
from ingest.readers.process import Limits

__all__ = ["Block", "BlockKind", "BytesReader", "FileKind", "FileReaders", "Limits", "Reading", "TextReader"]
