from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from ingest.model import Passage
from ingest.search.copies import without_crowding


def passage(id_: str, text: str, heading: str = "Head") -> Passage:
    return Passage(id_, f"{id_}.md", 0, (heading,), text, 0, len(text), "Title")


def test_a_copy_makes_room_for_another_passage() -> None:
    passages = {"a": passage("a", "same"), "b": passage("b", "same"), "c": passage("c", "other")}
    assert without_crowding(["a", "b", "c"], passages, 2) == ["a", "c"]


def test_copies_fill_the_room_nothing_else_needs_and_keep_their_place() -> None:
    passages = {"a": passage("a", "same"), "b": passage("b", "same"), "c": passage("c", "other")}
    assert without_crowding(["a", "b", "c"], passages, 3) == ["a", "b", "c"]


def test_the_same_sentence_under_another_heading_is_no_copy() -> None:
    passages = {"a": passage("a", "Not supported.", "Linux"), "b": passage("b", "Not supported.", "Windows")}
    assert without_crowding(["a", "b"], passages, 2) == ["a", "b"]


@given(st.lists(st.sampled_from("xyz"), max_size=12), st.integers(1, 12))
def test_as_many_as_there_are_and_in_their_order(texts: list[str], k: int) -> None:
    passages = {str(n): passage(str(n), text) for n, text in enumerate(texts)}
    ranked = list(passages)
    chosen = without_crowding(ranked, passages, k)
    assert len(chosen) == min(k, len(ranked))
    assert chosen == sorted(chosen, key=ranked.index)
    assert len({passages[id_].text for id_ in chosen}) == min(k, len(set(texts)))
