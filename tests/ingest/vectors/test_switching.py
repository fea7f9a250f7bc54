"""Another embedder is set: its vectors are made beside the old ones, which answer until it is their turn."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from ingest.errors import EmbedderError
from ingest.index import KnowledgeIndex
from ingest.model import Document, Passage
from ingest.service import open_index
from ingest.steps import Checkpoint, Step, no_checkpoint
from ingest.store.database import Database
from ingest.vectors.embedder import Embedder
from ingest.vectors.pointer import TablePointer
from ingest.vectors.store import VectorStore
from tests.ingest.vectors.embeddings import WordCounts

ARTICLES = {f"{bird}.md": f"The {bird} weighs {grams} grams." for grams, bird in enumerate(("owl", "kite", "wren"), 90)}


class Crash(BaseException):
    """The end of the process."""


class Aviary:
    """An index that is opened again and again, with one embedder or the other."""

    def __init__(self, index_dir: Path, opened: ExitStack) -> None:
        self.old, self.new = WordCounts(48), WordCounts(96)
        self._embedders = {
            "old": Embedder("old", lambda: self.old),
            "new": Embedder("new", lambda: self.new),
        }
        self._index_dir = index_dir
        self._opened = opened

    def open(self, name: str, checkpoint: Checkpoint = no_checkpoint) -> KnowledgeIndex:
        database = Database.open(self._index_dir / "index.db")
        vectors = VectorStore(
            self._index_dir / "chroma",
            self._embedders[name],
            pointer=TablePointer(database),
            resolve=self._resolve,
        )
        index = KnowledgeIndex(database, vectors, checkpoint=checkpoint)
        self._opened.callback(index.close)
        return index

    def filled(self) -> KnowledgeIndex:
        index = self.open("old")
        for path, text in ARTICLES.items():
            index.replace(*article(path, text))
        return index

    def uninstall_old(self) -> None:
        del self._embedders["old"]

    def _resolve(self, key: str) -> Embedder:
        if key not in self._embedders:
            raise EmbedderError(f"{key} is not there any more.")
        return self._embedders[key]


def article(path: str, text: str) -> tuple[Document, list[Passage]]:
    passage = Passage(
        id=f"{hash((path, text)) & (2**128 - 1):032x}",
        document=path,
        position=0,
        heading=(),
        text=text,
        start=0,
        end=len(text),
        title=path,
    )
    return Document(path, text, path), [passage]


def best(index: KnowledgeIndex, query: str) -> tuple[str, bool]:
    """The document of the best hit, and whether vectors found it."""
    hit = index.search(query)[0]
    return hit.passage.document, hit.dense > 0


@pytest.fixture
def aviary(tmp_path: Path) -> Iterator[Aviary]:
    with ExitStack() as opened:
        yield Aviary(tmp_path, opened)


def test_the_old_vectors_answer_until_the_new_are_complete(aviary: Aviary) -> None:
    aviary.filled().close()
    seen: list[tuple[tuple[str, bool], int]] = []

    def look(step: Step) -> None:
        if step in {Step.MISSING_VECTORS_WRITTEN, Step.OLD_SPACE_DELETED}:
            aviary.old.questions.clear()
            seen.append((best(index, "owl grams"), len(aviary.old.questions)))

    index = aviary.open("new", look)
    assert index.complete_vectors() == 0
    assert seen == [(("owl.md", True), 1), (("owl.md", True), 0)]
    assert len(aviary.new.embedded) == len(ARTICLES)
    assert not index.needs_mending()
    assert index.complete_vectors() == 0


def test_articles_that_change_meanwhile_are_right_before_and_after(aviary: Aviary) -> None:
    aviary.filled().close()
    index = aviary.open("new")
    index.complete_vectors(go_on=lambda: False)
    index.replace(*article("owl.md", "The owl hears a mouse under snow."))
    index.remove("kite.md")
    assert best(index, "mouse snow") == ("owl.md", True)
    assert index.complete_vectors() == 0
    assert best(index, "mouse snow") == ("owl.md", True)
    assert {hit.passage.document for hit in index.search("grams")} <= {"owl.md", "wren.md"}
    assert index.mend() == 0


def test_a_stop_in_the_middle_is_gone_on_from_without_embedding_twice(aviary: Aviary) -> None:
    filled = aviary.filled()
    for number in range(40):
        filled.replace(*article(f"{number}.md", f"Note {number}."))
    filled.close()
    index, looks = aviary.open("new"), iter([True, False])
    steps: list[tuple[int, int]] = []
    waiting = index.complete_vectors(lambda: next(looks), lambda done, total, _path: steps.append((done, total)))
    assert 0 < waiting < 43
    assert steps[0] == (0, 43)
    assert index.complete_vectors() == 0
    assert sorted(aviary.new.embedded) == sorted(set(aviary.new.embedded))
    assert len(aviary.new.embedded) == 43


@pytest.mark.parametrize(
    "fatal",
    [
        Step.MISSING_VECTORS_WRITTEN,
        Step.LEFTOVER_VECTORS_DELETED,
        Step.EMBEDDER_SWITCHED,
        Step.OLD_SPACE_DELETED,
    ],
)
def test_a_crash_at_any_step_leaves_one_embedder_answering_and_the_next_start_completes_it(
    aviary: Aviary, fatal: Step
) -> None:
    def die(step: Step) -> None:
        if step is fatal:
            raise Crash

    aviary.filled().close()
    with pytest.raises(Crash):
        aviary.open("new", die).complete_vectors()
    index = aviary.open("new")
    assert best(index, "kite grams") == ("kite.md", True)
    index.complete_vectors()
    assert best(index, "kite grams") == ("kite.md", True)
    assert index.mend() == 0
    aviary.old.questions.clear()
    index.search("kite")
    assert aviary.old.questions == []


def test_a_process_with_the_old_setting_follows_the_switch_at_its_next_question(aviary: Aviary) -> None:
    reader = aviary.filled()
    assert best(reader, "wren") == ("wren.md", True)
    aviary.open("new").complete_vectors()
    aviary.old.questions.clear()
    assert best(reader, "wren") == ("wren.md", True)
    assert (aviary.old.questions, aviary.new.questions) == ([], ["wren"])


def test_without_the_old_embedder_words_answer_until_the_new_is_complete(aviary: Aviary) -> None:
    aviary.filled().close()
    aviary.uninstall_old()
    index = aviary.open("new")
    assert best(index, "kite grams") == ("kite.md", False)
    index.replace(*article("rook.md", "The rook counts to five."))
    assert best(index, "rook counts") == ("rook.md", False)
    assert index.complete_vectors() == 0
    assert best(index, "rook counts") == ("rook.md", True)


def test_switching_back_and_forth_ends_with_the_last_one_set(aviary: Aviary) -> None:
    aviary.filled().close()
    for name in ("new", "old", "new"):
        index = aviary.open(name)
        index.complete_vectors()
        index.replace(*article("owl.md", f"The owl heard of {name}."))
        assert best(index, f"heard of {name}") == ("owl.md", True)
        assert index.mend() == 0
        index.close()


@pytest.mark.parametrize("failure", [EmbedderError("Too many requests."), ConnectionError("down")])
def test_a_failing_service_leaves_its_passages_to_words_and_catches_up(aviary: Aviary, failure: Exception) -> None:
    index = aviary.filled()
    aviary.old.failing = failure
    index.replace(*article("rook.md", "The rook counts to five."))
    index.replace(*article("owl.md", "The owl sleeps."))
    assert best(index, "rook counts") == ("rook.md", False)
    assert index.complete_vectors() == 2
    aviary.old.failing = None
    assert index.complete_vectors() == 0
    assert best(index, "rook counts") == ("rook.md", True)
    assert best(index, "owl sleeps") == ("owl.md", True)
    assert index.mend() == 0


def test_a_service_that_fails_is_asked_once_in_a_sync_not_once_for_each_article(aviary: Aviary) -> None:
    tries: list[int] = []

    class Down(WordCounts):
        def embed_documents(self, texts: list[str]) -> list[list[float]]:
            tries.append(len(texts))
            raise EmbedderError("Too many requests.")

    aviary.old = Down()
    index = aviary.open("old")
    for path, text in ARTICLES.items():
        index.replace(*article(path, text))
    assert tries == [1]
    assert index.complete_vectors() == len(ARTICLES)
    assert len(tries) == 2


def test_the_new_embedder_failing_leaves_the_old_one_answering(aviary: Aviary) -> None:
    aviary.filled().close()
    aviary.new.failing = EmbedderError("Too many requests.")
    index = aviary.open("new")
    assert index.complete_vectors() == len(ARTICLES)
    assert best(index, "owl grams") == ("owl.md", True)
    assert aviary.old.questions


def test_an_index_remembers_its_embedder_by_its_setting(
    tmp_path: Path, record: Callable[[], WordCounts] = WordCounts
) -> None:
    mine = record()
    index = open_index(tmp_path, embedder=Embedder("mine-1", lambda: mine, "mine"))
    index.replace(*article("owl.md", "The owl sleeps."))
    index.close()
    asked: list[str] = []

    def resolve(key: str) -> Embedder:
        asked.append(key)
        return Embedder("mine-1", lambda: mine, key)

    index = open_index(tmp_path, embedder=Embedder("other-1", WordCounts, "other"), resolve=resolve)
    assert best(index, "owl") == ("owl.md", True)
    index.close()
    assert asked == ["mine"]
