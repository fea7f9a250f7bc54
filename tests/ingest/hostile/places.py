"""Hostile names, and what stands in a folder without being a file of its own."""

from __future__ import annotations

import os
import socket
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

from tests.ingest.hostile.parts import Fate, Part, Words

_NAMES = (
    b"new\nline.md",
    b"quo\"te's.md",
    "rtl\u202egnp.md".encode(),
    "emoji \U0001f98a\u200d\U0001f525.md".encode(),
    b"l" * 252 + b".md",
    ("ü" * 126 + ".md").encode(),
    b"not-utf8-\xff\xfe.md",
    b"not-utf8-\xff\xfd.txt",
    b"-rf.md",
    b"--help.txt",
    b"  spaces  .md",
    b"semi;colon&and|pipe.md",
    b"`ticks`$(true).md",
    b"<script>alert(1).md",
    b"<document>.md",
    b"&lt;&amp;.md",
    b"*?[a-z].md",
    b"{0}{x!r}%s%n.md",
    b"back\\slash.md",
    b"two..dots.md",
    b"'; DROP TABLE passages; --.md",
    b"UPPER.MD",
    "e\u0301 decomposed.md".encode(),
    "\u00e9 composed.md".encode(),
    b"tab\there.md",
    b"bell\x07.md",
    b"/".join([b"deep"] * 40) + b"/bottom.md",
    b"close</document>.md",
)
_IGNORED = (b".hidden.md", b".git/config.md", b"__pycache__/a.md", b"saved.md~", b"half.md.part", b"picture.png")


def name_parts() -> Iterator[Part]:
    """Yield good documents with hostile names, and what nobody would call a document."""
    words = Words("nam")
    for name in _NAMES:
        word = words.next()
        yield Part(b"names/" + name, f"A document about {word} and its name.\n".encode(), Fate.FOUND, word)
    for name in _IGNORED:
        yield Part(b"names/" + name, b"Nobody asked for this.\n", Fate.IGNORED)


def make_places(root: Path, outside: Path) -> dict[str, Fate]:
    """Make links, pipes, sockets and devices in ``root``, and what some of them lead to in ``outside``.

    Returns:
        The fate of each path. What this machine does not let us make is not among them.
    """
    folder = root / "places"
    folder.mkdir(parents=True)
    outside.mkdir()
    (outside / "secret.md").write_text("The secretword of somebody else.\n")
    fates: dict[str, Fate] = {}
    for name, make in _makers(folder, outside).items():
        with suppress(PermissionError):
            make(folder / name)
            fates[f"places/{name}"] = Fate.REFUSED
    return fates


def _makers(folder: Path, outside: Path) -> dict[str, Callable[[Path], object]]:
    return {
        "itself.md": lambda path: path.symlink_to("itself.md"),
        "first.md": lambda path: path.symlink_to("second.md"),
        "second.md": lambda path: path.symlink_to("first.md"),
        "nowhere.md": lambda path: path.symlink_to("nothing.md"),
        "out.md": lambda path: path.symlink_to(outside / "secret.md"),
        "out-by-dots.md": lambda path: path.symlink_to("../../outside/secret.md"),
        "zero.md": lambda path: path.symlink_to("/dev/zero"),
        "system.txt": lambda path: path.symlink_to("/etc/hosts"),
        "around": lambda path: path.symlink_to(folder.parent, target_is_directory=True),
        "away": lambda path: path.symlink_to(outside, target_is_directory=True),
        "pipe.md": os.mkfifo,
        "socket.md": _listen,
        "device.md": lambda path: os.mknod(path, 0o20666, os.makedev(1, 5)),
        "folder.md": Path.mkdir,
        "folder.pdf": Path.mkdir,
        "sparse-100-mb.md": lambda path: _sparse(path, 100 * 1024**2),
        "sparse-100-mb.pdf": lambda path: _sparse(path, 100 * 1024**2),
        "forbidden.md": _forbid,
    }


def _listen(path: Path) -> None:
    """Make a socket; its path may be too long for one, so it is made under a short name and moved."""
    here = Path.cwd()
    os.chdir(path.parent)
    try:
        with socket.socket(socket.AF_UNIX) as server:
            server.bind(path.name)
    finally:
        os.chdir(here)


def _sparse(path: Path, size: int) -> None:
    with path.open("wb") as file:
        file.truncate(size)


def _forbid(path: Path) -> None:
    path.write_text("Not for everybody.\n")
    path.chmod(0)
    if os.access(path, os.R_OK):  # whoever runs this may read everything
        path.unlink()
        raise PermissionError
