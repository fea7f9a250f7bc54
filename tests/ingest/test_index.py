from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from threading import Event

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from langchain_core.embeddings import Embeddings

from ingest.index import KnowledgeIndex
from ingest.model import Document, Passage
from ingest.passages import split
from ingest.readers.markdown import read_markdown
from ingest.service import open_index
from ingest.steps import Step
from ingest.store.database import Database
from ingest.vectors.store import Embedder, VectorStore
from tests.ingest.house import Build, House

pytestmark = pytest.mark.both_stores


def parsed(path: str, source: str) -> tuple[Document, list[Passage]]:
    reading = read_markdown(path, source)
    return reading.document, split(reading)


@pytest.fixture
def filled(house: House) -> House:
    house.index.replace(*parsed("cost.md", "# Cost\n\n## Setup\n\nA production system costs $15-40k to set up.\n"))
    house.index.replace(*parsed("time.md", "# Time\n\n## Prototype\n\nA prototype takes 2-3 weeks of work.\n"))
    house.index.replace(*parsed("both.md", "# Both\n\nFine-tuning and retrieval combine well.\n"))
    return house


def test_a_hit_carries_all_a_citation_needs(filled: House) -> None:
    best = filled.index.search("How much does setup cost?", 2)[0]
    assert (best.passage.document, best.passage.title, best.passage.heading) == ("cost.md", "Cost", ("Setup",))
    assert best.passage.text == "A production system costs $15-40k to set up."
    assert (best.lexical, best.dense) == (1.0, 1.0)
    assert filled.index.passage(best.passage.id) == best.passage


@pytest.mark.parametrize("query", ["finetuning", "fine tuning", "Fine-Tuned"])
def test_compounds_are_found_however_they_are_asked(filled: House, query: str) -> None:
    best = filled.index.search(query)[0]
    assert (best.passage.document, best.lexical) == ("both.md", 1.0)


@pytest.mark.parametrize(
    "query", ['"; DROP TABLE passages; --', "AND OR NOT", "*", "title:cost", "NEAR(a b)", "'", "^x", ""]
)
def test_nothing_a_person_types_is_syntax(filled: House, query: str) -> None:
    filled.index.search(query)
    assert filled.index.count() == (3, 3)


@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(query=st.text(max_size=200))
def test_any_text_can_be_asked(filled: House, query: str) -> None:
    hits = filled.index.search(query, 2)
    assert len(hits) <= 2
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)


def test_a_very_long_question_is_answered(filled: House) -> None:
    query = "cost " + " ".join(f"word{n}" for n in range(3000))
    assert filled.index.search(query)[0].passage.document == "cost.md"


def test_nothing_to_look_for_finds_nothing(filled: House) -> None:
    assert filled.index.search("?!") == []
    assert filled.index.search("cost", 0) == []


def test_ties_break_by_document_and_position(house: House) -> None:
    for path in ("b.md", "a.md"):
        house.index.replace(*parsed(path, "# Same\n\n## Head\n\nThe same words.\n"))
    assert house.found("same words") == ["a.md", "b.md"]


def test_a_question_in_another_script_leaves_the_vectors_out(filled: House) -> None:
    filled.index.replace(*parsed("ja.md", "# 東京\n\n東京都の予算は高い。\n"))
    hits = filled.index.search("東京の予算")
    assert [hit.passage.document for hit in hits] == ["ja.md"]
    assert hits[0].dense == 0.0


def test_statistics_count_passages_by_term(filled: House) -> None:
    statistics = filled.index.statistics(["cost", "prototyp", "unseen"])
    assert statistics.passages == 3
    assert statistics.frequency == {"cost": 1, "prototyp": 1, "unseen": 0}
    assert filled.index.statistics([]).frequency == {}


def test_documents_are_listed_with_their_passages(filled: House) -> None:
    assert [(d.path, d.title, d.passages) for d in filled.index.documents()] == [
        ("both.md", "Both", 1),
        ("cost.md", "Cost", 1),
        ("time.md", "Time", 1),
    ]


def test_replacing_and_removing_leaves_no_trace(filled: House) -> None:
    document, passages = parsed("cost.md", "# Cost\n\nNow it is free of charge.\n")
    filled.index.replace(document, passages)
    filled.index.remove("time.md")
    assert filled.index.document_passages("cost.md") == passages
    assert filled.index.document_passages("time.md") == []
    assert filled.index.statistics(["40k", "prototyp"]).frequency == {"40k": 0, "prototyp": 0}
    assert filled.vectors.ids() == {p.id for p in passages} | {p.id for p in filled.index.document_passages("both.md")}


