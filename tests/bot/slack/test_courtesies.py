"""Greetings and thanks, told from questions."""

from __future__ import annotations

import pytest

from bot.slack import texts
from bot.slack.courtesies import courtesy


@pytest.mark.parametrize("text", ["", "help", "Hi!", "hello there", "hey Archie", "?", "Good morning."])
def test_a_greeting_is_answered_with_help(text: str) -> None:
    said = courtesy(text)
    assert said is not None
    assert said.text == texts.GREETING


@pytest.mark.parametrize(
    "text", ["thanks", "Thank you, Archie!", "ok thanks", "thanks a lot 🙏", "Got it.", "no, thanks"]
)
def test_thanks_are_answered_with_a_word(text: str) -> None:
    said = courtesy(text)
    assert said is not None
    assert said.text == texts.WELCOME


@pytest.mark.parametrize(
    "text", ["thanks, and for 500?", "hi, what is RAG?", "ok so what does it cost", "🎉🎉", "help me choose a model"]
)
def test_what_says_more_is_a_question(text: str) -> None:
    assert courtesy(text) is None
