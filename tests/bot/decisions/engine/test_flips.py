"""What would flip the verdict, and whether people who differ need to agree."""

from __future__ import annotations

from typing import Any

from bot.decisions.assessment import FlipChange
from bot.decisions.engine import Engine
from bot.decisions.frameworks import FirstThatHolds, Framework, Tally
from tests.bot.decisions.engine.test_board import TUNE
from tests.bot.decisions.matters import fact, is_, matter, rule, shipped, than

ENGINE = Engine(shipped())
RAG: dict[str, Any] = {**TUNE, "change_rate": "weekly", "output_format": "no", "latency": "seconds"}


def _numbers(*thresholds: int) -> Engine:
    rules = [rule(than("n", "<", number), verdict) for number, verdict in zip(thresholds, "vwvw", strict=False)]
    method = FirstThatHolds((*rules, rule(None, "w")))
    return Engine(matter("m", [fact("n"), fact("a", "yes no")], "v w", [Framework("f", "F", method)]))


def test_a_single_change_that_flips_is_found_and_says_what_it_changes() -> None:
    flips = ENGINE.flips(RAG)
    assert FlipChange("output_format", "no", "yes") in flips[0].changes
    assert all(len(flip.changes) == 1 for flip in flips)
    assert {flip.verdict for flip in flips} >= {"hybrid"}
    for flip in flips:
        change = flip.changes[0]
        assert ENGINE.verdicts({**RAG, change.fact: change.value})[1] == {flip.verdict}


def test_of_alike_choices_the_one_nearest_to_the_answer_stands_for_all() -> None:
    facts = {**TUNE, "change_rate": "weekly"}
    changes = [flip.changes[0] for flip in ENGINE.flips(facts, most=50) if len(flip.changes) == 1]
    assert [change.value for change in changes if change.fact == "change_rate"] in (["monthly"], ["quarterly"])


def test_a_number_flips_within_a_range() -> None:
    [flip] = _numbers(10).flips({"n": 3})
    assert flip.changes == (FlipChange("n", 3, 10, 10, None),)
    [flip] = _numbers(10).flips({"n": 30})
    assert flip.changes == (FlipChange("n", 30, 9, 0, 9),)


def test_ranges_with_the_same_verdict_are_one() -> None:
    engine = _numbers(10, 20, 20, 40)
    [flip] = engine.flips({"n": 3})
    assert flip.changes == (FlipChange("n", 3, 10, 10, None),)


def test_what_would_settle_an_open_verdict_comes_first_and_alone() -> None:
    settled = ENGINE.flips({"change_rate": "weekly"})
    assert settled[0].only_unknown
    assert settled[0].verdict == "hybrid"
    assert [flip.only_unknown for flip in settled] == sorted((f.only_unknown for f in settled), reverse=True)


def test_two_changes_are_found_when_one_is_not_enough() -> None:
    votes = (rule(is_("a"), "v"), rule(is_("b"), "v"), rule(is_("c"), "v"), rule(is_("d"), "w"), rule(is_("d"), "w"))
    method = Tally(votes, rule(None, "w"), rule(None, "w"))
    engine = Engine(matter("m", [fact(name, "yes no") for name in "abcd"], "v w", [Framework("f", "F", method)]))
    flips = engine.flips({"a": "no", "b": "no", "c": "no", "d": "yes"})
    assert [[change.fact for change in flip.changes] for flip in flips] == [["a", "d"], ["b", "d"], ["c", "d"]]
    assert len(engine.flips({"a": "no", "b": "no", "c": "no", "d": "yes"}, most=2)) == 2


def test_nothing_flips_what_is_always_so() -> None:
    method = FirstThatHolds((rule(None, "v"),))
    assert Engine(matter("m", [fact("a", "yes no")], "v w", [Framework("f", "F", method)])).flips({}) == []


def test_people_who_differ_between_alike_answers_need_not_agree() -> None:
    found = ENGINE.disagreement({}, "change_rate", ["daily", "weekly", "daily"])
    assert not found.matters
    assert [value for value, _ in found.readings] == ["daily", "weekly"]


def test_people_who_differ_where_it_decides_must_agree() -> None:
    assert ENGINE.disagreement({"output_format": "yes"}, "change_rate", ["weekly", "never"]).matters
    # Both leave the same verdicts open, and yet some completion tells them apart.
    found = ENGINE.disagreement({}, "budget_usd", [1000, 90000])
    assert found.readings[0][1] == found.readings[1][1]
    assert found.matters


def test_it_does_not_matter_any_more_once_all_else_decides() -> None:
    known = {"change_rate": "weekly", "output_format": "yes"}
    found = ENGINE.disagreement(known, "citations", ["yes", "no", None])
    assert not found.matters
    assert {verdicts for _, verdicts in found.readings} == {frozenset({"hybrid"})}


def test_not_sure_is_shown_but_differs_from_nothing() -> None:
    found = ENGINE.disagreement({"output_format": "yes"}, "change_rate", ["weekly", None])
    assert not found.matters
    assert dict(found.readings)["weekly"] == {"hybrid"}
    assert dict(found.readings)[None] > {"hybrid"}


def test_an_answer_already_given_to_the_fact_is_left_aside() -> None:
    asked = ENGINE.disagreement({"output_format": "yes", "change_rate": "never"}, "change_rate", ["weekly"])
    assert asked.readings == (("weekly", frozenset({"hybrid"})),)
