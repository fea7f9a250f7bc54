"""The board: rules that bear, what still matters to each framework, the panel's own rule, and close calls."""

from __future__ import annotations

from typing import Any

from bot.decisions.assessment import Assessment, Board
from bot.decisions.conditions import AllOf
from bot.decisions.engine import Engine
from bot.decisions.frameworks import FirstThatHolds, Framework, Gates, Matrix, Panel, Rule, Tally
from tests.bot.decisions.matters import COMPLETE, fact, is_, matter, rule, shipped, than

ENGINE = Engine(shipped())
TUNE = {**COMPLETE, "labelled_examples": 9000}


def _of(board: Board, name: str) -> Assessment:
    return next(each for each in board.assessments if each.framework.name == name)


def _single(method: Any, first: tuple[Rule, ...] = ()) -> Engine:
    facts = [fact(name, "yes no") for name in "abc"] + [fact("n")]
    return Engine(matter("m", facts, "v w u", [Framework("f", "F", method, first=first)]))


def test_votes_that_hold_bear_on_both_sides() -> None:
    board = ENGINE.board({"citations": "yes", "output_format": "yes", "narrow_task": "no"})
    assert [each.outcome.verdict for each in _of(board, "honest-take").fired] == ["rag", "fine_tune"]
    assert _of(board, "honest-take").needs == ("change_rate", "weeks_to_launch", "budget_usd")


def test_a_first_rule_that_decides_is_all_that_bears() -> None:
    board = ENGINE.board({"citations": "yes", "output_format": "yes", "latency": "seconds"})
    five = _of(board, "five-questions")
    assert [each.outcome.verdict for each in five.fired] == ["hybrid"]
    assert five.needs == ()


def test_a_rule_bears_while_an_earlier_one_is_open_but_not_after_one_that_holds() -> None:
    first, second, third = rule(is_("a"), "v"), rule(is_("b"), "v"), rule(is_("c"), "w")
    last = rule(None, "u")
    engine = _single(FirstThatHolds((first, second, third, last)))
    assert engine.board({"b": "yes", "c": "yes"}).assessments[0].fired == (second,)
    assert engine.board({"b": "yes"}).verdicts == {"v"}
    assert engine.board({"a": "no", "b": "no"}).assessments[0].fired == ()
    assert engine.board({"a": "no", "b": "no", "c": "no"}).assessments[0].fired == (last,)


def test_a_tie_and_a_tally_without_votes_are_said_once_they_decide() -> None:
    votes, tied, none = (rule(is_("a"), "v"), rule(is_("b"), "w")), rule(None, "u"), rule(None, "w")
    engine = _single(Tally(votes, tied, none))
    assert engine.board({"a": "yes", "b": "yes"}).assessments[0].fired == (*votes, tied)
    assert engine.board({"a": "no", "b": "no"}).assessments[0].fired == (none,)
    assert engine.board({"a": "yes"}).assessments[0].fired == votes[:1]


def test_a_gate_bears_when_it_rules_out_what_was_preferred() -> None:
    over_v, over_w = rule(is_("a"), "v", out=("v",)), rule(is_("b"), "v", out=("w",))
    last = rule(None, "u")
    engine = _single(Gates(("v", "w"), (over_v, over_w), last))
    assert engine.board({"a": "no", "b": "yes"}).assessments[0].fired == ()
    assert engine.board({"a": "yes", "b": "no"}).assessments[0].fired == (over_v,)
    assert engine.board({"a": "yes", "b": "yes"}).assessments[0].fired == (over_v, over_w, last)


def test_a_cell_speaks_once_its_axes_are_known() -> None:
    cells: dict[tuple[bool, ...], Rule] = {
        (x, y): rule(None, "v" if x and y else "w") for x in (True, False) for y in (True, False)
    }
    engine = _single(Matrix((("a", is_("a")), ("b", AllOf((is_("b"),)))), cells))
    assert engine.board({"a": "no"}).verdicts == {"w"}
    assert engine.board({"a": "no"}).assessments[0].fired == ()
    assert engine.board({"a": "no", "b": "yes"}).assessments[0].fired == (cells[False, True],)


def test_the_panels_own_rule_and_variant_are_named_when_it_decides_for_certain() -> None:
    board = ENGINE.board({"change_rate": "daily", "domain_reasoning": "yes"})
    assert board.settled
    assert board.rule == ENGINE.matter.panel.first[0]
    assert board.verdicts == {"hybrid"}
    assert board.variant == "rag_layer_first"
    assert ENGINE.board({"change_rate": "daily"}).rule is None


def test_a_variant_is_the_panels_when_all_frameworks_of_its_verdict_share_it() -> None:
    def said(*variants: str | None) -> Engine:
        methods = [FirstThatHolds((rule(None, "v", variant),)) for variant in variants]
        listed = [Framework(f"f{at}", "F", method) for at, method in enumerate(methods)]
        return Engine(matter("m", [fact("a", "yes no")], "v w", listed))

    assert said("small", "small").board({}).variant == "small"
    assert said("small", None).board({}).variant is None
    assert ENGINE.board(TUNE).variant is None


def test_a_clear_verdict_is_not_called_close() -> None:
    board = ENGINE.board(TUNE)
    assert board.verdicts == {"fine_tune"}
    assert board.close is None
    assert ENGINE.board({}).close is None


def test_one_framework_ahead_is_a_close_call() -> None:
    board = ENGINE.board({**TUNE, "cost_shape": "low_upfront", "team": "data_engineering"})
    assert board.verdicts == {"fine_tune"}
    assert board.close == "Fine tune is ahead of Rag by one framework, 3 to 2."


def test_a_tie_is_a_close_call() -> None:
    listed = [Framework(name, name, FirstThatHolds((rule(None, verdict),))) for name, verdict in ("av", "bw", "cu")]
    engine = Engine(matter("m", [fact("a", "yes no")], "v w u", listed, Panel((), {"u": "w"}, ("w", "v"))))
    assert engine.board({}).close == "W is ahead of V by one framework, 2 to 1."
    engine = Engine(matter("m", [fact("a", "yes no")], "v w u", listed, Panel((), {}, ("w",))))
    assert engine.board({}).verdicts == {"w"}
    assert engine.board({}).close == "W is tied with V and U at 1 of 3 frameworks, and goes first in a tie."


def test_one_framework_alone_is_no_close_call_but_a_number_near_its_threshold_is() -> None:
    engine = _single(FirstThatHolds((rule(than("n", "<", 100), "v"), rule(None, "w"))))
    assert engine.board({"n": 50}).close is None
    assert engine.board({"n": 95}).close == "N is 95; at 100 the verdict would be W."
    assert engine.board({"n": 105}).close == "N is 105; at 99 the verdict would be V."
