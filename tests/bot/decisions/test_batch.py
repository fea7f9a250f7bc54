"""Batches of facts: one answer for each line, whatever the line."""

from __future__ import annotations

import json
import random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.decisions.batch import answer_lines
from bot.decisions.engine import Engine
from tests.bot.decisions.brute_force import ARTICLES, article_panel
from tests.bot.decisions.matters import COMPLETE, shipped
from tests.effort import assert_effort

ENGINE = Engine(shipped())


def _one(line: str | bytes) -> tuple[dict[str, Any], bool]:
    [(text, valid)] = answer_lines([line], ENGINE)
    assert "\n" not in text
    return json.loads(text), valid


def test_complete_facts_give_one_verdict_each_and_certain_variants() -> None:
    assert _one(json.dumps(COMPLETE)) == (
        {
            "frameworks": {
                "honest-take": ["rag"],
                "five-questions": ["fine_tune"],
                "decision-tree": ["fine_tune"],
                "business-need": ["fine_tune"],
                "three-questions": ["fine_tune"],
            },
            "panel": ["fine_tune"],
            "variants": {"decision-tree": "smaller_model"},
        },
        True,
    )


def test_unknown_facts_give_sorted_sets() -> None:
    answer, valid = _one('{"citations": "yes", "change_rate": null}')
    assert valid
    assert answer["panel"] == ["fine_tune", "hybrid", "rag"] or answer["panel"] == ["hybrid", "rag"]
    assert answer["frameworks"]["honest-take"] == ["fine_tune", "hybrid", "rag"]
    assert answer["frameworks"]["decision-tree"] == ["rag"]
    assert answer["variants"] == {}


def test_a_variant_that_is_not_certain_is_left_out_and_does_not_split_the_set() -> None:
    answer, _ = _one(json.dumps({**COMPLETE, "latency": "seconds", "data_residency": "yes", "tight_cost": None}))
    assert answer["frameworks"]["decision-tree"] == ["fine_tune"]
    assert answer["variants"] == {}


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("", "not JSON"),
        ("hello", "not JSON"),
        ('{"citations": "yes"', "not JSON"),
        ("[" * 100_000, "not JSON"),
        ('{"budget_usd": ' + "9" * 5000 + "}", "not JSON"),
        ('{"budget_usd": NaN}', "not JSON: NaN"),
        ('{"budget_usd": -Infinity}', "not JSON: -Infinity"),
        (b'{"team": "\xff"}', "not JSON"),
        ("[]", "not an object of facts"),
        ("null", "not an object of facts"),
        ('"citations"', "not an object of facts"),
        ('{"colour": "red"}', "there is no fact 'colour'"),
        ('{"citations": "maybe"}', "citations takes one of yes, no, not 'maybe'"),
        ('{"citations": true}', "citations takes one of"),
        ('{"citations": ["yes"]}', "citations takes one of"),
        ('{"citations": "yes", "citations": "no"}', "citations is given twice"),
        ('{"budget_usd": -1}', "budget_usd takes a whole number"),
        ('{"budget_usd": 1.0}', "budget_usd takes a whole number"),
        ('{"budget_usd": 1e3}', "budget_usd takes a whole number"),
        ('{"budget_usd": true}', "budget_usd takes a whole number"),
        ('{"budget_usd": "30000"}', "budget_usd takes a whole number"),
        ('{"budget_usd": 1000000000001}', "budget_usd takes a whole number"),
    ],
)
def test_a_line_that_is_not_valid_says_why_and_the_others_still_answer(line: str | bytes, reason: str) -> None:
    answers = list(answer_lines(["{}", line, "{}"], ENGINE))
    assert [valid for _, valid in answers] == [True, False, True]
    error = json.loads(answers[1][0])
    assert list(error) == ["error"]
    assert reason in error["error"]
    assert len(error["error"]) <= 301
    assert answers[0] == answers[2]


def test_an_unknown_fact_is_refused_even_when_it_is_null() -> None:
    assert _one('{"colour": null}')[1] is False


def test_lines_are_answered_as_they_come() -> None:
    def lines() -> Any:
        yield "{}"
        pytest.fail("read ahead")

    assert next(answer_lines(lines(), ENGINE))[1]


@given(st.text() | st.recursive(st.none() | st.text(), st.lists).map(json.dumps))
def test_any_text_gives_one_line(line: str) -> None:
    answer, valid = _one(line)
    assert ("error" in answer) is not valid


def _random_line(random_: random.Random) -> dict[str, Any]:
    known = {}
    for name, fact in ENGINE.matter.facts.items():
        if random_.random() < 0.7:
            known[name] = random_.choice([c.value for c in fact.choices] or [0, 3, 4, 999, 1001, 5000, 29999, 30000])
    return known


def test_ten_thousand_lines_take_a_second_or_so_of_work() -> None:
    random_ = random.Random(29)  # noqa: S311 - repeatable examples
    lines = [json.dumps(_random_line(random_)) for _ in range(10_000)]
    answers = []
    assert_effort(lambda: answers.extend(answer_lines(lines, ENGINE)), below=4)
    assert all(valid for _, valid in answers)


def test_complete_lines_equal_the_articles() -> None:
    random_ = random.Random(31)  # noqa: S311 - repeatable examples
    for _ in range(500):
        facts = {**COMPLETE, **_random_line(random_)}
        answer, _ = _one(json.dumps(facts))
        assert answer["panel"] == [article_panel(facts)]
        assert answer["frameworks"] == {name: [article(facts)[0]] for name, article in ARTICLES.items()}
