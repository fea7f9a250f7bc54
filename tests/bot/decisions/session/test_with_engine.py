"""Sessions about the shipped frameworks, on the real engine."""

from __future__ import annotations

import random

import pytest

from bot.decisions.engine import Engine
from bot.decisions.facts import Value
from bot.decisions.session.events import Asked
from bot.decisions.session.state import Stance, Status
from tests.bot.decisions.session.toy import Led, led
from tests.bot.decisions.shipped import matter

NUMBERS = {"weeks_to_launch": (2, 12), "budget_usd": (10_000, 80_000), "labelled_examples": (200, 3_000, 9_000)}


@pytest.fixture(scope="module")
def engine() -> Engine:
    return Engine(matter())


def some(engine: Engine, fact: str, chance: random.Random) -> Value:
    choices = [choice.value for choice in engine.matter.facts[fact].choices]
    return chance.choice(choices or NUMBERS[fact])


def asked_in(made: Led) -> list[str]:
    return [event.what.fact for event in made.events if isinstance(event.what, Asked)]


@pytest.mark.parametrize("seed", range(20))
def test_one_person_is_asked_until_it_is_settled_and_no_fact_twice(engine: Engine, seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311 - the same each time
    one = led("ann", solo=True, advisor=engine)
    while (current := one.state.current) is not None:
        value = some(engine, current.fact, chance) if chance.random() < 0.9 else None
        one.say("ann", **{current.fact: value})
    state = one.state
    assert state.status is Status.FINISHED
    assert len(asked_in(one)) == len(set(asked_in(one)))
    assert engine.board(state.answers).settled or engine.relevant(state.answers, state.unsure) == ()


@pytest.mark.parametrize("seed", range(10))
def test_a_team_that_differs_settles_what_matters_and_ends(engine: Engine, seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311 - the same each time
    team = led("ann", "ben", "cleo", advisor=engine)
    for _ in range(100):
        current = team.state.current
        if current is None:
            break
        if current.disputed:
            said = [stance.value for stance in current.stances.values() if stance.value is not None]
            assert engine.disagreement(team.state.answers, current.fact, said).matters
            team.do("ann", lambda moves, value=said[0]: moves.settle(value))
        else:
            team.say(team.state.awaited[0], **{current.fact: some(engine, current.fact, chance)})
    assert team.state.status is Status.FINISHED
    assert engine.board(team.state.answers).settled


def test_facts_carried_over_are_not_asked_again(engine: Engine) -> None:
    first = led("ann", solo=True, advisor=engine)
    chance = random.Random(1)  # noqa: S311 - the same each time
    while (current := first.state.current) is not None:
        first.say("ann", **{current.fact: some(engine, current.fact, chance)})
    carried = {fact: Stance("ann", value, 1.0) for fact, value in first.state.answers.items()}
    second = led("ben", facts=carried, advisor=engine)
    assert second.state.status is Status.FINISHED
    assert asked_in(second) == []
    assert engine.board(second.state.answers).verdicts == engine.board(first.state.answers).verdicts
