"""Every word of `/knowledge`, the gaps and the Home tab. Plain text: the blocks escape it and add the markup."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

# What there is.
STATUS_HEADER = "What Archie knows"
LOOKED = "Last look at the folder:"
CHANGED = "Last change:"
NEVER_LOOKED = "The folder has not been looked at yet."
WORDS_ONLY = "Vectors cannot be counted just now, so search may go by words alone."
DOCUMENTS = "Documents"
FAILURES = "Could Not Be Read"
GAPS = "Gaps"
STATUS = "Status"
SYNC = "Look At The Folder Now"
RECONCILE = "Read Everything Again"
RECONCILE_TITLE = "Read everything again?"
RECONCILE_TEXT = "Every file is read and compared with the index. Answers go on meanwhile."
RECONCILE_YES = "Read"
NO_FAILURES = "Every file could be read."
NO_DOCUMENTS = "There are no documents yet. Whoever runs Archie can add some to the knowledge folder."
NO_MATCH = "No document has that in its title or path. To ask what the documents say, use /ask."
NEXT = "Next"
PREVIOUS = "Previous"
SLOW = "The index is busy. Please try again in a moment."
HELP = (
    ("/knowledge", "how many documents there are, how fresh they are, and what went wrong"),
    ("/knowledge documents", "all of them, with date and length"),
    ("/knowledge words of a title", "those with these words in their title or path"),
    ("/knowledge gaps", "what people asked and no document answers"),
    ("/knowledge failures", "files that could not be read, and why"),
    ("/knowledge sync", "look at the folder now (admins)"),
    ("/knowledge confirm", "remove documents that are gone, where Archie held back (admins)"),
)
HELP_HEADER = "/knowledge shows what Archie's answers come from."

# Admins.
ONLY_ADMINS = "Only an admin of Archie can do that. Whoever runs Archie names admins in ARCHIE_ADMINS."
NOTHING_AFTER = "Please send that word alone, with nothing after it."
ASKED_TO_LOOK = "I am on it. The result comes here when it is done."
UNDER_WAY = "That is under way already."
NOBODY_KEEPS = (
    "No process is keeping the index, so nobody could do that. Start `archie`, or `archie clock` beside `archie web`."
)
STILL_AT_IT = "This takes long, and goes on. `/knowledge` shows when it is done."
NOTHING_TO_CONFIRM = "Nothing waits to be confirmed."
CONFIRM_BUTTON = "Remove Them"
CONFIRM_TITLE = "Remove them from the index?"
CONFIRM_YES = "Remove"
CANCEL = "Cancel"

# Gaps.
TELL_ME = "Tell Me When It Is Answered"
WILL_TELL_HERE = "I will tell you in this thread, once, when the articles answer this."
WILL_TELL_DIRECTLY = "I will send you a direct message, once, when the articles answer this."
ON_THE_LIST = "You are on the list already."
DO_NOT_TELL = "Do Not Tell Me"
WILL_NOT_TELL = "I will not tell you."
NOT_OPEN = "This may be answered by now. Please ask again."
NO_GAPS = "No question is open. When the articles do not answer one, it is listed here."
GAPS_NOTE = "Questions asked in public channels, and your own. What others ask in private is never shown."
DISMISS = "Dismiss"
DISMISS_TITLE = "Dismiss this gap?"
DISMISS_TEXT = "It leaves everybody's list. Whoever waits for an answer is still told."
DISMISSED = "It is dismissed already, or gone."
ANSWERED_NOW = "You asked this, and the articles did not answer it. Now they do:"

# Home.
YOURS = "Your open questions"
ANSWERED_SINCE = "answered since"
STILL_OPEN = "open"
WANTED = "What people miss most"
THIS_WEEK = "This week"
UPDATED = "Updated"
SETTINGS_HINT = "/knowledge shows what the answers come from."


def holdings(documents: int, passages: int) -> str:
    """Say how much there is: ``2,000 documents, 18,204 passages``."""
    return f"{_counted(documents, 'document')}, {_counted(passages, 'passage')}"


def vectors(embedder: str, done: int, passages: int, *, switching: bool) -> str:
    """Say how far the vectors are."""
    if done >= passages and not switching:
        return f"Found by words and by meaning ({embedder})."
    doing = "Re-indexing" if switching else "Indexing"
    return f"{doing} for {embedder}: {done:,} of {_counted(passages, 'passage')}. Search works meanwhile."


def sync_result(report: Mapping[str, Any]) -> str:
    """Say what a sync did: ``2 added, 1 updated, 0 removed, in 0.4 s``."""
    parts = [f"{report[key]:,} {key}" for key in ("added", "updated", "removed")]
    if not any(report[key] for key in ("added", "updated", "removed")):
        parts = ["nothing had changed"]
    if report["failed"]:
        parts.append(f"{_counted(report['failed'], 'file')} could not be read")
    if report["waiting"]:
        parts.append(f"{_counted(report['waiting'], 'file')} still being written")
    return f"{', '.join(parts)}, in {report['seconds']:.1f} s"


def synced(report: Mapping[str, Any]) -> str:
    """Say that what was asked for is done, and what it did."""
    return f"Done: {sync_result(report)}. There are {holdings(report['documents'], report['chunks'])} now."


def failed(count: int) -> str:
    """Say how many files could not be read."""
    return f"{_counted(count, 'file')} could not be read. What was good of them before still answers."


def refused(missing: int, documents: int) -> str:
    """Say what waits to be confirmed."""
    return (
        f"{missing:,} of {_counted(documents, 'document')} are gone from the folder at once. That may be a mistake, a "
        "disk that is not mounted perhaps, so they were kept and still answer. If it is meant, an admin can confirm it."
    )


def confirm_question(missing: int, documents: int) -> str:
    """Ask once more."""
    return f"{missing:,} of {_counted(documents, 'document')} will no longer answer. Their files are already gone."


def page_of(page: int, pages: int, count: int) -> str:
    """Say where in a list one is."""
    return f"{count:,} in all" if pages == 1 else f"Page {page} of {pages}, {count:,} in all"


def passages(count: int) -> str:
    """Say how long a document is."""
    return _counted(count, "passage")


def asked(times: int, people: int) -> str:
    """Say how wanted an answer is."""
    often = "once" if times == 1 else f"{times:,} times"
    return f"asked {often}" if people == 1 else f"asked {often} by {people:,} people"


def lacking(missing: str) -> str:
    """Say which part of a question is open."""
    return f"open: {missing}"


def private_topics(count: int) -> str:
    """Tell admins, and only them, how much is asked in private."""
    return f"Besides these, others asked about {_counted(count, 'topic')} in private."


def usage(answers: int, up: int, down: int) -> str:
    """Say how Archie is used: ``12 answers, 5 of 6 found helpful``."""
    said = up + down
    judged = f", {up:,} of {said:,} judged were helpful" if said else ""
    return f"{_counted(answers, 'answer')}{judged}"


def reasons(counts: Mapping[str, int], names: Mapping[str, str]) -> str:
    """Say what was wrong, to admins: ``Is out of date: 2``."""
    return " · ".join(f"{names.get(code, code)}: {count:,}" for code, count in counts.items())


def changed_mind(now: str, before: str) -> str:
    """Confirm a changed verdict."""
    return f"Noted as “{now}” instead of “{before}”. You can change your mind with the same buttons."


def _counted(count: int, noun: str) -> str:
    return f"{count:,} {noun}" if count == 1 else f"{count:,} {noun}s"
