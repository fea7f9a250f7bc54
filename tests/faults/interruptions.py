"""What a process was doing to its index when it was killed, and everything that can be wrong with what it left.

A scenario is a folder before and after somebody changed it. A point is a moment of the sync that takes the change.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

from ingest.index import KnowledgeIndex
from tests.faults.grounds import BATCH, EMBEDDER
from tests.faults.versions import Version, versions_in
from tests.ingest.house import House

Folder = Mapping[str, Version]

_DOCUMENTS = 3 * BATCH - 1
"""Two full batches and a third: a step is passed for the first time, in the middle and for the last time."""
VECTORS_AT_ONCE = 40
"""Vectors of which Chroma writes files where an index is damaged: fewer than a library has passages."""
_SAMPLE = 8
"""Of the files that are there throughout, each so many is asked for at every step; the tables are compared whole."""
_PAGE = 4096
"""Bytes; SQLite's own default."""


def _nothing(_house: House) -> None:
    return


@dataclass(frozen=True, slots=True)
class Scenario:
    """A change of a folder whose sync is interrupted.

    Attributes:
        before, after: versions by path.
        moves: new path by old path.
        broken: further files, which no reader can read.
        touched: files that are only given another time.
        thorough: whether the sync is a reconcile.
        disturb: what happens to the open index besides, before the sync.
        damage: what happens to the index's files, between two processes.
        forgets: whether that takes the tables themselves, so that everything comes from the files again.
        embedder: of the process that takes the change.
    """

    before: Folder
    after: Folder
    moves: Mapping[str, str] = field(default_factory=dict)
    broken: tuple[str, ...] = ()
    touched: tuple[str, ...] = ()
    thorough: bool = False
    disturb: Callable[[House], None] = _nothing
    damage: Callable[[Path], None] | None = None
    forgets: bool = False
    embedder: str = EMBEDDER

    def fill(self, folder: Path) -> None:
        """Write the folder as it is before."""
        for path, version in self.before.items():
            version.write(folder / path)

    def change(self, folder: Path) -> None:
        """Make it as it is after."""
        there = dict(self.before)
        for old, new in self.moves.items():
            (folder / new).parent.mkdir(parents=True, exist_ok=True)
            (folder / old).rename(folder / new)
            there[new] = there.pop(old)
        for path in there.keys() - self.after.keys():
            (folder / path).unlink()
        for path, version in self.after.items():
            if there.get(path) != version:
                version.write(folder / path)
        for path in self.broken:
            (folder / path).write_bytes(b"\x00\x01")
        for path in self.touched:
            (folder / path).touch()

    @property
    def is_restarted(self) -> bool:
        """Whether another process takes the change than the one that was there before."""
        return self.damage is not None or self.embedder != EMBEDDER

    def faults_on_the_way(self, index: KnowledgeIndex) -> list[str]:
        """Tell which of a sample of documents is not found whole, in its old version or its new one."""
        if self.forgets:
            return []
        sample = list(self._asked())[::_SAMPLE]
        return [fault for versions in sample for fault in self._faults_of(index, versions)]

    def faults_after_restart(self, house: House) -> list[str]:
        """As `faults_on_the_way`, and for every document in the tables. Damaged tables are not asked."""
        if self.forgets:
            return []
        faults = self.faults_on_the_way(house.index)
        if not self.is_restarted and self.disturb is _nothing:
            faults += _lost_vectors(house)
        held = _held(house.index)
        for path, version in held.items():
            if version not in (self.before.get(path), self.after.get(path)):
                faults.append(f"{path} is {version}, which it never was")
        faults += [f"{path} is missing" for path in self.before.keys() & self.after.keys() - held.keys()]
        pairs = self.moves.items()
        return faults + [
            f"{old} or {new} is missing, or both are there" for old, new in pairs if (old in held) == (new in held)
        ]

    def faults_at_the_end(self, house: House) -> list[str]:
        """Tell how the index differs from the folder."""
        held = _held(house.index)
        faults = (
            []
            if held == self.after
            else [f"the index is not the folder: {sorted(held.items() ^ self.after.items(), key=str)}"]
        )
        for path in self.broken:
            (house.folder / path).unlink()
        house.assert_index_is_folder()
        return faults

    def _asked(self) -> Iterable[set[Version]]:
        """Yield the versions, old and new, of each file that is there throughout, under whatever name."""
        for path, old in self.before.items():
            new = self.after.get(self.moves.get(path, path))
            if new is not None:
                yield {old, new}

    def _faults_of(self, index: KnowledgeIndex, versions: set[Version]) -> list[str]:
        """Tell what is wrong with the answers to a question for a file."""
        asked = sorted({version.marker for version in versions})
        passages = [hit.passage for marker in asked for hit in index.search(marker, 50) if marker in hit.passage.text]
        try:
            found = set(versions_in(dict.fromkeys(passages)).values())
        except AssertionError as error:
            return [str(error)]
        return [] if found & versions else [f"asked for {asked}, found {found}, not one of {versions}"]


