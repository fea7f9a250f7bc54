"""The whole product for a scenario: the real bot in the real local workspace, over real sockets, in a fresh folder."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bot.app import sync_once
from bot.hosting import in_workspace, local_workspace, socket_bot
from bot.settings import Settings
from bot.workspace.server import WorkspaceServer
from ingest.sync.progress import silent
from tests.scenarios.people import Person

SHIPPED_NOTES = Path(__file__).parents[2] / "knowledge" / "articles"


def settings_in(folder: Path, **changes: Any) -> Settings:
    """Settings of a bot that keeps everything in ``folder`` and reads no ``.env``."""
    values = {"knowledge_dir": folder / "notes", "data_dir": folder / "data", "port": 0}
    return Settings(_env_file=None, **(values | changes))


def furnish(folder: Path) -> None:
    """Put the shipped notes into ``folder``, where they may be edited, and index them."""
    shutil.copytree(SHIPPED_NOTES, folder / "notes")
    sync_once(settings_in(folder), silent)


@dataclass
class Town:
    """A running local workspace with Archie in it, and whoever has it open."""

    settings: Settings
    workspace: WorkspaceServer
    stack: AsyncExitStack
    people: dict[str, Person] = field(default_factory=dict)

    async def person(self, name: str) -> Person:
        """Somebody with the workspace open, by first name; the same one each time."""
        if name not in self.people:
            self.people[name] = await self.stack.enter_async_context(Person.at(self.workspace.base_url, name))
        return self.people[name]


@asynccontextmanager
async def town(settings: Settings) -> AsyncIterator[Town]:
    """Run workspace and bot as ``archie run`` does, until the end of the block."""
    async with AsyncExitStack() as stack:
        workspace = await stack.enter_async_context(local_workspace(settings))
        inside = in_workspace(settings, workspace)
        await stack.enter_async_context(socket_bot(inside, scheduled=True))
        yield Town(settings, workspace, stack)
