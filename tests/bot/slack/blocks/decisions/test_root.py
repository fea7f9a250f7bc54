"""The card in the channel says what is decided, by whom, how far it is, and in the end the verdict."""

from __future__ import annotations

from bot.decisions.session.state import Status
from bot.slack import decision_texts as texts
from bot.slack.blocks.decisions.ids import CANCEL, FINISH, pressed
from bot.slack.blocks.decisions.root import root_message
from tests.bot.slack.blocks.decisions.support import (
    NOW,
    OPEN_BOARD,
    board,
    buttons,
    check_message,
    elements,
    finished,
    open_round,
    settled_round,
    snapshot,
    stances,
    words,
)

ANSWERED = settled_round(1, "citations", "yes", stances(U1="yes"))


def test_an_open_decision_shows_its_owner_its_people_and_how_far_it_is() -> None:
    card = root_message(snapshot(ANSWERED, open_round(2)))
    shown = words(card)
    assert "How should the support bot learn our product?" in shown
    assert "led by Ada" in shown
    assert "Taking part: Ada, Ben, Cara" in shown
    assert "1 question answered, about 3 left." in shown
    assert set(buttons(card)) == {texts.JOIN, texts.PAUSE}


def test_ending_stands_in_a_menu_and_asks_once_more() -> None:
    (menu,) = [each for each in elements(root_message(snapshot(open_round()))) if each["type"] == "overflow"]
    choices = [pressed(option["value"]) for option in menu["options"]]
    assert [choice.choice for choice in choices if choice] == [FINISH, CANCEL]
    assert menu["confirm"]["title"]["text"] == texts.END_TITLE


def test_alone_nobody_joins() -> None:
    card = root_message(snapshot(open_round(), solo=True))
    assert texts.JOIN not in buttons(card)
    assert texts.TAKING_PART not in words(card)


def test_a_paused_decision_offers_to_go_on() -> None:
    card = root_message(snapshot(open_round(), status=Status.PAUSED))
    assert set(buttons(card)) == {texts.JOIN, texts.RESUME}
    assert "Nothing is lost" in words(card)


def test_a_cancelled_decision_has_nothing_to_press() -> None:
    assert elements(root_message(snapshot(open_round(), status=Status.CANCELLED))) == []


def test_a_finished_decision_leads_with_the_verdict_and_points_to_the_result() -> None:
    card = root_message(finished(ANSWERED), "https://team.slack.example/archives/C1/p1")
    assert "*RAG*\\nRetrieve, then answer." in words(card)
    assert "<https://team.slack.example/archives/C1/p1|Read the result>" in words(card)
    assert card.text == "RAG: How should the support bot learn our product?"
    assert elements(card) == []


def test_where_facts_stay_unknown_the_verdict_is_said_honestly() -> None:
    card = root_message(finished(ANSWERED, board=OPEN_BOARD))
    assert "RAG or Hybrid, depending on: Budget" in words(card)


def test_a_close_call_is_called_one() -> None:
    close = board({"rag"}, {"rag"}, verdicts={"rag"}, close="One more vote would turn it.")
    assert "*Close call.* One more vote would turn it." in words(root_message(finished(board=close)))


def test_its_record_its_review_and_its_place_in_a_line_of_decisions_are_shown() -> None:
    card = root_message(finished(number=12, recorded_at=NOW, review_at=NOW, supersedes="1a2b", superseded_by="9e9e"))
    shown = words(card)
    for said in ("Decision record 12, recorded on <!date^", "revisited on <!date^", "Supersedes decision 1a2b."):
        assert said in shown
    assert "Superseded by decision 9e9e." in shown
    check = root_message(finished())
    check_message(check)
