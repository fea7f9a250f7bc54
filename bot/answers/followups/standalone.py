"""Makes a question stand alone from the turns before it, and says how much those turns weigh in its search."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from bot.answers.cleaning import shorten
from bot.answers.followups import wording
from bot.answers.followups.anatomy import specific_words
from bot.answers.followups.leaning import leaning
from bot.answers.followups.rewriting import Anchor, rewrite
from bot.answers.model import Turn, Usage
from ingest.model import Query
from ingest.search.conversation import AGENT, TURN_WEIGHT

MOST_TURNS = 24
"""Turns looked back over; a chain of follow-ups longer than that has changed its subject."""
LONGEST_TURN = 2_000
"""Characters of a turn that are read."""


@dataclass(frozen=True, slots=True)
class Standalone:
    """A question with what it leaned on put in.

    Attributes:
        text: the question to be answered; as it was asked when it stood alone.
        query: the same for the search, with the turns that bear on it.
        changed: words of earlier turns were put in.
        usage: what the model that did it cost; None without one.
    """

    text: str
    query: Query
    changed: bool
    usage: Usage | None = None


def make_standalone(question: str, history: Sequence[Turn]) -> Standalone:
    """Return the question as it stands alone. Deterministic; a question that stands alone is left untouched.

    Args:
        question: clean, on one line.
        history: the turns before it, oldest first.
    """
    turns = [Turn(turn.speaker, _line(turn.text), turn.ours) for turn in history[-MOST_TURNS:] if turn.text.strip()]
    anchor = _anchor(turns)
    text = _rewritten(question, anchor)
    changed = text != question
    return Standalone(text, Query(text, _context(turns)), changed)


class Rewriter(Protocol):
    """Makes questions stand alone."""

    async def standalone(self, question: str, history: Sequence[Turn]) -> Standalone:
        """Return the question as it stands alone; never fails because of the conversation."""


class PlainRewriter:
    """`make_standalone` as a `Rewriter`: no model, well under a millisecond."""

    async def standalone(self, question: str, history: Sequence[Turn]) -> Standalone:
        """Return the question as it stands alone."""
        return make_standalone(question, history)


def conversation_query(question: str, history: Sequence[tuple[str, str]]) -> Query:
    """The query the product makes of a question and its history, for measuring retrieval.

    Args:
        history: speaker and text, oldest first; ``agent`` is us.
    """
    asked = " ".join(question.split())
    return make_standalone(asked, [Turn(speaker, text, speaker == AGENT) for speaker, text in history]).query


def leans(question: str) -> bool:
    """Whether a question cannot be understood without what was said before."""
    return leaning(question) is not None


def _anchor(turns: Sequence[Turn]) -> Anchor | None:
    """The last thing asked, made stand-alone by what was asked before it, and what we replied to it."""
    anchor: Anchor | None = None
    for turn in turns:
        if turn.ours:
            anchor = Anchor(anchor.question, turn.text) if anchor else None
        elif not wording.SOCIAL.match(turn.text) and (asked := _as_anchor(turn.text, anchor)):
            anchor = asked
    return anchor


def _as_anchor(text: str, anchor: Anchor | None) -> Anchor | None:
    """A turn others lean on must name something; talk between two questions is passed over."""
    rewritten = _rewritten(text, anchor)
    if not specific_words(rewritten):
        return None
    if anchor and "?" in anchor.question and "?" not in rewritten and not _begins_asking(rewritten):
        return None
    return Anchor(rewritten)


def _begins_asking(text: str) -> bool:
    first = text.split(maxsplit=1)[0].casefold().strip(",.:;!")
    return first in wording.ASKERS | wording.AUXILIARIES or first in wording.VERBS


def _rewritten(question: str, anchor: Anchor | None) -> str:
    found = leaning(question) if anchor else None
    if found is None or anchor is None:
        return question
    text = rewrite(found, anchor)
    return question if text == found.core else text[:1].upper() + text[1:]


def _context(turns: Sequence[Turn]) -> tuple[tuple[str, float], ...]:
    """What was asked last and what was replied last; earlier turns gained nothing."""
    said = [[turn.text for turn in turns if turn.ours is ours][-1:] for ours in (False, True)]
    return tuple((text, TURN_WEIGHT) for texts in said for text in texts)


def _line(text: str) -> str:
    return shorten(" ".join(text.split()), LONGEST_TURN)
