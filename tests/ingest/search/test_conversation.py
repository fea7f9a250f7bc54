from __future__ import annotations

from ingest.model import Query
from ingest.search.conversation import TURN_WEIGHT, contextualise

HISTORY = [
    ("user", "Which kilns are there?"),
    ("agent", "Two."),
    ("user", "How hot is the big one?"),
    ("agent", "1,280 degrees."),
]


def test_the_last_turn_of_each_side_bears_on_a_question() -> None:
    expected = (("How hot is the big one?", TURN_WEIGHT), ("1,280 degrees.", TURN_WEIGHT))
    assert contextualise("and for how long?", HISTORY) == Query("and for how long?", expected)


def test_a_first_question_stands_alone() -> None:
    assert contextualise("How hot?", []) == Query("How hot?")


def test_everybody_but_the_agent_asks() -> None:
    assert contextualise("And then?", [("Mara", "What is first?"), ("Jon", " ")]).context == (
        ("What is first?", TURN_WEIGHT),
    )
