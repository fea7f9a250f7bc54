"""Who takes part, who owns it, and what is theirs to do."""

from __future__ import annotations

import pytest

from bot.decisions.session.events import HandedOver
from bot.decisions.session.refusals import Reason, Refused
from bot.decisions.session.state import Ending, Status
from bot.decisions.session.steering import SILENCE_SECONDS
from tests.bot.decisions.session.test_changing import finished, refusal
from tests.bot.decisions.session.toy import led


def test_who_answers_takes_part() -> None:
    team = led("ann")
    team.say("ben", rate="often")
    assert team.state.participants == ("ann", "ben")


def test_who_joins_late_is_waited_for_from_then_on() -> None:
    team = led("ann", "ben")
    team.say("ben", rate="often")
    team.do("cleo", lambda moves: moves.join())
    team.say("ann", rate="often")
    assert team.state.awaited == ("cleo",)
    assert team.do("cleo", lambda moves: moves.join()) == ()


def test_who_leaves_is_not_waited_for_and_takes_their_open_answers_along() -> None:
    team = led("ann", "ben", "cleo")
    team.say("ben", rate="never", style="yes")
    team.say("ann", rate="often")
    team.say("cleo", style="no")
    team.do("ben", lambda moves: moves.leave())
    assert list(team.state.rounds[0].stances) == ["ann"]
    assert list(team.state.early) == ["cleo"]
    team.do("cleo", lambda moves: moves.leave())
    assert team.state.rounds[0].is_open
    assert team.state.participants == ("ann",)
    assert team.do("eve", lambda moves: moves.leave()) == ()


def test_a_question_closes_when_the_only_one_it_waited_for_leaves() -> None:
    team = led("ann", "ben", "cleo")
    team.say("ann", rate="often")
    team.say("ben", rate="often")
    team.do("cleo", lambda moves: moves.leave())
    assert team.state.rounds[0].ending is Ending.QUORUM


def test_the_owner_hands_over_and_the_other_one_decides_from_then_on() -> None:
    team = led("ann", "ben")
    team.do("ann", lambda moves: moves.hand_over("dora"))
    assert (team.state.owner, team.state.participants) == ("dora", ("ann", "ben", "dora"))
    assert refusal(team, "ann", lambda moves: moves.next()) is Reason.NOT_OWNER
    assert refusal(team, "dora", lambda moves: moves.hand_over("dora")) is Reason.ALREADY_OWNER
    team.do("dora", lambda moves: moves.next())


def test_nobody_takes_over_while_the_owner_has_time() -> None:
    team = led("ann", "ben", patience=3600)
    assert refusal(team, "ben", lambda moves: moves.take_over()) is Reason.OWNER_PRESENT
    assert refusal(team, "eve", lambda moves: moves.take_over()) is Reason.NOT_TAKING_PART
    assert refusal(team, "ann", lambda moves: moves.take_over()) is Reason.ALREADY_OWNER


@pytest.mark.parametrize(("patience", "silent"), [(3600.0, 3600.0), (None, SILENCE_SECONDS)])
def test_one_takes_over_from_an_owner_who_is_silent_past_the_deadline(patience: float | None, silent: float) -> None:
    team = led("ann", "ben", patience=patience)
    team.later(silent)
    assert team.do("ben", lambda moves: moves.take_over()) == (HandedOver("ben", taken=True),)
    assert team.state.owner == "ben"


def test_one_takes_over_from_an_owner_who_left() -> None:
    team = led("ann", "ben")
    team.do("ann", lambda moves: moves.leave())
    team.do("ben", lambda moves: moves.take_over())
    team.do("ben", lambda moves: moves.next())
    assert team.state.rounds[0].closed_by == "ben"


def test_a_dispute_does_not_wait_for_ever_for_an_owner_who_is_gone() -> None:
    team = led("ann", "ben", "cleo")
    for person, rate in (("ann", "often"), ("ben", "never"), ("cleo", "never")):
        team.say(person, rate=rate)
    team.later(SILENCE_SECONDS + 1)
    team.do("ben", lambda moves: moves.take_over())
    team.do("ben", lambda moves: moves.settle("never"))
    assert [stance.user for stance in team.state.rounds[0].dissent] == ["ann"]


