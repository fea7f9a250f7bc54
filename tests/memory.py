"""Folders in memory: what a killed process wrote outlives it there just as well, and nobody waits for a disk."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

_PREFIX = "archie-tests-"
_MEMORY = Path("/dev/shm")  # noqa: S108 - folders of random names are made in it
_ENOUGH = 8 << 30
"""Bytes that must be free: all tests hold 100 MB in files at once, and 5 GB in processes."""


def memory_root() -> Path | None:
    """Return where folders are kept in memory, if there is such a place and memory for it."""
    roomy = _MEMORY.is_dir() and min(shutil.disk_usage(_MEMORY).free, _available()) >= _ENOUGH
    return _MEMORY if roomy else None


def _available() -> int:
    """Bytes of memory that processes could still have; 0 where the system does not tell."""
    try:
        lines = Path("/proc/meminfo").read_text(encoding="ascii").splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) << 10 for line in lines if line.startswith("MemAvailable:")), 0)


@contextmanager
def memory() -> Iterator[Path]:
    """Give a folder in memory where there is such a thing, as what a process wrote outlives it there just as well."""
    root = memory_root()
    if root:
        _sweep(root)
    with TemporaryDirectory(prefix=f"{_PREFIX}{os.getpid()}-", dir=root) as folder:
        yield Path(folder)


def _sweep(root: Path) -> None:
    """Remove what test runs left that were killed themselves: memory is not emptied before the machine stops."""
    for folder in root.glob(f"{_PREFIX}*-*"):
        if not Path("/proc", folder.name.split("-")[2]).exists():
            shutil.rmtree(folder, ignore_errors=True)
