"""The conversation a line of a batch may bring along."""

from __future__ import annotations

import pytest

from bot.answers.model import Turn
from bot.batch import history_field
from bot.errors import BatchLineError


def test_a_conversation_is_read_and_what_the_agent_said_is_ours() -> None:
    row = {"history": [{"speaker": "Mara", "text": "What does it cost?"}, {"speaker": "agent", "text": "8,000."}]}
    assert history_field(row) == (Turn("Mara", "What does it cost?"), Turn("agent", "8,000.", ours=True))


@pytest.mark.parametrize("row", [{}, {"history": None}, {"history": []}])
def test_there_may_be_none(row: dict[str, object]) -> None:
    assert history_field(row) == ()


@pytest.mark.parametrize("history", ["no", [1], [{"speaker": "a"}], [{"text": 1}], [{"speaker": 1, "text": "a"}]])
def test_another_shape_is_refused_in_a_sentence(history: object) -> None:
    with pytest.raises(BatchLineError, match="history"):
        history_field({"history": history})
