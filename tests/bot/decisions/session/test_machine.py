"""Whatever people, clocks and crashes do to a decision: it is what they said, on every database alike.

Each step is made on every database there is, by a desk of each; what it did must be the same everywhere. More histories
are tried when ARCHIE_TEST_EXAMPLES says how many.
"""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from functools import partial
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from bot.decisions.session.events import Event, Happening
from bot.decisions.session.moves import Moves
from bot.decisions.session.state import Decision, Status
from bot.slack.decisions.desk import Move
from tests.bot.decisions.session.house import POSTGRES, Ground, House, ground
from tests.bot.decisions.session.ledger import Ledger
from tests.bot.decisions.session.process import Crash, Process
from tests.bot.decisions.session.toy import FACTS, SAMPLES

EXAMPLES = int(os.environ.get("ARCHIE_TEST_EXAMPLES", "10"))
STEPS = 40
PEOPLE = st.sampled_from(["ann", "ben", "cleo", "dora"])
FACT = st.sampled_from(sorted(FACTS))
GIVEN = st.lists(st.tuples(FACT, st.integers(0, 3)), min_size=1, max_size=3).map(
    lambda chosen: {fact: [*SAMPLES[fact], None][number % (len(SAMPLES[fact]) + 1)] for fact, number in chosen}
)
Request = tuple[str, str, str | None, Move]
"""Which decision, the key, who, and what."""


