"""The knowledge folder: which files are in it, and reading one without trusting it."""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Collection
from dataclasses import dataclass, field
from operator import attrgetter
from pathlib import Path

from ingest.errors import FolderError, UnreadableFileError
from ingest.model import Signature
from ingest.readers.base import LARGEST_TEXT

_LEFTOVER = re.compile(r"^(\.|~\$|#.*#$|__pycache__$)|(~|\.(swp|swo|swx|tmp|bak|orig|part|crdownload))$", re.IGNORECASE)

_NAME = attrgetter("name")


class FileChangedError(Exception):
    """A file was written to while it was read. Ours alone: whoever reads leaves the file for later."""


@dataclass(frozen=True, slots=True)
class File:
    """A file as it was listed.

    Attributes:
        path: POSIX path relative to the folder, always valid Unicode: the document's name.
        place: where to open it; differs from ``path`` for a link, and for a name that is not valid UTF-8.
        origin: prefix of the further folder it is in; None for the knowledge folder itself.
    """

    path: str
    place: str
    signature: Signature
    origin: str | None = None


@dataclass(slots=True)
class Listing:
    """What one look at the folder found.

    Attributes:
        files: those a reader exists for, by path.
        failures: why something that looks like a document is not one, by path.
        unseen: folders that could not be listed, and files that could not be looked at; neither they nor what is in
            them may be taken for deleted.
        closed: origins of which nothing may be taken for deleted.
    """

    files: dict[str, File] = field(default_factory=dict)
    failures: dict[str, str] = field(default_factory=dict)
    unseen: list[str] = field(default_factory=list)
    closed: set[str | None] = field(default_factory=set)

    def may_hold(self, path: str, origin: str | None = None) -> bool:
        """Tell whether a path exists, as far as could be seen. ``origin`` is where it was found before."""
        if path in self.files or origin in self.closed:
            return True
        return any(path == name or path.startswith(f"{name}/") for name in self.unseen)

    @property
    def own(self) -> int:
        """How many files of the knowledge folder itself there are."""
        return sum(1 for file in self.files.values() if file.origin is None)


def is_ignored(name: str) -> bool:
    """Tell whether a file or folder name is hidden, a cache, or something an editor leaves while it works."""
    return bool(_LEFTOVER.search(name))


def scan(root: Path, suffixes: Collection[str]) -> Listing:
    """List the files of a folder and its subfolders whose names end in one of the suffixes.

    Links to files inside the folder are followed; links to folders are not, so there are no loops.

    Raises:
        FolderError: the folder itself is missing, cannot be listed, or was replaced meanwhile.
    """
    identity = _identity(root)
    scanner = _Scanner(root, frozenset(suffixes))
    scanner.walk()
    if _identity(root) != identity:
        raise FolderError("The knowledge folder was replaced while it was being read. It will be read again.")
    return scanner.listing


def read_bytes(place: str | Path, largest: int = LARGEST_TEXT) -> tuple[bytes, Signature]:
    """Read a file and its signature at that moment. Never blocks: not on a pipe, not on a device.

    Args:
        largest: bytes the file may have.

    Raises:
        UnreadableFileError: it is not a regular file, too large, or not ours to read.
        FileNotFoundError: it is gone.
        FileChangedError: it was written to while it was read.
    """
    descriptor = _open(place)
    try:
        before = os.fstat(descriptor)
        _require_readable(before, largest)
        with os.fdopen(descriptor, "rb", closefd=False) as file:
            data = file.read(largest + 1)
        after = os.fstat(descriptor)
    finally:
        os.close(descriptor)
    if _signature(before) != _signature(after) or len(data) != after.st_size:
        raise FileChangedError
    return data, _signature(after)


def signature_of(place: str | Path) -> Signature | None:
    """Return a file's signature now, or None when it is gone."""
    try:
        return _signature(os.lstat(place))
    except OSError:
        return None


