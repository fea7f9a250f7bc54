"""What a search brings to the top, through the whole index."""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace

import pytest
from langchain_core.embeddings import Embeddings

from ingest.language.synonyms import Rule, Synonyms
from ingest.model import Document, Passage, Query
from ingest.passages import passage_id
from ingest.search.searcher import Searcher
from ingest.store.database import Database
from ingest.vectors.embedder import Embedder
from ingest.vectors.store import VectorStore
from tests.ingest.house import House

TYPES = "class FiringPlan:\n    def __init__(self, cups: int) -> None:\n        self.cups = cups\n"
SHELVES = "    def shelves(self) -> int:\n        return math.ceil(self.cups / self.size)\n"
COLOURS = "    def tint(self) -> str:\n        return self.names[self.index]\n"


def put(house: House, path: str, *texts: str, title: str = "") -> list[Passage]:
    """Index a document whose passages are exactly these."""
    whole = "".join(texts)
    passages = []
    for position, text in enumerate(texts):
        start = whole.index(text)
        id_ = passage_id(path, position, text)
        passages.append(Passage(id_, path, position, (), text, start, start + len(text), title))
    house.index.replace(Document(path, whole, title), passages)
    return passages


def test_words_side_by_side_count_more_than_apart(house: House) -> None:
    put(house, "apart.md", "The paper was white, and the blue glaze came later than the other paper.")
    put(house, "beside.md", "The glaze was blue, and the white paper came later than the other glaze.")
    put(house, "noise.md", "Nothing of the sort stands in here.")
    assert house.index.search("white paper")[0].passage.document == "beside.md"


def test_a_part_of_a_code_file_is_found_by_the_name_of_the_file_s_class(house: House) -> None:
    put(house, "plan.py", TYPES, SHELVES)
    put(house, "palette.py", "class Palette:\n    def __init__(self) -> None:\n        self.names = []\n", COLOURS)
    found = [hit.passage.text for hit in house.index.search("What does FiringPlan do?", 2)]
    assert found == [TYPES, SHELVES]


def test_a_definition_stands_above_its_calls(house: House) -> None:
    put(house, "a_calls.py", "def report(plan: Plan) -> None:\n    print(plan.shelves(), plan.shelves())\n")
    put(house, "plan.py", SHELVES)
    for n in range(8):
        put(house, f"m{n}.py", f"def main() -> None:\n    order = load({n})\n    print(order.cups)\n")
    assert house.index.search("where are the shelves computed")[0].passage.text == SHELVES


def test_prose_is_not_lifted_by_its_document(house: House) -> None:
    put(house, "kiln.md", "The tunnel kiln fires porcelain.", "Lunch is served at noon.")
    put(house, "stove.md", "A stove fires bread, and no porcelain.")
    found = [hit.passage.text for hit in house.index.search("Who fires porcelain in a tunnel kiln?", 2)]
    assert found == ["The tunnel kiln fires porcelain.", "A stove fires bread, and no porcelain."]


def test_a_copied_article_does_not_crowd_out_another(house: House) -> None:
    for path in ("a.md", "b.md", "c.md"):
        put(house, path, "Celadon glaze needs a reducing flame.", title="Glaze")
    put(house, "other.md", "With too much air the celadon turns brown.", title="Faults")
    assert [hit.passage.document for hit in house.index.search("celadon glaze", 2)] == ["a.md", "other.md"]


def test_what_was_said_before_moves_a_follow_up(house: House) -> None:
    put(house, "kiln.md", "The tunnel kiln takes eleven hours.")
    put(house, "bread.md", "The bread takes two hours.")
    alone, earlier = "How many hours does it take?", "Tell me about the tunnel kiln."
    assert house.index.search(Query(alone, ((earlier, 0.3),)))[0].passage.document == "kiln.md"
    assert house.index.search(Query(alone, (("Is the bread ready?", 0.3),)))[0].passage.document == "bread.md"


def test_a_long_earlier_turn_does_not_outvote_the_question(house: House) -> None:
    put(house, "kiln.md", "The tunnel kiln takes eleven hours.")
    put(house, "bread.md", "Bread, oven, flour, dough, yeast, salt, crust, crumb, loaf and basket.")
    said = "We spoke of bread, oven, flour, dough, yeast, salt, crust, crumb, loaf and basket for a while."
    assert house.index.search(Query("tunnel kiln hours", ((said, 0.3),)))[0].passage.document == "kiln.md"


def test_context_without_words_changes_nothing(house: House) -> None:
    put(house, "kiln.md", "The tunnel kiln takes eleven hours.")
    (alone,) = house.index.search("kiln")
    (followed,) = house.index.search(Query("kiln", (("…", 0.3), ("", 0.3))))
    assert replace(followed, score=alone.score, dense=alone.dense) == alone


def test_a_synonym_finds_what_the_question_s_own_words_do_not(house: House) -> None:
    put(house, "cluster.md", "Kubernetes restarts what has died.")
    put(house, "noise.md", "Bread is baked at noon.")
    database = Database.open(house.index_dir / "index.db")
    searcher = Searcher(database, house.vectors, lambda: Synonyms([Rule(("k8s",), ("kubernetes",))]))
    (hit, *_) = searcher.search("k8s")
    database.close()
    assert (hit.passage.document, hit.lexical) == ("cluster.md", 1.0)


def test_deep_results_are_as_many_as_are_asked_for(house: House) -> None:
    put(house, "many.md", *(f"Kiln number {n} stands in the yard.\n" for n in range(150)))
    assert len(house.index.search("Which kiln stands in the yard?", 130)) == 130


class Failing(Embeddings):
    """Embeddings that fail, as Chroma and services do, for as long as it is told."""

    fails = True

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        return [self.embed_query(text) for text in texts]

    def embed_query(self, text: str) -> list[float]:
        if self.fails:
            raise RuntimeError("the server is gone")
        return [float(len(text)), 1.0]


def test_without_its_vectors_the_index_answers_from_its_terms(house: House, caplog: pytest.LogCaptureFixture) -> None:
    put(house, "kiln.md", "The tunnel kiln takes eleven hours.")
    failing = Failing()
    with (
        closing(Database.open(house.index_dir / "index.db")) as database,
        closing(VectorStore(house.index_dir / "other", Embedder("failing", lambda: failing))) as vectors,
    ):
        searcher = Searcher(database, vectors)
        for fails, told in ((True, 1), (True, 1), (False, 1), (True, 2)):
            failing.fails = fails
            (hit,) = searcher.search("tunnel kiln")
            assert (hit.passage.document, hit.dense) == ("kiln.md", 0.0)
            assert caplog.text.count("Words alone answer") == told
    assert "kiln" not in caplog.text
