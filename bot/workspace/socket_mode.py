"""Socket Mode: the app opens WebSockets, and each envelope travels over one of them until it is acknowledged."""

from __future__ import annotations

import asyncio
import itertools
import json
import logging
import secrets
import uuid
from collections.abc import Callable

from aiohttp import WSMsgType, web

from bot.workspace.delivery import Ack, Delivery, DeliveryKind, NotAcknowledgedError
from bot.workspace.model import Json

logger = logging.getLogger(__name__)

MAX_CONNECTIONS = 10
"""Slack allows an app ten connections at a time."""

APPROXIMATE_LIFETIME = 18_060
"""Seconds that Slack announces for a connection in its greeting."""

ACK_TYPES = frozenset({DeliveryKind.INTERACTIVE, DeliveryKind.COMMAND})


class Connection:
    """One WebSocket of the app, and the envelopes sent over it that are not acknowledged yet."""

    def __init__(self, socket: web.WebSocketResponse) -> None:
        self.socket = socket
        self.unacknowledged: dict[str, asyncio.Future[Ack]] = {}

    async def exchange(self, envelope: Json) -> Ack:
        """Send an envelope and wait for its acknowledgement; NotAcknowledgedError when the connection breaks."""
        waiting: asyncio.Future[Ack] = asyncio.get_running_loop().create_future()
        self.unacknowledged[envelope["envelope_id"]] = waiting
        try:
            await self.socket.send_json(envelope)
            return await waiting
        except ConnectionError as error:
            raise NotAcknowledgedError("connection_failed") from error
        finally:
            self.unacknowledged.pop(envelope["envelope_id"], None)

    def acknowledge(self, frame: Json) -> None:
        waiting = self.unacknowledged.get(frame.get("envelope_id", ""))
        if waiting is not None and not waiting.done():
            waiting.set_result(Ack(frame.get("payload") or None))

    def broken(self) -> None:
        """Fail what was never acknowledged, so that it is delivered over another connection."""
        for waiting in self.unacknowledged.values():
            if not waiting.done():
                waiting.set_exception(NotAcknowledgedError("connection_failed"))


class SocketMode:
    """The connections of the app. ``changed`` is called whenever the number of them changes."""

    def __init__(self, app_id: str, changed: Callable[[], None]) -> None:
        self._app_id = app_id
        self._changed = changed
        self._tickets: set[str] = set()
        self._connections: list[Connection] = []
        self._turn = itertools.count()
        self._available = asyncio.Event()

    @property
    def connected(self) -> bool:
        return bool(self._connections)

    @property
    def connection_count(self) -> int:
        return len(self._connections)

    def ticket(self) -> str:
        """A one-time pass for opening a connection."""
        ticket = secrets.token_urlsafe(16)
        self._tickets.add(ticket)
        return ticket

    async def send(self, delivery: Delivery) -> Ack:
        """Wait for a connection if there is none, then exchange over one of them, in turn."""
        await self._available.wait()
        connection = self._connections[next(self._turn) % len(self._connections)]
        return await connection.exchange(_envelope(delivery))

    async def serve(self, request: web.Request) -> web.StreamResponse:
        """Handle ``GET /link``: greet, then take acknowledgements until the app leaves."""
        ticket = request.query.get("ticket", "")
        if ticket not in self._tickets or len(self._connections) >= MAX_CONNECTIONS:
            raise web.HTTPForbidden(text="The ticket is unknown or used, or there are too many connections.")
        self._tickets.discard(ticket)
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        connection = Connection(socket)
        await socket.send_json(self._hello())
        self._opened(connection)
        try:
            await _receive(connection)
        finally:
            self._closed(connection)
        return socket

    async def disconnect(self, reason: str = "refresh_requested") -> None:
        """Tell every connection to make way for a new one, then close it, as Slack does every few hours."""
        for connection in list(self._connections):
            self._withdraw(connection)
            await connection.socket.send_json({"type": "disconnect", "reason": reason, "debug_info": {"host": "local"}})

    async def drop(self) -> None:
        """Break every connection without a word."""
        for connection in list(self._connections):
            self._withdraw(connection)
            await connection.socket.close()

    async def close(self) -> None:
        await self.drop()

    def _opened(self, connection: Connection) -> None:
        self._connections.append(connection)
        self._available.set()
        self._changed()

    def _closed(self, connection: Connection) -> None:
        self._withdraw(connection)
        connection.broken()

    def _withdraw(self, connection: Connection) -> None:
        """Use it for nothing new; what is unacknowledged on it may still be acknowledged."""
        if connection not in self._connections:
            return
        self._connections.remove(connection)
        if not self._connections:
            self._available.clear()
        self._changed()

    def _hello(self) -> Json:
        return {
            "type": "hello",
            "num_connections": len(self._connections) + 1,
            "connection_info": {"app_id": self._app_id},
            "debug_info": {"host": "local", "approximate_connection_time": APPROXIMATE_LIFETIME},
        }


def _envelope(delivery: Delivery) -> Json:
    envelope: Json = {
        "envelope_id": str(uuid.uuid4()),
        "payload": delivery.payload,
        "type": delivery.kind.value,
        "accepts_response_payload": delivery.kind in ACK_TYPES,
    }
    if delivery.kind is DeliveryKind.EVENT:
        envelope |= {"retry_attempt": delivery.attempt, "retry_reason": delivery.reason}
    return envelope


async def _receive(connection: Connection) -> None:
    async for frame in connection.socket:
        if frame.type is not WSMsgType.TEXT:
            continue
        try:
            content = json.loads(frame.data)
        except ValueError:
            logger.warning("The app sent a frame over Socket Mode that is not JSON")
            continue
        if isinstance(content, dict):
            connection.acknowledge(content)
