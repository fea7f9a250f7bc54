"""Chroma's files are cut, spoilt and taken away; the process lives, words answer, and the vectors come back."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from ingest.errors import DamagedIndexError
from ingest.service import open_index, open_synchroniser
from ingest.vectors.chroma import Connection
from ingest.vectors.guard import DATABASE, Guard, probe_in_child

SECTIONS = 1_100
"""Chroma writes its graph to disk every 1,000 vectors; below that there is little to damage."""


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder and its index, closed cleanly."""
    home = tmp_path_factory.mktemp("whole")
    (home / "knowledge").mkdir()
    sections = "\n\n".join(f"## Section {n}\n\nThe zorkmid of {n} buys bread." for n in range(SECTIONS))
    (home / "knowledge" / "coins.md").write_text(f"# Coins\n\n{sections}\n")
    found(home)
    return home


@pytest.fixture
def home(whole: Path, tmp_path: Path) -> Path:
    """A copy of it that keeps the times of its files, as a restored backup does."""
    subprocess.run(["cp", "-a", str(whole), str(tmp_path / "home")], check=True)
    return tmp_path / "home"


def found(home: Path) -> list[tuple[str, bool]]:
    """Open the index anew, sync, ask."""
    with closing(open_index(home / "index")) as index:
        with open_synchroniser(home / "knowledge", home / "index", index) as synchroniser:
            synchroniser.sync()
        return [(hit.passage.document, hit.dense > 0) for hit in index.search("the zorkmid of section 7", 1)]


def files(home: Path) -> list[Path]:
    return sorted(path for path in (home / "index" / "chroma").rglob("*") if path.is_file())


def cut(file: Path) -> None:
    file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])


def empty(file: Path) -> None:
    file.write_bytes(b"")


def flip(file: Path) -> None:
    file.write_bytes(bytes(byte ^ 0xFF for byte in file.read_bytes()))


def remove(file: Path) -> None:
    file.unlink()


DAMAGES = [(DATABASE, cut), (DATABASE, flip), (DATABASE, remove), ("data_level0.bin", cut), ("data_level0.bin", flip)]
DAMAGES += [("data_level0.bin", remove), ("header.bin", flip), ("header.bin", remove), ("index_metadata.pickle", cut)]
"""Each of these either ends a process that asks afterwards, fails it, or loses vectors silently."""


@pytest.mark.parametrize(("name", "damage"), DAMAGES)
def test_damage_is_seen_before_the_files_are_opened(home: Path, name: str, damage: Callable[[Path], None]) -> None:
    for file in [file for file in files(home) if file.name == name]:
        damage(file)
    with pytest.raises(DamagedIndexError):
        Guard(home / "index" / "chroma").enter()


@pytest.mark.parametrize(("name", "damage"), [DAMAGES[2], DAMAGES[4], DAMAGES[8]])
def test_damage_is_mended_by_the_next_sync(home: Path, name: str, damage: Callable[[Path], None]) -> None:
    chosen = [file for file in files(home) if file.name == name]
    assert chosen, f"Chroma keeps no {name} any more: {files(home)}"
    for file in chosen:
        damage(file)
    assert found(home) == [("coins.md", True)]
    with closing(open_index(home / "index")) as index:
        assert not index.needs_mending()
        assert index.mend() == 0
        assert all(hit.dense for hit in index.search("the zorkmid buys bread", 50))


def test_before_it_is_mended_words_answer_and_nothing_is_moved_by_who_only_reads(home: Path) -> None:
    for file in files(home):
        flip(file)
    with closing(open_index(home / "index")) as index:
        hits = index.search("the zorkmid of section 7", 1)
        assert [(hit.passage.document, hit.dense) for hit in hits] == [("coins.md", 0.0)]
    assert not list((home / "index").glob("chroma.damaged-*"))


def test_only_the_last_damaged_store_is_kept(store: Path) -> None:
    connection = Connection(store, None, None)
    for text in ("first", "second"):
        store.mkdir(exist_ok=True)
        (store / DATABASE).write_text(text)
        connection.quarantine()
    (kept,) = store.parent.glob("chroma.damaged-*")
    assert (kept / DATABASE).read_text() == "second"


class CountingProbe:
    def __init__(self, sound: bool = True) -> None:
        self.calls = 0
        self.sound = sound

    def __call__(self, _folder: Path) -> bool:
        self.calls += 1
        return self.sound


def enter_and_leave(folder: Path, probe: CountingProbe, *, clean: bool) -> None:
    guard = Guard(folder, probe)
    guard.enter()
    (folder / DATABASE).write_bytes(os.urandom(8))
    guard.leave(clean=clean)


@pytest.fixture
def store(tmp_path: Path) -> Path:
    folder = tmp_path / "chroma"
    folder.mkdir()
    return folder


def test_files_are_looked_at_after_an_unclean_end_or_a_change_and_never_else(store: Path) -> None:
    probe = CountingProbe()
    enter_and_leave(store, probe, clean=True)
    enter_and_leave(store, probe, clean=True)
    assert probe.calls == 0
    enter_and_leave(store, probe, clean=False)
    enter_and_leave(store, probe, clean=True)
    assert probe.calls == 1
    os.utime(store / DATABASE, ns=(1, 1))
    enter_and_leave(store, probe, clean=True)
    assert probe.calls == 2
    enter_and_leave(store, probe, clean=True)
    assert probe.calls == 2
    assert not list(store.parent.glob("chroma.open-*"))


def test_a_killed_process_leaves_a_mark_that_the_next_one_sees(store: Path) -> None:
    program = (
        "import os, signal, sys; from pathlib import Path; from ingest.vectors.guard import Guard\n"
        "Guard(Path(sys.argv[1])).enter(); os.kill(os.getpid(), signal.SIGKILL)"
    )
    killed = subprocess.run([sys.executable, "-c", program, str(store)], check=False)
    assert killed.returncode == -signal.SIGKILL
    probe = CountingProbe()
    enter_and_leave(store, probe, clean=True)
    assert probe.calls == 1


def test_files_in_use_by_another_are_not_looked_at(store: Path) -> None:
    probe = CountingProbe()
    writer, reader = Guard(store, probe), Guard(store, probe)
    writer.enter()
    (store / DATABASE).write_bytes(b"changing")
    reader.enter()
    reader.leave(clean=True)
    writer.leave(clean=True)
    assert probe.calls == 0


def test_damage_is_found_each_time_until_it_is_put_aside(store: Path) -> None:
    probe = CountingProbe(sound=False)
    (store / DATABASE).write_bytes(b"damaged")
    guard = Guard(store, probe)
    for _ in range(2):
        with pytest.raises(DamagedIndexError):
            guard.enter()
    assert probe.calls == 2
    store.rename(store.with_name("elsewhere"))
    guard.forget()
    guard.enter()
    guard.leave(clean=True)
    assert probe.calls == 2


def test_without_its_database_the_rest_is_damage(store: Path) -> None:
    (store / "data_level0.bin").write_bytes(b"vectors")
    with pytest.raises(DamagedIndexError):
        Guard(store, CountingProbe()).enter()


def test_a_store_that_cannot_be_read_in_time_is_damaged(home: Path) -> None:
    assert probe_in_child(home / "index" / "chroma")
    assert not probe_in_child(home / "index" / "chroma", seconds=0.01)
