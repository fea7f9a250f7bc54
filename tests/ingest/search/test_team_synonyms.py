"""A team's own synonyms, from the file in their folder to what is found."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from ingest.index import KnowledgeIndex
from ingest.model import Failure
from ingest.service import open_index, open_synchroniser
from ingest.sync.synchroniser import Synchroniser
from ingest.vectors.embedder import Embedder

Kept = tuple[KnowledgeIndex, Synchroniser]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "knowledge"
    folder.mkdir()
    (folder / "handbook.md").write_text("# Handbook\n\nKubernetes runs the billing cluster in two regions.\n")
    (folder / "other.md").write_text("# Canteen\n\nLunch is at noon, and the soup is vegetarian.\n")
    return folder


@pytest.fixture
def kept(folder: Path, tmp_path: Path, embedder: Embedder) -> Iterator[Kept]:
    index = open_index(tmp_path / "index", embedder=embedder, folder=folder)
    with open_synchroniser(folder, tmp_path / "index", index) as synchroniser:
        synchroniser.sync()
        yield index, synchroniser
    index.close()


def lexical(index: KnowledgeIndex, query: str) -> dict[str, float]:
    return {hit.passage.document: hit.lexical for hit in index.search(query)}


def test_an_edit_of_the_file_counts_for_the_next_question(kept: Kept, folder: Path) -> None:
    index, _ = kept
    assert lexical(index, "k8s").get("handbook.md", 0.0) == 0.0
    (folder / "synonyms.yaml").write_text("- k8s: [kubernetes]\n")
    assert lexical(index, "k8s") == {"handbook.md": 1.0, "other.md": 0.0}
    (folder / "synonyms.yaml").unlink()
    assert lexical(index, "k8s").get("handbook.md", 0.0) == 0.0


def test_a_broken_file_is_named_by_the_sync_and_the_articles_go_on(kept: Kept, folder: Path) -> None:
    index, synchroniser = kept
    (folder / "synonyms.yaml").write_text("- [k8s, kubernetes\n")
    report = synchroniser.sync()
    assert [failure.path for failure in report.failed] == ["synonyms.yaml"]
    assert isinstance(report.failed[0], Failure)
    assert report.failed[0].error.startswith("Line ")
    assert (report.documents, report.unchanged) == (2, 2)
    (folder / "synonyms.yaml").write_text("- [k8s, kubernetes]\n")
    assert synchroniser.sync().failed == ()
    assert lexical(index, "k8s")["handbook.md"] == 1.0