def test_a_finished_decision_can_change_hands_so_that_somebody_records_it() -> None:
    team = finished("ann", "ben")
    assert refusal(team, "ben", lambda moves: moves.record(1)) is Reason.NOT_OWNER
    assert refusal(team, "ben", lambda moves: moves.take_over()) is Reason.OWNER_PRESENT
    team.later(SILENCE_SECONDS + 1)
    team.do("ben", lambda moves: moves.take_over())
    team.do("ben", lambda moves: moves.record(1))
    assert team.state.number == 1


@pytest.mark.parametrize("move", ["next", "pause", "cancel", "finish"])
def test_only_the_owner_steers(move: str) -> None:
    team = led("ann", "ben")
    with pytest.raises(Refused) as refused:
        team.do("ben", lambda moves: getattr(moves, move)())
    assert (refused.value.reason, refused.value.detail) == (Reason.NOT_OWNER, "ann")


def test_anothers_pause_is_theirs_to_end() -> None:
    team = led("ann", "ben")
    team.do("ann", lambda moves: moves.pause())
    assert refusal(team, "ben", lambda moves: moves.resume()) is Reason.NOT_OWNER
    assert refusal(team, "ben", lambda moves: moves.answer({"rate": "often"})) is Reason.PAUSED
    team.do("ben", lambda moves: moves.leave())
    team.do("ann", lambda moves: moves.resume())
    assert refusal(team, "ann", lambda moves: moves.resume()) is Reason.NOT_PAUSED


@pytest.mark.parametrize("move", ["join", "next", "cancel", "back", "finish", "pause"])
def test_what_is_one_persons_is_nobody_elses(move: str) -> None:
    one = led("ann", solo=True)
    assert refusal(one, "ben", lambda moves: getattr(moves, move)()) is Reason.NOT_YOURS
    assert refusal(one, None, lambda moves: getattr(moves, move)()) is Reason.NOT_TAKING_PART


def test_one_person_needs_no_team() -> None:
    one = led("ann", solo=True, patience=3600)
    assert one.state.rounds[0].deadline is None
    for move in (
        lambda moves: moves.leave(),
        lambda moves: moves.hand_over("ben"),
        lambda moves: moves.take_over(),
        lambda moves: moves.configure(quorum=2),
    ):
        assert refusal(one, "ann", move) is Reason.SOLO


def test_a_new_patience_counts_from_now_and_a_new_quorum_may_close_at_once() -> None:
    team = led("ann", "ben", patience=3600)
    team.say("ben", rate="often")
    team.do("ann", lambda moves: moves.configure(patience=7200))
    assert team.state.rounds[0].deadline == team.now + 7200
    assert team.do("ann", lambda moves: moves.configure(patience=7200)) == ()
    team.do("ann", lambda moves: moves.configure(quorum=1))
    assert team.state.rounds[0].ending is Ending.QUORUM
    assert (team.state.quorum, team.state.patience) == (1, 7200)
    team.do("ann", lambda moves: moves.configure(quorum=None, patience=None))
    assert team.state.current is not None
    assert team.state.current.deadline is None


@pytest.mark.parametrize("setting", [{"quorum": 0}, {"quorum": 10**6}, {"patience": 1}, {"patience": 1e12}])
def test_settings_out_of_range_are_refused(setting: dict[str, float]) -> None:
    team = led("ann", "ben")
    assert refusal(team, "ann", lambda moves: moves.configure(**setting)) is Reason.BAD_VALUE


def test_a_decision_is_cancelled_once_and_nothing_happens_to_it_then() -> None:
    team = led("ann", "ben")
    team.do("ann", lambda moves: moves.cancel())
    assert team.state.status is Status.CANCELLED
    for move in ("cancel", "join", "leave", "next", "pause", "resume", "finish", "skip"):
        assert refusal(team, "ann", lambda moves, move=move: getattr(moves, move)()) is Reason.ENDED
    assert refusal(team, "ann", lambda moves: moves.hand_over("ben")) is Reason.ENDED
