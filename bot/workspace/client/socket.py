"""``GET /client/socket``: what happens, told to open pages as it happens."""

from __future__ import annotations

import asyncio
import contextlib

from aiohttp import web

from bot.workspace.client.render import Renderer
from bot.workspace.errors import SlackError
from bot.workspace.feed import Change, Feed
from bot.workspace.model import Json
from bot.workspace.sessions import Sessions, session_frame
from bot.workspace.state import WorkspaceState

QUEUE_MAX = 2_000
"""Frames a page may lag behind before it is disconnected; it then starts afresh."""


class PageSockets:
    """The open pages."""

    def __init__(self, state: WorkspaceState, sessions: Sessions, renderer: Renderer, feed: Feed) -> None:
        self._state = state
        self._sessions = sessions
        self._renderer = renderer
        self._feed = feed
        self._sockets: set[web.WebSocketResponse] = set()

    async def serve(self, request: web.Request) -> web.StreamResponse:
        user_id = request.query.get("user", "")
        try:
            self._state.user(user_id)
        except SlackError as error:
            raise web.HTTPNotFound(text="There is nobody with that id.") from error
        socket = web.WebSocketResponse(heartbeat=30)
        await socket.prepare(request)
        self._sockets.add(socket)
        try:
            await self._tell(socket, user_id)
        finally:
            self._sockets.discard(socket)
        return socket

    async def close(self) -> None:
        for socket in list(self._sockets):
            await socket.close()

    async def _tell(self, socket: web.WebSocketResponse, user_id: str) -> None:
        """Send frames until the page leaves or falls too far behind."""
        frames: asyncio.Queue[Json] = asyncio.Queue(QUEUE_MAX)
        for frame in self._running_sessions(user_id):
            frames.put_nowait(frame)
        writer = asyncio.create_task(_write(socket, frames))

        def on_change(change: Change) -> None:
            if change.users is not None and user_id not in change.users:
                return
            try:
                frames.put_nowait(self._frame(change, user_id))
            except asyncio.QueueFull:
                writer.cancel()

        stop_listening = self._feed.listen(on_change)
        reader = asyncio.create_task(_read(socket))
        try:
            await asyncio.wait({reader, writer}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            stop_listening()
            reader.cancel()
            writer.cancel()
            await asyncio.gather(reader, writer, return_exceptions=True)
            await socket.close()

    def _running_sessions(self, user_id: str) -> list[Json]:
        """What a page that comes late, or again, must know to show the Stop button."""
        theirs = {channel.id for channel in self._state.channels_of(user_id)}
        running = [session for session in self._sessions.processing if session.channel in theirs]
        return [{"type": "session", **session_frame(session)} for session in running[:QUEUE_MAX]]

    def _frame(self, change: Change, user_id: str) -> Json:
        if change.type == "channels":
            return {"type": "channels", "channels": self._renderer.channels(user_id)}
        if change.type == "app":
            return {"type": "app", "app": self._renderer.app()}
        return self._renderer.frame(change)


async def _write(socket: web.WebSocketResponse, frames: asyncio.Queue[Json]) -> None:
    with contextlib.suppress(ConnectionError):
        while True:
            await socket.send_json(await frames.get())


async def _read(socket: web.WebSocketResponse) -> None:
    """The page says nothing over the socket; reading notices that it left."""
    async for _ in socket:
        pass
