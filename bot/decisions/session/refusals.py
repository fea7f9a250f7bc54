"""Why a move cannot be made. The wording people read stands in the texts of Slack; here is what it is made from."""

from __future__ import annotations

from enum import StrEnum


class Reason(StrEnum):
    """What stands in the way."""

    NO_SUCH_DECISION = "no_such_decision"
    NOT_OWNER = "not_owner"
    """Only the owner may do this. ``detail`` is the owner."""
    NOT_YOURS = "not_yours"
    """A solo decision of somebody else."""
    NOT_TAKING_PART = "not_taking_part"
    SOLO = "solo"
    """It needs a team, and the decision is one person's."""
    OWNER_PRESENT = "owner_present"
    """Nobody may take over: the owner is there, and the time they have is not over."""
    ALREADY_OWNER = "already_owner"
    NOT_OPEN = "not_open"
    """No question is open."""
    CLOSED_QUESTION = "closed_question"
    """The question is closed. ``detail`` is the fact."""
    OLD_QUESTION = "old_question"
    """The question was put aside, or asked again since; the button is an old one. ``detail`` is the fact."""
    DISPUTED = "disputed"
    """People differ, it matters, and the owner has to say first what stands. ``detail`` is the fact."""
    NOT_DISPUTED = "not_disputed"
    UNKNOWN_FACT = "unknown_fact"
    """``detail`` is the name nobody knows."""
    BAD_VALUE = "bad_value"
    """``detail`` says what the fact, or the setting, takes."""
    NOTHING_BEFORE = "nothing_before"
    """There is no earlier question to go back to."""
    PAUSED = "paused"
    NOT_PAUSED = "not_paused"
    ENDED = "ended"
    """It is finished or cancelled. ``detail`` is which."""
    NOT_FINISHED = "not_finished"
    RECORDED = "recorded"
    """Its record is made; it is not edited any more, only superseded. ``detail`` is the number of the record."""
    SUPERSEDED = "superseded"
    """Another decision took its place. ``detail`` is the id of that one."""
    NOT_DUE = "not_due"
    THREAD_TAKEN = "thread_taken"
    """Another decision is open in the thread. ``detail`` is its id."""


class Refused(Exception):  # noqa: N818 - not an error: somebody asked for what cannot be done
    """A move that cannot be made; nothing happened."""

    def __init__(self, reason: Reason, detail: str = "") -> None:
        super().__init__(f"{reason}: {detail}" if detail else str(reason))
        self.reason = reason
        self.detail = detail
