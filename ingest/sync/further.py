"""Further folders: documents that stand in the index beside those of the knowledge folder, under a prefix of their own.

They are written by a program, such as Archie's own records of decisions. So nobody watches them, no removal of theirs
is taken for a mistake, and where a name clashes the team's own file wins.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from ingest.errors import FolderError
from ingest.sync.folder import Listing

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class FurtherFolder:
    """A folder whose documents are called ``prefix/…``.

    Attributes:
        prefix: one part of a path, without a slash.
        fill: brings the files up to date; called before each sync, in its thread. While it fails nothing of the folder
            is removed from the index, nor ever without one: only who fills the folder knows what shall be in it.
    """

    prefix: str
    folder: Path
    fill: Callable[[], None] | None = None


class FurtherFolders:
    """All of them, for one synchroniser."""

    def __init__(self, folders: Sequence[FurtherFolder] = ()) -> None:
        self._folders = folders
        self._filled: set[str] = set()

    def fill(self) -> None:
        """Have every folder brought up to date: the beginning of a sync."""
        self._filled = {folder.prefix for folder in self._folders if _fill(folder)}

    def add_to(
        self, listing: Listing, root: Path, look: Callable[[Path, Collection[str]], Listing], suffixes: Collection[str]
    ) -> None:
        """Add the files of every folder to what a look at the knowledge folder found.

        Args:
            root: the knowledge folder. A further folder inside it is no part of it.
            look: lists a folder, as `ingest.sync.folder.scan` does.
        """
        for folder in self._folders:
            _leave_out(listing, folder.folder, root)
            if folder.prefix not in self._filled:
                listing.closed.add(folder.prefix)
            try:
                _add(listing, look(folder.folder, suffixes), folder.prefix)
            except FolderError:
                listing.closed.add(folder.prefix)  # not there (yet), or not to be read now


def _fill(folder: FurtherFolder) -> bool:
    if folder.fill is None:
        return False
    try:
        folder.fill()
    except Exception as error:  # noqa: BLE001 - who fills it is anybody's code; the others are synced all the same
        logger.warning("documents of %r could not be brought up to date: %s", folder.prefix, type(error).__name__)
        return False
    return True


def _leave_out(listing: Listing, folder: Path, root: Path) -> None:
    inner, outer = Path(os.path.realpath(folder)), Path(os.path.realpath(root))
    if inner.is_relative_to(outer):
        beginning = f"{inner.relative_to(outer).as_posix()}/"
        listing.files = {path: file for path, file in listing.files.items() if not path.startswith(beginning)}


def _add(listing: Listing, found: Listing, prefix: str) -> None:
    """Put what was found under its prefix, where the knowledge folder has nothing of that name."""
    for path, file in found.files.items():
        name = f"{prefix}/{path}"
        if name not in listing.files:
            listing.files[name] = replace(file, path=name, origin=prefix)
    for path, reason in found.failures.items():
        listing.failures.setdefault(f"{prefix}/{path}", reason)
    listing.unseen += [f"{prefix}/{path}" for path in found.unseen]
