"""The frameworks a decision began with, from the shelf, or from what was kept with it when the shelf lost them."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Mapping
from typing import Protocol

from bot.decisions.assessment import Advisor
from bot.decisions.session.state import Decision
from bot.store.decisions import Decisions


class Shelf(Protocol):
    """Frameworks, by version. `bot.frameworks.FrameworkShelf` is one."""

    def advisor(self, matter: str, version: str | None = None) -> Advisor:
        """Return the engine of a version, or of the newest one.

        Raises:
            LookupError: there is no such matter, or this version is not at hand.
        """

    def sources(self, matter: str, version: str | None = None) -> Mapping[str, str]:
        """Return the files, name to text, a version is made of.

        Raises:
            LookupError: as above.
        """

    def restore(self, sources: Mapping[str, str]) -> Iterable[tuple[str, str]]:
        """Have the matters these files make at hand, and return the name and version of each."""


class Bookshelf:
    """Finds frameworks."""

    def __init__(self, shelf: Shelf, decisions: Decisions) -> None:
        self._shelf = shelf
        self._decisions = decisions

    def newest(self, matter: str) -> tuple[Advisor, Mapping[str, str]]:
        """Return the newest engine of a matter, and the files to keep with what it decides.

        Raises:
            LookupError: there is no such matter.
        """
        advisor = self._shelf.advisor(matter)
        return advisor, self._shelf.sources(matter, advisor.matter.version)

    async def of(self, decision: Decision) -> Advisor:
        """Return the engine with the frameworks a decision began with.

        Files that a newer Archie reads into another version are the same frameworks all the same.

        Raises:
            LookupError: they are lost.
        """
        try:
            return self._shelf.advisor(decision.matter, decision.version)
        except LookupError:
            files = await self._decisions.sources(decision.matter, decision.version)
            versions = dict(await asyncio.to_thread(self._shelf.restore, files))
            return self._shelf.advisor(decision.matter, versions.get(decision.matter, decision.version))