class DecisionMachine(RuleBasedStateMachine):
    """Decisions of one team, on several databases at once."""

    def __init__(self, grounds: Sequence[Ground], team: str) -> None:
        super().__init__()
        self._loop = asyncio.Runner()
        self._houses = [House(each, team=team) for each in grounds]
        self._processes = [Process(house) for house in self._houses]
        self._ledger = Ledger()
        self._requests: list[Request] = []
        self._ids: list[str] = []
        self._keys = (f"{team}:{number}" for number in count())
        self._few = 4

    def teardown(self) -> None:
        self._loop.close()
        for house in self._houses:
            house.close()

    # What is done everywhere.

    def _everywhere(self, work: Callable[[Process], Any]) -> Any:
        """Do something on every database; what it did must be the same."""
        outcomes = [self._loop.run(work(process)) for process in self._processes]
        assert all(outcome == outcomes[0] for outcome in outcomes), outcomes
        return outcomes[0]

    def _act(self, request: Request) -> None:
        id_, key, by, move = request
        self._requests.append(request)
        before = self._state(id_)
        self._everywhere(lambda process: process.act(id_, key, by, move))
        self._ledger.check(before, self._state(id_), self._since(id_, before))

    def _state(self, id_: str) -> Decision:
        found: Decision = self._everywhere(lambda process: process.desk.get(id_))
        return found

    def _since(self, id_: str, before: Decision) -> list[Event]:
        events: list[Event] = self._everywhere(lambda process: process.desk.history(id_))
        return events[before.number_of_events :]

    def _request(self, data: st.DataObject, by: str | None, move: Move) -> Request:
        return data.draw(st.sampled_from(self._mostly_running())), next(self._keys), by, move

    def _of_owner(self, data: st.DataObject, move: Move) -> Request:
        """A request of the owner."""
        id_ = data.draw(st.sampled_from(self._mostly_running()))
        return id_, next(self._keys), self._ledger.last[id_].owner, move

    def _mostly_running(self) -> list[str]:
        """Decisions to choose from: those that are not ended, more often than the others."""
        running = [id_ for id_ in self._ids if self._ledger.last[id_].status in {Status.OPEN, Status.PAUSED}]
        return [*running * 3, *self._ids]

    # Opening.

    @initialize(people=st.lists(PEOPLE, min_size=2, max_size=4, unique=True), quorum=st.sampled_from([None, 3]))
    def begin(self, people: list[str], quorum: int | None) -> None:
        """Begin with a team."""
        self._open(next(self._keys), people[0], {"quorum": quorum, "patience": 3600.0, "root_ts": "1.1"})
        for person in people[1:]:
            self._act((self._ids[0], next(self._keys), person, lambda moves: moves.join()))

    @precondition(lambda self: len(self._ids) < 6)
    @rule(owner=PEOPLE, solo=st.booleans(), thread=st.sampled_from(["1.1", "2.2", None]))
    def open(self, owner: str, solo: bool, thread: str | None) -> None:
        self._open(next(self._keys), owner, {"solo": solo, "root_ts": thread, "patience": None if solo else 3600.0})

    @rule(data=st.data(), owner=PEOPLE)
    def revisit(self, data: st.DataObject, owner: str) -> None:
        if len(self._ids) < 6:
            self._open(next(self._keys), owner, {"supersedes": data.draw(st.sampled_from(self._ids))})

    def _open(self, key: str, owner: str, settings: dict[str, Any]) -> None:
        self._houses_in_step()
        opened = self._everywhere(lambda process: process.open(key, owner, **settings))
        if isinstance(opened, str):
            return
        again = self._everywhere(lambda process: process.open(key, owner, **settings))
        assert again.repeated
        assert again.after.id == opened.after.id
        self._ids.append(opened.after.id)
        self._ledger.check(None, opened.after, self._everywhere(lambda p: p.desk.history(opened.after.id)))

    def _houses_in_step(self) -> None:
        for house in self._houses:
            house.new_id = f"{house.team[-10:]}-{len(self._ids)}"

    # People.

    @rule(data=st.data(), by=PEOPLE, given=GIVEN)
    def answer(self, data: st.DataObject, by: str, given: dict[str, Any]) -> None:
        self._act(self._request(data, by, lambda moves: moves.answer(given)))

    @rule(data=st.data(), by=PEOPLE, choice=st.integers(0, 3))
    def answer_what_is_asked(self, data: st.DataObject, by: str, choice: int) -> None:
        self._act(self._request(data, by, lambda moves: _answer_current(moves, choice)))

    @rule(data=st.data(), choices=st.lists(st.integers(0, 3), min_size=4, max_size=4))
    def everybody_answers(self, data: st.DataObject, choices: list[int]) -> None:
        """Each who takes part clicks on the question that was asked when they began."""
        id_ = data.draw(st.sampled_from(self._mostly_running()))
        state = self._ledger.last[id_]
        number = state.current.number if state.current is not None else 1
        for user, choice in zip(state.participants, choices, strict=False):
            self._act((id_, next(self._keys), user, partial(_click, number=number, choice=choice)))

    @rule(data=st.data(), by=PEOPLE, number=st.integers(1, 4), choice=st.integers(0, 1))
    def click_old(self, data: st.DataObject, by: str, number: int, choice: int) -> None:
        self._act(self._request(data, by, lambda moves: _click(moves, number, choice)))

    @rule(data=st.data(), name=st.sampled_from(["next", "skip", "back", "finish", "pause", "resume"]))
    def steer(self, data: st.DataObject, name: str) -> None:
        self._act(self._of_owner(data, lambda moves: getattr(moves, name)()))

    @rule(
        data=st.data(),
        by=PEOPLE,
        name=st.sampled_from(["next", "resume", "join", "leave", "leave", "take_over", "cancel"]),
    )
    def try_to(self, data: st.DataObject, by: str, name: str) -> None:
        self._act(self._request(data, by, lambda moves: getattr(moves, name)()))

    @rule(data=st.data(), given=GIVEN)
    def change(self, data: st.DataObject, given: dict[str, Any]) -> None:
        fact, value = next(iter(given.items()))
        self._act(self._of_owner(data, lambda moves: moves.change(fact, value)))

    @rule(data=st.data(), by=PEOPLE, given=GIVEN)
    def answer_and_leave(self, data: st.DataObject, by: str, given: dict[str, Any]) -> None:
        id_, key, _, move = self._request(data, by, lambda moves: moves.answer(given))
        self._act((id_, key, by, move))
        self._act((id_, next(self._keys), by, lambda moves: moves.leave()))

    @precondition(lambda self: any(state.awaited and state.current.disputed for state in self._ledger.last.values()))
    @rule(data=st.data(), choice=st.integers(0, 2))
    def settle(self, data: st.DataObject, choice: int) -> None:
        disputed = [state for state in self._ledger.last.values() if state.awaited and state.current.disputed]
        state = data.draw(st.sampled_from(disputed))
        self._act((state.id, next(self._keys), state.owner, lambda moves: _settle(moves, choice)))

    @rule(data=st.data(), to=PEOPLE)
    def hand_over(self, data: st.DataObject, to: str) -> None:
        self._act(self._of_owner(data, lambda moves: moves.hand_over(to)))

    @rule(data=st.data(), quorum=st.sampled_from([None, 1, 2]))
    def configure(self, data: st.DataObject, quorum: int | None) -> None:
        self._act(self._of_owner(data, lambda moves: moves.configure(quorum=quorum)))

    @rule(data=st.data())
    def record(self, data: st.DataObject) -> None:
        id_, key = data.draw(st.sampled_from(self._ids)), next(self._keys)
        before = self._state(id_)
        self._everywhere(lambda process: process.record(id_, key, before.owner))
        self._ledger.check(before, self._state(id_), self._since(id_, before))

    # Time, and what goes wrong.

    @rule(seconds=st.sampled_from([60.0, 1800.0, 3600.0, 90000.0]))
    def wait(self, seconds: float) -> None:
        for house in self._houses:
            house.now += seconds

    @rule()
    def expire(self) -> None:
        due = self._everywhere(lambda process: process.due())
        for id_ in due:
            before = self._state(id_)
            assert self._everywhere(lambda process, id_=id_: process.wake(id_))
            assert not self._everywhere(lambda process, id_=id_: process.wake(id_))
            self._ledger.check(before, self._state(id_), self._since(id_, before))
        assert self._everywhere(lambda process: process.due()) == []

    @precondition(lambda self: self._requests)
    @rule(data=st.data())
    def replay(self, data: st.DataObject) -> None:
        """What had an effect has none again; what was refused may have one now, and that is its only one."""
        id_, key, by, move = data.draw(st.sampled_from(self._requests))
        done = any(event.key == key for event in self._everywhere(lambda process: process.desk.history(id_)))
        before = self._state(id_)
        outcome = self._everywhere(lambda process: process.act(id_, key, by, move))
        if done:
            assert outcome == "repeated"
            assert self._state(id_) == before
        self._ledger.check(before, self._state(id_), self._since(id_, before))

    @rule()
    def restart(self) -> None:
        for process in self._processes:
            process.restart(self._few)

    @rule(data=st.data(), by=PEOPLE, given=GIVEN, kept=st.booleans())
    def crash(self, data: st.DataObject, by: str, given: dict[str, Any], kept: bool) -> None:
        """A process dies just before, or just after, what it did was kept; the request is delivered again."""
        request = self._request(data, by, lambda moves: moves.answer(given))
        before = self._state(request[0])
        for process in self._processes:
            process.crash_next(after=kept)
        crashed = self._everywhere(lambda process: process.act(*request))
        for process in self._processes:
            process.restart(self._few)
        if crashed == Crash.__name__:
            assert (self._state(request[0]) != before) is kept
        self._ledger.check(before, self._state(request[0]), self._since(request[0], before))
        self._act(request)

    @rule(data=st.data(), by=PEOPLE, other=PEOPLE, given=GIVEN, more=GIVEN)
    def two_at_once(self, data: st.DataObject, by: str, other: str, given: Any, more: Any) -> None:
        """Somebody is faster, between the moment another request looks and the moment it writes."""
        first = self._request(data, by, lambda moves: moves.answer(given))
        second = (first[0], next(self._keys), other, lambda moves: moves.answer(more))
        before = self._state(first[0])
        self._requests += [first, second]
        self._everywhere(lambda process: process.act_while(first, second))
        self._ledger.check(before, self._state(first[0]), self._since(first[0], before))

    @rule()
    def edit_frameworks(self) -> None:
        """A newer version stands on the shelf; running decisions keep theirs, also after a restart."""
        self._few += 1
        for process in self._processes:
            process.restart(self._few)

    # What always holds.

    @invariant()
    def every_database_tells_the_same_and_rows_are_functions_of_the_state(self) -> None:
        for id_ in self._ids[-1:]:
            self._everywhere(lambda process, id_=id_: process.checked(id_))

    @invariant()
    def records_have_numbers_without_gaps(self) -> None:
        states = [self._ledger.last[id_] for id_ in self._ids]
        numbers = sorted(state.number for state in states if state.number is not None)
        assert numbers == list(range(1, len(numbers) + 1))

    @invariant()
    def a_thread_has_one_open_decision(self) -> None:
        states = [self._ledger.last[id_] for id_ in self._ids]
        threads = [s.root_ts for s in states if s.root_ts and s.status in {Status.OPEN, Status.PAUSED}]
        assert len(threads) == len(set(threads))


