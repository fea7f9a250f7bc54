"""Every fixed word of deciding; sentences around something are in `bot.slack.decision_phrases`. Plain text."""

from __future__ import annotations

from bot.decisions.plan import Stage
from bot.decisions.session.state import Status
from bot.decisions.understanding.reading import Doubt

# Buttons.
NOT_SURE = "Not Sure"
ENTER_NUMBER = "Enter A Number"
NEXT = "Next"
SKIP = "Skip"
BACK = "Back"
JOIN = "Join"
PAUSE = "Pause"
RESUME = "Resume"
FINISH = "Finish Now"
CANCEL = "Cancel The Decision"
RECORD = "Record Decision"
CHANGE = "Change An Answer"
REVISIT = "Revisit In 90 Days"
REVISIT_DAYS = 90
REOPEN = "Reopen"
SHOW = "Show"
OPEN = "Open"
LEAVE_UNKNOWN = "Leave It Unknown"
PREVIOUS_PAGE = "Previous"
NEXT_PAGE = "Next"
CLOSE = "Close"
SAVE = "Save Answer"
CONTINUE = "Continue"
START = "Start Decision"
CHOOSE = "Choose an answer"

# The card in the channel.
SOMEBODY = "somebody"
STATUS = {
    Status.OPEN: "Open",
    Status.PAUSED: "Paused",
    Status.FINISHED: "Finished",
    Status.CANCELLED: "Cancelled",
}
END_TITLE = "End this decision?"
END_TEXT = (
    "Finishing gives the verdict on what is known so far. Cancelling gives none. "
    "After either, nobody can answer any more."
)
END_YES = "End It"
END_NO = "Keep It Open"
TAKING_PART = "Taking part:"
STARTED = "started"
REVIEW_ON = "To be revisited on"
RECORDED_ON = "recorded on"
OPEN_THREAD = "Open the thread"
WAITS_FOR = "Waits for:"
OPEN_RESULT = "Read the result"
RESULT_BELOW = "The result is in the thread."
ANSWER_BELOW = "The questions are in the thread."
CANCELLED = "This decision was cancelled. What was answered is kept in the thread."
PAUSED = "Paused. Nothing is lost: press Resume, or write “resume” in the thread, to go on."

# Questions.
BECAUSE = "because"
WHY_ASKED = "Why we ask:"
HIDDEN = "Answers stay hidden until the question closes."
NOBODY_YET = "Nobody has answered yet."
ANSWERED_BY = "Answered:"
CLOSES = "Closes"
NOBODY_KNOWS = "Nobody knows, so it stays unknown."
ENDED_BEFORE = "The decision ended before this question closed."
ENDED_UNANSWERED = "The decision ended before this question closed. What was answered to it stays hidden."
PUT_ASIDE = "Put aside for now. It comes back if it still matters."
NOT_NEEDED = "Put aside. The verdict does not need it."
WRITE_OTHERS = "Not every choice fits in the list. You can write any of them in the thread."
ASKED_AGAIN = "Answered anew since. The newer answer counts."
DIFFER_SAME = "People differed, and the outcome is the same either way."
DIFFERED = "People differed. What most of them said stands."
READINGS = "What becomes of the verdict under each answer:"

# The result.
TABLE_HEADER = ("Framework", "Says", "Because")
PANEL = "All together"
STILL_OPEN = "still open"
SOURCES = "Sources"
CLOSE_CALL = "Close call."
FLIPS = "What would change the verdict"
NO_FLIPS = "No small change of the answers gives another verdict."
DISSENT = "Who saw it differently"
KNOWN = "What it rests on"
UNKNOWN = "unknown"
STAGES = {
    Stage.BEFORE: "Before you build anything",
    Stage.CAUTION: "What to watch",
    Stage.MEASURE: "What to measure before adding fine-tuning",
}
COSTS = "What the options cost"
NO_MONTHLY = "no source gives a monthly figure"
RESULT = "The verdict"
RESULT_GOES_ON = "The result, continued."
STANDS = "what stands:"
ANSWER_DIFFERENTLY = "An answer can still be changed. The verdict follows."

