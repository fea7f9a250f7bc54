"""Every error ingest raises on purpose.

IngestError             safe to show: paths are relative to the knowledge folder or the setting that named it
├── FolderError              the knowledge folder is missing, unreadable or not a folder
├── UnreadableFileError      one file cannot be read as a document; the others go on
├── MassRemovalError         most documents are gone from the folder at once; nothing was removed
├── WriterBusyError          another process is writing this index
├── WriterLostError          this process was its writer, and is not any more
├── EmbedderError            texts cannot be turned into vectors now; words alone are searched meanwhile
├── StoreError               the index's database is full, busy, unreachable or refuses; nothing was lost
└── DamagedIndexError        the index on disk is damaged; it is a cache, and is rebuilt from the folder
    └── DamagedTablesError   its tables are: the vectors may be sound
"""

from __future__ import annotations


class IngestError(Exception):
    """Base of all of them. ``str(error)`` is safe to show a person."""


class FolderError(IngestError):
    """The knowledge folder is missing, unreadable or not a folder."""


class UnreadableFileError(IngestError):
    """One file cannot be read as a document. The message is the reason, without the path."""


class MassRemovalError(IngestError):
    """So many documents are gone from the folder at once that it may be a mistake. What is new or changed was taken.

    Attributes:
        missing: documents that are gone.
        documents: how many there were.
    """

    def __init__(self, missing: int, documents: int) -> None:
        self.missing = missing
        self.documents = documents
        super().__init__(
            f"{missing} of {documents} documents are gone from the knowledge folder, so none was removed from the"
            " index; what is new or changed was taken. Bring the files back if this was not meant (is a disk not"
            " mounted?), or confirm it in `/knowledge` or with `archie ingest --confirm-removals`."
        )


class WriterBusyError(IngestError):
    """Another process holds the writer's lock of this index. The message names its host and process id."""


class WriterLostError(IngestError):
    """This process lost the writer's lock in the middle of its work. What it had not switched yet is left to others."""


class EmbedderError(IngestError):
    """Texts cannot be embedded now. The message names the setting or the service, and what to do."""


class StoreError(IngestError):
    """The index's database cannot give or take data now. What it holds is as it was; the next try goes on."""


class DamagedIndexError(IngestError):
    """The index on disk cannot be used. It is a cache: it is rebuilt from the folder."""


class DamagedTablesError(DamagedIndexError):
    """The index's tables cannot be used: damaged, gone, or written by another version of Archie."""
