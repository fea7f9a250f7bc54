"""What a line is: a fence, a list of sources nobody checked, or words."""

from __future__ import annotations

import re

from bot.slack.screen.citations import MARKER
from bot.slack.screen.visible import shadow

_FENCE = re.compile(r"(?P<indent>[ \t>]{0,12})(?P<fence>`{3,}|~{3,})[ \t]*(?P<info>[^`]*)")
_LANGUAGE = re.compile(r"[A-Za-z0-9+#-]{1,20}")
_SOURCES = re.compile(
    r"[\W_]*(?:(?:the|our|my|used|cited|key|all)\s)?(?:sources?|references?|citations?|footnotes?|bibliography"
    r"|works cited|further reading|quellen|links)(?:\s(?:used|cited|list))?[\W_]*?(?P<colon>[:：]?)[\W_]*",
    re.IGNORECASE,
)
_LISTED = re.compile(rf"\s*(?:[-*+•·–]|\d{{1,3}}[.):]|\(\d|>|{MARKER}|\[|\||[\ue000-\uf8ff])", re.IGNORECASE)
_ONE_LINE = re.compile(
    r"[\W_]*(?:sources?|references?|citations?|footnotes?|bibliography|quellen)[\W_]*?[:：][\W_]*?"
    rf"(?=.{{0,2000}}?(?:{MARKER}|[\ue000-\uf8ff]|\w/\w|\w\.[a-z]{{2,4}}\b|ADR-?\d))",
    re.IGNORECASE | re.DOTALL,
)


def fence(line: str) -> re.Match[str] | None:
    """Match a line that opens or closes a fenced block: its ``indent``, ``fence`` and ``info``."""
    return _FENCE.fullmatch(line)


def language(info: str) -> str:
    """Return the first word after a fence, when it can be the name of a language."""
    match = _LANGUAGE.match(info.strip())
    return match.group() if match else ""


def begins_sources(line: str) -> bool:
    """Whether a line is the heading of a list of sources: that list is ours to write."""
    match = _SOURCES.fullmatch(shadow(line))
    return match is not None and (bool(match["colon"]) or not line[:1].isalpha() or len(line.split()) == 1)


def is_sources(text: str) -> bool:
    """Whether a line lists sources behind that word."""
    return _ONE_LINE.match(shadow(text)) is not None


def is_listed(line: str) -> bool:
    """Whether a line under such a heading belongs to the list."""
    return not line.strip() or _LISTED.match(shadow(line)) is not None
