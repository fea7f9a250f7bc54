from __future__ import annotations

from itertools import pairwise
from math import log

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.store import bm25
from ingest.store.bm25 import BLOCK, Blocks, best, gather, place, side_by_side


def blocks(lengths: dict[int, int]) -> Blocks:
    """Blocks holding passages of these lengths, by row number."""
    numbers = sorted({number // BLOCK for number in lengths})
    held = np.zeros(len(numbers) * BLOCK, np.uint32)
    for number, length in lengths.items():
        held[numbers.index(number // BLOCK) * BLOCK + number % BLOCK] = length + 1
    return Blocks(np.array(numbers), held, len(lengths), sum(lengths.values()))


def rows(*places: tuple[int, int]) -> list[tuple[int, bytes]]:
    """Rows of one term that stands in the text at these row numbers and positions."""
    by_block: dict[int, list[int]] = {}
    for number, position in places:
        by_block.setdefault(number // BLOCK, []).append(place(number % BLOCK, position, in_text=True))
    return [(block, np.array(held, "<u4").tobytes()) for block, held in by_block.items()]


def test_the_score_is_bm25() -> None:
    known = blocks({0: 4, 1: 8, 2: 6, 3: 6})
    [(number, score)] = best(known, [gather(rows((1, 0), (1, 5)), known)], 5)
    idf = log((4 - 1 + 0.5) / (1 + 0.5))
    assert (number, score) == (1, pytest.approx(idf * 2 * 2.2 / (2 + 1.2 * (0.25 + 0.75 * 8 / 6))))


def test_a_place_in_the_title_counts_double() -> None:
    known = blocks(dict.fromkeys(range(9), 5))
    in_title = gather([(0, np.array([place(0, 0, in_text=False)], "<u4").tobytes())], known)
    twice_in_text = gather(rows((0, 1), (0, 2)), known)
    assert best(known, [in_title], 1) == best(known, [twice_in_text], 1)


def test_a_term_of_most_passages_still_finds_them() -> None:
    known = blocks(dict.fromkeys(range(3), 5))
    found = best(known, [gather(rows((0, 0), (1, 0), (2, 0)), known)], 5)
    assert [number for number, _ in found] == [0, 1, 2]
    assert all(0 < score < 1e-5 for _, score in found)


@given(st.sets(st.integers(0, 6 * BLOCK), min_size=1, max_size=40), st.integers(0, 50))
def test_passages_are_found_in_whatever_blocks_they_lie(numbers: set[int], k: int) -> None:
    known = blocks(dict.fromkeys(numbers, 7) | {9 * BLOCK: 7})
    found = best(known, [gather(rows(*((number, 3) for number in sorted(numbers))), known)], k)
    assert [number for number, _ in found] == sorted(numbers)[:k]


@given(st.lists(st.sampled_from("abc"), max_size=12), st.lists(st.sampled_from("abc"), max_size=12))
def test_terms_stand_side_by_side_within_one_field_only(title: list[str], text: list[str]) -> None:
    known = blocks({0: 0, BLOCK - 1: 0})

    def places(term: str) -> bm25.Places:
        fields = ((title, False), (text, True))
        at = [place(BLOCK - 1, n, in_text=inside) for held, inside in fields for n, t in enumerate(held) if t == term]
        return gather([(0, np.array(at, "<u4").tobytes())], known)

    expected = sum(pair == ("a", "b") for held in (title, text) for pair in pairwise(held))
    assert len(side_by_side(places("a"), places("b"))) == expected


def test_the_last_position_of_a_title_is_not_beside_the_first_of_the_text() -> None:
    assert place(0, bm25.MOST_POSITIONS - 1, in_text=False) + 1 < place(0, 0, in_text=True)
    assert place(0, bm25.MOST_POSITIONS - 1, in_text=True) + 1 < place(1, 0, in_text=False)
    assert place(BLOCK - 1, bm25.MOST_POSITIONS, in_text=True) < 1 << 32


def test_an_empty_index_finds_nothing() -> None:
    known = Blocks(np.empty(0, np.int64), np.empty(0, np.uint32), 0, 0)
    assert best(known, [gather([], known)], 5) == []
