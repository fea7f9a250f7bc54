"""The workspace server: everything made and wired here, then served on loopback."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from aiohttp import web

from bot.workspace.assembly import Parts, assemble
from bot.workspace.client.guard import guard
from bot.workspace.clock import Clock, SystemClock
from bot.workspace.config import WorkspaceConfig
from bot.workspace.control import QUIET_SECONDS, Control
from bot.workspace.files import SIZE_MAX
from bot.workspace.persona import Persona
from bot.workspace.storage import MemoryStorage, SqliteStorage

T = TypeVar("T")

SHUTDOWN_SECONDS = 1.0
"""How long open connections may finish when the server stops."""


class WorkspaceServer:
    """A Slack-compatible workspace on loopback: the Web API, Socket Mode (or signed HTTP), and a page for people.

    Made whole by its constructor; listens between `start` and `stop`.

    Args:
        config: the app, the people, the rooms.
        database: the file that keeps everything between runs; None to forget at the end.
        clock: the time all limits are measured by.

    Raises:
        WorkspaceError: the database is damaged or from a newer version.
    """

    def __init__(self, config: WorkspaceConfig, database: Path | None = None, clock: Clock | None = None) -> None:
        self.config = config
        self._storage = SqliteStorage(database) if database else MemoryStorage()
        self._parts: Parts = assemble(config, self._storage, clock or SystemClock())
        self._runner: web.AppRunner | None = None

    async def start(self, host: str = "127.0.0.1", port: int = 0) -> str:
        """Listen, and return the base URL (no trailing slash). Port 0 takes a free one; OSError if it is taken."""
        application = web.Application(middlewares=[guard(self.config.allowed_hosts)], client_max_size=SIZE_MAX)
        application.add_routes(self._parts.routes())
        self._runner = web.AppRunner(application, access_log=None, shutdown_timeout=SHUTDOWN_SECONDS)
        await self._runner.setup()
        await web.TCPSite(self._runner, host, port).start()
        listening_port = self._runner.addresses[0][1]
        self._parts.core.address.base_url = f"http://{host}:{listening_port}"
        return self.base_url

    async def stop(self) -> None:
        """Close every connection and write down what is left. Stopping twice is harmless."""
        await self._parts.close()
        if self._runner is not None:
            await self._runner.cleanup()
            self._runner = None
        await asyncio.get_running_loop().run_in_executor(None, self._storage.close)

    # Where it is, and what opens it

    @property
    def base_url(self) -> str:
        return self._parts.core.address.base_url

    @property
    def api_url(self) -> str:
        """``base_url`` for Slack clients, e.g. ``http://127.0.0.1:3000/api/``."""
        return self._parts.core.address.api_url

    @property
    def bot_token(self) -> str:
        return self._parts.core.tokens.bot

    @property
    def app_token(self) -> str:
        return self._parts.core.tokens.app

    @property
    def signing_secret(self) -> str:
        return self._parts.core.tokens.signing_secret

    # For tests

    @property
    def control(self) -> Control:
        """Calls, faults, redeliveries, time."""
        return self._parts.control

    @property
    def connected(self) -> bool:
        """Whether the app has a Socket Mode connection (over HTTP it always counts as there)."""
        return self._parts.core.dispatcher.connected

    def person(self, name: str) -> Persona:
        """Somebody in the workspace, by handle, to act as them. KeyError when there is nobody called that."""
        return self._parts.persona(self.control.user_id(name))

    async def idle(self, timeout: float = 30.0, quiet: float = QUIET_SECONDS) -> None:  # noqa: ASYNC109 - real seconds
        """See `Control.idle`."""
        await self.control.idle(timeout, quiet)

    async def wait_for(self, predicate: Callable[[], T], timeout: float = 30.0) -> T:  # noqa: ASYNC109
        """See `Control.wait_for`."""
        return await self.control.wait_for(predicate, timeout)