def _held(index: KnowledgeIndex) -> dict[str, Version]:
    paths = [document.path for document in index.documents()]
    return versions_in(passage for path in paths for passage in index.document_passages(path))


def _lost_vectors(house: House) -> list[str]:
    """Tell whether a passage that can be found lacks its vector: new ones are written first, old ones deleted last."""
    passages = (passage for path in house.paths() for passage in house.index.document_passages(path))
    lost = {passage.id for passage in passages} - house.vectors.ids()
    return [f"{len(lost)} passages have no vectors"] if lost else []


def _library(documents: int = _DOCUMENTS) -> dict[str, Version]:
    return {f"shelf{number % 3}/{number:02}.md": Version(f"zork{number}q", parts=2) for number in range(documents)}


def _later(folder: Folder, paths: Iterable[str]) -> dict[str, Version]:
    return {**folder, **{path: folder[path].later() for path in paths}}


def _moved(folder: Folder, names: Mapping[str, str]) -> dict[str, Version]:
    return {names.get(path, path): version for path, version in folder.items()}


def _lose_vectors(house: House) -> None:
    held = sorted(house.vectors.ids())
    house.vectors.delete(held[::3])
    house.vectors.upsert({f"{number:032x}": "a stranger" for number in range(5)})


def _garble_vectors(index_dir: Path) -> None:
    for file in (index_dir / "chroma").rglob("*.sqlite3"):
        file.write_bytes(b"not a database")


def _garble_tables(index_dir: Path) -> None:
    """Damage the file behind our back: its size and times stay and its beginning is sound."""
    file = index_dir / "index.db"
    status = file.stat()
    with file.open("r+b") as opened:
        for page in range(status.st_size // _PAGE // 2, status.st_size // _PAGE):
            opened.seek(page * _PAGE)
            opened.write(b"\xff" * 64)
    os.utime(file, ns=(status.st_atime_ns, status.st_mtime_ns))


def _mixed() -> Scenario:
    before = _library()
    paths = list(before)
    moves = {path: f"new/{path}" for path in paths[4:8]}
    gone, swapped = set(paths[10:]), {paths[0]: before[paths[1]], paths[1]: before[paths[0]]}
    after = _later({**_moved(before, moves), **swapped}, paths[2:4])
    added = {f"added/{number}.md": Version(f"blorple{number}q") for number in range(3)}
    return Scenario(before, {path: v for path, v in after.items() if path not in gone} | added, moves)


def damaged(name: str, how: str) -> Scenario:
    """Return what happens when one file of the index is damaged between two processes.

    Args:
        name: its name; where a folder's name is made up anew each time, every file of this name.
        how: ``truncate``, ``flip`` or ``remove``.
    """
    library = {path: replace(version, parts=6) for path, version in _library().items()}
    harm = partial(_harm, name=name, how=how)
    return Scenario(library, _later(library, list(library)[:3]), damage=harm, forgets=name == "index.db")


def _harm(index_dir: Path, name: str, how: str) -> None:
    for file in index_dir.rglob(name):
        content = file.read_bytes()
        if how == "remove":
            file.unlink()
        elif how == "truncate":
            file.write_bytes(content[: len(content) // 2])
        else:
            file.write_bytes(bytes(byte ^ 0xFF if place % 7 == 0 else byte for place, byte in enumerate(content)))


def scenarios(kind: str = "sqlite") -> dict[str, Scenario]:
    """Return every scenario of a kind of store, by name."""
    library = _library()
    paths = list(library)
    shelf = {path: path.replace("shelf1", "shelf9") for path in paths if path.startswith("shelf1")}
    removed = {path: version for path, version in library.items() if not path.startswith("shelf2")}
    lost = (
        {"tables": Scenario(library, _later(library, paths[:3]), damage=_garble_tables, forgets=True)}
        if kind == "sqlite"
        else {}
    )
    return lost | {
        "first": Scenario({}, library),
        "edits": Scenario(library, _later(library, paths)),
        "moves": Scenario(library, _moved(library, shelf), shelf),
        "removals": Scenario(library, removed),
        "mixed": _mixed(),
        "odds": Scenario(library, _later(library, paths[:2]), broken=("pipe.md", "gone.md"), touched=tuple(paths[6:])),
        "vectors": Scenario(library, _later(library, paths[:3]), damage=_garble_vectors),
        "embedder": Scenario(library, _later(library, paths[:3]), embedder="another-hash"),
        "reconcile": Scenario(library, _later(library, paths[:3]), thorough=True, disturb=_lose_vectors),
    }
