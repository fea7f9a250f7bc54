from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.search.definitions import NAME_WEIGHT, PART_WEIGHT, definition_scores

RESET = "def resetHasher(self):\n    self.state = 0\n"
CALL = "hasher.update(data)\nhasher.reset()\nhasher.reset()\n"


def test_where_it_is_defined_counts_and_where_it_is_called_does_not() -> None:
    scores = definition_scores("How is the hasher reset?", {"definition": RESET, "call": CALL})
    assert scores["definition"] > 0.0
    assert scores["call"] == 0.0


def test_the_whole_name_counts_more_than_its_parts() -> None:
    texts = {"definition": RESET, "call": CALL}
    by_parts = definition_scores("reset hasher", texts)["definition"]
    assert definition_scores("what does resetHasher do", texts)["definition"] > by_parts


def test_a_name_that_many_define_says_little() -> None:
    texts = {f"m{n}": f"def main():\n    run({n})\n" for n in range(20)} | {"one": "def kiln():\n    pass\n"}
    rare, common = definition_scores("kiln", texts)["one"], definition_scores("main", texts)["m3"]
    assert rare == pytest.approx((PART_WEIGHT + NAME_WEIGHT) * 0.776, abs=0.01)  # log(22 / 2) / log(22)
    assert common < rare / 10


@given(st.text(max_size=200), st.dictionaries(st.text(max_size=3), st.text(max_size=200), max_size=5))
def test_any_question_and_texts_have_scores(question: str, texts: dict[str, str]) -> None:
    scores = definition_scores(question, texts)
    assert scores.keys() == texts.keys()
    assert all(score >= 0.0 for score in scores.values())
