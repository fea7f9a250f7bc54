"""Every error ingest raises on purpose.

IngestError             safe to show: paths are relative to the knowledge folder or the setting that named it
├── FolderError         the knowledge folder is missing, unreadable or not a folder
├── UnreadableFileError      one file cannot be read as a document; the others go on
├── WriterBusyError          another process is writing this index
└── DamagedIndexError        the index on disk is damaged; it is a cache, and is rebuilt from the folder
"""

from __future__ import annotations


class IngestError(Exception):
    """Base of all of them. ``str(error)`` is safe to show a person."""


class FolderError(IngestError):
    """The knowledge folder is missing, unreadable or not a folder."""


class UnreadableFileError(IngestError):
    """One file cannot be read as a document. The message is the reason, without the path."""


class WriterBusyError(IngestError):
    """Another process holds the writer's lock of this index. The message names its host and process id."""


class DamagedIndexError(IngestError):
    """The index on disk cannot be used. It is a cache: it is rebuilt from the folder."""
