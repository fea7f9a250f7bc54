"""A question within a conversation: which earlier turns bear on it, and how much."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from ingest.model import Query

TURN_WEIGHT = 0.3
"""Weight of the asker's previous turn, and of the reply to it, beside the question's own 1.0. Twice as much finds as
much for follow-ups, and costs a question that begins a new subject 2.5 points of recall@5 instead of 1."""
AGENT = "agent"
"""Speaker of the replies; everybody else asks."""

Turn = tuple[str, str]
"""Who said it, and what."""
Contextualise = Callable[[str, Sequence[Turn]], Query]
"""Makes a query of a question and the turns before it, oldest first."""


def contextualise(question: str, history: Sequence[Turn]) -> Query:
    """Return the question with the last turn of an asker and the last reply; earlier turns gained nothing.

    Args:
        history: the turns before it, oldest first.
    """
    asked = [text for speaker, text in history if speaker != AGENT and text.strip()]
    replied = [text for speaker, text in history if speaker == AGENT and text.strip()]
    return Query(question, tuple((text, TURN_WEIGHT) for text in (*asked[-1:], *replied[-1:])))