class _Scanner:
    """One pass over a folder. A folder of ten thousand is looked at every half minute, so no entry costs a `Path`."""

    def __init__(self, root: Path, suffixes: frozenset[str]) -> None:
        self.listing = Listing()
        self._real_root = Path(os.path.realpath(root))
        self._suffixes = suffixes
        self._folders: list[tuple[str, str]] = [(os.fspath(root), "")]

    def walk(self) -> None:
        while self._folders:
            folder, prefix = self._folders.pop()
            for entry in self._entries(folder, prefix):
                if not is_ignored(entry.name):
                    self._sort(entry, prefix + _readable(entry.name))

    def _entries(self, folder: str, prefix: str) -> list[os.DirEntry[str]]:
        try:
            with os.scandir(folder) as entries:
                return sorted(entries, key=_NAME)
        except FileNotFoundError:
            return []  # deleted since its parent was listed; whether the root is gone is checked at the end
        except OSError as error:
            if not prefix:
                raise FolderError("The knowledge folder cannot be read. Check its permissions.") from error
            self._unseen(prefix.rstrip("/"), "Archie may not list this folder. Check its permissions.")
            return []

    def _sort(self, entry: os.DirEntry[str], path: str) -> None:
        document = entry.name[entry.name.rfind(".") :].lower() in self._suffixes
        try:
            if entry.is_symlink():
                self._link(entry, path, document)
            elif entry.is_dir(follow_symlinks=False) and not document:
                self._folders.append((entry.path, f"{path}/"))
            elif document:
                self._file(path, entry.path, entry.stat(follow_symlinks=False))
        except FileNotFoundError:
            return  # deleted since it was listed
        except OSError:
            self._unseen(path, "Archie may not look at this file. Check the permissions of its folder.")

    def _link(self, entry: os.DirEntry[str], path: str, document: bool) -> None:
        target = Path(os.path.realpath(entry.path))
        try:
            status = target.lstat()
        except FileNotFoundError:
            status = None
        if status is None or stat.S_ISLNK(status.st_mode):
            reason = "This link leads nowhere." if document else None
        elif not target.is_relative_to(self._real_root):
            reason = "This link leads out of the knowledge folder."
        elif stat.S_ISDIR(status.st_mode):
            reason = "Links to folders are not followed."
        else:
            if document:
                self._file(path, os.fspath(target), status)
            return
        if reason:
            self.listing.failures[path] = reason

    def _file(self, path: str, place: str, status: os.stat_result) -> None:
        if path in self.listing.files:
            self.listing.failures[path] = "Two files have this name once it is made readable. Rename one."
        elif stat.S_ISDIR(status.st_mode):
            self.listing.failures[path] = "This is a folder with a document's name."
        elif not stat.S_ISREG(status.st_mode):
            self.listing.failures[path] = "This is not a regular file."
        else:
            self.listing.files[path] = File(path, place, _signature(status))

    def _unseen(self, path: str, reason: str) -> None:
        self.listing.unseen.append(path)
        self.listing.failures[path] = reason


def _identity(root: Path) -> tuple[int, int]:
    try:
        status = root.stat()
        if not stat.S_ISDIR(status.st_mode):
            raise FolderError("The knowledge folder is not a folder. Set ARCHIE_KNOWLEDGE_DIR to one.")
        os.scandir(root).close()
    except FileNotFoundError as error:
        raise FolderError("The knowledge folder does not exist. Set ARCHIE_KNOWLEDGE_DIR to one that does.") from error
    except OSError as error:
        raise FolderError("The knowledge folder cannot be read. Check its permissions.") from error
    return status.st_dev, status.st_ino


def _open(place: str | Path) -> int:
    try:
        return os.open(place, os.O_RDONLY | os.O_NONBLOCK | os.O_NOFOLLOW | os.O_CLOEXEC)
    except FileNotFoundError:
        raise
    except PermissionError as error:
        raise UnreadableFileError("Archie may not read this file. Check its permissions.") from error
    except OSError as error:
        raise UnreadableFileError("This file cannot be opened.") from error


def _require_readable(status: os.stat_result, largest: int) -> None:
    if not stat.S_ISREG(status.st_mode):
        raise UnreadableFileError("This is not a regular file.")
    if status.st_size > largest:
        raise UnreadableFileError(f"This file is larger than {largest // 1024**2} MB.")


def _signature(status: os.stat_result) -> Signature:
    return Signature(status.st_size, status.st_mtime_ns, status.st_ctime_ns)


def _readable(name: str) -> str:
    """Return a file name as valid Unicode; bytes that are not UTF-8 show as U+FFFD."""
    return name if name.isascii() else os.fsencode(name).decode("utf-8", errors="replace")
