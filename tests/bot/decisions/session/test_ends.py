"""The end: finishing with what is known, the record, the review, and what takes a decision's place."""

from __future__ import annotations

import pytest

from bot.decisions.grounds import GroundChange, How
from bot.decisions.rethinking import Outlook
from bot.decisions.session.events import Started
from bot.decisions.session.moves import start
from bot.decisions.session.refusals import Reason, Refused
from bot.decisions.session.state import Ending, Status
from tests.bot.decisions.session.test_changing import finished, refusal
from tests.bot.decisions.session.toy import ToyAdvisor, led


def test_the_owner_ends_it_with_what_is_known_and_answers_given_so_far_count() -> None:
    team = led("ann", "ben")
    team.say("ben", rate="often")
    team.do("ann", lambda moves: moves.finish())
    assert (team.state.status, team.state.ended_early) == (Status.FINISHED, True)
    assert team.state.answers == {"rate": "often"}
    assert team.state.current is None
    assert refusal(team, "ann", lambda moves: moves.finish()) is Reason.ENDED


def test_where_people_differ_and_it_matters_ending_leaves_it_unknown() -> None:
    team = led("ann", "ben", "cleo")
    team.say("ben", rate="often")
    team.say("cleo", rate="never")
    team.do("ann", lambda moves: moves.finish())
    assert team.state.answers == {}
    assert team.state.rounds[0].ending is Ending.DROPPED
    assert set(team.state.rounds[0].stances) == {"ben", "cleo"}


def test_what_was_told_ahead_counts_when_the_owner_ends_it() -> None:
    team = led("ann", "ben", "cleo")
    team.say("ann", weeks=9)
    team.say("ben", style="yes")
    team.say("cleo", style="no")
    team.do("ann", lambda moves: moves.finish())
    assert team.state.answers == {"weeks": 9}
    counted, differed = team.state.rounds[1:]
    assert (counted.fact, counted.ending, set(counted.stances)) == ("weeks", Ending.AHEAD, {"ann"})
    assert (differed.fact, differed.ending) == ("style", Ending.DROPPED)


def test_what_was_told_ahead_is_kept_though_it_was_never_needed() -> None:
    team = led("ann", "ben")
    team.say("ann", weeks=9)
    for fact, value in (("rate", "often"), ("style", "no")):
        team.say("ann", **{fact: value})
        team.say("ben", **{fact: value})
    assert team.state.status is Status.FINISHED
    assert team.state.answers == {"rate": "often", "style": "no", "weeks": 9}
    assert team.state.ended_early is False


def test_a_record_has_one_number_for_good() -> None:
    team = led("ann", "ben")
    assert refusal(team, "ann", lambda moves: moves.record(1)) is Reason.NOT_FINISHED
    team = finished("ann", "ben")
    team.do("ann", lambda moves: moves.record(3))
    assert (team.state.number, team.state.recorded_at) == (3, team.now)
    assert refusal(team, "ann", lambda moves: moves.record(4)) is Reason.RECORDED


def test_a_review_comes_due_once_and_can_be_set_again() -> None:
    team = finished("ann", "ben")
    at = team.now + 90 * 86400
    team.do("ann", lambda moves: moves.set_review(at))
    assert team.do("ann", lambda moves: moves.set_review(at)) == ()
    assert refusal(team, None, lambda moves: moves.review_due()) is Reason.NOT_DUE
    team.later(90 * 86400)
    team.do(None, lambda moves: moves.review_due())
    assert team.state.review_due_at == team.now
    assert refusal(team, None, lambda moves: moves.review_due()) is Reason.NOT_DUE
    assert refusal(team, "ann", lambda moves: moves.set_review(at)) is Reason.BAD_VALUE
    team.do("ann", lambda moves: moves.set_review(team.now + 5))
    assert team.state.review_due_at is None
    team.do("ann", lambda moves: moves.set_review(None))
    assert refusal(team, None, lambda moves: moves.review_due()) is Reason.NOT_DUE


def test_changed_articles_are_kept_with_the_decisions_that_rest_on_them() -> None:
    team = finished("ann", "ben")
    first, second = GroundChange("a.md", "Cost", How.CHANGED, "1"), GroundChange("b.md", "Cost", How.REMOVED, "")
    team.do(None, lambda moves: moves.grounds_changed([first], Outlook(("tune",), same=False)))
    team.do(None, lambda moves: moves.grounds_changed([second, first], after=1))
    assert team.state.changed_documents == ("a.md", "b.md")
    assert [shift.changes for shift in team.state.shifts] == [(first,), (second, first)]
    assert team.state.shifts[0].outlook == Outlook(("tune",), same=False)
    assert team.state.grounds_changed_at == team.now
    assert team.do(None, lambda moves: moves.grounds_changed([])) == ()
    assert refusal(team, None, lambda moves: moves.grounds_changed([second], after=1)) is Reason.NOT_DUE
    assert refusal(led("ann"), None, lambda moves: moves.grounds_changed([first])) is Reason.NOT_FINISHED


def test_one_decision_takes_the_place_of_another_until_it_is_cancelled() -> None:
    team = finished("ann", "ben")
    team.do(None, lambda moves: moves.supersede("d2"))
    assert refusal(team, None, lambda moves: moves.supersede("d3")) is Reason.SUPERSEDED
    assert team.do(None, lambda moves: moves.stand_again("d3")) == ()
    team.do(None, lambda moves: moves.stand_again("d2"))
    assert team.state.superseded_by is None
    assert refusal(led("ann"), None, lambda moves: moves.supersede("d2")) is Reason.NOT_FINISHED


def test_its_place_in_slack_is_told_once() -> None:
    team = led("ann")
    team.do(None, lambda moves: moves.place("1.5"))
    assert team.do(None, lambda moves: moves.place("1.6")) == ()
    assert team.state.root_ts == "1.5"


@pytest.mark.parametrize(
    ("topic", "kept"), [("  Support\n bot ", "Support bot"), ("a\0b", "ab"), ("a\ud800b", "ab"), ("", "")]
)
def test_a_topic_is_one_line_that_a_database_can_hold(topic: str, kept: str) -> None:
    place = {"id": "d1", "team": "T1", "channel": "C1", "owner": "ann", "solo": False, "now": 1.0}
    started = start(ToyAdvisor(), topic=topic, **place)[0]  # type: ignore[arg-type]
    assert isinstance(started, Started)
    assert started.topic == kept


def test_a_decision_does_not_begin_with_settings_out_of_range() -> None:
    with pytest.raises(Refused) as refused:
        led("ann", quorum=0)
    assert refused.value.reason is Reason.BAD_VALUE
