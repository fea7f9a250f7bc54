"""What people type in a decision's thread to steer it. Whatever else they write is an answer, a question, or talk.

A word is only heard when it is the whole message: "next" steers, "next we should ask legal" is talk.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

SHORTEST_SECONDS = 60.0
LONGEST_SECONDS = 30 * 24 * 3600.0
MOST_PEOPLE = 500

_UNITS = {"m": 60.0, "h": 3600.0, "d": 24 * 3600.0, "w": 7 * 24 * 3600.0}
_NOBODY = {"none", "off", "no"}
_EVERYBODY = {*_NOBODY, "all", "everyone", "everybody"}


class Plain(StrEnum):
    """Words that stand alone."""

    BACK = "back"
    SKIP = "skip"
    NEXT = "next"
    STATUS = "status"
    PAUSE = "pause"
    RESUME = "resume"
    FINISH = "finish"
    CANCEL = "cancel"
    JOIN = "join"
    LEAVE = "leave"
    TAKE_OVER = "take over"
    HELP = "help"


@dataclass(frozen=True, slots=True)
class Change:
    """``change citations to no``: the fact as it was called, and the words for its value."""

    fact: str
    value: str


@dataclass(frozen=True, slots=True)
class Why:
    """``why``, or ``why labelled examples``; None is the question being asked."""

    fact: str | None = None


@dataclass(frozen=True, slots=True)
class WhatIf:
    """``what if the budget is 50k``: what to suppose."""

    supposed: str


@dataclass(frozen=True, slots=True)
class HandOver:
    """``hand over to @aiko``."""

    user: str


@dataclass(frozen=True, slots=True)
class Quorum:
    """``quorum 3``; None is everybody who takes part."""

    people: int | None


@dataclass(frozen=True, slots=True)
class Deadline:
    """``deadline 2 hours``, in seconds; None is no deadline."""

    seconds: float | None


@dataclass(frozen=True, slots=True)
class Misspoken:
    """A steering word with something it cannot take. ``word`` is what was meant."""

    word: str


Word: TypeAlias = Plain | Change | Why | WhatIf | HandOver | Quorum | Deadline | Misspoken

_ALONE = {
    Plain.BACK: "back|go back|previous|previous question",
    Plain.SKIP: "skip|skip this|skip it|skip this one|skip this question",
    Plain.NEXT: "next|next question|next one|move on",
    Plain.STATUS: "status|where are we|where do we stand|summary|summary so far|progress",
    Plain.PAUSE: "pause|pause it|pause this",
    Plain.RESUME: "resume|resume it|resume this|continue",
    Plain.FINISH: "finish|finish it|finish this|finish now|wrap up",
    Plain.CANCEL: "cancel|cancel it|cancel this|cancel decision|cancel this decision",
    Plain.JOIN: "join|join in|count me in|i am in|i'm in",
    Plain.LEAVE: "leave|count me out|i am out|i'm out",
    Plain.TAKE_OVER: "take over|take it over|i take over|i'll take over",
    Plain.HELP: "help|what can i say",
}
_BY_WORDING = {wording: word for word, wordings in _ALONE.items() for wording in wordings.split("|")}
_POLITE = re.compile(r"^(?:please|ok|okay|let's|lets)[,\s]+|[,\s]+(?:please|now|thanks|thank you)$", re.IGNORECASE)
_MENTION = re.compile(r"<@([A-Z0-9]+)(?:\|[^>]*)?>")


def without_mention(text: str, bot_user: str) -> str:
    """Return what was typed without mentions of ``bot_user``; those of others stay as Slack writes them."""
    mention = re.compile(rf"<@{re.escape(bot_user)}(?:\|[^>]*)?>") if bot_user else None
    return (mention.sub(" ", text) if mention else text).strip(" \t\n,:")


def mentioned(text: str) -> tuple[str, ...]:
    """Return the ids of people a message mentions, in order."""
    return tuple(_MENTION.findall(text))


def read_word(text: str) -> Word | None:
    """Return the steering word a message is; None when it is none.

    Args:
        text: as Slack writes it, with mentions as ``<@U…>``, without the mention of us.
    """
    line = " ".join(text.split()).strip()
    wording = _bare(line)
    if wording in _BY_WORDING:
        return _BY_WORDING[wording]
    for pattern, read in _WITH_MORE:
        if match := pattern.fullmatch(line.rstrip(" .!?")):
            return read(match)
    return None


def _bare(line: str) -> str:
    bare = html.unescape(line).replace("’", "'").strip(" .!?/`*_").lower()
    return _POLITE.sub("", bare) if bare not in _BY_WORDING else bare


def read_seconds(text: str) -> float | None:
    """Return a length of time (``2 hours``, ``30m``, ``a day``) in seconds; None when it is none."""
    match = re.fullmatch(r"(?:in\s+)?(\d{1,6}(?:\.\d{1,3})?|an?|one|half an)\s*([a-z]+)", text.strip().lower())
    if match is None or not re.fullmatch(r"m(?:in(?:ute)?s?)?|h(?:(?:ou)?rs?)?|d(?:ays?)?|w(?:eeks?)?", match[2]):
        return None
    count = {"a": 1.0, "an": 1.0, "one": 1.0, "half an": 0.5}.get(match[1]) or float(match[1])
    return count * _UNITS[match[2][0]]


def _change(match: re.Match[str]) -> Word:
    named = _FROM.sub("", match[1]).strip(" *_`")
    return Change(named or match[1].strip(" *_`"), html.unescape(match[2]).strip(" *_`"))


def _change_what(match: re.Match[str]) -> Word:
    return Change((match[1] or "").strip(" *_`"), "")


def _why(match: re.Match[str]) -> Word:
    return Why((match[1] or "").strip() or None)


def _hand_over(match: re.Match[str]) -> Word:
    people = mentioned(match[1] or "")
    return HandOver(people[0]) if len(people) == 1 else Misspoken("hand over")


def _quorum(match: re.Match[str]) -> Word:
    said = (match[1] or "").strip().lower()
    if said in _EVERYBODY:
        return Quorum(None)
    count = re.fullmatch(r"(\d{1,4})(?:\s+(?:people|answers?|votes?))?", said)
    return Quorum(int(count[1])) if count and 1 <= int(count[1]) <= MOST_PEOPLE else Misspoken("quorum")


def _deadline(match: re.Match[str]) -> Word:
    said = (match[1] or "").strip().lower()
    if said in _NOBODY:
        return Deadline(None)
    seconds = read_seconds(said)
    if seconds is None or not SHORTEST_SECONDS <= seconds <= LONGEST_SECONDS:
        return Misspoken("deadline")
    return Deadline(seconds)


def _line(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


_CHANGE = r"(?:please )?(?:change|set|correct|update) (?:the |my )?"
_FROM = re.compile(r" from .*", re.IGNORECASE)
"""``change the budget from 50k to 70k``: what it was is known."""
_ASK = r"(?: do you| are you)? ask(?:ing)?(?: (?:that|this|about(?: the)?))?"
_WITH_MORE: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], Word]], ...] = (
    (_line(rf"{_CHANGE}(.{{1,80}}) (?:to|=|into) (.{{1,200}})"), _change),
    (_line(rf"{_CHANGE}([^:=]{{1,80}})[:=] *(.{{1,200}})"), _change),
    (_line(r"(?:please )?(?:change|correct)(?: (?:the |my )?(.{1,60}))?"), _change_what),
    (_line(r"what if (?:we suppose |it (?:were|was|is) that )?(.{1,500})"), lambda m: WhatIf(html.unescape(m[1]))),
    (_line(r"(?:re-?open|revisit)(?: it| this| (?:the|this) decision)?"), lambda _: Misspoken("revisit")),
    (_line(r"what if"), lambda _: Misspoken("what if")),
    (_line(rf"why(?:{_ASK})?(?: (\w[\w\s/-]{{0,40}}))?"), _why),
    (_line(r"(?:please )?hand(?:s)?(?: it)? over(?: to)?(?: (.*))?"), _hand_over),
    (_line(r"quorum(?: of| is| =|:)?(?: (.{1,30}))?"), _quorum),
    (_line(r"deadline(?: of| is| in| =|:)?(?: (.{1,30}))?"), _deadline),
)
