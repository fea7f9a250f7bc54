from __future__ import annotations

from collections.abc import Collection

from ingest.model import Passage
from ingest.search.ranking import SHORTLIST, rank


def passage(id_: str, document: str, position: int, text: str = "A tug is repaired in the yard.") -> Passage:
    return Passage(id_, document, position, (), f"{text} {id_}", 0, len(text), "")


class Shelf:
    """Gives passages, and notes which were asked for."""

    def __init__(self, *passages: Passage) -> None:
        self.held = {passage.id: passage for passage in passages}
        self.read: list[str] = []

    def find(self, ids: Collection[str]) -> dict[str, Passage]:
        self.read += ids
        return {id_: self.held[id_] for id_ in ids}

    def ranked(self, lexical: dict[str, float], dense: dict[str, float] | None = None, k: int = 3) -> list[str]:
        hits = rank("tug", lexical=lexical, dense=dense or {}, find=self.find, siblings=lambda _paths: (), k=k)
        return [hit.passage.id for hit in hits]


def test_ties_are_in_order_of_document_and_position() -> None:
    shelf = Shelf(passage("1", "b.md", 0), passage("2", "a.md", 7), passage("3", "a.md", 2))
    assert shelf.ranked({"1": 1.0, "2": 1.0, "3": 1.0}) == ["3", "2", "1"]


def test_only_what_may_be_among_the_best_is_read_and_that_once() -> None:
    many = [passage(f"{n:03}", "a.md", n) for n in range(2 * SHORTLIST)]
    shelf = Shelf(*many)
    lexical = {held.id: float(1_000 - held.position) for held in many}
    assert shelf.ranked(lexical) == ["000", "001", "002"]
    assert shelf.read == [held.id for held in many[:SHORTLIST]]


def test_of_those_that_share_the_last_place_the_first_documents_count() -> None:
    many = [passage(f"{n:03}", f"{999 - n}.md", 0) for n in range(2 * SHORTLIST)]
    shelf = Shelf(*many)
    assert shelf.ranked(dict.fromkeys(shelf.held, 1.0)) == ["199", "198", "197"]
    assert sorted(shelf.read) == sorted(shelf.held)


def test_nothing_found_is_no_hit() -> None:
    assert Shelf().ranked({}) == []
