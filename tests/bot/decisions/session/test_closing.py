"""How a question closes, what stands then, and what is asked next."""

from __future__ import annotations

from collections.abc import Collection

import pytest

from bot.decisions.facts import Answers
from bot.decisions.session.events import Asked, Closed, Dropped, Finished, Settled
from bot.decisions.session.refusals import Reason, Refused
from bot.decisions.session.state import Ending, Stance, Status
from tests.bot.decisions.session.toy import FACTS, Led, ToyAdvisor, led


def test_alone_each_answer_closes_its_question_and_the_next_is_asked() -> None:
    one = led("ann", solo=True)
    happened = one.say("ann", rate="often")

    assert [type(what).__name__ for what in happened] == ["Answered", "Closed", "Asked"]
    first, second = one.state.rounds
    assert (first.ending, first.standing, first.closed_by) == (Ending.ALONE, "often", "ann")
    assert (second.fact, second.is_open) == ("style", True)


def test_it_finishes_by_itself_when_nothing_left_can_change_the_verdict() -> None:
    one = led("ann", solo=True)
    one.say("ann", rate="often")
    happened = one.say("ann", style="no")

    assert isinstance(happened[-1], Finished)
    assert (one.state.status, one.state.ended_early, one.state.current) == (Status.FINISHED, False, None)
    assert one.state.answers == {"rate": "often", "style": "no"}


def test_told_unasked_a_fact_is_settled_at_once_and_never_asked() -> None:
    one = led("ann", solo=True)
    happened = one.do("ann", lambda moves: moves.answer({"style": "yes", "cite": "no"}, words="no sources, our tone"))

    assert not [what for what in happened if isinstance(what, Asked)]
    state = one.state
    assert state.current is not None
    assert (state.current.number, state.current.fact) == (1, "rate")
    assert state.answers == {"style": "yes", "cite": "no"}
    assert state.rounds[1].stances["ann"].words == "no sources, our tone"


def test_a_question_that_cannot_matter_any_more_is_put_aside() -> None:
    one = led("ann", solo=True)
    happened = one.say("ann", style="no")

    assert [type(what).__name__ for what in happened] == ["Noted", "Dropped", "Finished"]
    assert one.state.rounds[0].ending is Ending.DROPPED
    assert one.state.unsure == frozenset()


def test_not_sure_settles_as_unknown_and_is_not_asked_again() -> None:
    one = led("ann", solo=True)
    one.say("ann", rate=None)
    assert one.state.unsure == {"rate"}
    for _ in range(3):
        current = one.state.current
        if current is not None:
            one.say("ann", **{current.fact: None})
    assert one.state.status is Status.FINISHED
    assert [round_.fact for round_ in one.state.rounds] == ["rate", "cite", "style", "weeks"]


def test_an_owner_alone_in_a_channel_waits_for_others_until_they_went_on_once() -> None:
    team = led("ann")
    team.say("ann", rate="seldom")
    assert team.state.current is not None
    assert team.state.current.fact == "rate"
    assert team.state.awaited == ("ann",)
    team.do("ann", lambda moves: moves.next(number=1))
    assert team.state.rounds[0].ending is Ending.NEXT
    team.say("ann", cite="no")
    assert [round_.ending for round_ in team.state.rounds] == [Ending.NEXT, Ending.QUORUM, None]


def test_it_closes_when_everybody_who_takes_part_has_answered() -> None:
    team = led("ann", "ben", "cleo")
    team.say("ann", rate="often")
    team.say("ben", rate="often")
    assert team.state.awaited == ("cleo",)
    team.say("cleo", rate=None)
    assert team.state.rounds[0].ending is Ending.QUORUM
    assert team.state.rounds[0].standing == "often"
    assert team.state.rounds[0].dissent == ()


def test_a_quorum_counts_answers_whoever_else_takes_part() -> None:
    team = led("ann", "ben", "cleo", quorum=2)
    team.say("ben", rate="often")
    assert team.state.rounds[0].is_open
    team.say("cleo", rate="often")
    assert team.state.rounds[0].ending is Ending.QUORUM


def test_people_change_their_mind_while_it_is_open_and_the_last_answer_counts() -> None:
    team = led("ann", "ben")
    team.say("ben", rate="never")
    team.say("ben", rate="often")
    team.say("ann", rate="often")
    assert {user: stance.value for user, stance in team.state.rounds[0].stances.items()} == {
        "ann": "often",
        "ben": "often",
    }


def test_a_difference_that_cannot_matter_is_settled_by_most_and_dissent_is_kept() -> None:
    team = led("ann", "ben", "cleo")
    team.say("ann", rate="seldom")
    team.say("ben", rate="never")
    team.say("cleo", rate="never")
    round_ = team.state.rounds[0]
    assert (round_.standing, round_.disputed, round_.settled_by) == ("never", False, None)
    assert [stance.user for stance in round_.dissent] == ["ann"]
    assert team.state.current is not None


