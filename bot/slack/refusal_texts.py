"""Why something cannot be done in a decision, and what can be done instead. Told to one person, in plain text."""

from __future__ import annotations

from collections.abc import Mapping

from bot.decisions.frameworks import Matter
from bot.decisions.session.refusals import Reason, Refused
from bot.decisions.session.state import Status

_REASONS = {
    Reason.NO_SUCH_DECISION: "I know no such decision. /decide list shows those there are.",
    Reason.NOT_OWNER: "Only {owner} can do that, as the one who leads. Ask them, or “take over” once they are gone.",
    Reason.NOT_YOURS: "This is somebody else's own decision. You can start one with /decide.",
    Reason.NOT_TAKING_PART: "You do not take part in this decision yet. Press Join on its card, then try again.",
    Reason.SOLO: "That needs several people, and you decide this alone. Start one in a channel to decide together.",
    Reason.OWNER_PRESENT: "Whoever leads is still here. You can take over when they leave, are silent for a day, or "
    "miss a deadline.",
    Reason.ALREADY_OWNER: "You lead this decision already.",
    Reason.NOT_OPEN: "No question is open at the moment.",
    Reason.CLOSED_QUESTION: "The question {fact} is closed already. Whoever leads can still “change … to …”.",
    Reason.OLD_QUESTION: "This button is from an earlier asking of {fact}. The newest one in the thread counts.",
    Reason.DISPUTED: "People differ on {fact}. Whoever leads has to say what stands before it goes on.",
    Reason.NOT_DISPUTED: "Nobody differs on this any more, so there is nothing to settle.",
    Reason.UNKNOWN_FACT: "I do not know which answer “{detail}” is. “status” lists those there are.",
    Reason.BAD_VALUE: "That is not an answer I can take: {detail}. Nothing was changed.",
    Reason.NOTHING_BEFORE: "There is no earlier question to go back to.",
    Reason.PAUSED: "This decision is paused. Press Resume to go on.",
    Reason.NOT_PAUSED: "This decision is not paused.",
    Reason.ENDED: "This decision is finished. “change … to …” still changes an answer until it is recorded; Reopen "
    "begins a new one after that.",
    Reason.NOT_FINISHED: "This decision is not finished yet. Its questions are in the thread.",
    Reason.RECORDED: "Decision record {detail} is made and stays. Reopen begins one that supersedes it.",
    Reason.SUPERSEDED: "Another decision took the place of this one: {detail}.",
    Reason.NOT_DUE: "It is not time to look at this decision again yet.",
    Reason.THREAD_TAKEN: "A decision is open in this thread already: {detail}. Finish or cancel it first.",
}
_CANCELLED = "This decision was cancelled. Start a new one with /decide and what it is about."
_SOMEBODY = "whoever leads"
_THIS = "asked here"


def refusal(refused: Refused, matter: Matter | None, people: Mapping[str, str]) -> str:
    """Say why, in a sentence or two.

    Args:
        matter: names the fact; without it the fact goes unnamed.
        people: names by user id.
    """
    found = matter.facts.get(refused.detail) if matter else None
    fact = f"“{found.label}”" if found else _THIS
    owner = people.get(refused.detail, "") or _SOMEBODY
    if refused.reason in {Reason.ENDED, Reason.NOT_FINISHED} and refused.detail == Status.CANCELLED:
        return _CANCELLED
    return _REASONS[refused.reason].format(detail=refused.detail or "–", fact=fact, owner=owner)
