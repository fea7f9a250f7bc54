"""A Messages API on loopback, played from a script.

    async with AnthropicServer() as server:
        server.play(rate_limited(retry_after=0), cited(says("RAG takes 2–3 weeks.", "2–3 weeks")))
        ...  # point the bot at server.base_url with server.api_key
        assert len(server.received) == 2

Each request takes the next scenario (see `anthropic_scenarios`); ``play_forever`` is for those that find none left.
A request the real service would refuse is refused before any scenario is taken.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any, Self

from aiohttp import web

from tests.fakes import anthropic_wire as wire

API_VERSION = "2026-10-21"
API_KEY = "sk-ant-loopback"
UNKNOWN_MODELS = ("claude-unknown",)
SAMPLING = ("temperature", "top_p", "top_k")


@dataclass(slots=True)
class Received:
    """A request as it came, and how its connection ended.

    Attributes:
        finished: set when the scenario has said all it had to say.
        hung_up: set when the client closed the connection before that.
    """

    headers: dict[str, str]
    body: dict[str, Any]
    finished: asyncio.Event = field(default_factory=asyncio.Event)
    hung_up: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def passages(self) -> list[wire.Json]:
        """The ``search_result`` blocks, in the order the API counts them."""
        content = [block for message in self.body["messages"] for block in message["content"]]
        return [block for block in content if isinstance(block, dict) and block.get("type") == "search_result"]

    @property
    def prompt(self) -> str:
        """All plain text of the user's turns: what is not a passage."""
        content = [block for message in self.body["messages"] for block in message["content"]]
        return "\n".join(block["text"] for block in content if block.get("type") == "text")


@dataclass(slots=True)
class Exchange:
    """One request being answered: what a scenario works with."""

    request: web.Request
    received: Received
    released: asyncio.Event
    _stream: web.StreamResponse | None = None

    async def send(self, event: wire.Json) -> None:
        """Send one event, opening the stream with the first."""
        if self._stream is None:
            headers = {"Content-Type": "text/event-stream; charset=utf-8", "request-id": "req_fake"}
            self._stream = web.StreamResponse(headers=headers)
            await self._stream.prepare(self.request)
        await self._stream.write(wire.sse(event))

    async def hold(self) -> None:
        """Say nothing more until `AnthropicServer.release`, or until the client hangs up."""
        await self.released.wait()

    def cut(self) -> None:
        """Break the connection without a word."""
        if self.request.transport is not None:
            self.request.transport.abort()

    def end(self) -> web.StreamResponse:
        """The stream as it is now."""
        return self._stream or web.Response(status=200)


Scenario = Callable[[Exchange], Awaitable[web.StreamResponse]]


