"""Databases of the index, on both stores."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from pathlib import Path

import pytest

from ingest.store.database import Database
from tests.ingest.stores import store_at

OpenDatabase = Callable[[], Database]


@pytest.fixture
def place(tmp_path: Path, store: str) -> Iterator[Path | str]:
    with store_at(store, tmp_path) as where:
        yield where


@pytest.fixture
def open_it(place: Path | str) -> Iterator[OpenDatabase]:
    """Opens the same place as another process would, as often as asked."""
    with ExitStack() as opened:
        yield lambda: opened.enter_context(closing(Database.open(place)))


@pytest.fixture
def database(open_it: OpenDatabase) -> Database:
    return open_it()
