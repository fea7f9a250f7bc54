"""Desks on databases: as many as there are processes, all on the same one. Databases are made once for many tests."""

from __future__ import annotations

import os
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

import psycopg
import pytest

from bot.slack.decisions.desk import Acted, Desk
from bot.store.store import Store, open_store
from tests.bot.decisions.session.toy import ToyShelf

POSTGRES = os.environ.get("ARCHIE_TEST_POSTGRES")
WITHOUT_POSTGRES = pytest.mark.skipif(POSTGRES is None, reason="ARCHIE_TEST_POSTGRES names no server")
BACKENDS = ["sqlite", pytest.param("postgresql", marks=WITHOUT_POSTGRES)]


@dataclass(frozen=True)
class Ground:
    """Where a database is; ``url`` None is SQLite in the folder."""

    folder: Path
    url: str | None


@contextmanager
def ground(kind: str, folder: Path) -> Iterator[Ground]:
    """An empty database, dropped afterwards."""
    if kind == "sqlite":
        yield Ground(folder, None)
        return
    assert POSTGRES is not None
    name = f"archie_{uuid.uuid4().hex}"
    with psycopg.connect(POSTGRES, autocommit=True) as admin:
        admin.execute(f'CREATE DATABASE "{name}"')
        yield Ground(folder, f"{POSTGRES.rsplit('/', 1)[0]}/{name}")
        admin.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


@dataclass
class House:
    """Processes on one database, and a clock they share. Everything is of a team of its own."""

    ground: Ground
    team: str = field(default_factory=lambda: f"T{uuid.uuid4().hex[:12]}")
    now: float = 1_000_000.0
    stores: list[Store] = field(default_factory=list)
    new_id: str = ""
    _keys: Iterator[int] = field(default_factory=count)
    _ids: Iterator[int] = field(default_factory=count)

    def store(self) -> Store:
        """Open the database as one more process."""
        self.stores.append(open_store(self.ground.folder, self.ground.url, now=lambda: self.now))
        return self.stores[-1]

    def desk(self, shelf: ToyShelf | None = None) -> Desk:
        """Start a process."""
        return Desk(
            self.store().decisions, shelf or ToyShelf(), lambda: self.now, lambda: f"{self.team[-8:]}{next(self._ids)}"
        )

    def key(self) -> str:
        """A key nobody used yet."""
        return f"{self.team}:key{next(self._keys)}"

    async def opened(self, desk: Desk, *people: str, **settings: object) -> Acted:
        """Open a decision of the first of ``people``, which the others join."""
        wanted = {"key": self.key(), "channel": "C1", "topic": "Bot", "solo": False, "matter": "toy", **settings}
        acted = await desk.open(team=self.team, owner=people[0], **wanted)  # type: ignore[arg-type]
        for person in people[1:]:
            await desk.act(acted.after.id, self.key(), person, lambda moves: moves.join())
        return acted

    def close(self) -> None:
        """End every process."""
        for store in self.stores:
            store.close()
        self.stores.clear()
