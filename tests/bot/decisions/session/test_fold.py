"""The state is a fold: replaying is the same as following along, and JSON loses nothing."""

from __future__ import annotations

import json
from collections.abc import Callable
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.decisions.figures import Figure
from bot.decisions.grounds import FigureChange, GroundChange, How
from bot.decisions.rethinking import Outlook
from bot.decisions.session.codec import EventError, from_record, to_record
from bot.decisions.session.events import Event, Joined, Started
from bot.decisions.session.fold import FoldError, apply, fold
from bot.decisions.session.moves import Moves
from bot.decisions.session.refusals import Refused
from bot.decisions.session.state import Status
from tests.bot.decisions.session.toy import FACTS, SAMPLES, Led, led, replayed

PEOPLE = ("ann", "ben", "cleo")
FIGURES = FigureChange(Figure("5k", 5000), Figure("1,000", 1000), clean=True)
SHIFT = GroundChange("a.md", "Cost", How.CHANGED, "d1", ("It takes 5k.",), ("It takes 1,000.",), (FIGURES,))
ANSWERS = st.dictionaries(st.sampled_from(sorted(FACTS)), st.integers(0, 3), min_size=1, max_size=3).map(
    lambda chosen: {fact: [*SAMPLES[fact], None][number % (len(SAMPLES[fact]) + 1)] for fact, number in chosen.items()}
)
PLAIN = ("next", "skip", "back", "join", "leave", "take_over", "pause", "resume", "finish", "expire")
MOVES = st.one_of(
    ANSWERS.map(lambda given_: lambda moves: moves.answer(given_)),
    ANSWERS.map(lambda given_: lambda moves: moves.change(*next(iter(given_.items())))),
    ANSWERS.map(lambda given_: lambda moves: moves.settle(next(iter(given_.values())))),
    st.sampled_from(PLAIN).map(lambda name: lambda moves: getattr(moves, name)()),
    st.sampled_from(PEOPLE).map(lambda to: lambda moves: moves.hand_over(to)),
    st.sampled_from([None, 1, 2]).map(lambda quorum: lambda moves: moves.configure(quorum=quorum)),
    st.just(lambda moves: moves.record(1)),
    st.just(lambda moves: moves.set_review(1e9)),
    st.just(lambda moves: moves.grounds_changed([SHIFT], Outlook(("tune",)))),
)


@st.composite
def histories(draw: st.DrawFn) -> Led:
    """A decision to which up to thirty things were tried."""
    solo = draw(st.booleans())
    made = led("ann", solo=solo, quorum=draw(st.sampled_from([None, 2])), patience=draw(st.sampled_from([None, 60.0])))
    for by, move in draw(st.lists(st.tuples(st.sampled_from([*PEOPLE, None]), MOVES), max_size=30)):
        _try(made, by, move)
    return made


def _try(made: Led, by: str | None, move: Callable[[Moves], object]) -> None:
    before = made.state
    made.later(20)
    try:
        made.do(by, move)  # type: ignore[arg-type]
    except Refused:
        assert made.state == before


@settings(max_examples=80, deadline=None)
@given(histories())
def test_replaying_gives_every_state_there_was_and_a_whole_one_at_each_step(made: Led) -> None:
    states = replayed(made.events)
    for length, state in enumerate(states, 1):
        assert fold(made.events[:length]) == state
        assert state.number_of_events == length
        assert sum(not r.is_settled and not r.is_dropped for r in state.rounds) <= 1
        assert [round_.number for round_ in state.rounds] == list(range(1, len(state.rounds) + 1))


@settings(max_examples=80, deadline=None)
@given(histories())
def test_json_loses_nothing(made: Led) -> None:
    records = json.loads(json.dumps([to_record(event) for event in made.events]))
    assert [from_record(record) for record in records] == made.events


@settings(max_examples=80, deadline=None)
@given(histories())
def test_what_is_settled_never_changes_and_a_question_is_open_while_the_decision_is(made: Led) -> None:
    states = replayed(made.events)
    for before, after in pairwise(states):
        for old, new in zip(before.rounds, after.rounds, strict=False):
            assert old == new or not old.is_settled
    last = states[-1]
    assert (last.current is not None) == (last.status in {Status.OPEN, Status.PAUSED})


def test_a_decision_starts_once_and_first() -> None:
    started = Event("k", 1.0, "ann", Started("d", "t", "T1", "C1", "ann", False, "toy", "v4"))
    joined = Event("k", 1.0, "ann", Joined("ben"))
    for events in ([], [joined], [started, started]):
        with pytest.raises(FoldError):
            fold(events)
    assert apply(None, started).participants == ("ann",)


@pytest.mark.parametrize(
    "change",
    [
        {"kind": "exploded"},
        {"data": {}},
        {"data": {"user": "ben", "more": 1}},
        {"kind": "answered", "data": {"number": 1, "stance": {"user": "ben"}}},
        {"kind": "closed", "data": {"number": 1, "ending": "somehow"}},
        {"data": None},
    ],
)
def test_an_event_that_cannot_be_read_says_so(change: dict[str, object]) -> None:
    record = to_record(Event("k", 1.0, "ann", Joined("ben")))
    with pytest.raises(EventError):
        from_record({**record, **change})
    with pytest.raises(EventError):
        from_record({})
