"""What people and programs do to a knowledge folder, as rules of a state machine; half of `test_machine`."""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from itertools import count
from pathlib import Path

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, precondition, rule

from tests.faults.grounds import Ground
from tests.faults.versions import Version, finish
from tests.faults.witness import Witness

FOLDERS = ("", "a/", "b/", "a/c/")
PLACES = tuple(f"{folder}{name}" for folder in FOLDERS for name in ("one.md", "two.md", "One.md", "three.txt"))
places, folders = st.sampled_from(PLACES), st.sampled_from(("a", "b", "a/c"))
some = st.integers(0, 99)


class FolderEvents(RuleBasedStateMachine):
    """A folder and what is in it. Whoever takes a document away tells the witness first."""

    def __init__(self, ground: Ground, witness: Witness) -> None:
        super().__init__()
        self._ground = ground
        self._witness = witness
        self._files: dict[str, Version] = {}
        self._halves: set[str] = set()
        self._markers = (f"zork{number}q" for number in count())

    @rule(path=places, parts=st.integers(1, 4))
    def create(self, path: str, parts: int) -> None:
        if path not in self._files:
            self._write(path, Version(next(self._markers), parts=parts))

    @precondition(lambda self: self._files)
    @rule(pick=some, atomic=st.booleans())
    def edit(self, pick: int, atomic: bool) -> None:
        path = self._pick(pick)
        if atomic:
            new = self._ground.root / "new"
            self._files[path].later().write(new)
            new.replace(self._place(path))
            self._files[path] = self._files[path].later()
            self._halves.discard(path)
        else:
            self._write(path, self._files[path].later())

    @precondition(lambda self: self._files)
    @rule(pick=some, to=places)
    def copy(self, pick: int, to: str) -> None:
        if to not in self._files:
            self._write(to, self._files[self._pick(pick)])

    @precondition(lambda self: self._files)
    @rule(pick=some)
    def touch(self, pick: int) -> None:
        path = self._pick(pick)
        if path not in self._halves:
            self._place(path).touch()
            finish(self._place(path))

    @precondition(lambda self: self._files)
    @rule(pick=some, to=places, edited=st.booleans())
    def move(self, pick: int, to: str, edited: bool) -> None:
        path = self._pick(pick)
        if to not in self._files:
            self._take_away([path] if path in self._halves else [])
            self._place(to).parent.mkdir(parents=True, exist_ok=True)
            self._place(path).rename(self._place(to))
            self._rename({path: to})
            if edited and to not in self._halves:
                self._write(to, self._files[to].later())

    @rule(source=folders, name=st.sampled_from(("a", "b", "a/c", "d")))
    def move_folder(self, source: str, name: str) -> None:
        if self._place(source).is_dir() and not self._place(name).exists() and not name.startswith(f"{source}/"):
            inside = [path for path in self._files if path.startswith(f"{source}/")]
            self._take_away(path for path in inside if path in self._halves)
            self._place(name).parent.mkdir(parents=True, exist_ok=True)
            self._place(source).rename(self._place(name))
            self._rename({path: name + path.removeprefix(source) for path in inside})

    @precondition(lambda self: len(self._files) > 1)
    @rule(one=some, other=some)
    def swap(self, one: int, other: int) -> None:
        first, second = self._pick(one), self._pick(other)
        if first != second and not {first, second} & self._halves:
            self._place(first).rename(self._ground.root / "aside")
            self._place(second).rename(self._place(first))
            (self._ground.root / "aside").rename(self._place(second))
            self._files[first], self._files[second] = self._files[second], self._files[first]

    @precondition(lambda self: self._files)
    @rule(pick=some)
    def delete(self, pick: int) -> None:
        path = self._pick(pick)
        self._take_away([path])
        self._place(path).unlink()
        self._forget(path)

    @precondition(lambda self: len(self._files) > 3)
    @rule(name=folders)
    def delete_folder(self, name: str) -> None:
        inside = [path for path in self._files if path.startswith(f"{name}/")]
        self._take_away(inside)
        shutil.rmtree(self._place(name), ignore_errors=True)
        for path in inside:
            self._forget(path)

    @precondition(lambda self: len(self._files) > 5)
    @rule(kept=st.integers(0, 3))
    def replace_root(self, kept: int) -> None:
        """The folder goes away, and another comes with some of the same files."""
        gone = [path for number, path in enumerate(sorted(self._files)) if number % 4 >= kept or path in self._halves]
        self._take_away(gone)
        for path in gone:
            self._forget(path)
        other, away = self._ground.root / "other", self._ground.root / "away"
        other.mkdir()
        for path, version in self._files.items():
            version.write(other / path)
        self._ground.folder.rename(away)
        other.rename(self._ground.folder)
        shutil.rmtree(away)

    @rule(path=places)
    def begin_writing(self, path: str) -> None:
        """A file is open in an editor that has written only some of it."""
        version = self._files[path].later() if path in self._files else Version(next(self._markers))
        self._place(path).parent.mkdir(parents=True, exist_ok=True)
        self._place(path).write_text(version.half)
        self._files[path] = version
        self._halves.add(path)

    @precondition(lambda self: self._halves)
    @rule()
    def finish_writing(self) -> None:
        for path in list(self._halves):
            self._write(path, self._files[path])

    def _place(self, path: str) -> Path:
        return self._ground.folder / path

    def _pick(self, number: int) -> str:
        return sorted(self._files)[number % len(self._files)]

    def _write(self, path: str, version: Version) -> None:
        version.write(self._place(path))
        self._files[path] = version
        self._halves.discard(path)

    def _take_away(self, paths: Iterable[str]) -> None:
        """Withdraw the promise of these; a copy somewhere else does not keep it, to be on the safe side."""
        self._witness.withdraw(self._files[path].marker for path in list(paths))

    def _rename(self, names: dict[str, str]) -> None:
        self._files = {names.get(path, path): version for path, version in self._files.items()}
        self._halves = {names.get(path, path) for path in self._halves}

    def _forget(self, path: str) -> None:
        del self._files[path]
        self._halves.discard(path)
