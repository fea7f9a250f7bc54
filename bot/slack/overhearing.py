"""What people ask each other in a channel: whether it is a question, and whether we may answer it."""

from __future__ import annotations

import logging
import re
from dataclasses import replace

from bot.errors import StoreError
from bot.slack.asks import Ask, Change, Place
from bot.store.channel_settings import Mode
from bot.store.store import Store
from ingest.language.characters import UNSPACED

_MENTION = re.compile(r"<[@!]")
"""Of somebody, of a group, of everybody. A ``<`` that somebody typed arrives escaped."""
_NOT_SAID = re.compile(r"```.*?```|`[^`\n]*`|<[^<>]*>|https?://[^\s<>]*[^\s<>?？؟!.,;:)]|&\w+;|:[\w+-]+:", re.DOTALL)
"""Code, links, Slack's escapes, emoji."""
_MARK = re.compile("[?？؟]")
_UNSPACED_WORDS = re.compile(f"[{UNSPACED}]{{4}}")

logger = logging.getLogger(__name__)


def asks_something(text: str) -> bool:
    """Tell whether a message, as Slack writes it, asks something of nobody in particular."""
    if not _MARK.search(text) or _MENTION.search(text):
        return False
    said = _NOT_SAID.sub(" ", text)
    return bool(_MARK.search(said)) and _has_words(said)


def _has_words(said: str) -> bool:
    """Two of them, or as much where they are written without spaces: nobody answers "really?"."""
    words = [word for word in said.split() if any(map(str.isalpha, word))]
    return len(words) > 1 or bool(_UNSPACED_WORDS.search(said))


class Overhearing:
    """Tells what of that is ours to answer. What cannot be told now is left alone: nobody asked us."""

    def __init__(self, store: Store) -> None:
        self._store = store

    async def may_answer(self, ask: Ask) -> bool:
        """Tell whether the channel opted into an answer; one or two looks into the database."""
        try:
            return await self._opted(ask)
        except StoreError as error:
            logger.warning("A question in a channel was left alone: %s", error)
            return False

    async def follow(self, change: Change) -> Change | None:
        """Return what an edit or a deletion changes for us, if anything."""
        sides = [ask for ask in (change.before, change.after) if ask is not None and ask.overheard]
        if not sides or (change.after is not None and not change.after.overheard):
            return change
        try:
            return await self._follow(change, sides[0])
        except StoreError as error:
            logger.warning("A change of a question in a channel was left alone: %s", error)
            return _ended(change)

    async def _follow(self, change: Change, ask: Ask) -> Change | None:
        opted = await self._opted(ask)
        if not opted and not await self._store.claims.seen(ask.origin):
            return _ended(change)
        if await self._is_decisions(ask.place):
            return _ended(change)
        return change if opted else replace(change, after=None)  # what was begun ends, what stands goes when deleted

    async def _is_decisions(self, place: Place) -> bool:
        thread = str(place.thread_ts)
        return await self._store.decisions.of_thread(place.team, place.channel, thread) is not None

    async def _opted(self, ask: Ask) -> bool:
        place = ask.place
        mode = await self._store.channel_settings.get(place.team, place.channel)
        if mode is Mode.MENTIONS:
            return False
        if mode is Mode.QUESTIONS and place.thread_ts == ask.ts:
            return True
        return await self._store.answers.stand_in(place.team, place.channel, str(place.thread_ts))


def _ended(change: Change) -> Change | None:
    """A question that was asked of us by name is none any more; anything else never was."""
    return None if change.before.overheard else replace(change, after=None)
