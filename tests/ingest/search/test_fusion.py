from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from ingest.search.fusion import DENSE_WEIGHT, fuse

SCORES = st.dictionaries(st.sampled_from("abcdef"), st.floats(-1, 30, allow_nan=False))


def test_each_side_is_normalised_by_its_best_and_missing_counts_as_none() -> None:
    fused = fuse({"a": 10.0, "b": 5.0}, {"b": 0.8, "c": 0.4}, 0.7)
    assert (fused["a"].lexical, fused["a"].dense) == (1.0, 0.0)
    assert (fused["b"].lexical, fused["b"].dense, round(fused["b"].score, 9)) == (0.5, 1.0, 1.2)
    assert fused["c"].score == 0.35


def test_negative_similarity_counts_as_none() -> None:
    assert fuse({}, {"a": -0.5, "b": -0.1})["a"].score == 0.0


def test_a_weight_of_nothing_leaves_the_lexical_order() -> None:
    assert fuse({"a": 1.0}, {"b": 1.0}, 0.0)["b"].score == 0.0


@given(SCORES, SCORES)
def test_scores_stay_in_range_and_every_passage_is_kept(lexical: dict[str, float], dense: dict[str, float]) -> None:
    fused = fuse(lexical, dense)
    assert fused.keys() == lexical.keys() | dense.keys()
    for scores in fused.values():
        assert 0 <= scores.lexical <= 1
        assert 0 <= scores.dense <= 1
        assert 0 <= scores.score <= 1 + DENSE_WEIGHT
