"""What a decision looks like is a function of its state: the same state, the same sheets."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.decisions.grounds import GroundChange, How
from bot.decisions.session.events import Event, Happening
from bot.decisions.session.fold import fold
from bot.decisions.session.moves import Moves, start
from bot.decisions.session.refusals import Refused
from bot.decisions.session.state import Decision, Shift, Status
from bot.slack.blocks.decisions.snapshot import Snapshot
from bot.slack.decisions.sheets import RESULT, ROOT, Sheet, sheets
from tests.bot.slack.support import shipped_shelf

MATTER = "rag-or-fine-tune"
Step = Callable[[Moves], Sequence[Happening]]
STEPS: tuple[tuple[str, Step], ...] = (
    ("U1", lambda m: m.next()),
    ("U1", lambda m: m.back()),
    ("U1", lambda m: m.skip()),
    ("U1", lambda m: m.pause()),
    ("U1", lambda m: m.resume()),
    ("U1", lambda m: m.finish()),
    ("U1", lambda m: m.answer({"change_rate": "weekly", "citations": "yes"})),
    ("U2", lambda m: m.answer({"change_rate": "yearly", "output_format": "yes"})),
    ("U2", lambda m: m.answer({"output_format": None, "budget_usd": 20000})),
    ("U1", lambda m: m.answer({"output_format": "no", "domain_reasoning": "no"})),
    ("U1", lambda m: m.change("citations", "no")),
    ("U1", lambda m: m.settle("yes")),
    ("U1", lambda m: m.settle("weekly")),
    ("U2", lambda m: m.leave()),
    ("U1", lambda m: m.record(1)),
)


def played(steps: Sequence[int], *, solo: bool) -> Decision:
    """A decision after some steps; those that are refused change nothing."""
    advisor = shipped_shelf().advisor(MATTER)
    begun = start(advisor, id="d1", topic="Bot", team="T", channel="C", owner="U1", solo=solo, now=1.0, root_ts="1.1")
    events = [Event("k", 1.0, "U1", what) for what in begun]
    for number, step in enumerate(steps):
        by, move = STEPS[step]
        try:
            happened = move(Moves(advisor, fold(events), 2.0 + number, by))
        except Refused:
            continue
        events += [Event(f"k{number}", 2.0 + number, by, what) for what in happened]
    return fold(events)


def drawn(decision: Decision, posted: Sequence[str] = ()) -> list[Sheet]:
    shelf = shipped_shelf()
    advisor = shelf.advisor(MATTER)
    return sheets(Snapshot.of(decision, advisor), advisor, shelf.plan(MATTER), posted=posted)


plays = st.lists(st.integers(0, len(STEPS) - 1), max_size=12)


@settings(max_examples=40, deadline=None)
@given(plays, st.booleans())
def test_the_same_state_gives_the_same_sheets(steps: list[int], solo: bool) -> None:
    decision = played(steps, solo=solo)
    first, second = drawn(decision), drawn(decision)

    assert [(sheet.slot, sheet.digest) for sheet in first] == [(sheet.slot, sheet.digest) for sheet in second]
    slots = [sheet.slot for sheet in first]
    assert slots[0] == ROOT
    assert len(slots) == len(set(slots))
    assert (RESULT in slots) == (decision.status is Status.FINISHED)


@settings(max_examples=40, deadline=None)
@given(plays, st.booleans())
def test_what_was_posted_once_is_always_kept_up_to_date(steps: list[int], solo: bool) -> None:
    """Painting after every step or only at the end, every message ever posted gets its last state."""
    posted: dict[str, str] = {}
    for count in range(len(steps) + 1):
        for sheet in drawn(played(steps[:count], solo=solo), list(posted)):
            posted[sheet.slot] = sheet.digest
    last = {sheet.slot: sheet.digest for sheet in drawn(played(steps, solo=solo), list(posted))}

    assert last == posted


@settings(max_examples=40, deadline=None)
@given(plays)
def test_at_most_one_question_has_buttons_and_hidden_answers_stay_hidden(steps: list[int]) -> None:
    decision = played(steps, solo=False)
    slots = [f"q{round_.number}" for round_ in decision.rounds]
    shown = {sheet.slot: str(sheet.message.blocks) for sheet in drawn(decision, slots)}

    assert sum("decide_unsure" in text for slot, text in shown.items() if slot.startswith("q")) <= 1
    current = decision.current
    if current is not None and current.is_open:
        for stance in current.stances.values():
            assert f"{stance.user}>: " not in shown[f"q{current.number}"]


def test_each_change_of_what_it_rests_on_has_a_message_of_its_own() -> None:
    change = GroundChange("a.md", "Cost", How.CHANGED, "d", ("It was $5.",), ("It is $9.",))
    decision = replace(played([5], solo=True), shifts=(Shift(5.0, (change,)), Shift(6.0, (change,))))
    told = {sheet.slot: sheet for sheet in drawn(decision) if sheet.slot.startswith("grounds:")}
    over = {sheet.slot: sheet for sheet in drawn(replace(decision, superseded_by="d2"))}
    assert list(told) == ["grounds:1", "grounds:2"]
    assert "decide_reopen" in str(told["grounds:1"].message.blocks)
    assert "decide_reopen" not in str(over["grounds:1"].message.blocks)
