"""What cards need beside the decision: what the engine says of it, names of people, titles of articles, the plan."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterable, Mapping, Sequence
from typing import Protocol

from bot.decisions.assessment import Advisor
from bot.decisions.frameworks import Matter
from bot.decisions.loading.errors import FrameworkError
from bot.decisions.plan import Plan
from bot.decisions.session.state import Decision, Status
from bot.decisions.understanding import Lexicon, Reader
from bot.slack.blocks.decisions.pieces import headline
from bot.slack.blocks.decisions.snapshot import Snapshot
from bot.slack.channels import Names
from bot.slack.decisions.bookshelf import Shelf
from bot.slack.decisions.desk import Desk
from bot.slack.library import Library
from ingest.errors import IngestError

_MOST_READERS = 16

logger = logging.getLogger(__name__)


class Frameworks(Shelf, Protocol):
    """`bot.frameworks.FrameworkShelf`, as it is needed here."""

    def plan(self, matter: str, version: str | None = None) -> Plan | None:
        """Return the plan of a version.

        Raises:
            LookupError: there is no such matter, or this version is not at hand.
        """

    @property
    def matters(self) -> Mapping[str, Matter]:
        """The newest version of each matter, by name."""

    def words(self, matter: str, version: str | None = None) -> Lexicon | None:
        """Return what people say of a matter's facts.

        Raises:
            LookupError: as above.
        """

    def refresh(self) -> object:
        """Read the files again that changed. Blocks."""

    @property
    def errors(self) -> Sequence[FrameworkError]:
        """What is wrong with files."""


class Scenery:
    """Gathers it."""

    def __init__(self, desk: Desk, shelf: Frameworks, names: Names, library: Library) -> None:
        self._desk = desk
        self._shelf = shelf
        self._names = names
        self._library = library
        self._readers: dict[tuple[str, str], Reader] = {}

    async def advisor(self, decision: Decision) -> Advisor:
        """Return the engine with the frameworks the decision began with."""
        return await self._desk.advisor(decision)

    async def refresh(self) -> None:
        """Read framework files that changed, so that what begins now begins with them."""
        await asyncio.to_thread(self._shelf.refresh)

    async def newest(self, matter: str) -> Matter | None:
        """Return a matter as it is now; None when it is gone."""
        await self.refresh()
        return self._shelf.matters.get(matter)

    @property
    def matters(self) -> Mapping[str, Matter]:
        """What can be decided, by name, as files were at the last `refresh`."""
        return self._shelf.matters

    async def reader(self, decision: Decision) -> Reader:
        """Return what understands texts about the decision's facts."""
        return await self.reader_of((await self.advisor(decision)).matter)

    async def reader_of(self, matter: Matter) -> Reader:
        """As `reader`. Making one takes a moment, so a few are remembered."""
        key = matter.name, matter.version
        if key not in self._readers:
            if len(self._readers) >= _MOST_READERS:
                self._readers.clear()
            self._readers[key] = await asyncio.to_thread(Reader, matter.facts, self._words(key))
        return self._readers[key]

    @property
    def errors(self) -> Sequence[FrameworkError]:
        """What is wrong with framework files."""
        return self._shelf.errors

    def _words(self, key: tuple[str, str]) -> Lexicon | None:
        try:
            return self._shelf.words(*key)
        except LookupError:
            return None

    async def snapshot(self, decision: Decision) -> Snapshot:
        """Return everything a card of the decision says."""
        people = await self._names.of(people_of(decision))
        reader = decision.owner if decision.solo else decision.channel
        titles = await asyncio.to_thread(self._read_titles, reader)
        return Snapshot.of(decision, await self.advisor(decision), people, titles)

    async def verdict(self, decision: Decision) -> str | None:
        """Return what a finished decision came to; None for another, or when its frameworks are lost."""
        if decision.status is not Status.FINISHED:
            return None
        try:
            advisor = await self.advisor(decision)
        except LookupError:
            return None
        return await asyncio.to_thread(lambda: headline(Snapshot.of(decision, advisor)))

    async def people(self, users: Iterable[str]) -> Mapping[str, str]:
        """Return names by user id, as far as they are known."""
        return await self._names.of(users)

    def plan(self, decision: Decision) -> Plan | None:
        """Return the plan of the version the decision began with, where it is at hand."""
        try:
            return self._shelf.plan(decision.matter, decision.version)
        except LookupError:
            return None

    def _read_titles(self, reader: str) -> dict[str, str]:
        try:
            return {document.path: document.title for document in self._library.documents((reader,))}
        except IngestError as error:
            logger.warning("Titles of articles could not be read: %s", error)
            return {}


def people_of(decision: Decision) -> set[str]:
    """Return everybody a card may name."""
    answered = {user for round_ in decision.rounds for user in round_.stances}
    others = {round_.closed_by for round_ in decision.rounds} | {round_.settled_by for round_ in decision.rounds}
    named = {decision.owner, decision.paused_by, *decision.participants, *answered, *others}
    return {user for user in named if user is not None}
