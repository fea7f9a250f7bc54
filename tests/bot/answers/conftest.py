"""A search index in memory: real passages and real statistics, without files, Chroma or SQLite."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from math import log

import pytest

from ingest.language.tokens import terms
from ingest.model import Hit, Passage, Query, TermStatistics


class MemoryIndex:
    """`SearchIndex` by shared rare terms."""

    def __init__(self, passages: Sequence[Passage]) -> None:
        self.passages = list(passages)
        self._terms = [frozenset(terms(" ".join((p.title, *p.heading, p.text)))) for p in passages]
        self._frequency = Counter(term for found in self._terms for term in found)

    def search(self, query: str | Query, k: int = 8) -> list[Hit]:
        asked = set(terms(query.text if isinstance(query, Query) else query))
        scored = ((p, self._score(asked & found)) for p, found in zip(self.passages, self._terms, strict=True))
        hits = [Hit(p, score, score, 0.0) for p, score in scored if score]
        return sorted(hits, key=lambda hit: (-hit.score, hit.passage.document, hit.passage.position))[:k]

    def _score(self, shared: Iterable[str]) -> float:
        return sum(log(1 + len(self.passages) / self._frequency[term]) for term in shared)

    def passage(self, passage_id: str) -> Passage | None:
        return next((p for p in self.passages if p.id == passage_id), None)

    def for_audience(self, reader: str) -> MemoryIndex:
        """Nothing in it is kept from anybody."""
        return self

    def document_passages(self, document: str) -> Sequence[Passage]:
        return [p for p in self.passages if p.document == document]

    def statistics(self, terms: Iterable[str]) -> TermStatistics:
        return TermStatistics(len(self.passages), {term: self._frequency[term] for term in terms})


MakePassage = Callable[..., Passage]


@pytest.fixture
def make_passage() -> MakePassage:
    """Make a passage from its text; everything else has a default."""

    def make(text: str, document: str = "guide.md", position: int = 0, heading: tuple[str, ...] = ()) -> Passage:
        name = f"{document}-{position}"
        return Passage(name, document, position, heading, text, 0, len(text), document.partition(".")[0].title())

    return make


@pytest.fixture
def make_index() -> Callable[[Sequence[Passage]], MemoryIndex]:
    """Index passages in memory."""
    return MemoryIndex


@pytest.fixture
def guide(make_passage: MakePassage) -> MemoryIndex:
    """A small folder about a bakery: figures, a list, a table, and two articles that disagree."""
    return MemoryIndex(
        [
            make_passage("The oven takes 40 minutes to heat up. It must never be opened during that time.", "oven.md"),
            make_passage("Rye bread is baked at 250 °C, because the crust needs strong heat.", "oven.md", 1, ("Rye",)),
            make_passage("Use sourdough when:\n\n- the bread must keep for a week\n- guests ask for rye", "dough.md"),
            make_passage(
                "| Bread | Price | Weight |\n|---|---|---|\n| Rye | €4.20 | 750 g |\n| Spelt | €5.10 | 500 g |",
                "prices.md",
                0,
                ("Prices",),
            ),
            make_passage("A starter needs 5 days before the first loaf.", "dough.md", 1, ("Starter",)),
            make_passage("By experience, a starter needs 7 days before it carries a loaf.", "notes.txt"),
            make_passage("Deliveries leave at six. The driver is Marta Ruiz.", "notes.txt", 1),
        ]
    )
