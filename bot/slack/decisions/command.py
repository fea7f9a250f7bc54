"""What follows ``/decide``, or "decide" in a mention: a word of ours with an id, or the topic of a new decision."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import get_close_matches
from enum import StrEnum
from typing import TypeAlias

from bot.slack.decisions.words import Deadline, HandOver, Misspoken, Plain, Quorum, Why, read_word
from bot.slack.markup import fold

LONGEST_TOPIC = 150
"""Characters; a root message is one line."""
_ALIKE = 0.75
_ID = re.compile(r"#?[\w-]{1,40}")
_MADE_ID = re.compile(r"#?(?=[a-f]*\d)[0-9a-f]{6}", re.IGNORECASE)
_STEERING = (Plain, HandOver, Quorum, Deadline, Misspoken)
"""Words for the thread. ``change … to …`` and ``what if …`` may be topics."""
_HELP = {"", "help", "?", "usage", "--help", "-h"}
_QUOTES = ('"', "'", "“”", "„“", "«»")


class Verb(StrEnum):
    """Words of ours."""

    LIST = "list"
    SHOW = "show"
    STATUS = "status"
    PAUSE = "pause"
    RESUME = "resume"
    REVISIT = "revisit"
    CANCEL = "cancel"


_VERBS = {verb.value: verb for verb in Verb}
_NEEDS_ID = frozenset({Verb.SHOW, Verb.REVISIT})
"""Without an id the others mean the one decision of the channel that they fit."""


@dataclass(frozen=True, slots=True)
class About:
    """Something to do; ``id`` is None where none is needed, as typed otherwise."""

    verb: Verb
    id: str | None = None


@dataclass(frozen=True, slots=True)
class Topic:
    """A decision to begin."""

    text: str


@dataclass(frozen=True, slots=True)
class Usage:
    """How it is used.

    ``meant`` is the word it was perhaps meant to be; ``needs_id`` one that needs an id; ``in_thread`` one that belongs
    into a decision's thread.
    """

    meant: str | None = None
    needs_id: Verb | None = None
    in_thread: str | None = None
    too_long: bool = False


Command: TypeAlias = About | Topic | Usage


def read_command(text: str) -> Command:
    """Read what was typed. Anything in quotes is a topic."""
    line = fold(text)
    if line.lower() in _HELP:
        return Usage()
    quoted = _unquoted(line)
    return _topic(quoted) if quoted is not None else _unquoted_command(line)


def _unquoted_command(line: str) -> Command:
    first, *more = line.split()
    verb = _VERBS.get(first.lower())
    if verb is not None and len(more) <= 1:
        return _about(verb, more[0] if more else None)
    if isinstance(read_word(line), _STEERING) or read_word(line) == Why():
        return Usage(in_thread=line)
    if verb is None and len(more) == 1 and _MADE_ID.fullmatch(more[0]):
        return Usage()
    close = get_close_matches(first.lower(), [*_VERBS, "help"], n=1, cutoff=_ALIKE)
    if verb is None and close and (not more or (len(more) == 1 and _looks_like_id(more[0]))):
        return Usage(meant=close[0])
    return _topic(line)


def _about(verb: Verb, named: str | None) -> Command:
    if named is None:
        return Usage(needs_id=verb) if verb in _NEEDS_ID else About(verb)
    if _ID.fullmatch(named):
        return About(verb, named.lstrip("#").lower())
    return Usage(needs_id=verb)


def _looks_like_id(word: str) -> bool:
    return bool(_ID.fullmatch(word)) and any(character.isdigit() for character in word)


def _unquoted(line: str) -> str | None:
    for quotes in _QUOTES:
        if len(line) > 2 and line[0] == quotes[0] and line[-1] == quotes[-1]:  # noqa: PLR2004 - two quotes
            return line[1:-1].strip()
    return None


def _topic(line: str) -> Command:
    if not any(character.isalnum() for character in line):
        return Usage()
    return Topic(line) if len(line) <= LONGEST_TOPIC else Usage(too_long=True)


_SPOKEN = re.compile(r"/?decide(?:\b(?!-)[:,]?\s*(?:on\b|about\b|whether\b)?\s*(.*))", re.IGNORECASE | re.DOTALL)


def read_spoken(text: str) -> Command | None:
    """Read a mention or direct message that begins with "decide"; None when it does not.

    The command itself may be written out, as people do in threads, where Slack has no commands.
    """
    match = _SPOKEN.fullmatch(text.strip())
    return read_command(match[1]) if match else None