# What was understood.
UNDERSTOOD = "I understood:"
NOT_UNDERSTOOD = "I could not make use of this part:"
PLEASE_CHOOSE = "I am not sure what you mean. Please choose."
SOMETHING_ELSE = "Something Else"
INFERRED = "That only seems to follow from what you wrote. It counts when you press it."
DOUBTS = {
    Doubt.RANGE: "That leaves several values open. Which is it?",
    Doubt.CURRENCY: "I reckon in US dollars. How much is it in those?",
    Doubt.DATE: "I cannot tell how far away that is. How long is it?",
    Doubt.SEVERAL: "That names more than one. Which is it?",
    Doubt.GUESS: "You said it with a maybe. Shall it count?",
    Doubt.REPORTED: "That is what somebody else says. What do you say?",
    Doubt.NOTATION: "That number can be read in two ways. Which is it?",
}
NOTHING_UNDERSTOOD = "I found no answer in that. Press a button, or write it in other words."
FOUND_TITLE = "Decide From This Thread"
FOUND_INTRO = "This is what the thread already answers. Choose what counts; I ask about the rest."
FOUND_NONE = "I found no answers in this thread. The decision begins with the first question."
TOPIC_LABEL = "What is to be decided"
ASK_IT = "Ask about it"
ASK_IT_WHY = "Nothing is taken from the thread"
EDIT_TITLE = "Change An Answer"
EDIT_LABEL = "Which answer"
NUMBER_TITLE = "Your Answer"
EMPTY_IS_UNKNOWN = "Leave it empty when nobody knows."
WHOLE_NUMBER = "Please write a whole number from 0 to 1,000,000,000,000, without letters or signs."
CHOOSE_ONE = "Please choose one of the answers."
NAME_TOPIC = "Please say what is to be decided."
NOTHING_TO_CHANGE = "No question is settled yet, so there is nothing to change."

# Lists and Home.
LIST_HEADER = "Decisions"
NO_DECISIONS = "There are no decisions yet. Start one with /decide and what it is about."
WAITING = "Waiting for you"
OPEN_DECISIONS = "Open decisions"
PAST_DECISIONS = "Past decisions"
ALL_OF_THEM = "/decide list shows all of them."
HOME_EMPTY = "No decision is open. Start one with /decide and what it is about, for example:"
EXAMPLE = "/decide How should the support bot learn our product?"
NO_ANSWERS = "No question is answered yet."
HELP_HEADER = "/decide helps a team choose between RAG, fine-tuning, both, or neither yet."
HELP = (
    ("/decide what it is about", "start a decision; its questions come in a thread"),
    ("/decide list", "decisions, the newest first"),
    ("/decide show 7f3a9c", "one decision, by its id"),
    ("/decide status", "where the decision of this channel stands"),
    ("/decide pause, /decide resume", "put a decision aside, and go on with it; nothing is lost"),
    ("/decide revisit 7f3a9c", "decide again; the new decision supersedes the old one"),
    ("/decide cancel", "end a decision without a verdict"),
    ("/decide help", "this help"),
)
OTHER_MATTERS = "Your team can also decide"
HELP_THREAD = "In the thread, answer with a button or in your own words. You can also write:"
HELP_WORDS = (
    ("not sure", "nobody has to know everything"),
    ("back, skip", "to the question before, or past this one"),
    ("next", "close the question with the answers there are"),
    ("change citations to no", "change an answer that stands"),
    ("why", "what the question rests on"),
    ("what if the budget is 50k", "the verdict under another answer, changing nothing"),
    ("status, pause, resume, finish, cancel", "where it stands, and how it goes on or ends"),
    ("join, leave, hand over to @name, take over", "who takes part, and who leads"),
    ("quorum 3, deadline 2 hours", "when a question closes by itself"),
)
HELP_NOTE = "Anything else you ask in the thread is answered from the articles. The question then waits for you."

# Notes.
WHY_VERDICT = "What speaks for what, so far"
MOVES_NOTHING = "It can no longer change what any framework says."
WHY_QUESTION = "This can still change what these say:"
NOTHING_CHANGES = "The verdict stays the same."
CHANGED_NOTHING = "Nothing was changed. To make it so, write “change … to …”."
GROUNDS_CHANGED = "Something this decision rests on has changed."
WAS = "It said:"
IS_NOW = "It says now:"
IS_GONE = "The passage is gone."
READS_AGAIN = "The passage reads again as it did when this was decided."
REWORDED = "The passage was reworded."
ONLY_OFFERED = "Nothing was changed by this. Reopen begins a new decision with the same answers."
REVIEW_DUE = "It is time to look at this decision again."
BROKEN_FILES = "There is nothing to decide with: the framework files have mistakes. Whoever runs Archie can fix them."
SOME_BROKEN_FILES = "Some framework files have mistakes. What was good of them before is still used."
