"""The desk: each request has one effect, whoever else is at it, and what was kept is all there is."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from typing import Any

import pytest

from bot.decisions.session.events import Asked, Closed, Unchanged
from bot.decisions.session.refusals import Reason, Refused
from bot.decisions.session.state import Decision, Stance, Status
from bot.slack.decisions.desk import Acted, Desk
from bot.slack.decisions.ledger import short_id
from tests.bot.decisions.session.house import BACKENDS, Ground, House, ground
from tests.bot.decisions.session.toy import ToyShelf


@pytest.fixture(scope="module", params=BACKENDS)
def database(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ground]:
    with ground(request.param, tmp_path_factory.mktemp("desk")) as made:
        yield made


@pytest.fixture
def house(database: Ground) -> Iterator[House]:
    made = House(database)
    yield made
    made.close()


@pytest.fixture
def desk(house: House) -> Desk:
    return house.desk()


async def say(house: House, desk: Desk, decision: Decision, by: str, **given: Any) -> Acted:
    return await desk.act(decision.id, house.key(), by, lambda moves: moves.answer(given))


async def finished(house: House, desk: Desk, **settings: Any) -> Decision:
    acted = await house.opened(desk, "ann", facts={"style": Stance("ann", "no", 1.0)}, **settings)
    assert acted.after.status is Status.FINISHED
    return acted.after


class Forgetful(ToyShelf):
    """Cannot make a version from its files any more."""

    def restore(self, sources: Any) -> Any:
        return []


def reason(outcome: object) -> Reason:
    assert isinstance(outcome, Refused)
    return outcome.reason


# Opening.


async def test_a_decision_begins_with_its_first_question_and_is_found_again(house: House, desk: Desk) -> None:
    acted = await house.opened(desk, "ann", root_ts="1.1", patience=3600.0)
    assert isinstance(acted.happened[-1], Asked)
    found = await house.desk().get(acted.after.id, house.team)
    assert found == acted.after
    assert await desk.in_thread(house.team, "C1", "1.1") == found
    assert await desk.get(acted.after.id, "another team") is None
    assert await desk.get("nothing") is None
    assert await desk.in_thread(house.team, "C1", "2.2") is None


async def test_one_request_opens_one_decision(house: House, desk: Desk) -> None:
    key, desks = house.key(), [desk, house.desk()]
    results = await asyncio.gather(*(house.opened(desks[n % 2], "ann", key=key) for n in range(4)))
    assert len({acted.after.id for acted in results}) == 1
    assert sorted(acted.repeated for acted in results) == [False, True, True, True]
    assert len(await desk.listed(house.team)) == 1


async def test_a_thread_has_one_open_decision(house: House, desk: Desk) -> None:
    desks = [desk, house.desk()]
    tries = (house.opened(desks[n % 2], f"user{n}", root_ts="1.1") for n in range(4))
    results = await asyncio.gather(*tries, return_exceptions=True)
    [opened] = [acted for acted in results if isinstance(acted, Acted)]
    for refused in results:
        if isinstance(refused, Refused):
            assert (refused.reason, refused.detail) == (Reason.THREAD_TAKEN, opened.after.id)
    await desk.act(opened.after.id, house.key(), opened.after.owner, lambda moves: moves.cancel())
    again = await house.opened(desk, "ben", root_ts="1.1")
    assert await desk.in_thread(house.team, "C1", "1.1") == again.after


async def test_a_finished_decision_is_not_opened_again_where_another_one_is_open(house: House, desk: Desk) -> None:
    old = await finished(house, desk, root_ts="1.1")
    new = await house.opened(desk, "ben", root_ts="1.1")
    with pytest.raises(Refused) as refused:
        await desk.act(old.id, house.key(), "ann", lambda moves: moves.back())
    assert (refused.value.reason, refused.value.detail) == (Reason.THREAD_TAKEN, new.after.id)


async def test_the_message_its_thread_hangs_on_is_told_later(house: House, desk: Desk) -> None:
    acted = await house.opened(desk, "ann")
    await desk.act(acted.after.id, "place", None, lambda moves: moves.place("7.7"))
    found = await desk.in_thread(house.team, "C1", "7.7")
    assert found is not None
    assert found.id == acted.after.id


async def test_an_id_that_is_taken_is_not_used_again(house: House) -> None:
    ids = iter(["same", "same", "other"])
    made = house.desk()
    desk = Desk(house.stores[-1].decisions, ToyShelf(), lambda: house.now, lambda: f"{house.team[:8]}{next(ids)}")
    first, second = await house.opened(made, "ann"), await house.opened(desk, "ann")
    third = await house.opened(desk, "ann")
    assert len({acted.after.id for acted in (first, second, third)}) == 3
    assert len(short_id()) == 6


async def test_what_cannot_begin_leaves_nothing(house: House, desk: Desk) -> None:
    with pytest.raises(LookupError):
        await house.opened(desk, "ann", matter="nothing of the kind")
    with pytest.raises(Refused) as refused:
        await house.opened(desk, "ann", facts={"colour": Stance("ann", "red", 1.0)})
    assert refused.value.reason is Reason.UNKNOWN_FACT
    assert await desk.listed(house.team) == []


# Moving.


async def test_a_request_that_comes_again_does_nothing(house: House, desk: Desk) -> None:
    decision = (await house.opened(desk, "ann", "ben")).after
    first = await desk.act(decision.id, "click", "ben", lambda moves: moves.answer({"rate": "often"}))
    await say(house, desk, decision, "ben", rate="never")
    again = await house.desk().act(decision.id, "click", "ben", lambda moves: moves.answer({"rate": "often"}))

    assert (first.repeated, again.repeated, again.happened) == (False, True, ())
    assert again.before == again.after
    assert again.after.rounds[0].stances["ben"].value == "never"


async def test_a_request_that_changed_nothing_cannot_come_to_mean_something(house: House, desk: Desk) -> None:
    decision = (await house.opened(desk, "ann", "ben")).after
    acted = await desk.act(decision.id, "join again", "ben", lambda moves: moves.join())
    assert acted.happened == ()
    assert (await desk.history(decision.id))[-1].what == Unchanged()
    await desk.act(decision.id, house.key(), "ben", lambda moves: moves.leave())
    again = await desk.act(decision.id, "join again", "ben", lambda moves: moves.join())
    assert again.repeated
    assert again.after.participants == ("ann",)


async def test_what_is_refused_leaves_nothing(house: House, desk: Desk) -> None:
    decision = (await house.opened(desk, "ann")).after
    with pytest.raises(Refused):
        await desk.act(decision.id, "k", "ben", lambda moves: moves.next())
    assert await desk.get(decision.id) == decision
    with pytest.raises(Refused) as refused:
        await desk.act("nothing", "k", "ben", lambda moves: moves.next())
    assert refused.value.reason is Reason.NO_SUCH_DECISION


async def test_people_who_answer_at_once_all_count_and_the_question_closes_once(house: House, desk: Desk) -> None:
    people = [f"user{n}" for n in range(8)]
    decision = (await house.opened(desk, *people)).after
    desks = [desk, house.desk()]
    await asyncio.gather(*(say(house, desks[n % 2], decision, user, rate="often") for n, user in enumerate(people)))

    state = await desk.get(decision.id)
    assert state is not None
    assert sorted(state.rounds[0].stances) == people
    happened = [event.what for event in await desk.history(decision.id)]
    assert [type(what) for what in happened].count(Closed) == 1
    assert [round_.fact for round_ in state.rounds] == ["rate", "style"]


async def test_two_clicks_at_once_close_one_question(house: House, desk: Desk) -> None:
    decision = (await house.opened(desk, "ann", "ben")).after
    desks = [desk, house.desk()]
    clicks = (d.act(decision.id, house.key(), "ann", lambda moves: moves.next(number=1)) for d in desks)
    results = await asyncio.gather(*clicks, return_exceptions=True)
    [refused] = [result for result in results if not isinstance(result, Acted)]
    assert reason(refused) is Reason.CLOSED_QUESTION
    state = await desk.get(decision.id)
    assert state is not None
    assert [round_.is_open for round_ in state.rounds] == [False, True]


# Records, and what supersedes what.


async def test_records_made_at_once_are_numbered_without_gaps(house: House, desk: Desk) -> None:
    desks = [desk, house.desk()]
    made = [await finished(house, desk) for _ in range(5)]
    results = await asyncio.gather(
        *(desks[n % 2].record(each.id, f"record{n}", "ann", house.now + 90) for n, each in enumerate(made))
    )
    assert sorted(acted.after.number or 0 for acted in results) == [1, 2, 3, 4, 5]
    assert {acted.after.review_at for acted in results} == {house.now + 90}
    again = await desk.record(made[0].id, "record0", "ann")
    assert again.repeated
    assert again.after.number == results[0].after.number
    with pytest.raises(Refused) as refused:
        await desk.record(made[0].id, house.key(), "ann")
    assert (refused.value.reason, refused.value.detail) == (Reason.RECORDED, str(results[0].after.number))


async def test_a_decision_has_one_successor(house: House, desk: Desk) -> None:
    old = await finished(house, desk)
    desks = [desk, house.desk()]
    tries = (house.opened(desks[n % 2], "ben", supersedes=old.id) for n in range(3))
    results = await asyncio.gather(*tries, return_exceptions=True)
    [new] = [acted.after for acted in results if isinstance(acted, Acted)]
    assert [reason(each) for each in results if not isinstance(each, Acted)] == [Reason.SUPERSEDED] * 2
    state = await desk.get(old.id)
    assert state is not None
    assert (state.superseded_by, new.supersedes) == (new.id, old.id)
    assert len(await desk.listed(house.team)) == 2


async def test_a_decision_stands_again_when_its_successor_is_cancelled(house: House, desk: Desk) -> None:
    old = await finished(house, desk)
    for _ in range(2):
        new = (await house.opened(desk, "ben", supersedes=old.id)).after
        await desk.act(new.id, house.key(), "ben", lambda moves: moves.cancel())
        state = await desk.get(old.id)
        assert state is not None
        assert state.superseded_by is None


async def test_only_a_finished_decision_of_the_team_is_superseded(house: House, desk: Desk) -> None:
    running = (await house.opened(desk, "ann")).after
    other = House(house.ground)
    foreign = await finished(other, other.desk())
    for id_, why in (
        (running.id, Reason.NOT_FINISHED),
        (foreign.id, Reason.NO_SUCH_DECISION),
        ("none", Reason.NO_SUCH_DECISION),
    ):
        with pytest.raises(Refused) as refused:
            await house.opened(desk, "ben", supersedes=id_)
        assert refused.value.reason is why
    other.close()


# Time.


async def test_a_deadline_is_over_once_whoever_looks(house: House, desk: Desk) -> None:
    decision = (await house.opened(desk, "ann", "ben", patience=3600.0)).after
    await say(house, desk, decision, "ben", rate="often")
    assert await desk.wake(decision.id) is None
    house.now += 3600
    assert [row.id for row in await desk.due() if row.team == house.team] == [decision.id]
    woken = await asyncio.gather(*(each.wake(decision.id) for each in (desk, house.desk())))
    state = await desk.get(decision.id)
    assert state is not None
    assert [round_.is_open for round_ in state.rounds] == [False, True]
    assert len([acted for acted in woken if acted is not None and acted.happened]) == 1
    assert [row.id for row in await desk.due() if row.team == house.team] == []
    assert await desk.wake("nothing") is None


async def test_a_review_comes_due_once_whoever_looks(house: House, desk: Desk) -> None:
    old = await finished(house, desk)
    await desk.record(old.id, house.key(), "ann", house.now + 90)
    house.now += 90
    assert [row.id for row in await desk.due() if row.team == house.team] == [old.id]
    woken = await asyncio.gather(*(each.wake(old.id) for each in (desk, house.desk())))
    assert len([acted for acted in woken if acted is not None and acted.happened]) == 1
    assert [row.id for row in await desk.due() if row.team == house.team] == []


# Lists and frameworks.


async def test_decisions_are_listed_by_whom_they_wait_for(house: House, desk: Desk) -> None:
    waiting = (await house.opened(desk, "ann", "ben")).after
    done = await finished(house, desk)
    await say(house, desk, waiting, "ben", rate="often")
    assert [row.id for row in await desk.listed(house.team, awaited="ann")] == [waiting.id]
    assert [row.id for row in await desk.listed(house.team, awaited="ben")] == []
    assert [row.id for row in await desk.listed(house.team, user="ben")] == [waiting.id]
    assert [row.id for row in await desk.listed(house.team, statuses=[Status.FINISHED])] == [done.id]


async def test_a_running_decision_keeps_the_frameworks_it_began_with(house: House, desk: Desk) -> None:
    running = (await house.opened(desk, "ann", solo=True)).after
    edited = house.desk(ToyShelf(few=10))
    assert (await edited.advisor(running)).matter.version == "v4"
    await say(house, edited, running, "ann", rate="never", cite="no", weeks=6)
    assert (await say(house, edited, running, "ann", style="yes")).after.version == "v4"
    assert (await house.opened(edited, "ann")).after.version == "v10"


async def test_frameworks_that_a_newer_reader_calls_another_version_are_the_same_ones(house: House, desk: Desk) -> None:
    class Newer(ToyShelf):
        def restore(self, sources: Any) -> Any:
            super().restore({"toy.json": '{"few": 5}'})
            return [("toy", "v5")]

    running = (await house.opened(desk, "ann")).after
    assert (await house.desk(Newer(few=10)).advisor(running)).matter.version == "v5"


async def test_frameworks_that_are_lost_are_told(house: House, desk: Desk) -> None:
    running = (await house.opened(desk, "ann")).after
    with pytest.raises(LookupError):
        await house.desk(Forgetful(few=10)).advisor(running)


async def test_a_deadline_waits_while_frameworks_are_lost(house: House, desk: Desk) -> None:
    running = (await house.opened(desk, "ann", patience=60.0)).after
    house.now += 60
    assert await house.desk(Forgetful(few=10)).wake(running.id) is None
    woken = await desk.wake(running.id)
    assert woken is not None
    assert woken.after.status is Status.PAUSED
