from __future__ import annotations

import os
import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event

import pytest

from ingest.errors import FolderError, UnreadableFileError
from ingest.readers.base import LARGEST_TEXT
from ingest.sync.folder import FileChangedError, is_ignored, read_bytes, scan

SUFFIXES = (".md", ".txt")


def test_only_documents_are_listed_in_all_subfolders(tmp_path: Path) -> None:
    for name in ("a.md", "B.TXT", "deep/er/c.txt", "image.png", ".hidden.md", ".git/d.md", "__pycache__/e.md"):
        file = tmp_path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(name)
    listing = scan(tmp_path, SUFFIXES)
    assert sorted(listing.files) == ["B.TXT", "a.md", "deep/er/c.txt"]
    assert listing.failures == {}


@pytest.mark.parametrize("name", [".#a.md", "a.md~", ".a.md.swp", "a.md.tmp", "#a.md#", "~$a.md", "__pycache__"])
def test_what_editors_leave_is_ignored(name: str) -> None:
    assert is_ignored(name)


def test_what_is_no_regular_file_is_named_with_its_reason(tmp_path: Path) -> None:
    root = tmp_path / "root"
    (root / "sub").mkdir(parents=True)
    (tmp_path / "outside.md").write_text("secret")
    (root / "real.md").write_text("real")
    os.mkfifo(root / "pipe.md")
    (root / "folder.md").mkdir()
    (root / "loop.md").symlink_to("loop.md")
    (root / "nowhere.md").symlink_to("missing.md")
    (root / "out.md").symlink_to(tmp_path / "outside.md")
    (root / "sub" / "up").symlink_to(root, target_is_directory=True)
    (root / "inside.md").symlink_to("real.md")
    listing = scan(root, SUFFIXES)
    assert sorted(listing.files) == ["inside.md", "real.md"]
    assert listing.files["inside.md"].place == str(root / "real.md")
    assert listing.failures == {
        "pipe.md": "This is not a regular file.",
        "folder.md": "This is a folder with a document's name.",
        "loop.md": "This link leads nowhere.",
        "nowhere.md": "This link leads nowhere.",
        "out.md": "This link leads out of the knowledge folder.",
        "sub/up": "Links to folders are not followed.",
    }


def test_odd_names_become_valid_text(tmp_path: Path) -> None:
    raw = os.fsencode(tmp_path) + b"/bad\xff.md"
    with os.fdopen(os.open(raw, os.O_WRONLY | os.O_CREAT), "wb") as file:
        file.write(b"text")
    (tmp_path / 'q"uo\nte.md').write_text("x")
    listing = scan(tmp_path, SUFFIXES)
    assert sorted(listing.files) == ["bad\ufffd.md", 'q"uo\nte.md']
    assert read_bytes(listing.files["bad\ufffd.md"].place)[0] == b"text"


def test_a_missing_root_or_a_file_as_root_is_a_folder_error(tmp_path: Path) -> None:
    with pytest.raises(FolderError, match="does not exist"):
        scan(tmp_path / "missing", SUFFIXES)
    (tmp_path / "file").write_text("")
    with pytest.raises(FolderError, match="not a folder"):
        scan(tmp_path / "file", SUFFIXES)


def test_reading_refuses_what_would_block_or_fill_memory(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "link").symlink_to("pipe")
    with (tmp_path / "sparse").open("wb") as file:
        file.truncate(LARGEST_TEXT + 1)
    for name in ("pipe", "link", "sparse"):
        with pytest.raises(UnreadableFileError):
            read_bytes(tmp_path / name)
    with pytest.raises(UnreadableFileError, match="not a regular file"):
        read_bytes(Path("/dev/null"))
    with pytest.raises(FileNotFoundError):
        read_bytes(tmp_path / "missing")


def test_reading_gives_the_signature_of_what_was_read(tmp_path: Path) -> None:
    file = tmp_path / "a.md"
    file.write_bytes(b"12345")
    data, signature = read_bytes(file)
    status = file.stat()
    assert stat.S_ISREG(status.st_mode)
    assert (data, signature.size, signature.mtime_ns) == (b"12345", 5, status.st_mtime_ns)


def test_a_file_written_while_it_is_read_is_left_for_later(tmp_path: Path) -> None:
    file = tmp_path / "grows.md"
    file.write_bytes(b"x" * 4_000_000)
    done = Event()

    def grow() -> None:
        with file.open("ab", buffering=0) as growing:
            while not done.is_set():
                growing.write(b"y")
                growing.truncate(4_000_000)

    with ThreadPoolExecutor(1) as pool:
        growing = pool.submit(grow)
        try:
            with pytest.raises(FileChangedError):
                for _ in range(1_000):
                    read_bytes(file)
        finally:
            done.set()
        growing.result(10)