def test_a_new_title_reaches_terms_and_vectors_though_the_text_is_the_same(filled: House) -> None:
    source = "# Zorkmid ledger\n\n## Setup\n\nA production system costs $15-40k to set up.\n"
    document, passages = parsed("cost.md", source)
    filled.index.replace(document, passages)
    best = filled.index.search("zorkmid ledger")[0]
    assert (best.passage.document, best.passage.title, best.dense) == ("cost.md", "Zorkmid ledger", 1.0)


def test_a_move_keeps_the_vectors(tmp_path: Path, embedder: Embedder) -> None:
    embedded: list[str] = []

    class Counting(Embeddings):
        def embed_documents(self, texts: list[str]) -> list[list[float]]:
            embedded.extend(texts)
            return embedder.load().embed_documents(texts)

        def embed_query(self, text: str) -> list[float]:
            return embedder.load().embed_query(text)

    source = "# Cost\n\n## Setup\n\nA production system.\n\n## Hosting\n\nA server.\n"
    with closing(open_index(tmp_path, embedder=Embedder("counting", Counting))) as index:
        index.replace(*parsed("cost.md", source))
        index.move("cost.md", *parsed("money.md", source))
        index.replace(*parsed("money.md", source.replace("A server.", "Two servers.")))
        hit = index.search("production system")[0]
    assert (hit.passage.document, hit.dense) == ("money.md", 1.0)
    assert len(embedded) == 3


def test_without_vectors_the_terms_answer(filled: House) -> None:
    filled.vectors.close()
    for part in (filled.index_dir / "chroma").rglob("*"):
        if part.is_file():
            part.write_bytes(b"garbage")
    best = filled.index.search("setup cost")[0]
    assert (best.passage.document, best.dense) == ("cost.md", 0.0)


def test_mending_fills_and_sweeps_the_vector_store(filled: House) -> None:
    lost = filled.index.document_passages("cost.md")[0].id
    filled.vectors.delete([lost])
    filled.vectors.upsert({"0" * 32: "left over by a crash"})
    assert filled.index.mend() == 2
    assert lost in filled.vectors.ids()
    assert filled.index.mend() == 0


def test_a_vector_left_over_is_never_a_hit(filled: House) -> None:
    filled.vectors.upsert({"0" * 32: "setup cost of a production system"})
    assert all(hit.passage.id != "0" * 32 for hit in filled.index.search("setup cost of a production system"))


def test_questions_during_re_ingest_see_the_old_or_the_new_never_neither_nor_both(house: House) -> None:
    def version(n: int) -> tuple[Document, list[Passage]]:
        items = "\n\n".join(f"## Part {part}\n\nzorkmid version{n} part{part}" for part in range(4))
        return parsed("zork.md", f"# Zork\n\n{items}\n")

    house.index.replace(*version(0))
    done = Event()

    def ask() -> list[set[str]]:
        seen: list[set[str]] = []
        while not done.is_set():
            hits = house.index.search("zorkmid")
            seen.append({hit.passage.text.split()[1] for hit in hits} | {f"{len(hits)} hits"})
        return seen

    with ThreadPoolExecutor(4) as pool:
        asking = [pool.submit(ask) for _ in range(4)]
        for n in range(1, 12):
            house.index.replace(*version(n))
        done.set()
        answers = [answer for future in asking for answer in future.result()]
    assert len(answers) > 10
    assert all(len(answer) == 2 and "4 hits" in answer for answer in answers)


def test_at_each_step_of_a_write_a_question_sees_one_version(build: Build) -> None:
    seen: dict[Step, list[str]] = {}
    house = build(checkpoint=lambda at: seen.update({at: [hit.passage.text for hit in house.index.search("zorkmid")]}))
    house.index.replace(*parsed("a.md", "zorkmid one\n"))
    house.index.replace(*parsed("a.md", "zorkmid two\n"))
    assert seen == {
        Step.WRITING_NOTED: ["zorkmid one"],
        Step.VECTORS_WRITTEN: ["zorkmid one"],
        Step.SWITCHING: ["zorkmid one"],
        Step.SWITCHED: ["zorkmid two"],
        Step.OLD_VECTORS_DELETED: ["zorkmid two"],
    }


def test_a_switch_in_the_middle_of_a_search_starts_it_over(tmp_path: Path, embedder: Embedder) -> None:
    class SwitchingVectors(VectorStore):
        """Answers as it should; then, before that is used, the document is replaced."""

        pending = True

        def search(self, query: str, k: int) -> dict[str, float]:
            found = super().search(query, k)
            if self.pending:
                self.pending = False
                index.replace(*parsed("a.md", "zorkmid two\n"))
            return found

    index = KnowledgeIndex(Database.open(tmp_path / "index.db"), SwitchingVectors(tmp_path / "chroma", embedder))
    with closing(index):
        index.replace(*parsed("a.md", "zorkmid one\n"))
        hits = index.search("zorkmid")
    assert [(hit.passage.text, hit.lexical, hit.dense) for hit in hits] == [("zorkmid two", 1.0, 1.0)]
