"""Libraries are loaded by one thread at a time."""

from __future__ import annotations

import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest

from ingest.libraries import load


def test_threads_that_load_packages_with_circles_at_once_each_get_whole_ones(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    slow = "import time\ntime.sleep(0.02)\n"
    for one, other in (("circle_a", "circle_b"), ("circle_b", "circle_a")):
        package = tmp_path / one
        package.mkdir()
        (package / "__init__.py").write_text(f"{slow}import {other}.inner\nname = '{one}'\n")
        (package / "inner.py").write_text(f"{slow}from {one} import *\n")
    monkeypatch.syspath_prepend(str(tmp_path))
    together = Barrier(2)

    def first(name: str) -> str:
        together.wait()
        load(name)
        return str(sys.modules[name].name)

    with ThreadPoolExecutor(2) as threads:
        assert list(threads.map(first, ("circle_a", "circle_b"))) == ["circle_a", "circle_b"]


def test_a_library_that_is_missing_is_told() -> None:
    with pytest.raises(ModuleNotFoundError):
        load("no_such_library_of_ours")
