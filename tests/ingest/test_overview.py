"""What there is to tell about an index, also while a sync writes and from a process that never does."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from ingest.service import open_index, open_synchroniser


@pytest.fixture
def notes(tmp_path: Path) -> Path:
    folder = tmp_path / "notes"
    folder.mkdir()
    (folder / "kiln.md").write_text("---\ndate: 2024-05-01\n---\n# The kiln\n\nThe kiln is hot.\n")
    (folder / "broken.pdf").write_bytes(b"%PDF-1.7 nothing follows")
    return folder


def test_documents_failures_counts_and_vectors_are_told(notes: Path, tmp_path: Path) -> None:
    index = open_index(tmp_path / "index")
    before = index.overview.version()
    with open_synchroniser(notes, tmp_path / "index", index) as synchroniser:
        synchroniser.sync()
        first = index.overview.version()
        (document,) = index.overview.documents()
        (failure,) = index.overview.failures()
        vectors = index.overview.vectors()
        synchroniser.sync()
        assert index.overview.version() == first

    assert before != first
    assert (document.path, document.title, document.date, document.passages) == ("kiln.md", "The kiln", "2024-05-01", 1)
    assert failure.path == "broken.pdf"
    assert failure.error
    assert (vectors.embedder, vectors.switching, vectors.done, vectors.passages) == ("wordllama", False, 1, 1)
    index.close()


def test_each_reader_sees_what_is_for_them(notes: Path, tmp_path: Path) -> None:
    (notes / "plan.md").write_text("---\naudience: [C0KILN]\n---\n# The plan\n\nWe buy a kiln.\n")
    index = open_index(tmp_path / "index")
    with open_synchroniser(notes, tmp_path / "index", index) as synchroniser:
        synchroniser.sync()

    def seen(*readers: str) -> list[str]:
        return [document.path for document in index.overview.documents(readers)]

    assert seen() == seen("U0MARA", "C0KILN") == ["kiln.md", "plan.md"]
    assert seen("U0MARA") == seen("U0MARA", "C0ELSE") == ["kiln.md"]
    index.close()


def test_it_answers_while_the_writer_is_busy(notes: Path, tmp_path: Path) -> None:
    index = open_index(tmp_path / "index")
    with open_synchroniser(notes, tmp_path / "index", index) as synchroniser:
        synchroniser.sync()
    seen: list[int] = []
    with index._writer:
        reader = threading.Thread(target=lambda: seen.append(len(index.overview.failures())))
        reader.start()
        reader.join(10)
    assert seen == [1]
    index.close()


def test_passages_of_chosen_documents_and_under_headings_anywhere_stand_together(notes: Path, tmp_path: Path) -> None:
    (notes / "plan.md").write_text("---\naudience: [C0KILN]\n---\n# Plan\n\nWe buy.\n\n## Cost 100%_\n\nIt is dear.\n")
    (notes / "old.md").write_text(
        '# Old\n\n## Größe "ü"\n\n### Cost 100%_\n\nIt was cheap.\n\n## Cost 100ab\n\nOther.\n'
    )
    index = open_index(tmp_path / "index")
    with open_synchroniser(notes, tmp_path / "index", index) as synchroniser:
        synchroniser.sync()

    def texts(chosen: list[str], headings: list[str]) -> list[str]:
        stock = index.overview.stock(lambda _paths: chosen, headings)
        return [passage.text for passage in stock.passages]

    stock = index.overview.stock(lambda paths: [path for path in paths if path.startswith("k")], [])
    assert stock.version == index.overview.version()
    assert stock.audiences == {"kiln.md": None, "plan.md": "C0KILN", "old.md": None}
    assert [passage.document for passage in stock.passages] == ["kiln.md"]
    assert texts([], ["Cost 100%_"]) == ["It was cheap.", "It is dear."]
    assert texts(["plan.md"], ["Cost 100%_"]) == ["We buy.", "It is dear.", "It was cheap."]
    assert texts([], [f"h{n}" for n in range(250)]) == []
    index.close()
