"""What holds for every test: repeatable examples, loopback only, and no home directory."""

from __future__ import annotations

import gc
import ipaddress
import os
import resource
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

from tests.memory import memory_root

# Examples are the same in every run; HYPOTHESIS_PROFILE=explore looks for new ones.
settings.register_profile("repeatable", derandomize=True, deadline=None)
settings.register_profile("explore", deadline=None, print_blob=True)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "repeatable"))


def _only_loopback(event: str, arguments: tuple[Any, ...]) -> None:
    """Audit hook: refuse to connect anywhere but this machine."""
    if event != "socket.connect" or not isinstance(arguments[1], tuple):
        return
    host = str(arguments[1][0])
    try:
        allowed = ipaddress.ip_address(host).is_loopback
    except ValueError:
        allowed = host == "localhost"
    if not allowed:
        raise PermissionError(f"a test tried to reach {host}")


sys.addaudithook(_only_loopback)


_LARGEST_FILE = 2 << 30
"""Bytes; many times what any test writes, and little enough for a disk in memory."""


def pytest_configure() -> None:
    """Keep what tests write in memory, where there is enough, and let no file fill it."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (_LARGEST_FILE, _LARGEST_FILE))
    if root := memory_root():
        os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(root))


def pytest_collection_finish() -> None:
    """Leave what was imported out of garbage collection, and collect seldom: it took a fifth of the time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 100)


@pytest.fixture(scope="session", autouse=True)
def _no_home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Point HOME at an empty folder, and check at the end that Archie left nothing in it."""
    home, before = tmp_path_factory.mktemp("home"), os.environ.get("HOME")
    os.environ["HOME"] = str(home)
    yield
    if before is not None:
        os.environ["HOME"] = before
    assert not [path for path in Path(home).rglob("*") if "archie" in path.name.lower()]
