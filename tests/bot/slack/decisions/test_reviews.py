"""Reviews and deadlines: each happens once, however many processes look, whenever they look."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import cast

import pytest
from slack_sdk.errors import SlackApiError

from bot.decisions.session.events import ReviewDue
from bot.decisions.session.state import Decision, Ending, Stance, Status
from bot.slack.decisions.desk import Desk
from bot.slack.decisions.reviews import Reviews
from bot.slack.decisions.wall import Wall
from tests.bot.decisions.session.house import BACKENDS, Ground, House, ground

DAY = 24 * 3600.0


@dataclass
class Paintings:
    """Stands for the wall: which decisions were painted, and Slack's refusals to come."""

    painted: list[str] = field(default_factory=list)
    errors: list[Exception] = field(default_factory=list)
    some: asyncio.Event = field(default_factory=asyncio.Event)

    async def paint(self, team: str, decision_id: str) -> None:
        self.some.set()
        if self.errors:
            raise self.errors.pop()
        self.painted.append(decision_id)


@pytest.fixture(params=BACKENDS)
def house(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[House]:
    with ground(request.param, tmp_path / "data") as place:
        made = House(Ground(place.folder, place.url))
        yield made
        made.close()


@pytest.fixture
def wall() -> Paintings:
    return Paintings()


def process(house: House, wall: Paintings) -> tuple[Desk, Reviews]:
    desk = house.desk()
    return desk, Reviews(desk, cast(Wall, wall))


async def to_review(house: House, desk: Desk, after: float = 90 * DAY) -> Decision:
    """A finished decision that is to be looked at again."""
    decision = (await house.opened(desk, "ann", facts={"style": Stance("ann", "no", 1.0)})).after
    assert decision.status is Status.FINISHED
    at = house.now + after
    acted = await desk.act(decision.id, house.key(), "ann", lambda moves: moves.set_review(at))
    return acted.after


async def times_due(desk: Desk, decision: Decision) -> int:
    return sum(isinstance(event.what, ReviewDue) for event in await desk.history(decision.id))


async def test_a_review_comes_due_once_in_any_number_of_processes(house: House, wall: Paintings) -> None:
    processes = [process(house, wall) for _ in range(4)]
    desk = processes[0][0]
    decision = await to_review(house, desk)
    house.now += 90 * DAY - 1
    assert [await reviews.look() for _, reviews in processes] == [0, 0, 0, 0]
    house.now += 1
    assert sum(await asyncio.gather(*(reviews.look() for _, reviews in processes))) == 1
    assert sum(await asyncio.gather(*(reviews.look() for _, reviews in processes))) == 0
    assert await times_due(desk, decision) == 1
    assert wall.painted == [decision.id]


async def test_a_review_that_came_due_while_no_process_ran_is_not_missed(house: House, wall: Paintings) -> None:
    desk, _ = process(house, wall)
    decision = await to_review(house, desk)
    house.close()
    house.now += 900 * DAY
    desk, reviews = process(house, wall)
    assert await reviews.look() == 1
    assert await times_due(desk, decision) == 1


async def test_a_wall_clock_that_jumps_makes_it_come_due_once(house: House, wall: Paintings) -> None:
    desk, reviews = process(house, wall)
    decision = await to_review(house, desk)
    for jump in (91 * DAY, -200 * DAY, 150 * DAY, -10 * DAY, 400 * DAY):
        house.now += jump
        await reviews.look()
    assert await times_due(desk, decision) == 1


async def test_a_review_that_is_set_anew_comes_due_anew(house: House, wall: Paintings) -> None:
    desk, reviews = process(house, wall)
    decision = await to_review(house, desk)
    house.now += 90 * DAY
    await reviews.look()
    at = house.now + DAY
    await desk.act(decision.id, house.key(), "ann", lambda moves: moves.set_review(at))
    assert await reviews.look() == 0
    house.now += DAY
    assert await reviews.look() == 1
    assert await times_due(desk, decision) == 2


async def test_what_took_its_place_is_not_reviewed_in_its_stead(house: House, wall: Paintings) -> None:
    desk, reviews = process(house, wall)
    decision = await to_review(house, desk)
    await house.opened(desk, "ann", supersedes=decision.id)
    house.now += 90 * DAY
    assert await reviews.look() == 0
    assert await times_due(desk, decision) == 0


async def test_questions_whose_time_is_over_close_once(house: House, wall: Paintings) -> None:
    desk, reviews = process(house, wall)
    opened = (await house.opened(desk, "ann", "ben", patience=3600.0)).after
    await desk.act(opened.id, house.key(), "ben", lambda moves: moves.answer({"rate": "often"}))
    silent = (await house.opened(desk, "cleo", "dan", patience=3600.0)).after
    house.now += 3601
    assert await reviews.look() == 2
    assert await reviews.look() == 0
    answered, paused = await desk.get(opened.id), await desk.get(silent.id)
    assert answered is not None
    assert paused is not None
    assert answered.rounds[0].ending is Ending.DEADLINE
    assert paused.status is Status.PAUSED


async def test_what_slack_does_not_take_has_happened_all_the_same(house: House, wall: Paintings) -> None:
    desk, reviews = process(house, wall)
    first, second = await to_review(house, desk), await to_review(house, desk)
    house.now += 90 * DAY
    wall.errors.append(SlackApiError("no", {"error": "internal_error"}))
    assert await reviews.look() == 1
    assert (await times_due(desk, first), await times_due(desk, second)) == (1, 1)
    assert await reviews.look() == 0


async def test_the_scheduler_looks_as_soon_as_it_is_started(house: House, wall: Paintings) -> None:
    desk, reviews = process(house, wall)
    decision = await to_review(house, desk)
    house.now += 90 * DAY
    reviews.start()
    try:
        await asyncio.wait_for(wall.some.wait(), 10)
    finally:
        await reviews.stop()
    assert await times_due(desk, decision) == 1
    await reviews.stop()


async def test_a_look_that_is_stopped_at_any_point_ends_without_a_word(
    house: House, wall: Paintings, caplog: pytest.LogCaptureFixture
) -> None:
    desk, reviews = process(house, wall)
    for turns in range(12):
        await to_review(house, desk)
        house.now += 90 * DAY
        reviews.start()
        for _ in range(turns):
            await asyncio.sleep(0)
        await reviews.stop()
    assert caplog.text == ""
