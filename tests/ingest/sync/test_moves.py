"""Names that change while contents stay: what was embedded once is not embedded again."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from langchain_core.embeddings import Embeddings

from ingest.index import KnowledgeIndex
from ingest.model import SyncReport
from ingest.service import open_index, open_synchroniser
from ingest.sync.synchroniser import Synchroniser
from ingest.vectors.store import Embedder
from tests.ingest.house import expected_passages


@dataclass
class Counting(Embeddings):
    """Remembers each text it is given."""

    inner: Embedder
    embedded: list[str] = field(default_factory=list)

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        self.embedded.extend(texts)
        return self.inner.load().embed_documents(texts)

    def embed_query(self, text: str) -> list[float]:
        return self.inner.load().embed_query(text)


@dataclass
class Desk:
    """A folder whose index counts what it embeds."""

    folder: Path
    index: KnowledgeIndex
    synchroniser: Synchroniser
    counting: Counting

    def write(self, path: str, text: str) -> Path:
        file = self.folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
        return file

    def sync(self) -> tuple[SyncReport, int]:
        """Sync, check the index, and return the report and how many texts were embedded."""
        self.counting.embedded.clear()
        report = self.synchroniser.sync()
        expected = expected_passages(self.folder)
        held = {document.path: list(self.index.document_passages(document.path)) for document in self.index.documents()}
        assert held == expected
        embedded = len(self.counting.embedded)
        assert self.index.mend() == 0
        return report, embedded


@pytest.fixture
def desk(tmp_path: Path, embedder: Embedder) -> Iterator[Desk]:
    folder, index_dir = tmp_path / "knowledge", tmp_path / "index"
    folder.mkdir()
    counting = Counting(embedder)
    with (
        closing(open_index(index_dir, embedder=Embedder("counting", lambda: counting))) as index,
        open_synchroniser(folder, index_dir, index) as synchroniser,
    ):
        yield Desk(folder, index, synchroniser, counting)


def article(name: str) -> str:
    return f"# {name}\n\nText of {name}.\n\n## More\n\nMore of {name}.\n"


def test_a_renamed_file_keeps_its_vectors(desk: Desk) -> None:
    desk.write("old.md", article("one"))
    assert desk.sync()[1] == 2
    (desk.folder / "old.md").rename(desk.folder / "new.md")
    report, embedded = desk.sync()
    assert (report.moved, report.added, report.removed, report.updated, embedded) == (1, 1, 1, 0, 0)


def test_a_renamed_folder_keeps_all_of_them_whichever_are_copies(desk: Desk) -> None:
    for name in ("a", "b", "c"):
        desk.write(f"old/{name}.md", article(name))
        desk.write(f"old/copy of {name}.md", article(name))
    desk.sync()
    (desk.folder / "old").rename(desk.folder / "new")
    report, embedded = desk.sync()
    assert (report.moved, report.added, report.removed, embedded) == (6, 6, 6, 0)


def test_moved_and_edited_is_one_removed_and_one_added(desk: Desk) -> None:
    desk.write("old.md", article("one"))
    desk.sync()
    (desk.folder / "old.md").unlink()
    desk.write("new.md", article("two"))
    report, embedded = desk.sync()
    assert (report.moved, report.added, report.removed, embedded) == (0, 1, 1, 2)


def test_two_names_swapped_in_one_sync_are_two_changes_without_embedding(desk: Desk) -> None:
    first, second = desk.write("a.md", article("one")), desk.write("b.md", article("two"))
    desk.sync()
    aside = first.rename(desk.folder / "aside")
    second.rename(first)
    aside.rename(second)
    report, embedded = desk.sync()
    assert (report.updated, report.added, report.removed, embedded) == (2, 0, 0, 0)


def test_a_chain_of_renames(desk: Desk) -> None:
    desk.write("a.md", article("one"))
    desk.write("b.md", article("two"))
    desk.sync()
    (desk.folder / "b.md").rename(desk.folder / "c.md")
    (desk.folder / "a.md").rename(desk.folder / "b.md")
    report, embedded = desk.sync()
    assert (report.documents, embedded) == (2, 0)


def test_only_the_case_of_a_name_changes(desk: Desk) -> None:
    desk.write("readme.md", article("one"))
    desk.sync()
    (desk.folder / "readme.md").rename(desk.folder / "README.md")
    report, embedded = desk.sync()
    assert (report.moved, embedded) == (1, 0)


def test_the_same_content_under_two_names_is_two_documents(desk: Desk) -> None:
    desk.write("a.md", article("one"))
    desk.write("b.md", article("one"))
    assert desk.sync()[0].documents == 2
    (desk.folder / "a.md").unlink()
    assert desk.sync()[0].documents == 1
    (desk.folder / "b.md").rename(desk.folder / "c.md")
    desk.write("d.md", article("one"))
    report, embedded = desk.sync()
    assert (report.documents, report.moved, report.added) == (2, 1, 2)
    assert embedded <= 2


def test_a_file_becomes_a_folder_of_the_same_name_and_back(desk: Desk) -> None:
    file = desk.write("a.md", article("one"))
    desk.write("b.md", article("two"))
    desk.sync()
    file.unlink()
    desk.write("a.md/inside.md", article("three"))
    report, _ = desk.sync()
    assert (report.removed, [failure.path for failure in report.failed]) == (1, ["a.md"])
    (desk.folder / "a.md" / "inside.md").unlink()
    (desk.folder / "a.md").rmdir()
    desk.write("a.md", article("one"))
    report, _ = desk.sync()
    assert (report.added, report.failed) == (1, ())


def test_a_title_changes_and_only_its_vectors_are_made_anew(desk: Desk) -> None:
    desk.write("a.md", article("one"))
    desk.write("b.md", article("two"))
    desk.sync()
    desk.write("b.md", article("two").replace("## More", "## Another heading"))
    report, embedded = desk.sync()
    assert (report.updated, embedded) == (1, 1)
