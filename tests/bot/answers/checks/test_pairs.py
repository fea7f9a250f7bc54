"""How often a true sentence stands and a false one is let through, by what is done to it."""

from __future__ import annotations

import pytest

from tests.bot.answers.checks.pairs import PARAPHRASE, TRUE, VERBATIM, accepted, read_pairs

MOST_LET_THROUGH = {
    "number changed": 0.04,
    "entity swapped": 0.05,
    "roles swapped": 0.34,
    "negated": 0.02,
    "claim added": 0.02,
    "quantifier drift": 0.02,
    "wrong passage": 0.02,
}
LEAST_STANDING = {VERBATIM: 0.99, PARAPHRASE: 0.93}


@pytest.mark.parametrize("half", ["dev", "test"])
def test_true_sentences_stand_and_false_ones_fall(half: str) -> None:
    table = accepted(read_pairs(half))
    shares = {kind: stands / all_ for kind, (stands, all_) in table.items()}
    assert {kind: share for kind, share in shares.items() if kind in TRUE and share < LEAST_STANDING[kind]} == {}
    wrong = {kind: share for kind, share in shares.items() if kind not in TRUE and share > MOST_LET_THROUGH[kind]}
    assert wrong == {}


def test_there_are_enough_pairs_of_each_kind() -> None:
    pairs = [*read_pairs("dev"), *read_pairs("test")]
    assert len(pairs) >= 300
    assert set(accepted(pairs)) == {*TRUE, *MOST_LET_THROUGH}