class AnthropicServer:
    """The server. One for each test; ``received`` holds every request, refused ones too.

    ``error`` is the first exception of a scenario, such as a quote that stands in no passage; leaving the context
    raises it, so that a mistake in a script is not taken for a failure of the model.
    """

    api_key = API_KEY

    def __init__(self) -> None:
        self.received: list[Received] = []
        self.error: Exception | None = None
        self._script: deque[Scenario] = deque()
        self._always: Scenario | None = None
        self._released = asyncio.Event()
        self._arrived = asyncio.Condition()
        self._port = 0

    @property
    def base_url(self) -> str:
        """What stands for https://api.anthropic.com."""
        return f"http://127.0.0.1:{self._port}"

    def play(self, *scenarios: Scenario) -> None:
        """Put scenarios at the end of the script: one for each request, retries included."""
        self._script.extend(scenarios)

    def play_forever(self, scenario: Scenario) -> None:
        """Play this whenever the script has run out."""
        self._always = scenario

    def release(self) -> None:
        """Let go of whatever is held, now and from now on."""
        self._released.set()

    async def arrival(self, count: int) -> Received:
        """Wait until this many requests have come, and return the last of them."""
        async with self._arrived:
            await self._arrived.wait_for(lambda: len(self.received) >= count)
        return self.received[count - 1]

    async def __aenter__(self) -> Self:
        app = web.Application(client_max_size=32 * 1024**2)
        app.router.add_post("/v1/messages", self._messages)
        app.router.add_post("/v1/messages/count_tokens", self._count_tokens)
        self._runner = web.AppRunner(app, handler_cancellation=True, shutdown_timeout=0.5)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        self._port = self._runner.addresses[0][1]
        return self

    async def __aexit__(self, *_: object) -> None:
        self.release()
        await self._runner.cleanup()
        if self.error is not None:
            raise self.error

    async def _messages(self, request: web.Request) -> web.StreamResponse:
        received = Received(dict(request.headers), in_blocks(await request.json()))
        async with self._arrived:
            self.received.append(received)
            self._arrived.notify_all()
        if refused := refusal_of(received):
            return respond(refused[0], wire.error(*refused))
        scenario = self._script.popleft() if self._script else self._always
        if scenario is None:
            return respond(400, wire.error(400, "The script has no scenario left for this request."))
        return await self._play(scenario, Exchange(request, received, self._released))

    async def _count_tokens(self, request: web.Request) -> web.StreamResponse:
        """Count words, which is near enough; a caller wants to know whether the key and the model are taken."""
        received = Received(dict(request.headers), await request.json())
        if refused := refusal_of_headers(received):
            return respond(refused[0], wire.error(*refused))
        if received.body.get("model") in UNKNOWN_MODELS:
            return respond(404, wire.error(404, "model: not found"))
        return respond(200, {"input_tokens": len(str(received.body["messages"]).split())})

    async def _play(self, scenario: Scenario, exchange: Exchange) -> web.StreamResponse:
        try:
            response = await scenario(exchange)
        except (asyncio.CancelledError, ConnectionError):
            exchange.received.hung_up.set()
            raise
        except Exception as error:
            self.error = self.error or error
            raise
        exchange.received.finished.set()
        return response


def respond(status: int, body: wire.Json, headers: dict[str, str] | None = None) -> web.Response:
    """A JSON reply with the request id the real service sends."""
    return web.json_response(body, status=status, headers={"request-id": "req_fake", **(headers or {})})


def in_blocks(body: wire.Json) -> wire.Json:
    """The request with each turn as blocks: text alone stands for one block of text."""
    for message in body.get("messages") or []:
        if isinstance(message.get("content"), str):
            message["content"] = [{"type": "text", "text": message["content"]}]
    return body


def refusal_of_headers(received: Received) -> tuple[int, str] | None:
    """The same for what every request needs: the key and the version of the API."""
    headers = {name.lower(): value for name, value in received.headers.items()}
    if headers.get("authorization") != f"Bearer {API_KEY}":
        return 401, "invalid bearer token"
    if headers.get("anthropic-version") != API_VERSION:
        return 400, "anthropic-version: unexpected"
    return None


def refusal_of(received: Received) -> tuple[int, str] | None:
    """Why the real service would not take this request: the status and the message; None when it would."""
    body = received.body
    if refused := refusal_of_headers(received):
        return refused
    if missing := [name for name in ("model", "max_tokens", "messages") if not body.get(name)]:
        return 400, f"{missing[0]}: field required"
    if sampling := [name for name in SAMPLING if name in body]:
        return 400, f"{sampling[0]}: not accepted"
    return _refusal_of_content(body["messages"])


def _refusal_of_content(messages: list[wire.Json]) -> tuple[int, str] | None:
    blocks = [block for message in messages for block in message["content"]]
    texts = [text for block in blocks for text in (block["content"] if block["type"] == "search_result" else [block])]
    if any(not text["text"].strip() for text in texts):
        return 400, "messages: text content blocks must contain non-whitespace text"
    if any(text.get("citations") for text in texts):
        return 400, "messages: citations are not accepted in user turns"
    if len({block["citations"]["enabled"] for block in blocks if block["type"] == "search_result"}) > 1:
        return 400, "messages: citations must be enabled for all search results or for none"
    return None
