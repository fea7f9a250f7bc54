"""What `/knowledge` answers, and what admins ask of the process that keeps the index."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar

from bot.slack import knowledge_texts as texts
from bot.slack.admins import Admins
from bot.slack.blocks.gaps import gaps_message
from bot.slack.blocks.knowledge import (
    Status,
    confirm_message,
    documents_message,
    failures_message,
    knowledge_help,
    removal_id,
    status_message,
)
from bot.slack.blocks.lists import QUERY_LIMIT, page_of
from bot.slack.blocks.parts import Message, sentence
from bot.slack.clock import Clock
from bot.slack.gaps import GapBook
from bot.slack.library import Library
from bot.slack.markup import fold
from bot.store.knowledge import KnowledgeDesk
from ingest.errors import IngestError
from ingest.model import Failure
from ingest.overview import VectorState
from ingest.store.manifest import IndexedDocument

READ_SECONDS = 2.0
"""Longest a look at the index may take before the person is told that it is busy: they expect an answer within 3 s."""
TAKEN_SECONDS = 10.0
"""Longest a request may lie about before it is clear that no process keeps the index."""
FOLLOWED_SECONDS = 600.0
"""Longest the result of a request is waited for."""
_LOOK_SECONDS = 0.5

SYNC, RECONCILE, CONFIRM = "sync", "reconcile", "confirm"
"""What can be asked of the process that keeps the index."""
_ADMIN_WORDS = frozenset({SYNC, CONFIRM})
_SEARCH_WORDS = frozenset({"search", "show", "documents"})
_HELP_WORDS = frozenset({"help", "?"})
_OTHER_WORDS = frozenset({"", "status", "gaps", "failures"})

logger = logging.getLogger(__name__)
Result = TypeVar("Result")


class Knowledge:
    """Answers `/knowledge` for one person at a time. What it says is for that person only."""

    def __init__(self, library: Library, desk: KnowledgeDesk, gaps: GapBook, *, admins: Admins, clock: Clock) -> None:
        self._library = library
        self._desk = desk
        self._gaps = gaps
        self._admins = admins
        self._clock = clock

    def admits(self, user: str) -> bool:
        """Tell whether a person is an admin."""
        return self._admins.include(user)

    async def command(self, user: str, text: str, channel: str = "") -> Message | str:
        """Answer a command; a plain string names work that an admin asks for.

        Whether somebody may is settled before anything behind the first word is looked at, and nothing behind it is
        ever a path that is opened: it is compared with the titles and paths the index holds.
        """
        line = fold(text)
        word, _, rest = line.partition(" ")
        word = word.lower()
        if word in _ADMIN_WORDS and not self.admits(user):
            return sentence(texts.ONLY_ADMINS)
        if word in _ADMIN_WORDS:
            return await self._asked_for(word) if not rest else sentence(texts.NOTHING_AFTER)
        if word in _HELP_WORDS and not rest:
            return knowledge_help()
        if word in _OTHER_WORDS and not rest:
            return await self.show(user, channel, word or "status")
        return await self.show(user, channel, "documents", query=rest if word in _SEARCH_WORDS else line)

    async def _asked_for(self, word: str) -> Message | str:
        return SYNC if word == SYNC else await self.confirmation()

    async def show(self, user: str, channel: str, name: str, number: int = 1, query: str = "") -> Message:
        """Show a list, or how things stand, as far as a person may see it in a conversation."""
        readers = tuple(filter(None, (user, channel)))
        try:
            if name == "documents":
                found = await self._soon(lambda: _matching(self._library.documents(readers), query))
                return documents_message(page_of(found, number), query)
            if name == "failures":
                failures: list[Failure] = await self._soon(lambda: list(self._library.failures(readers)))
                return failures_message(page_of(failures, number))
            if name == "gaps":
                private = await self._gaps.private_topics(user) if self.admits(user) else None
                return gaps_message(page_of(await self._gaps.listed(user), number), private)
            return status_message(await self._status(readers), admin=self.admits(user))
        except TimeoutError:
            return sentence(texts.SLOW)
        except IngestError as error:
            return sentence(str(error))

    async def _status(self, readers: Sequence[str]) -> Status:
        documents = await self._soon(lambda: self._library.documents(readers))
        failures = await self._soon(lambda: self._library.failures(readers))
        passages = sum(document.passages for document in documents)
        return Status(len(documents), passages, len(failures), await self._vectors(), await self._desk.notes())

    async def _vectors(self) -> VectorState | None:
        try:
            return await self._soon(self._library.vectors)
        except Exception as error:  # noqa: BLE001 - Chroma raises what its server, files or transport raise
            logger.info("Vectors could not be counted: %s", type(error).__name__)
            return None

    async def _soon(self, look: Callable[[], Result]) -> Result:
        """Look without keeping the event loop waiting, or the person for long."""
        return await asyncio.wait_for(asyncio.to_thread(look), READ_SECONDS)

    # What admins ask for.

    async def confirmation(self) -> Message:
        """Ask an admin whether what is gone from the folder shall go from the index too."""
        refused = (await self._desk.notes()).get("refused")
        return confirm_message(refused) if refused else sentence(texts.NOTHING_TO_CONFIRM)

    async def confirm(self, user: str, removal: str) -> Message | str:
        """Ask for the removal a button stood for; the request's id, or what to tell instead."""
        refused = (await self._desk.notes()).get("refused")
        if refused is None:
            return sentence(texts.NOTHING_TO_CONFIRM)
        if removal != removal_id(refused):  # something else is gone by now, so it is shown first
            return confirm_message(refused)
        return await self._desk.ask(CONFIRM, user, removal) or sentence(texts.UNDER_WAY)

    async def ask(self, user: str, work: str) -> str | None:
        """Ask for work that may be done as often as one likes; returns the request's id."""
        return await self._desk.ask(work, user)

    async def outcome(self, request_id: str) -> str:
        """Wait for what comes of a request, and say it."""
        asked_at, taken = self._clock.monotonic(), False
        while self._clock.monotonic() - asked_at < FOLLOWED_SECONDS:
            result = await self._desk.result(request_id)
            if result is not None:
                return _said(result)
            if not taken and self._clock.monotonic() - asked_at >= TAKEN_SECONDS:
                if await self._desk.withdraw(request_id):
                    return texts.NOBODY_KEEPS
                taken = True
            await self._clock.sleep(_LOOK_SECONDS)
        return texts.STILL_AT_IT


def _matching(documents: Sequence[IndexedDocument], query: str) -> list[IndexedDocument]:
    """Documents whose title and path hold every word of a query."""
    words = query[:QUERY_LIMIT].casefold().split()
    return [
        document
        for document in documents
        if all(word in f"{document.title}\n{document.path}".casefold() for word in words)
    ]


def _said(result: Mapping[str, Any]) -> str:
    return str(result["error"]) if "error" in result else texts.synced(result["report"])