def test_when_as_many_say_either_the_owner_counts_else_who_said_it_first() -> None:
    owner_said = led("ann", "ben")
    owner_said.say("ben", rate="never")
    owner_said.say("ann", rate="seldom")
    assert owner_said.state.rounds[0].standing == "seldom"

    owner_silent = led("ann", "ben", "cleo", quorum=2)
    owner_silent.say("ben", rate="never")
    owner_silent.say("cleo", rate="seldom")
    assert owner_silent.state.rounds[0].standing == "never"


def test_a_difference_that_matters_waits_for_the_owner_to_say_what_stands() -> None:
    team = led("ann", "ben")
    team.say("ben", rate="often")
    happened = team.say("ann", rate="never")

    assert happened[-1] == Closed(1, Ending.QUORUM, None, disputed=True)
    assert team.state.awaited == ("ann",)
    assert team.state.answers == {}
    with pytest.raises(Refused) as refused:
        team.do("ben", lambda moves: moves.settle("often"))
    assert refused.value.reason is Reason.NOT_OWNER
    with pytest.raises(Refused) as refused:
        team.do("ann", lambda moves: moves.next())
    assert refused.value.reason is Reason.DISPUTED

    team.do("ann", lambda moves: moves.settle("often", number=1))
    round_ = team.state.rounds[0]
    assert (round_.standing, round_.settled_by, [s.user for s in round_.dissent]) == ("often", "ann", ["ann"])
    assert team.state.current is not None
    assert team.state.current.fact == "style"


def test_what_the_owner_answers_to_a_disputed_question_stands() -> None:
    team = led("ann", "ben")
    team.say("ben", rate="often")
    team.say("ann", rate="never")
    with pytest.raises(Refused) as refused:
        team.say("ben", rate="never")
    assert refused.value.reason is Reason.CLOSED_QUESTION
    assert isinstance(team.say("ann", rate="never")[0], Settled)
    assert team.state.answers == {"rate": "never"}


def test_a_disputed_question_that_matters_no_longer_is_put_aside() -> None:
    team = _disputing_cite()
    happened = team.do("ann", lambda moves: moves.change("rate", "often"))
    assert Dropped(2) in happened
    assert team.state.current is not None
    assert team.state.current.fact == "style"


def test_a_dispute_that_comes_to_matter_no_longer_is_settled_by_most() -> None:
    class Keen(ToyAdvisor):
        """Asks for everything, whether it can change the verdict or not."""

        def relevant(self, answers: Answers, unsure: Collection[str] = ()) -> tuple[str, ...]:
            return tuple(name for name in FACTS if name not in answers and name not in unsure)

    team = _disputing_cite()
    team.advisor = Keen()
    happened = team.do("ann", lambda moves: moves.change("rate", "often"))
    assert Settled(2, "no", None) in happened
    assert (team.state.rounds[1].standing, team.state.rounds[1].settled_by) == ("no", None)


def _disputing_cite() -> Led:
    """A team that agrees on how often, and not on whether to cite."""
    team = led("ann", "ben")
    for person, cite in (("ann", "no"), ("ben", "yes")):
        team.say(person, rate="never", cite=cite)
    assert team.state.current is not None
    assert (team.state.current.fact, team.state.current.disputed) == ("cite", True)
    return team


def test_answers_given_early_count_when_their_question_comes() -> None:
    team = led("ann", "ben")
    team.say("ben", style="yes", rate="often")
    team.say("ann", style="yes")
    assert team.state.early["ann"]["style"].value == "yes"
    team.say("ann", rate="often")

    assert team.state.status is Status.FINISHED
    assert [(r.fact, r.standing, sorted(r.stances)) for r in team.state.rounds] == [
        ("rate", "often", ["ann", "ben"]),
        ("style", "yes", ["ann", "ben"]),
    ]
    assert team.state.early == {}


def test_when_time_is_over_the_answers_there_are_decide() -> None:
    team = led("ann", "ben", patience=3600)
    team.say("ben", rate="often")
    with pytest.raises(Refused) as refused:
        team.do(None, lambda moves: moves.expire())
    assert refused.value.reason is Reason.NOT_DUE
    team.later(3600)
    team.do(None, lambda moves: moves.expire())
    assert (team.state.rounds[0].ending, team.state.rounds[0].standing) == (Ending.DEADLINE, "often")
    current = team.state.current
    assert current is not None
    assert current.deadline == team.now + 3600


def test_when_time_is_over_and_nobody_answered_it_pauses_and_any_of_them_may_resume() -> None:
    team = led("ann", "ben", patience=3600)
    team.later(3601)
    team.do(None, lambda moves: moves.expire())
    assert (team.state.status, team.state.paused_by) == (Status.PAUSED, None)
    with pytest.raises(Refused) as refused:
        team.say("ben", rate="often")
    assert refused.value.reason is Reason.PAUSED
    with pytest.raises(Refused) as refused:
        team.do("eve", lambda moves: moves.resume())
    assert refused.value.reason is Reason.NOT_TAKING_PART
    team.do("ben", lambda moves: moves.resume())
    assert team.state.status is Status.OPEN
    assert team.state.rounds[0].deadline == team.now + 3600


