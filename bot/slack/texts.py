"""Every word people read in Slack. Plain text: the blocks escape it and add what markup there is."""

from __future__ import annotations

from bot.errors import FallbackReason
from bot.store.channel_settings import Mode

# Answers.
SOURCES = "Sources"
SEARCHING_TASK = "Searched the articles"
WRITING_TASK = "Writing the answer"
WRITTEN_TASK = "Wrote the answer"
NOT_COVERED = "The articles do not cover this, so I would only be guessing."
NEAREST = "The closest ones are:"
WORKING = "Reading the articles. Your answer comes in a moment."
STOPPED = "Stopped."
NAME = "Archie"
UNDERSTOOD = "Understood as:"
EDITED = "The question was edited, so I am answering it again."
AFTER_EDIT = "Updated after the question was edited."
UNREAD = "I could not read the earlier messages of this thread, so I took your question as it stands."
CUT_SHORT = "The answer is too long for one message, so it ends here."
QUOTES_ONLY = "Quotes from the articles, word for word. No AI key is set, so nothing was written around them."
WRITTEN_BY_AI = "Written by AI from these sources. AI can be wrong: press a number to check."
QUOTES_IN_STYLE = "Quotes from the articles, put into the house voice by AI. Press a number for the exact words."
STYLED = "The wording was put into the house voice by AI, and checked against the sources again."
YOU_ASKED = "You asked:"
SHARE = "Share In Channel"
ASK_AGAIN = "Ask Again"
ASKED_AGAIN = "This question was already asked again."
ALREADY_SHARED = "This answer was already shared in the channel."
CANNOT_SHARE = "I am not in this channel yet. Invite me with /invite, then press the button again."
ONLY_ASKER_SHARES = "Only the person who asked can share this answer."
GONE = "This answer is no longer kept. Please ask again."

_INSTEAD = "so these are the closest quotes from the articles instead."
_FALLBACKS = {
    FallbackReason.BUSY: f"The AI model was too busy, {_INSTEAD}",
    FallbackReason.TIMEOUT: f"The AI model took too long, {_INSTEAD}",
    FallbackReason.CUT: f"The AI model stopped in the middle, {_INSTEAD}",
    FallbackReason.REFUSED: f"The AI model declined to answer, {_INSTEAD}",
    FallbackReason.REJECTED: f"The AI model did not accept the request, {_INSTEAD} The log says why.",
    FallbackReason.BUDGET: f"The budget for AI models is used up for now, {_INSTEAD}",
    FallbackReason.UNSUPPORTED: f"What the AI model wrote did not hold up against the articles, {_INSTEAD}",
}


def fallback(reason: FallbackReason) -> str:
    """Say why quotes stand where a written answer would."""
    return _FALLBACKS[reason]


def given_before(moment: str) -> str:
    """Say how old an answer is that is given again. ``moment`` is live mrkdwn, everything else is plain."""
    return f"Answered {moment} from the same articles."


def differ(about: str) -> str:
    """Say what articles give different figures for; the figures follow."""
    return f"The articles differ on {about}:"


def missing(what: str | None) -> str:
    """Say what the articles leave open."""
    return f"The articles do not cover {what}." if what else "The articles cover only a part of this."


def read_newest(count: int) -> str:
    """Say that a long thread was not read from its beginning."""
    return f"I read the newest {count} messages of this thread, not the earlier ones."


def person(number: int) -> str:
    """Name somebody whose name is not known: Person A, Person B, … Person 27."""
    return f"Person {chr(ord('A') + number)}" if number < 26 else f"Person {number + 1}"  # noqa: PLR2004 - letters


def open_source(n: int) -> str:
    """Name a source's button for a screen reader."""
    return f"Open source {n}"


# Passages.
PASSAGE_TITLE = "Source {n}"
CHANGED = "This passage has changed since. This is the quote as it stood."
CLOSE = "Close"

