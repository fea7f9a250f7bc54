"""The approximate index against the exact answer, also after much of it was written anew."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import numpy as np
from langchain_core.embeddings import Embeddings

from ingest.vectors.embedder import Embedder
from ingest.vectors.store import VectorStore

VECTORS, QUESTIONS, DIMENSIONS, NEAREST = 3_000, 40, 64, 200


class Numbered(Embeddings):
    """The text is the number of a row: tight groups around a few points, which make it hard for a graph."""

    def __init__(self) -> None:
        random = np.random.default_rng(7)
        centres = random.normal(size=(60, DIMENSIONS))
        rows = centres[random.integers(0, 60, VECTORS)] + 0.4 * random.normal(size=(VECTORS, DIMENSIONS))
        self.rows = (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        vectors: list[list[float]] = self.rows[[int(text) for text in texts]].tolist()
        return vectors

    def embed_query(self, text: str) -> list[float]:
        return self.embed_documents([text])[0]


def test_the_nearest_are_nearly_all_found_also_after_a_third_was_written_anew(tmp_path: Path) -> None:
    embeddings, random = Numbered(), np.random.default_rng(8)
    held = {f"{number:032x}": number for number in range(VECTORS)}
    with closing(VectorStore(tmp_path / "chroma", Embedder("numbered", lambda: embeddings))) as store:
        store.upsert({id_: str(number) for id_, number in held.items()})
        for _ in range(5):
            anew = {id_: int(random.integers(VECTORS)) for id_ in random.choice(list(held), VECTORS // 15)}
            store.upsert({id_: str(number) for id_, number in anew.items()})
            held |= anew
            gone = [str(id_) for id_ in random.choice(list(held), VECTORS // 50)]
            store.delete(gone)
            held = {id_: number for id_, number in held.items() if id_ not in gone}
        shares = [_share(store, embeddings, held, number) for number in range(QUESTIONS)]
        assert store.count() == len(held)
    assert np.mean(shares) >= 0.98


def _share(store: VectorStore, embeddings: Numbered, held: dict[str, int], question: int) -> float:
    """How many of the truly nearest are found; equally near ones stand for each other."""
    found = store.search(str(question), NEAREST)
    exact = np.sort(embeddings.rows[list(held.values())] @ embeddings.rows[question])[::-1][:NEAREST]
    return sum(score >= exact[-1] - 1e-5 for score in found.values()) / NEAREST
