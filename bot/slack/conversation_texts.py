"""What Archie says while a decision is led: hints, confirmations, refusals. Cards have `bot.slack.decision_texts`."""

from __future__ import annotations

from collections.abc import Sequence

# The command.
INVITE = "I am not in this channel yet. Invite me with /invite, then start the decision again."
TOPIC_TOO_LONG = "Please say in one line what is to be decided, in at most 150 characters."
BEGUN = "The decision is begun, but Slack does not let me post it right now. It appears as soon as it does."
NO_ID = "Which decision? Add its id, as /decide list shows it."
NOTHING_HERE = "No decision is open here. Start one with /decide and what it is about. /decide list shows earlier ones."
NO_PAUSED = "No decision of yours is paused here. /decide list shows them all."
NO_FRAMEWORKS = "I have no framework to decide with. Whoever runs Archie can add one to the knowledge folder."

# The thread.
RESULT_FOLLOWS = "An answer is being changed. The result follows."
RESULT_SHORTER = "The result no longer needs this message."
NOT_IN_CHANNEL = "Only people in the channel of this decision can take part. Join that channel, then try again."
NOTHING_IN_IT = "I found no answer in that. Press a button, write it in other words, or end a question with “?”."
SUPPOSE_WHAT = "I did not understand what to suppose. Try, for example, “what if the budget is 50k”."
GONE = "This decision is no longer kept."
OLD_BUTTON = (
    "This button is from an earlier moment of the decision. The newest message of the thread has those that count."
)
NOT_A_MESSAGE = "I cannot read this thread. Invite me with /invite, then try again."
READING = "Reading the thread…"
READING_TITLE = "Decide From This Thread"
ALREADY_CLICKED = "This was pressed already. It counts once."
SHOWN_LATER = "That counts, but Slack does not let me show it right now. I will as soon as it does."
KEPT = "You can change it as long as the question is open."
JOINED = "You take part now. Answer with the buttons, or in your own words."
LEFT = "You do not take part any more. What you answered to closed questions stays."
NOT_IN_IT = "You do not take part in this decision, so there is nothing to leave."
ALREADY_OPEN = "A decision is open in this thread already. It goes on here:"

CHART = "chart"
RECORD = "record"
CHART_TITLE = "What each option costs over time"

_HOW = {
    "hand over": "Say to whom, as a mention: “hand over to @name”.",
    "what if": SUPPOSE_WHAT,
    "revisit": "Use /decide revisit and the id on the card of this decision, or press Reopen where that is offered.",
    "change": "Say which answer, and to what: “change citations to no”.",
    "quorum": "Say how many answers close a question: “quorum 3”, or “quorum everyone”.",
    "deadline": "Say how long a question stays open, from a minute to 30 days: “deadline 2 hours”, or “deadline none”.",
}


def how(word: str) -> str:
    """Say how a steering word is used."""
    return _HOW[word]


def kept(label: str, answer: str) -> str:
    """Tell somebody what their hidden answer is."""
    return f"Your answer to “{label}” is kept: {answer}. {KEPT}"


def not_here(name: str) -> str:
    """Say that the decision cannot go to somebody who does not see it."""
    return f"{name} is not in this channel and could not lead a decision here. Invite them with /invite first."


def did_you_mean(word: str) -> str:
    """Point out a slip."""
    return f"Did you mean /decide {word}? To decide about just that, put it in quotes."


def in_thread(word: str) -> str:
    """Say where a word belongs that steers a decision."""
    return f"Write “{word}” in the thread of the decision. To decide about just that, put it in quotes."


def unknown_id(id_: str) -> str:
    """Say that there is no such decision."""
    return f"I know no decision {id_} that you could see. /decide list shows those there are."


def unknown_fact(name: str, labels: Sequence[str]) -> str:
    """Say what can be changed."""
    return f"I do not know which answer “{name}” is. There are: {', '.join(labels)}."


def not_a_value(label: str, value: str, choices: Sequence[str]) -> str:
    """Say that words were not understood as a value, and what would be; a number where there are no ``choices``."""
    return f"I did not understand “{value}” as an answer to “{label}”. {_takes(choices)} Nothing was changed."


def change_to_what(label: str, choices: Sequence[str]) -> str:
    """Ask for the value of an answer that is to be changed."""
    return f"To what? Write “change {label} to …”. {_takes(choices)}"


def _takes(choices: Sequence[str]) -> str:
    return f"It can be: {', '.join(choices)}." if choices else "It takes a number."


def which(ids: Sequence[str]) -> str:
    """Ask for one of several."""
    return f"There are several: {', '.join(ids)}. Add the id of the one you mean."


def quorum(people: int | None) -> str:
    """Say how questions close."""
    if people is None:
        return "A question closes when everybody who takes part has answered."
    return f"A question closes when {people} {'person has' if people == 1 else 'people have'} answered."


def deadline(seconds: float | None) -> str:
    """Say how long a question stays open."""
    return "Questions have no deadline." if seconds is None else f"A question stays open for {_length(seconds)}."


def _length(seconds: float) -> str:
    for name, size in (("day", 86400), ("hour", 3600), ("minute", 60)):
        if seconds % size == 0:
            count = int(seconds // size)
            return f"{count} {name}{'' if count == 1 else 's'}"
    return f"{seconds / 60:.0f} minutes"


def upload_failed(what: str, reason: str) -> str:
    """Say that a file is missing, and why."""
    return f"The {what} could not be uploaded here ({reason}). The decision stands without it, and I will try again."


def record_title(number: int) -> str:
    """Name the file of a record."""
    return f"Decision record {number}"


def searched_record_title(number: int, topic: str) -> str:
    """Name a record where it is quoted."""
    return f"{record_title(number)}: {topic}"


def superseded_record_title(number: int, topic: str, by: int) -> str:
    """Name a record that another has taken the place of."""
    return f"{searched_record_title(number, topic)} (superseded by record {by})"


def reopened_record_title(number: int, topic: str) -> str:
    """Name a record whose matter is being decided again."""
    return f"{searched_record_title(number, topic)} (being decided again)"