def _answer_current(moves: Moves, choice: int) -> Sequence[Happening]:
    current = moves.decision.current
    return () if current is None else _click(moves, current.number, choice)


def _click(moves: Moves, number: int, choice: int) -> Sequence[Happening]:
    rounds = moves.decision.rounds
    fact = rounds[number - 1].fact if number <= len(rounds) else "rate"
    return moves.answer({fact: [*SAMPLES[fact], None][choice % (len(SAMPLES[fact]) + 1)]}, number=number)


def _settle(moves: Moves, choice: int) -> Sequence[Happening]:
    current = moves.decision.current
    fact = current.fact if current is not None else "rate"
    return moves.settle(SAMPLES[fact][choice % len(SAMPLES[fact])])


@pytest.fixture
def grounds(tmp_path: Path) -> Iterator[list[Ground]]:
    with ExitStack() as stack:
        kinds = ["sqlite", "postgresql"] if POSTGRES is not None else ["sqlite"]
        yield [stack.enter_context(ground(kind, tmp_path / kind)) for kind in kinds]


def test_decisions_are_what_people_said_on_every_database_alike(grounds: list[Ground]) -> None:
    examples = count()
    run_state_machine_as_test(
        lambda: DecisionMachine(grounds, f"T{next(examples):09d}"),
        settings=settings(
            max_examples=EXAMPLES,
            stateful_step_count=STEPS,
            deadline=None,
            derandomize="ARCHIE_TEST_EXAMPLES" not in os.environ,
            phases=(Phase.explicit, Phase.generate, Phase.shrink),
            suppress_health_check=list(HealthCheck),
        ),
    )
