from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from threading import Event

import pytest

from ingest.sync.folder import File, signature_of
from ingest.sync.stillness import FORGOTTEN_SECONDS, Stillness, is_open_for_writing


def never(_place: str) -> bool:
    return False


def always(_place: str) -> bool:
    return True


def listed(file: Path) -> File:
    signature = signature_of(file)
    assert signature is not None
    return File(file.name, str(file), signature)


def aged(file: Path, seconds: float) -> File:
    file.write_text("text")
    then = time.time() - seconds
    os.utime(file, (then, then))
    return listed(file)


def waited(file: File, still: float, patience: float, is_open: Callable[[str], bool] = never) -> tuple[list[str], int]:
    found, left = Stillness(still, patience, is_open).wait([file], Event())
    return [one.path for one in found], left


def test_a_file_left_alone_is_read_at_once(tmp_path: Path) -> None:
    assert waited(aged(tmp_path / "a.md", 5), still=1, patience=0) == (["a.md"], 0)


def test_a_fresh_file_is_left_when_patience_ends_and_read_when_it_does_not(tmp_path: Path) -> None:
    assert waited(aged(tmp_path / "a.md", 0), still=60, patience=0.01) == ([], 1)
    assert waited(aged(tmp_path / "a.md", 0), still=0.05, patience=30) == (["a.md"], 0)


@pytest.mark.parametrize(("still", "found"), [(0.02, ["a.md"]), (60, [])])
def test_a_file_from_the_future_is_watched_instead(tmp_path: Path, still: float, found: list[str]) -> None:
    assert waited(aged(tmp_path / "a.md", -3600), still=still, patience=0.3)[0] == found


def test_what_is_read_is_the_file_as_it_was_when_it_came_to_rest(tmp_path: Path) -> None:
    file = aged(tmp_path / "a.md", 0)
    (tmp_path / "a.md").write_text("more text")
    found, _ = Stillness(0.05, 30, never).wait([file], Event())
    assert [one.signature.size for one in found] == [9]


def test_a_file_that_vanishes_meanwhile_is_not_waited_for(tmp_path: Path) -> None:
    file = aged(tmp_path / "a.md", 0)
    (tmp_path / "a.md").unlink()
    assert waited(file, still=1_000_000, patience=30) == (["a.md"], 0)


def test_stopping_ends_the_wait(tmp_path: Path) -> None:
    stopping = Event()
    stopping.set()
    assert Stillness(3600, 3600, never).wait([aged(tmp_path / "a.md", 0)], stopping) == ([], 1)


@pytest.mark.parametrize(("age", "found"), [(FORGOTTEN_SECONDS / 2, []), (FORGOTTEN_SECONDS * 2, ["a.md"])])
def test_an_open_file_is_left_until_it_was_forgotten(tmp_path: Path, age: float, found: list[str]) -> None:
    assert waited(aged(tmp_path / "a.md", age), still=1, patience=0, is_open=always)[0] == found


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells who has a file open")
def test_a_writer_in_this_process_or_another_is_seen_and_a_reader_is_not(tmp_path: Path) -> None:
    file = tmp_path / "a.md"
    file.write_text("text")
    with file.open():
        assert not is_open_for_writing(str(file))
    with file.open("a"):
        assert is_open_for_writing(str(file))
    code = f"import sys; file = open({str(file)!r}, 'a'); print('open', flush=True); sys.stdin.read()"
    with subprocess.Popen([sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == b"open\n"
        assert is_open_for_writing(str(file))
    assert not is_open_for_writing(str(file))


def test_what_cannot_be_opened_is_not_called_open(tmp_path: Path) -> None:
    assert not is_open_for_writing(str(tmp_path / "missing.md"))
