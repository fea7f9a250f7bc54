from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.search.siblings import LIFT, lifted

DOCUMENTS = {"a1": "a", "a2": "a", "b1": "b"}
SCORES = st.fixed_dictionaries(dict.fromkeys(DOCUMENTS, st.floats(0, 2)))
SHARES = st.fixed_dictionaries({"a": st.floats(0, 1), "b": st.floats(0, 1)})


def test_the_passages_of_a_code_file_rise_towards_its_best() -> None:
    scores = lifted({"a1": 1.0, "a2": 0.2, "b1": 0.5}, DOCUMENTS, {"a": 1.0, "b": 0.0})
    assert scores == {"a1": 1.0, "a2": pytest.approx(0.2 + LIFT * 0.8), "b1": 0.5}


def test_prose_stays_where_it_is() -> None:
    before = {"a1": 1.0, "a2": 0.2, "b1": 0.5}
    assert lifted(before, DOCUMENTS, {"a": 0.0, "b": 0.0}) == before


@given(SCORES, SHARES)
def test_no_passage_falls_or_overtakes_the_best_of_its_document(
    scores: dict[str, float], code: dict[str, float]
) -> None:
    after = lifted(scores, DOCUMENTS, code)
    for id_, score in scores.items():
        best = max(scores[other] for other in scores if DOCUMENTS[other] == DOCUMENTS[id_])
        assert score <= after[id_] <= best + 1e-9
