"""The YAML files of some folders: what stands in them now, and what last stood in each that could be used."""

from __future__ import annotations

import os
import stat
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.decisions.loading.documents import LARGEST_FILE
from bot.decisions.loading.errors import FrameworkError
from bot.decisions.loading.loader import MOST_FILES
from ingest.errors import UnreadableFileError
from ingest.sync.folder import FileChangedError, is_ignored, read_bytes

SUFFIXES = (".yaml", ".yml")


@dataclass(frozen=True, slots=True)
class _Place:
    """A file of one folder."""

    folder: Path
    name: str


@dataclass(slots=True)
class _Held:
    """What is known of a file.

    Attributes:
        signature: of its status when it was read; None when it could not be.
        text: what stood in it; None when that is not known.
        good: what last stood in it and could be used.
    """

    signature: tuple[int, ...] | None = None
    text: str | None = None
    good: str | None = None
    error: FrameworkError | None = None


class FrameworkFiles:
    """Regular files ``*.yaml`` and ``*.yml`` directly in the folders; links only to files inside the same folder."""

    def __init__(self, folders: Sequence[Path]) -> None:
        self._folders = tuple(dict.fromkeys(Path(os.path.realpath(folder)) for folder in folders))
        self._held: dict[_Place, _Held] = {}
        self._folder_errors: dict[Path, FrameworkError] = {}

    @property
    def errors(self) -> tuple[FrameworkError, ...]:
        """Why files or folders could not be read."""
        unread = (held.error for held in self._held.values() if held.error is not None)
        return (*self._folder_errors.values(), *unread)

    def look(self) -> bool:
        """Read what changed since the last look; tell whether any text or error is another one now."""
        before = self._state()
        there = [place for folder in self._folders for place in self._list(folder)]
        for place in there:
            self._read(place)
        self._held = {place: self._held[place] for place in there}
        return before != self._state()

    def texts(self) -> dict[str, list[str]]:
        """Return for each name its texts, best first: of the last folder before the first, newest before last good."""
        texts: dict[str, list[str]] = {}
        for place in self._held:
            texts.setdefault(place.name, [])
        for place, held in reversed(self._held.items()):
            texts[place.name] += [text for text in (held.text, held.good) if text is not None]
        return texts

    def remember(self, used: Mapping[str, str]) -> None:
        """Note which texts could be used, by file name."""
        for place, held in self._held.items():
            if held.text is not None and used.get(place.name) == held.text:
                held.good = held.text

    def _state(self) -> list[object]:
        held = [(place, one.text, str(one.error)) for place, one in self._held.items()]
        return [held, list(map(str, self._folder_errors.values()))]

    def _list(self, folder: Path) -> list[_Place]:
        """Return the files of a folder in the order of their names; those known already while it cannot be listed."""
        self._folder_errors.pop(folder, None)
        try:
            names = sorted(path.name for path in folder.iterdir())
        except (FileNotFoundError, NotADirectoryError):
            return []
        except OSError:
            self._folder_errors[folder] = FrameworkError(folder.name, None, "Archie may not list this folder")
            return [place for place in self._held if place.folder == folder]
        places = [_Place(folder, name) for name in names if _is_framework(name)]
        if len(places) > MOST_FILES:
            text = f"there are {len(places)} files; only the first {MOST_FILES} are read"
            self._folder_errors[folder] = FrameworkError(folder.name, None, text)
        return places[:MOST_FILES]

    def _read(self, place: _Place) -> None:
        held = self._held.setdefault(place, _Held())
        try:
            target = _target(place)
            signature = _signature(target)
            if signature == held.signature:
                return
            held.text, held.error = read_bytes(target, LARGEST_FILE)[0].decode("utf-8"), None
            held.signature = signature
        except (OSError, FileChangedError):
            # Gone or written to just now: what is known of it stands until the next look.
            held.signature = None
        except UnicodeDecodeError:
            self._fail(held, place, "it is not UTF-8 text; save it as UTF-8")
        except UnreadableFileError as error:
            self._fail(held, place, str(error).rstrip("."))

    @staticmethod
    def _fail(held: _Held, place: _Place, text: str) -> None:
        held.signature, held.text, held.error = None, None, FrameworkError(place.name, None, text)


def _is_framework(name: str) -> bool:
    return name.lower().endswith(SUFFIXES) and not is_ignored(name) and name.isprintable()


def _target(place: _Place) -> str:
    """Return where a file is, links followed.

    Raises:
        UnreadableFileError: not in its folder.
    """
    target = os.path.realpath(place.folder / place.name)
    if not Path(target).is_relative_to(place.folder):
        raise UnreadableFileError("This link leads out of the folder of frameworks.")
    return target


def _signature(target: str) -> tuple[int, ...]:
    """Return what tells whether a file changed.

    Raises:
        UnreadableFileError: it is no regular file, or too large.
        OSError: it cannot be looked at.
    """
    status = os.lstat(target)
    if not stat.S_ISREG(status.st_mode):
        raise UnreadableFileError("This is not a regular file.")
    if status.st_size > LARGEST_FILE:
        raise UnreadableFileError(f"It has {status.st_size} bytes; split it into files of at most {LARGEST_FILE}.")
    return status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino
