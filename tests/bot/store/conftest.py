"""A store on SQLite, and on PostgreSQL too when ARCHIE_TEST_POSTGRES gives its URL. A clock the test moves."""

from __future__ import annotations

import os
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest

from bot.store.store import Store, open_store

POSTGRES = os.environ.get("ARCHIE_TEST_POSTGRES")
WITHOUT_POSTGRES = pytest.mark.skipif(POSTGRES is None, reason="ARCHIE_TEST_POSTGRES names no server")
BACKENDS = ["sqlite", pytest.param("postgresql", marks=WITHOUT_POSTGRES)]

OpenStore = Callable[..., Store]


class ManualClock:
    """Seconds since the epoch that pass only when told to."""

    def __init__(self) -> None:
        self.now = 1_800_000_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock()


@pytest.fixture(params=BACKENDS)
def database_url(request: pytest.FixtureRequest) -> Iterator[str | None]:
    """URL of an empty PostgreSQL database that is dropped afterwards, or None for SQLite."""
    if request.param == "sqlite":
        yield None
        return
    assert POSTGRES is not None
    name = f"archie_{uuid.uuid4().hex}"
    with psycopg.connect(POSTGRES, autocommit=True) as admin:
        admin.execute(f'CREATE DATABASE "{name}"')
        yield f"{POSTGRES.rsplit('/', 1)[0]}/{name}"
        admin.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


@pytest.fixture
def open_it(tmp_path: Path, database_url: str | None, clock: ManualClock) -> Iterator[OpenStore]:
    """Opens the same database as another process would, as often as asked; all are closed at the end."""
    opened: list[Store] = []

    def _open(owner: str | None = None) -> Store:
        store = open_store(tmp_path / "data", database_url, owner=owner, now=clock)
        opened.append(store)
        return store

    yield _open
    for store in opened:
        store.close()


@pytest.fixture
def store(open_it: OpenStore) -> Store:
    return open_it()
