"""The card that brings a decision back to its thread when articles changed."""

from __future__ import annotations

from typing import Any

from bot.decisions.figures import Figure
from bot.decisions.grounds import FigureChange, GroundChange, How
from bot.decisions.rethinking import Outlook
from bot.decisions.session.state import Shift
from bot.slack import decision_texts as texts
from bot.slack.blocks.decisions.grounds import grounds_message
from bot.slack.blocks.parts import Message
from tests.bot.slack.blocks.decisions.support import buttons, check_message, finished, words

FEWER = FigureChange(Figure("5,000", 5000), Figure("1,000", 1000), clean=True)
CHANGED = GroundChange(
    "decision-tree.md", "Data", How.CHANGED, "d2", ("At least 5,000 rows.",), ("At least 1,000 rows.",), (FEWER,)
)


def message(*changes: GroundChange, outlook: Outlook | None = None, **decision: Any) -> Message:
    made = grounds_message(finished(**decision), Shift(1.0, changes, outlook))
    check_message(made)
    return made


def test_it_says_what_changed_with_both_wordings_and_calls_the_owner() -> None:
    made = message(CHANGED)
    shown = words(made)
    assert "<@U1> *Something this decision rests on has changed.*" in shown
    assert "*The decision tree › Data*: changed from 5,000 to 1,000." in shown
    assert ">At least 5,000 rows." in shown
    assert ">At least 1,000 rows." in shown
    assert texts.ONLY_OFFERED in shown
    assert list(buttons(made)) == [texts.REOPEN]
    assert "The decision tree: changed from 5,000 to 1,000. The verdict was: RAG." in made.text


def test_the_verdict_with_other_figures_is_said_as_what_it_would_be() -> None:
    shown = words(message(CHANGED, outlook=Outlook(("hybrid",), replaced=(FEWER,), same=False)))
    assert "The verdict was: RAG. On the same answers, with 1,000 in place of 5,000, " in shown
    assert "the verdict would now be: Hybrid." in shown
    same = words(message(CHANGED, outlook=Outlook(("rag",), replaced=(FEWER,))))
    assert "With 1,000 in place of 5,000, the verdict stays the same." in same


def test_figures_that_rules_still_read_are_named() -> None:
    shown = words(message(CHANGED, outlook=Outlook(("rag",), kept=(4, 5000))))
    assert f"{texts.NOTHING_CHANGES} The rules still read 4 and 5,000" in shown


def test_what_newer_frameworks_say_is_told_as_such() -> None:
    shown = words(message(CHANGED, outlook=Outlook(("fine_tune",), reframed=True, same=False)))
    assert "On the same answers, the frameworks as they are now give: Fine-tuning." in shown


def test_time_is_said_with_what_it_counts() -> None:
    weeks = FigureChange(Figure("8", 8, "week"), Figure("12", 12, "week"), clean=True)
    change = GroundChange("a.md", "Time", How.CHANGED, "d", (), (), (weeks,))
    assert "changed from 8 to 12 weeks." in words(message(change))


def test_passages_that_are_gone_reworded_or_back_are_told_apart() -> None:
    gone = words(message(GroundChange("a.md", "Cost", How.REMOVED, "", ("It is dear.",))))
    assert texts.IS_GONE in gone
    assert ">It is dear." in gone
    assert texts.IS_NOW not in gone
    assert texts.REWORDED in words(message(GroundChange("a.md", "Cost", How.CHANGED, "d", ("So.",), ("Thus.",))))
    assert texts.READS_AGAIN in words(message(GroundChange("a.md", "Cost", How.RETURNED, "d", (), ("So.",), (FEWER,))))


def test_of_many_passages_some_are_shown_and_the_rest_counted() -> None:
    shown = words(message(*(GroundChange(f"{n}.md", "Cost", How.CHANGED, "d", ("So.",), ("Thus.",)) for n in range(8))))
    assert "*4.md › Cost*" in shown
    assert "*5.md › Cost*" not in shown
    assert "… and 3 more." in shown


def test_once_something_took_its_place_nothing_is_offered_any_more() -> None:
    made = message(CHANGED, superseded_by="9c2b11")
    assert list(buttons(made)) == []
    assert "Superseded by decision 9c2b11." in words(made)
