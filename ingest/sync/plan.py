"""What a sync has to do, from one look at the folder and the manifest. Pure: reads nothing, writes nothing.

The signature of a file decides first and costs nothing; where it is new, the content hash decides: a file may have
been touched without a change, and a new file may be one that is missing under its old name.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass
from pathlib import PurePosixPath

from ingest.model import Failure
from ingest.store.manifest import Entry, FileState
from ingest.sync.folder import File, Listing

SMALLEST_WHOLE = 3
"""Documents an index must have held for an empty folder to be taken for a mistake."""
SMALLEST_HALF = 20
"""Documents an index must have held for the loss of more than half of them to be taken for a mistake."""


@dataclass(frozen=True, slots=True)
class Plan:
    """A sync's work.

    Attributes:
        unchanged: files of the knowledge folder itself whose signature is the one in the manifest.
        added: files without a version in the index, whose content may be that of a missing one: then it was moved.
        changed: files whose signature is another than that of their version in the index.
        missing: entries whose file exists no more; removed, unless the content is found among ``added``.
        failed: what cannot be a document, and files that failed before and did not change since.
    """

    unchanged: tuple[str, ...]
    added: tuple[File, ...]
    changed: tuple[File, ...]
    missing: tuple[Entry, ...]
    failed: tuple[Failure, ...]

    @property
    def to_read(self) -> tuple[File, ...]:
        """Files whose content decides, in order of path."""
        return tuple(sorted((*self.added, *self.changed), key=lambda file: file.path))


def make_plan(
    listing: Listing, known: Mapping[str, Entry], *, thorough: bool = False, suspects: Set[str] = frozenset()
) -> Plan:
    """Compare the folder with the manifest.

    Args:
        thorough: trust no signature and read every file.
        suspects: documents to read whatever their signature says.
    """
    unchanged, added, changed = [], [], []
    failed = [Failure(path, reason) for path, reason in listing.failures.items()]
    for path, file in listing.files.items():
        entry = known.get(path)
        if entry is not None and entry.signature == file.signature and not thorough and path not in suspects:
            if entry.state is FileState.FAILED:
                failed.append(Failure(path, entry.error or ""))
            elif file.origin is None:
                unchanged.append(path)
        elif entry is None or entry.sha256 is None:
            added.append(file)
        else:
            changed.append(file)
    missing = [entry for path, entry in known.items() if not listing.may_hold(path, entry.origin)]
    return Plan(tuple(unchanged), tuple(added), tuple(changed), tuple(missing), tuple(failed))


def is_mass_removal(missing: int, indexed: int, files: int, *, elsewhere: bool = False) -> bool:
    """Tell whether so many documents are gone at once that it may be a mistake, or a disk that is not mounted.

    Args:
        missing: documents of the knowledge folder whose file is gone; moved ones do not count.
        indexed: documents of the knowledge folder that the index held before.
        files: files the folder holds now that could be documents.
        elsewhere: whether another folder was set, so that other documents are no surprise; an empty one still is.
    """
    emptied = not files and missing > 0 and indexed >= SMALLEST_WHOLE
    halved = indexed >= SMALLEST_HALF and missing * 2 > indexed
    return emptied or (halved and not elsewhere)


class Missing:
    """Entries whose file is gone, until they are found under another name."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self._entries: dict[str, Entry] = {}
        self._by_hash: dict[tuple[str, str | None], list[str]] = defaultdict(list)
        for entry in entries:
            self.add(entry)

    def add(self, entry: Entry) -> None:
        """Count an entry as missing."""
        self._entries[entry.path] = entry
        if entry.sha256:
            self._by_hash[entry.sha256, entry.origin].append(entry.path)

    def claim(self, sha256: str, path: str, origin: str | None = None) -> str | None:
        """Return the name under which this content is missing, and count it as found; None when there is none.

        Of several, one with the same file name is preferred: a folder with copies in it may have been moved. What
        comes from another folder was not moved.
        """
        names = self._by_hash.get((sha256, origin))
        if not names:
            return None
        same = [name for name in names if PurePosixPath(name).name == PurePosixPath(path).name]
        found = (same or names)[0]
        self._drop(found)
        return found

    def spare(self, before: Listing, now: Listing) -> int:
        """Count as found what a second look at the folder does not show to be gone; return how many those are.

        A file that was moved while the first look was taken may be in neither place it was looked for. So what stands
        there after all is not gone, nor is what may have become a file that the first look did not see as it is now: of
        the same size, as the same content is.
        """
        sizes = {file.signature.size for path, file in now.files.items() if before.files.get(path) != file}
        spared = [
            path
            for path, entry in self._entries.items()
            if now.may_hold(path, entry.origin) or entry.signature.size in sizes
        ]
        for path in spared:
            self._drop(path)
        return len(spared)

    @property
    def paths(self) -> list[str]:
        """Every entry that was not found."""
        return list(self._entries)

    @property
    def documents(self) -> int:
        """How many of them are documents of the knowledge folder itself.

        The others are those of further folders, and files that never could be read.
        """
        return sum(1 for entry in self._entries.values() if entry.sha256 and entry.origin is None)

    @property
    def further(self) -> int:
        """How many of them are documents of further folders."""
        return sum(1 for entry in self._entries.values() if entry.sha256 and entry.origin is not None)

    def _drop(self, path: str) -> None:
        entry = self._entries.pop(path)
        if entry.sha256:
            self._by_hash[entry.sha256, entry.origin].remove(path)
