"""The evaluation counts what it says it counts."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Mapping
from typing import Any

import pytest

from bot.answers.evaluation import Evaluation, evaluate
from bot.answers.evaluation_rows import Row, read_rows
from bot.answers.model import (
    Answer,
    Citation,
    Claim,
    Disagreement,
    EngineName,
    Finished,
    Outcome,
    Progress,
    Question,
    Turn,
    View,
)
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
        self.asked: list[Question] = []

    async def stream(self, question: Question) -> AsyncIterator[Progress]:
        yield Finished(await self.answer(question))

    async def answer(self, question: Question) -> Answer:
        self.asked.append(question)
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


def _line(**more: Any) -> str:
    return json.dumps({"id": "a", "question": "heat?", "answerable": True, **more})


@pytest.mark.parametrize(
    ("more", "row"),
    [
        ({}, Row.ANSWERABLE),
        ({"history": [{"speaker": "Ana", "text": "The oven."}]}, Row.FOLLOW_UP),
        ({"conflict": ["5", "7"]}, Row.CONFLICT),
        ({"answerable": False}, Row.UNANSWERABLE),
        ({"answerable": False, "audience": "C1"}, Row.OTHER_AUDIENCE),
        ({"answerable": False, "row": "Near-miss"}, Row.NEAR_MISS),
        ({"row": "of their own"}, "of_their_own"),
    ],
)
def test_the_group_of_a_row(more: dict[str, Any], row: str) -> None:
    (read,) = read_rows([_line(**more)])
    assert read.row == row


async def test_a_row_is_asked_with_its_conversation_and_its_audience(guide: SearchIndex) -> None:
    known = Known({"heat?": Answer(Outcome.NOT_COVERED, EngineName.EXTRACTIVE)})
    history = [{"speaker": "Ana", "text": "The oven."}, {"speaker": "Archie", "text": "Yes.", "ours": True}]
    await evaluate(known, guide, read_rows([_line(history=history, audience="C1")]))
    turns = (Turn("Ana", "The oven."), Turn("Archie", "Yes.", ours=True))
    assert known.asked == [Question("heat?", history=turns, audience="C1")]


async def _right(guide: SearchIndex, answer: Answer, **more: Any) -> bool:
    (row,) = (await evaluate(Known({"heat?": answer}), guide, read_rows([_line(**more)]))).rows
    return row.right


async def test_a_conflict_is_right_when_each_side_is_shown(guide: SearchIndex) -> None:
    one = _cited("a starter needs 7 days")
    views = (View("5 days", 1), View("7 days", 1))
    both = Answer(one.outcome, one.engine, one.claims, one.citations, disagreements=(Disagreement("days", views),))
    assert not await _right(guide, one, conflict=["5 days", "7 days"])
    assert await _right(guide, both, conflict=["5 days", "7 days"])


async def test_a_false_premise_is_right_when_it_is_corrected_as_such(guide: SearchIndex) -> None:
    more = {"answerable": False, "row": "false_premise", "evidence": ["40 minutes"]}
    assert await _right(guide, _cited("The oven takes 40 minutes", Outcome.PARTLY), **more)
    assert not await _right(guide, _cited("The oven takes 40 minutes"), **more)
    assert not await _right(guide, _cited("Rye bread is baked", Outcome.PARTLY), **more)
    assert not await _right(guide, _cited("The oven takes 40 minutes", Outcome.PARTLY), answerable=False)


async def test_each_group_has_its_own_line(evaluation: Evaluation) -> None:
    table = evaluation.as_dict()["table"]
    assert list(table) == ["answerable", "unanswerable"]
    assert (table["answerable"]["n"], table["answerable"]["answered"], table["answerable"]["partly"]) == (2, 1.0, 0.5)
    assert table["answerable"]["right"] == 0.5
    assert table["answerable"]["citation_recall"] == 0.0  # the claim is "c", which stands in no quote
    assert table["answerable"]["words_median"] == 1
    assert table["unanswerable"]["quote_exactness"] == 0.0
