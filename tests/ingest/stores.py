"""Where the tests' indexes keep their tables: a file of SQLite, or a schema of PostgreSQL made for one test."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest

POSTGRES = os.environ.get("ARCHIE_TEST_POSTGRES")
NEEDS_POSTGRES = pytest.mark.skipif(POSTGRES is None, reason="ARCHIE_TEST_POSTGRES names no server")
STORES = ["sqlite", pytest.param("postgres", marks=NEEDS_POSTGRES)]


@cache
def _sweep(url: str) -> None:
    """Drop what test runs of this machine left that were killed, once in each process."""
    with psycopg.connect(url, autocommit=True) as admin:
        schemas = admin.execute(
            r"SELECT nspname FROM pg_namespace WHERE nspname ~ '^test_\d+_[0-9a-f]{16}$'"
        ).fetchall()
        for (schema,) in schemas:
            if not Path("/proc", schema.split("_")[1]).exists():
                admin.execute(f'DROP SCHEMA IF EXISTS "{schema}" CASCADE')


@contextmanager
def store_at(kind: str, index_dir: Path) -> Iterator[Path | str]:
    """Give what `ingest.store.database.Database.open` takes; a schema of PostgreSQL is dropped afterwards."""
    if kind == "sqlite":
        yield index_dir / "index.db"
        return
    assert POSTGRES is not None
    _sweep(POSTGRES)
    schema = f"test_{os.getpid()}_{uuid4().hex[:16]}"
    try:
        yield f"{POSTGRES}?schema={schema}"
    finally:
        with psycopg.connect(POSTGRES, autocommit=True) as admin:
            admin.execute(f'DROP SCHEMA IF EXISTS "{schema}" CASCADE')
