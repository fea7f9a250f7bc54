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
_ENOUGH = 4 << 30
"""Bytes that must be free: several times what all tests hold at once."""


def memory_root() -> Path | None:
    """Return where folders are kept in memory, if there is such a place and it is large enough."""
    roomy = _MEMORY.is_dir() and shutil.disk_usage(_MEMORY).free >= _ENOUGH
    return _MEMORY if roomy else None


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
