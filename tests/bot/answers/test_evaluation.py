"""The evaluation counts what it says it counts."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Mapping

import pytest

from bot.answers.evaluation import Evaluation, evaluate, read_rows
from bot.answers.model import Answer, Citation, Claim, EngineName, Finished, Outcome, Progress, Question
from ingest.model import SearchIndex

LINES = [
    json.dumps({"id": "a", "question": "heat?", "answerable": True, "articles": ["oven"], "evidence": ["40 MIN", "x"]}),
    "",
    json.dumps(
        {"id": "b", "question": "rye?", "answerable": True, "articles": ["dough"], "evidence": ["rye"], "kind": "k"}
    ),
    json.dumps({"id": "c", "question": "cup?", "answerable": False, "kind": "k"}),
    json.dumps({"id": "d", "question": "lie?", "answerable": False}),
]


def _cited(quote: str, outcome: Outcome = Outcome.ANSWERED) -> Answer:
    citation = Citation(1, "oven.md-0", "oven.md", "Oven", "", quote)
    return Answer(outcome, EngineName.EXTRACTIVE, (Claim("c", (1,)),), (citation,))


class Known:
    """An answerer that looks answers up."""

    def __init__(self, answers: Mapping[str, Answer]) -> None:
        self._answers = answers

    async def stream(self, question: Question) -> AsyncIterator[Progress]:
        yield Finished(await self.answer(question))

    async def answer(self, question: Question) -> Answer:
        return self._answers[question.text]


@pytest.fixture
async def evaluation(guide: SearchIndex) -> Evaluation:
    nothing = Answer(Outcome.NOT_COVERED, EngineName.EXTRACTIVE)
    answers = {
        "heat?": _cited("The oven takes 40 minutes to heat up.", Outcome.PARTLY),
        "rye?": _cited("The oven takes 40 minutes"),
        "cup?": nothing,
        "lie?": _cited("The oven takes 50 minutes"),
    }
    return await evaluate(Known(answers), guide, read_rows(LINES))


async def test_rows_are_right_for_the_right_reason(evaluation: Evaluation) -> None:
    assert {row.id: (row.right, row.any_evidence, row.all_evidence) for row in evaluation.rows} == {
        "a": (True, True, False),
        "b": (False, False, False),
        "c": (True, False, False),
        "d": (False, False, False),
    }


async def test_shares(evaluation: Evaluation) -> None:
    found = evaluation.as_dict()
    assert found["outcome_accuracy"] == 0.75
    assert found["answered"] == 1.0
    assert found["answered_with_evidence"] == 0.5
    assert found["answered_with_all_evidence"] == 0.0
    assert found["from_known_articles"] == 0.5
    assert found["not_covered"] == 0.5
    assert (found["quotes"], found["citation_validity"]) == (3, 0.6667)
    assert found["kinds"] == {"k": 0.5}
    assert json.loads(json.dumps(found))["rows"][0]["question"] == "heat?"


async def test_no_rows_give_no_shares(guide: SearchIndex) -> None:
    found = (await evaluate(Known({}), guide, [])).as_dict()
    assert {found[name] for name in ("answered", "not_covered", "citation_validity", "seconds_median")} == {None}


@pytest.mark.parametrize("line", ["{", "[]", '{"id": 1}', '{"id":1,"question":"q","answerable":true,"evidence":["("]}'])
def test_a_line_that_is_no_row_is_named(line: str) -> None:
    with pytest.raises(ValueError, match="Line 2 is not"):
        read_rows(["", line])
