"""Whole indexes on PostgreSQL, opened the way the bot opens them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import psycopg
import pytest

from ingest.errors import DamagedTablesError, WriterBusyError
from ingest.service import open_index, open_synchroniser
from ingest.vectors.embedder import Embedder
from tests.ingest.stores import NEEDS_POSTGRES, POSTGRES, store_at

pytestmark = NEEDS_POSTGRES


@pytest.fixture
def url(tmp_path: Path) -> Iterator[str]:
    with store_at("postgres", tmp_path) as where:
        yield str(where)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "knowledge"
    folder.mkdir()
    (folder / "a.md").write_text("# A\n\nThe zorkmid is a coin.\n")
    return folder


def test_processes_of_two_machines_share_the_index_and_one_keeps_it(
    folder: Path, tmp_path: Path, url: str, embedder: Embedder
) -> None:
    with (
        closing(open_index(tmp_path / "one", embedder=embedder, database_url=url)) as one,
        closing(open_index(tmp_path / "two", embedder=embedder, database_url=url)) as two,
        open_synchroniser(folder, tmp_path / "one", one) as keeper,
        open_synchroniser(folder, tmp_path / "two", two) as other,
    ):
        keeper.sync()
        assert [hit.passage.document for hit in two.search("zorkmid")] == ["a.md"]
        with pytest.raises(WriterBusyError, match="already keeping this index"):
            other.sync()
        (folder / "a.md").write_text("# A\n\nThe quux is a coin.\n")
        keeper.close()
        assert other.sync().updated == 1
        assert [hit.passage.text for hit in one.search("quux")] == ["The quux is a coin."]


def test_two_databases_never_share_a_folder_of_vectors(
    folder: Path, tmp_path: Path, url: str, embedder: Embedder
) -> None:
    with (
        closing(open_index(tmp_path / "index", embedder=embedder, database_url=url)) as one,
        closing(open_index(tmp_path / "index", embedder=embedder)) as two,
        open_synchroniser(folder, tmp_path / "index", one) as keeper,
        open_synchroniser(folder, tmp_path / "index", two) as other,
    ):
        keeper.sync()
        with pytest.raises(WriterBusyError):
            other.sync()


def test_a_schema_that_was_dropped_is_made_and_filled_again(
    folder: Path, tmp_path: Path, url: str, embedder: Embedder
) -> None:
    assert POSTGRES is not None
    with (
        closing(open_index(tmp_path / "index", embedder=embedder, database_url=url)) as index,
        open_synchroniser(folder, tmp_path / "index", index) as keeper,
    ):
        keeper.sync()
        with psycopg.connect(POSTGRES, autocommit=True) as admin:
            admin.execute(f'DROP SCHEMA "{url.rpartition("=")[2]}" CASCADE')
        with pytest.raises(DamagedTablesError, match="made and filled again"):
            keeper.sync()
        assert keeper.sync().added == 1
        assert [hit.passage.document for hit in index.search("zorkmid")] == ["a.md"]


def test_an_url_of_sqlite_leaves_the_index_its_own_file(tmp_path: Path, embedder: Embedder) -> None:
    state = tmp_path / "state.db"
    with closing(open_index(tmp_path / "index", embedder=embedder, database_url=f"sqlite:///{state}")) as index:
        assert index.count() == (0, 0)
    assert (tmp_path / "index" / "index.db").exists()
    assert not state.exists()
