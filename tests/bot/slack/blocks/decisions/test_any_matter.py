"""Whatever YAML, topic, name or answer there is: every card is one Slack takes, and nothing in it is live."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.decisions.figures import Figure
from bot.decisions.grounds import FigureChange, GroundChange, How
from bot.decisions.loading.errors import FrameworkError
from bot.decisions.rethinking import Outlook
from bot.decisions.session.refusals import Reason, Refused
from bot.decisions.session.state import Shift, Status
from bot.decisions.understanding.reading import Ambiguous, Doubt, Reading, Understood
from bot.slack.blocks.decisions.edit import answers_view, fact_view, number_view
from bot.slack.blocks.decisions.found import Found, found_view
from bot.slack.blocks.decisions.grounds import grounds_message
from bot.slack.blocks.decisions.home import home_blocks
from bot.slack.blocks.decisions.lists import Line, help_message, list_message, status_message
from bot.slack.blocks.decisions.notes import (
    framework_errors_message,
    handed_over_message,
    note,
    refused_message,
    review_due_message,
    what_if_message,
    why_message,
)
from bot.slack.blocks.decisions.pieces import headline
from bot.slack.blocks.decisions.question import question_message
from bot.slack.blocks.decisions.result import result_messages
from bot.slack.blocks.decisions.root import root_message
from bot.slack.blocks.decisions.snapshot import Snapshot
from bot.slack.blocks.decisions.understood import understood_message
from bot.slack.blocks.lists import page_of
from bot.slack.blocks.parts import Message
from tests.bot.slack.blocks.decisions.hostile import PLANS, boards, disagreements, flips, snapshots
from tests.bot.slack.blocks.decisions.support import HOSTILE, QUICK, check_message, check_texts, check_view


@QUICK
@given(snapshots())
def test_the_root_card(made: Snapshot) -> None:
    check_message(root_message(made))


@QUICK
@given(st.data())
def test_the_question_card(data: st.DataObject) -> None:
    made = data.draw(snapshots())
    for round_ in made.decision.rounds:
        check_message(question_message(made, round_))
        check_message(question_message(made, round_, data.draw(disagreements(round_))))


@QUICK
@given(st.data())
def test_the_result(data: st.DataObject) -> None:
    made = data.draw(snapshots())
    messages = result_messages(made, data.draw(flips(made.matter)), data.draw(PLANS))
    assert messages
    for message in messages:
        check_message(message)


@QUICK
@given(st.data())
def test_notes(data: st.DataObject) -> None:
    made = data.draw(snapshots())
    other = data.draw(boards(made.matter))
    text = data.draw(HOSTILE)
    supposed = {name: (fact.choices[0].value if fact.choices else 5) for name, fact in made.matter.facts.items()}
    figures = FigureChange(Figure(text, 5), Figure(text, None), clean=True)
    change = GroundChange(text, text, data.draw(st.sampled_from(How)), "1", (text,), (text,) * 5, (figures,) * 9)
    outlook = data.draw(st.none() | st.just(Outlook((text, "rag"), text, replaced=(figures,), kept=(5,), same=False)))
    for message in (
        note(text),
        what_if_message(made, supposed, other),
        why_message(made),
        *(why_message(made, name) for name in made.matter.facts),
        grounds_message(made, Shift(1.0, (change,) * 9, outlook)),
        review_due_message(made),
        handed_over_message(made, "U2"),
        framework_errors_message([FrameworkError(text, 12, text)] * 40, some_work=data.draw(st.booleans())),
        refused_message(Refused(data.draw(st.sampled_from(Reason)), text), made),
    ):
        check_message(message)


@QUICK
@given(st.data())
def test_lists_and_home(data: st.DataObject) -> None:
    made = data.draw(snapshots())
    link = data.draw(st.none() | st.just("javascript:alert(1)") | HOSTILE)
    lines = [Line(made.decision, headline(made), link if link and "://" not in link else None)] * 45
    for number in (1, 2, 3):
        check_message(list_message(page_of(lines, number), "all", made.people))
    check_message(status_message(made))
    blocks = home_blocks(lines, lines, lines, made.people)
    check_texts(blocks)
    check_message(Message("home", tuple(blocks)))


@QUICK
@given(st.data())
def test_what_was_understood(data: st.DataObject) -> None:
    made = data.draw(snapshots())
    names = [*made.matter.facts, "unheard of"]
    value = {name: (f.choices[0].value if f.choices else 5) for name, f in made.matter.facts.items()}
    words = data.draw(HOSTILE)
    found = [Understood(name, value.get(name, "x"), words) for name in names] * data.draw(st.integers(0, 9))
    doubtful = [
        Ambiguous(name, data.draw(st.sampled_from(Doubt)), words, (value.get(name, "x"),) * 7) for name in names
    ]
    reading = Reading(
        tuple(found),
        tuple(doubtful * data.draw(st.integers(0, 5))),
        tuple(found[:20]),
        data.draw(HOSTILE),
    )
    check_message(understood_message(made, reading))


@QUICK
@given(st.data())
def test_forms(data: st.DataObject) -> None:
    made = data.draw(snapshots())
    check_view(answers_view(made))
    found = []
    for name, fact in made.matter.facts.items():
        values = [choice.value for choice in fact.choices] or [3, 10**12]
        check_view(fact_view(made, name, data.draw(st.none() | st.sampled_from(values))))
        check_view(number_view(fact, "7f3a", 3))
        users = data.draw(st.lists(st.sampled_from(["U1", "U2", "U7"]), max_size=12))
        found += [Found(name, data.draw(st.sampled_from(values)), data.draw(HOSTILE), user) for user in users]
    check_view(found_view(made.matter, data.draw(HOSTILE), found, made.people, "{}"))


def test_help_is_a_message() -> None:
    check_message(help_message())


@QUICK
@given(snapshots())
def test_who_answered_what_stays_hidden_while_a_question_is_open(made: Snapshot) -> None:
    for round_ in made.decision.rounds:
        if round_.is_open and made.decision.status is Status.OPEN:
            with_answers = question_message(made, round_).blocks
            names_only = {user: type(s)(s.user, None, s.at) for user, s in round_.stances.items()}
            without = type(round_)(round_.number, round_.fact, round_.asked_at, round_.deadline, names_only)
            assert with_answers == question_message(made, without).blocks