def test_going_on_without_answers_leaves_it_unknown_and_skipping_does_whatever_was_said() -> None:
    team = led("ann", "ben")
    team.do("ann", lambda moves: moves.next())
    team.say("ben", cite="yes")
    team.do("ann", lambda moves: moves.skip())
    assert [(r.ending, r.standing) for r in team.state.rounds[:2]] == [(Ending.NEXT, None), (Ending.SKIPPED, None)]
    assert [stance.user for stance in team.state.rounds[1].dissent] == ["ben"]
    assert team.state.unsure == {"rate", "cite"}


def test_who_does_not_own_it_skips_for_themselves() -> None:
    team = led("ann", "ben")
    team.do("ben", lambda moves: moves.skip())
    assert team.state.rounds[0].stances["ben"].value is None
    assert team.state.rounds[0].is_open


def test_skipping_does_not_lose_what_somebody_answered() -> None:
    team = led("ann", "ben")
    team.say("ben", rate="often")
    with pytest.raises(Refused) as refused:
        team.do("ben", lambda moves: moves.skip())
    assert refused.value.reason is Reason.NOT_OWNER
    assert team.state.rounds[0].stances["ben"].value == "often"


def test_a_second_click_of_the_owner_settles_no_dispute_they_have_not_seen() -> None:
    team = led("ann", "ben")
    team.say("ben", rate="often")
    team.do("ann", lambda moves: moves.answer({"rate": "never"}, number=1))
    with pytest.raises(Refused) as refused:
        team.do("ann", lambda moves: moves.answer({"rate": "never"}, number=1))
    assert (refused.value.reason, refused.value.detail) == (Reason.DISPUTED, "rate")
    assert team.state.rounds[0].disputed
    team.say("ann", rate="seldom")
    assert team.state.rounds[0].settled_by == "ann"
    assert [stance.user for stance in team.state.rounds[0].dissent] == ["ben"]


@pytest.mark.parametrize("move", ["next", "skip"])
def test_a_second_click_on_the_same_button_does_not_close_the_next_question(move: str) -> None:
    team = led("ann", "ben")
    team.do("ann", lambda moves: getattr(moves, move)(number=1))
    with pytest.raises(Refused) as refused:
        team.do("ann", lambda moves: getattr(moves, move)(number=1))
    assert (refused.value.reason, refused.value.detail) == (Reason.CLOSED_QUESTION, "rate")
    assert team.state.rounds[1].is_open


def test_old_buttons_are_told_apart() -> None:
    one = led("ann", solo=True)
    one.say("ann", rate="seldom")
    one.do("ann", lambda moves: moves.back())
    for number, reason in ((1, Reason.OLD_QUESTION), (2, Reason.OLD_QUESTION), (9, Reason.OLD_QUESTION)):
        with pytest.raises(Refused) as refused:
            one.do("ann", lambda moves, number=number: moves.answer({"rate": "often"}, number=number))
        assert refused.value.reason is reason


def test_what_was_known_before_is_noted_with_who_said_it_and_not_asked() -> None:
    team = led("ann", facts={"rate": Stance("zoe", "often", 5.0, "we ship daily")})
    first = team.state.rounds[0]
    assert (first.ending, first.standing, first.stances["zoe"].words) == (Ending.KNOWN, "often", "we ship daily")
    assert team.state.participants == ("ann",)
    assert team.state.current is not None
    assert team.state.current.fact == "style"


def test_what_was_known_before_may_settle_it_all() -> None:
    assert led("ann", facts={"style": Stance("zoe", "no", 5.0)}).state.status is Status.FINISHED


def test_facts_of_a_closed_question_are_left_alone_and_the_rest_counts() -> None:
    team = led("ann", "ben")
    team.say("ann", rate="often")
    team.say("ben", rate="often")
    team.say("ben", rate="never", style="yes")
    assert team.state.answers == {"rate": "often"}
    assert team.state.rounds[1].stances["ben"].value == "yes"
    with pytest.raises(Refused) as refused:
        team.say("ben", rate="never")
    assert (refused.value.reason, refused.value.detail) == (Reason.CLOSED_QUESTION, "rate")


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        ({"colour": "red"}, Reason.UNKNOWN_FACT),
        ({"rate": "hourly"}, Reason.BAD_VALUE),
        ({"weeks": -1}, Reason.BAD_VALUE),
        ({"weeks": True}, Reason.BAD_VALUE),
        ({"rate": "often", "cite": "perhaps"}, Reason.BAD_VALUE),
    ],
)
def test_what_a_fact_cannot_take_is_refused_and_nothing_happens(given: dict[str, str], reason: Reason) -> None:
    team = led("ann", "ben")
    before = team.state
    with pytest.raises(Refused) as refused:
        team.say("ben", **given)
    assert refused.value.reason is reason
    assert refused.value.detail
    assert team.state == before
