"""Changing what was said: back, change, and what becomes of a decision that is finished."""

from __future__ import annotations

import pytest

from bot.decisions.session.events import Finished, Reopened
from bot.decisions.session.refusals import Reason, Refused
from bot.decisions.session.state import Ending, Status
from tests.bot.decisions.session.toy import Led, led


def finished(*people: str, solo: bool = False) -> Led:
    """A decision whose facts are ``rate`` often and ``style`` no."""
    made = led(*people, solo=solo)
    for fact, value in (("rate", "often"), ("style", "no")):
        for person in people:
            made.say(person, **{fact: value})
    assert made.state.status is Status.FINISHED
    return made


def refusal(made: Led, by: str | None, move: object) -> Reason:
    with pytest.raises(Refused) as refused:
        made.do(by, move)  # type: ignore[arg-type]
    return refused.value.reason


def test_back_asks_the_question_before_again_and_then_the_one_before_that() -> None:
    one = led("ann", solo=True)
    one.say("ann", rate="seldom")
    one.say("ann", cite="no")
    one.do("ann", lambda moves: moves.back())
    assert one.state.rounds[2].ending is Ending.DROPPED
    assert one.state.current is not None
    assert one.state.current.fact == "cite"
    assert one.state.answers == {"rate": "seldom", "cite": "no"}
    one.do("ann", lambda moves: moves.back())
    assert one.state.current is not None
    assert one.state.current.fact == "rate"
    assert refusal(one, "ann", lambda moves: moves.back()) is Reason.NOTHING_BEFORE

    one.say("ann", rate="often")
    assert one.state.answers == {"rate": "often", "cite": "no"}
    assert one.state.current is not None
    assert one.state.current.fact == "style"


def test_closed_rounds_stay_as_they_were_when_a_fact_is_asked_again() -> None:
    one = led("ann", solo=True)
    one.say("ann", rate="seldom")
    first = one.state.rounds[0]
    one.do("ann", lambda moves: moves.back())
    one.say("ann", rate="often")
    assert one.state.rounds[0] == first
    assert one.state.latest["rate"].number == 3


def test_asked_again_and_not_answered_what_stood_before_stands() -> None:
    team = led("ann", "ben")
    for person in ("ann", "ben"):
        team.say(person, rate="often")
    team.do("ann", lambda moves: moves.back())
    team.do("ann", lambda moves: moves.next())
    assert team.state.answers == {"rate": "often"}


def test_answers_of_a_question_put_aside_count_when_it_comes_again() -> None:
    team = led("ann", "ben")
    for person in ("ann", "ben"):
        team.say(person, rate="often")
    team.say("ben", style="yes")
    team.do("ann", lambda moves: moves.back())
    team.do("ann", lambda moves: moves.next())
    assert team.state.current is not None
    assert team.state.current.fact == "style"
    assert team.state.current.stances["ben"].value == "yes"


def test_the_last_answer_can_be_taken_back_though_it_finished_the_decision() -> None:
    one = finished("ann", solo=True)
    happened = one.do("ann", lambda moves: moves.back())
    assert isinstance(happened[0], Reopened)
    assert one.state.status is Status.OPEN
    one.say("ann", style="yes")
    assert one.state.status is Status.FINISHED
    assert one.state.answers["style"] == "yes"


def test_a_changed_answer_is_a_new_round_and_others_views_are_kept_as_dissent() -> None:
    team = finished("ann", "ben")
    happened = team.do("ann", lambda moves: moves.change("style", "yes", words="on reflection"))
    assert [type(what).__name__ for what in happened] == ["Reopened", "Noted", "Finished"]
    round_ = team.state.latest["style"]
    assert (round_.ending, round_.standing, round_.closed_by) == (Ending.CHANGED, "yes", "ann")
    assert [stance.user for stance in round_.dissent] == ["ben"]
    assert round_.stances["ann"].words == "on reflection"


def test_a_change_after_which_more_must_be_known_asks_it() -> None:
    team = finished("ann", "ben")
    team.do("ann", lambda moves: moves.change("style", "yes"))
    team.do("ann", lambda moves: moves.change("rate", "never"))
    assert team.state.status is Status.OPEN
    assert team.state.current is not None
    assert team.state.current.fact == "cite"


def test_a_change_leaves_a_decision_ended_that_the_owner_ended_early() -> None:
    team = led("ann", "ben")
    team.do("ann", lambda moves: moves.finish())
    assert (team.state.status, team.state.ended_early) == (Status.FINISHED, True)
    happened = team.do("ann", lambda moves: moves.change("cite", "yes"))
    assert happened[-1] == Finished(early=True)
    assert team.state.answers == {"cite": "yes"}
    team.do("ann", lambda moves: moves.change("style", "no"))
    assert team.state.ended_early is False


def test_changing_to_what_stands_changes_nothing() -> None:
    team = finished("ann", "ben")
    assert team.do("ann", lambda moves: moves.change("style", "no")) == ()


def test_changing_to_not_sure_makes_it_unknown_again() -> None:
    team = finished("ann", "ben")
    team.do("ann", lambda moves: moves.change("style", None))
    assert team.state.unsure == {"style"}
    assert team.state.status is Status.FINISHED


def test_who_does_not_own_it_changes_open_answers_of_their_own_only() -> None:
    team = led("ann", "ben", "cleo")
    team.do("ben", lambda moves: moves.change("rate", "often"))
    team.do("ben", lambda moves: moves.change("style", "yes"))
    assert team.state.rounds[0].stances["ben"].value == "often"
    for person in ("ann", "cleo"):
        team.say(person, rate="often")
    assert refusal(team, "ben", lambda moves: moves.change("rate", "never")) is Reason.NOT_OWNER
    assert refusal(team, "ben", lambda moves: moves.back()) is Reason.NOT_OWNER


def test_a_recorded_decision_is_not_edited() -> None:
    team = finished("ann", "ben")
    team.do("ann", lambda moves: moves.record(7))
    for move in (lambda moves: moves.change("style", "yes"), lambda moves: moves.back()):
        assert refusal(team, "ann", move) is Reason.RECORDED


def test_a_superseded_decision_is_not_edited() -> None:
    team = finished("ann", "ben")
    team.do(None, lambda moves: moves.supersede("d2"))
    assert refusal(team, "ann", lambda moves: moves.change("style", "yes")) is Reason.SUPERSEDED
    assert refusal(team, "ann", lambda moves: moves.record(1)) is Reason.SUPERSEDED


def test_nothing_is_changed_while_it_is_paused_or_after_it_was_cancelled() -> None:
    one = led("ann", solo=True)
    one.say("ann", rate="seldom")
    one.do("ann", lambda moves: moves.pause())
    for move in (lambda moves: moves.change("rate", "often"), lambda moves: moves.back()):
        assert refusal(one, "ann", move) is Reason.PAUSED
    one.do("ann", lambda moves: moves.cancel())
    for move in (lambda moves: moves.change("rate", "often"), lambda moves: moves.back()):
        assert refusal(one, "ann", move) is Reason.ENDED
