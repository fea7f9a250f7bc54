"""Files to documents: one reader for each kind of file, found by the file name's suffix.

To read another kind of file, write a module with a function of the `Reader` shape and add its suffixes here, or pass
your own mapping to `ingest.sync.Synchroniser`.
"""

from __future__ import annotations

from ingest.readers.base import Block, BlockKind, Reader, Readers, Reading
from ingest.readers.markdown import read_markdown
from ingest.readers.text import read_text

READERS: Readers = {
    ".md": read_markdown,
    ".markdown": read_markdown,
    ".txt": read_text,
    ".text": read_text,
}

__all__ = ["READERS", "Block", "BlockKind", "Reader", "Readers", "Reading"]
