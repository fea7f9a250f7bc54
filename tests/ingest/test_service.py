from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from ingest.errors import WriterBusyError
from ingest.service import open_index, open_synchroniser, writer_lock
from ingest.vectors.store import Embedder


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "knowledge"
    folder.mkdir()
    (folder / "a.md").write_text("# A\n\nThe zorkmid is a coin.\n")
    return folder


def synced(folder: Path, index_dir: Path, embedder: Embedder) -> list[str]:
    with (
        closing(open_index(index_dir, embedder=embedder)) as index,
        open_synchroniser(folder, index_dir, index) as synchroniser,
    ):
        synchroniser.sync()
        return [hit.passage.document for hit in index.search("zorkmid") if hit.dense and hit.lexical]


def truncate(index_dir: Path) -> None:
    file = index_dir / "index.db"
    file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])


def overwrite(index_dir: Path) -> None:
    (index_dir / "index.db").write_bytes(b"not a database at all" * 500)


def other_version(index_dir: Path) -> None:
    engine = create_engine(f"sqlite:///{index_dir / 'index.db'}")
    with engine.begin() as connection:
        connection.execute(text("UPDATE state SET value = '0' WHERE key = 'schema'"))
    engine.dispose()


def lose_terms(index_dir: Path) -> None:
    engine = create_engine(f"sqlite:///{index_dir / 'index.db'}")
    with engine.begin() as connection:
        connection.execute(text("INSERT INTO passage_terms (passage_terms) VALUES ('delete-all')"))
    engine.dispose()


def lose_vectors(index_dir: Path) -> None:
    (index_dir / "chroma").rename(index_dir / "gone")


@pytest.mark.parametrize("damage", [truncate, overwrite, other_version, lose_terms, lose_vectors])
def test_a_damaged_index_is_built_again_from_the_folder(
    folder: Path, tmp_path: Path, embedder: Embedder, damage: Callable[[Path], None]
) -> None:
    index_dir = tmp_path / "index"
    assert synced(folder, index_dir, embedder) == ["a.md"]
    damage(index_dir)
    assert synced(folder, index_dir, embedder) == ["a.md"]


def test_a_damaged_vector_store_is_put_aside(folder: Path, tmp_path: Path, embedder: Embedder) -> None:
    index_dir = tmp_path / "index"
    (index_dir / "chroma").mkdir(parents=True)
    (index_dir / "chroma" / "chroma.sqlite3").write_bytes(b"garbage" * 1000)
    assert synced(folder, index_dir, embedder) == ["a.md"]
    assert len(list(index_dir.glob("chroma.damaged-*"))) == 1


def test_a_damaged_index_that_is_being_written_is_left_to_its_writer(tmp_path: Path) -> None:
    open_index(tmp_path).close()
    overwrite(tmp_path)
    with writer_lock(tmp_path), pytest.raises(WriterBusyError):
        open_index(tmp_path)


def test_opening_loads_neither_chroma_nor_the_embedder() -> None:
    heavy = "('chromadb', 'langchain_chroma', 'langchain_core', 'numpy', 'tokenizers', 'apscheduler', 'markdown_it')"
    code = f"import sys, ingest.service, ingest.sync.schedule; print([name for name in {heavy} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60)
    assert done.stdout.strip() == "[]"


def test_two_embedders_never_share_vectors(folder: Path, tmp_path: Path, embedder: Embedder) -> None:
    index_dir = tmp_path / "index"
    assert synced(folder, index_dir, embedder) == ["a.md"]
    assert synced(folder, index_dir, Embedder("other-space", embedder.load)) == ["a.md"]