# Feedback.
HELPFUL = "Helpful"
NOT_HELPFUL = "Not Helpful"
THANKS = "Thank you. You can change your mind with the same buttons."
FEEDBACK_TITLE = "What was wrong?"
FEEDBACK_SEND = "Send Feedback"
FEEDBACK_CANCEL = "Skip"
FEEDBACK_REASON = "The answer"
FEEDBACK_COMMENT = "In your own words"
FEEDBACK_HINT = "Please leave out anything confidential."
REASONS = {
    "wrong": "Is wrong",
    "incomplete": "Leaves out something important",
    "off_topic": "Does not answer my question",
    "outdated": "Is out of date",
    "unclear": "Is hard to understand",
}

NOTHING_TO_ASK = "There is nothing to ask about in that message. Choose one in which somebody wrote something."

# Help and Home.
GREETING = "I am Archie. I help teams choose how to build with AI: retrieve, fine-tune, both, or neither yet."
HOW = (
    ("/ask your question", "a private answer, with a button to share it"),
    ("@Archie your question", "an answer in the thread, for everyone there"),
    ("Ask About This Message, in a message's menu", "the same, for what somebody wrote"),
    ("A direct message to me", "an answer just for you, in its own thread"),
    ("/decide what it is about", "decide as a team, in a thread; /decide help says how"),
    ("/knowledge", "what the answers come from, and how fresh it is"),
    ("/archie settings", "what I answer in a channel without being mentioned"),
    ("/archie help", "this help"),
)
WELCOME = "You are welcome. Ask me whenever there is more, or write “help”."
HELP_NOTE = "Every claim carries a number. Press it to read the exact quote in its article."
TRY = "Try asking"
EXAMPLES = (
    "When is RAG the right choice?",
    "What does fine-tuning cost, and how long does it take?",
    "Our documents change every week. What does that mean for us?",
)
UNKNOWN_SUBCOMMAND = "I do not know that one. Here is what I can do."
HOME_HEADER = "Ask, check the quotes, decide"
HOME_PRIVACY = "I answer only from these articles. When they do not cover a question, I say so."


def articles(count: int) -> str:
    """Say how much there is to ask about."""
    if count == 0:
        return "I have no articles yet. Whoever runs Archie can add some to the knowledge folder."
    return "I have read 1 article." if count == 1 else f"I have read {count:,} articles."


# Settings of a channel.
SETTINGS_HEADER = "What I answer in this channel"
MODES = {Mode.MENTIONS: "Mentions", Mode.THREADS: "Threads", Mode.QUESTIONS: "Questions"}
HOLDS = {
    Mode.MENTIONS: "I answer only what mentions me.",
    Mode.THREADS: "I answer what mentions me, and other questions in threads I have answered in.",
    Mode.QUESTIONS: "I answer what mentions me, and other questions in the channel and in threads I have answered in.",
}
UNASKED = "What does not mention me I answer only when the articles cover it, and never when it mentions somebody else."
CHOOSE_MODE = "Choose what I answer"
HOLDS_NOW = "Now:"
HOLDS_ALREADY = "That holds already:"
UNKNOWN_SETTING = "I do not know that setting. These are the ones there are."
SETTINGS_IN_DIRECT_MESSAGE = "In a direct message with me I answer everything. Settings are for channels."
CANNOT_SET = "I am not in this channel yet, so nothing was changed. Invite me with /invite, then choose again."
SOMEBODY = "Somebody here"
CHANGE_AGAIN = "/archie settings changes it again."


def changed_settings(name: str, mode: Mode) -> str:
    """Tell a channel who chose what holds there from now on."""
    return f"{name} changed what I answer here. From now on: {HOLDS[mode]}"


# Errors.
UNEXPECTED = "Something went wrong on my side. Please try again."


def with_reference(sentence: str, reference: str) -> str:
    """Add the id under which the log tells more."""
    return f"{sentence} (Reference {reference})"


def asked(user_mention: str) -> str:
    """Attribute a shared answer. ``user_mention`` is live mrkdwn, everything else is plain."""
    return f"{user_mention} asked and shared:"
