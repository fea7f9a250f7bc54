"""The frameworks there are: folders of YAML files, read again when they change, and the versions decisions began with.

Files are read, so whoever calls `FrameworkShelf.refresh` in an event loop does so in a thread.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from bot.decisions.assessment import Advisor
from bot.decisions.frameworks import Matter
from bot.decisions.loading import FrameworkError, Loaded, load
from bot.decisions.loading.fallback import load_best
from bot.decisions.plan import Plan
from bot.decisions.understanding import Lexicon
from bot.framework_files import FrameworkFiles

MOST_KEPT = 32
"""Versions of matters kept in memory; older ones are made again from the sources kept with decisions."""
MOST_ENGINES = 16


class UnknownMatterError(LookupError):
    """No such matter, or not in this version (None: at all). `FrameworkShelf.restore` brings a version back."""

    def __init__(self, matter: str, version: str | None = None) -> None:
        self.matter = matter
        self.version = version
        super().__init__(f"no frameworks for {matter}" + (f" in version {version}" if version else ""))


@dataclass(frozen=True, slots=True)
class _Kept:
    """One version of a matter."""

    matter: Matter
    plan: Plan | None
    words: Lexicon | None
    sources: Mapping[str, str]

    @classmethod
    def of(cls, loaded: Loaded, name: str) -> _Kept:
        """Return what was loaded of one matter."""
        plan, words = loaded.plans.get(name), loaded.words.get(name)
        return cls(loaded.matters[name], plan, words, loaded.sources[name])


class FrameworkShelf:
    """Matters by name, newest and kept. Safe to use from any thread; what it hands out never changes.

    Args:
        folders: where the YAML files are, the shipped folder first; a file of the same name in a later one replaces.
            A folder that is not there is an empty one.
        engine: makes the engine of a matter; done when it is first asked for.
    """

    def __init__(self, folders: Sequence[Path], engine: Callable[[Matter], Advisor]) -> None:
        self._files = FrameworkFiles(folders)
        self._engine = engine
        self._refreshing = threading.Lock()
        self._guard = threading.Lock()
        self._loaded = Loaded({}, (), {}, {}, {})
        self._kept: OrderedDict[tuple[str, str], _Kept] = OrderedDict()
        self._engines: OrderedDict[tuple[str, str], Advisor] = OrderedDict()

    def refresh(self) -> Loaded:
        """Read again what changed since the last time, and return what there is now.

        A file that broke stays live as it last was, and its error is listed. A file that is gone is gone.
        """
        with self._refreshing:
            if self._files.look():
                chosen = load_best(self._files.texts())
                self._files.remember(chosen.used)
                errors = (*self._files.errors, *chosen.loaded.errors)
                loaded = replace(chosen.loaded, errors=errors)
                with self._guard:
                    self._loaded = loaded
                    self._keep(loaded)
            return self._loaded

    @property
    def loaded(self) -> Loaded:
        """What there was at the last `refresh`; nothing before the first."""
        return self._loaded

    @property
    def errors(self) -> tuple[FrameworkError, ...]:
        """What is wrong with files, for whoever can mend them."""
        return self._loaded.errors

    @property
    def matters(self) -> Mapping[str, Matter]:
        """The newest version of each matter, by name."""
        return self._loaded.matters

    def matter(self, matter: str, version: str | None = None) -> Matter:
        """Return a matter, the newest or one kept.

        Raises:
            UnknownMatterError: there is none of this name or version.
        """
        return self._find(matter, version).matter

    def plan(self, matter: str, version: str | None = None) -> Plan | None:
        """Return the plan of a matter, None when it has none.

        Raises:
            UnknownMatterError: there is no matter of this name or version.
        """
        return self._find(matter, version).plan

    def words(self, matter: str, version: str | None = None) -> Lexicon | None:
        """Return what people say of a matter's facts, None when no file says so.

        Raises:
            UnknownMatterError: there is no matter of this name or version.
        """
        return self._find(matter, version).words

    def sources(self, matter: str, version: str | None = None) -> dict[str, str]:
        """Return the files a matter was made of, name to text: what `restore` needs.

        Raises:
            UnknownMatterError: there is no matter of this name or version.
        """
        return dict(self._find(matter, version).sources)

    def advisor(self, matter: str, version: str | None = None) -> Advisor:
        """Return the engine of a matter, the newest or one kept.

        Raises:
            UnknownMatterError: there is no matter of this name or version.
        """
        kept = self._find(matter, version)
        key = matter, kept.matter.version
        with self._guard:
            if key not in self._engines:
                self._engines[key] = self._engine(kept.matter)
            _shorten(self._engines, key, MOST_ENGINES)
            return self._engines[key]

    def restore(self, sources: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
        """Keep the matters that kept sources make; return the name and version of each, none when they make none."""
        loaded = load(sources)
        with self._guard:
            self._keep(loaded)
        return tuple((name, matter.version) for name, matter in loaded.matters.items())

    def _keep(self, loaded: Loaded) -> None:
        for name, matter in loaded.matters.items():
            key = name, matter.version
            self._kept[key] = _Kept.of(loaded, name)
            _shorten(self._kept, key, MOST_KEPT)

    def _find(self, matter: str, version: str | None) -> _Kept:
        with self._guard:
            newest = self._loaded.matters.get(matter)
            wanted = newest.version if version is None and newest is not None else version
            key = matter, wanted or ""
            if newest is not None and wanted == newest.version:
                return _Kept.of(self._loaded, matter)
            if key not in self._kept:
                raise UnknownMatterError(matter, version)
            _shorten(self._kept, key, MOST_KEPT)
            return self._kept[key]


def _shorten(entries: OrderedDict[tuple[str, str], Any], used: tuple[str, str], most: int) -> None:
    """Put the entry used last at the end, and drop those used longest ago."""
    entries.move_to_end(used)
    while len(entries) > most:
        entries.popitem(last=False)
