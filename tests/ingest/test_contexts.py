"""Contexts are indexed and never quoted; each is written once, and a failure costs nothing but time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from ingest.contexts import LONGEST_CONTEXT, ContextCache, ContextError, Contexts, ContextWriter
from ingest.index import KnowledgeIndex
from ingest.model import Document, Passage
from ingest.service import open_index, open_synchroniser
from ingest.sync.synchroniser import Synchroniser
from ingest.vectors.embedder import Embedder

NOTE = "# Acme\n\n## Results\n\nIt rose by 3 % in the spring.\n\n## Outlook\n\nIt will fall again.\n"


class Clerk:
    """Writes the title and the heading, and counts what was asked of it."""

    def __init__(self, name: str = "clerk-1") -> None:
        self.name = name
        self.asked: list[str] = []
        self.fails = False

    def write(self, document: Document, passages: Sequence[Passage]) -> Sequence[str]:
        if self.fails:
            raise ContextError("The clerk is ill.")
        self.asked += [passage.text for passage in passages]
        return [f"Turnover of the zorkmid mint, {' '.join(passage.heading)}.\x00\n" * 40 for passage in passages]


class Desk:
    """A folder with one note, and its index; opened again for each setting."""

    def __init__(self, root: Path, embedder: Embedder) -> None:
        self.root, self.embedder, self.now = root, embedder, 0.0
        (root / "knowledge").mkdir()
        (root / "knowledge" / "acme.md").write_text(NOTE)

    def opened(self, writer: ContextWriter | None) -> Iterator[tuple[KnowledgeIndex, Synchroniser]]:
        index = open_index(self.root / "index", embedder=self.embedder)
        with open_synchroniser(self.root / "knowledge", self.root / "index", index, writer) as synchroniser:
            yield index, synchroniser
        index.close()


@pytest.fixture
def desk(tmp_path: Path, embedder: Embedder) -> Desk:
    return Desk(tmp_path, embedder)


def found(index: KnowledgeIndex, query: str = "zorkmid mint") -> list[float]:
    return [hit.lexical for hit in index.search(query)]


def test_a_context_is_found_and_never_quoted(desk: Desk) -> None:
    for index, synchroniser in desk.opened(Clerk()):
        synchroniser.sync()
        assert max(found(index)) == 1.0
        passages = index.document_passages("acme.md")
        assert all(passage.text in NOTE for passage in passages)
        assert all(passage.context.startswith("Turnover of the zorkmid mint") for passage in passages)
        assert all(len(passage.context) <= LONGEST_CONTEXT and "\x00" not in passage.context for passage in passages)


def test_ids_and_places_stay_as_they_are_without(desk: Desk) -> None:
    seen = []
    for writer in (None, Clerk()):
        for index, synchroniser in desk.opened(writer):
            synchroniser.sync()
            seen.append([(p.id, p.text, p.start, p.end) for p in index.document_passages("acme.md")])
    assert seen[0] == seen[1]


def test_each_is_written_once(desk: Desk) -> None:
    clerk = Clerk()
    for index, synchroniser in desk.opened(clerk):
        synchroniser.sync()
        assert len(clerk.asked) == 2
        assert synchroniser.sync().unchanged == synchroniser.reconcile().unchanged == 1
        (desk.root / "knowledge" / "acme.md").rename(desk.root / "knowledge" / "moved.md")
        assert synchroniser.sync().moved == 1
        assert max(found(index)) == 1.0
    (desk.root / "index" / "index.db").unlink()  # the index is a cache; what was paid for is not lost with it
    for index, synchroniser in desk.opened(clerk):
        synchroniser.sync()
        assert max(found(index)) == 1.0
    assert len(clerk.asked) == 2


def test_switching_it_on_off_or_to_another_writer_indexes_anew(desk: Desk) -> None:
    for writer, expected in ((None, 0.0), (Clerk(), 1.0), (Clerk("clerk-2"), 1.0), (None, 0.0)):
        for index, synchroniser in desk.opened(writer):
            synchroniser.sync()
            assert max(found(index), default=0.0) == expected
            assert synchroniser.sync().unchanged == 1


def test_a_failure_leaves_the_passages_without_and_the_next_try_completes_them(desk: Desk) -> None:
    clerk = Clerk()
    clerk.fails = True
    for index, synchroniser in desk.opened(clerk):
        assert synchroniser.sync().added == 1
        assert max(found(index), default=0.0) == 0.0
        assert index.search("rose in spring")
        assert synchroniser.sync().unchanged == 1
    clerk.fails = False
    for index, synchroniser in desk.opened(clerk):
        assert synchroniser.sync().updated == 1
        assert max(found(index)) == 1.0


def test_after_a_failure_nobody_is_asked_for_a_while(tmp_path: Path) -> None:
    clerk, now = Clerk(), [0.0]
    clerk.fails = True
    cache = ContextCache(tmp_path / "contexts.db")
    contexts = Contexts(clerk, cache, now=lambda: now[0])
    document = Document("a.md", "Text.", "A")
    passage = Passage("1", "a.md", 0, (), "Text.", 0, 5, "A")
    assert contexts.add(document, [passage]) == ([passage], None)
    clerk.fails = False
    assert contexts.rests
    assert contexts.add(document, [passage]) == ([passage], None)
    assert cache.missing("clerk-1", document, [passage]) == [passage]
    now[0] = 601.0
    (with_context,), name = contexts.add(document, [passage])
    assert (name, bool(with_context.context), cache.missing("clerk-1", document, [passage])) == ("clerk-1", True, [])


def test_a_writer_that_miscounts_is_not_believed(tmp_path: Path) -> None:
    class Careless(Clerk):
        def write(self, document: Document, passages: Sequence[Passage]) -> Sequence[str]:
            return ["only one"]

    contexts = Contexts(Careless(), ContextCache(tmp_path / "contexts.db"))
    passages = [Passage(str(n), "a.md", n, (), "Text.", n, n + 5, "A") for n in range(2)]
    assert contexts.add(Document("a.md", "Text.", "A"), passages) == (passages, None)
