"""A recording Slack on loopback, a clock that passes only when told, and an answerer that says what a test scripts."""

from __future__ import annotations

import asyncio
import itertools
import json
import sqlite3
from collections.abc import AsyncIterator, Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from aiohttp import web
from slack_bolt.request.async_request import AsyncBoltRequest

from bot.answers.model import (
    Answer,
    Citation,
    Claim,
    ClaimReady,
    EngineName,
    Finished,
    Outcome,
    Progress,
    Question,
    Searched,
)
from bot.decisions.engine import Engine
from bot.frameworks import FrameworkShelf
from bot.slack.admins import Admins
from bot.slack.app import build_app
from bot.slack.bot import SlackBot
from bot.slack.socket import SocketMode
from bot.slack.streaming import Pace
from bot.store.store import open_store
from bot.workspace.server import WorkspaceServer
from ingest.model import Failure, Passage
from ingest.overview import Stock, VectorState
from ingest.store.manifest import IndexedDocument

BOT_USER = "UBOT"
WAIT = 30.0


@dataclass
class Call:
    """One request the bot made."""

    method: str
    body: dict[str, Any]
    accepted: bool = True

    @property
    def blocks_text(self) -> str:
        """Everything readable in the blocks."""
        return json.dumps(self.body.get("blocks", []), ensure_ascii=False)


class RecordingSlack:
    """Answers every method with success unless told otherwise, and keeps what was asked of it."""

    def __init__(self) -> None:
        self.calls: list[Call] = []
        self.errors: dict[str, list[str | int]] = {}
        self.drop_after: dict[str, int] = {}
        self.thread: list[dict[str, Any]] = []
        self.channel: dict[str, bool] | None = {"is_channel": True}
        self.members = [BOT_USER, "U1", "U2", "U3"]
        self.url = ""
        self._ts = itertools.count(1)
        self._changed = asyncio.Condition()

    def fail(self, method: str, *errors: str | int) -> None:
        """Let the next calls of a method fail: with an error code, or an HTTP status."""
        self.errors.setdefault(method, []).extend(errors)

    async def handle(self, request: web.Request) -> web.StreamResponse:
        method = request.match_info["method"]
        body = await _body_of(request)
        refusal = self._refusal(method)
        if refusal is None and self.drop_after.get(method, 0) > 0:
            self.drop_after[method] -= 1
            await self._record(method, body, accepted=True)
            assert request.transport is not None
            request.transport.abort()
            return web.Response()
        await self._record(method, body, accepted=refusal is None)
        return refusal or web.json_response(self._success(method, body))

    def _refusal(self, method: str) -> web.Response | None:
        if not self.errors.get(method):
            return None
        error = self.errors[method].pop(0)
        if isinstance(error, int):
            return web.Response(status=error, text="<html>no</html>", content_type="text/html")
        if error == "ratelimited":
            return web.json_response({"ok": False, "error": error}, status=429, headers={"Retry-After": "0"})
        return web.json_response({"ok": False, "error": error})

    async def _record(self, method: str, body: dict[str, Any], *, accepted: bool) -> None:
        if accepted and method in {"chat.postMessage", "chat.startStream"}:
            body["_ts"] = f"1700000100.{next(self._ts):06d}"
            self.thread.append({"ts": body["_ts"], "user": BOT_USER, "metadata": body.get("metadata")})
        async with self._changed:
            self.calls.append(Call(method, body, accepted))
            self._changed.notify_all()

    def _success(self, method: str, body: dict[str, Any]) -> dict[str, Any]:
        identity = {"user_id": BOT_USER, "bot_id": "BBOT", "team_id": "T1", "url": "https://x/", "team": "x"}
        about = self.channel
        answers: dict[str, dict[str, Any]] = {
            "auth.test": identity,
            "conversations.info": {"channel": about} if about else {"ok": False, "error": "channel_not_found"},
            "conversations.members": {"members": self.members},
            "conversations.open": {"channel": {"id": "DM"}},
            "users.info": {"user": {"name": str(body.get("user", "")).lower()}},
            "chat.getPermalink": {"permalink": f"https://x/{body.get('message_ts')}"},
        }
        thread = {"messages": self.thread} if method.startswith("conversations.") else None
        return {"ok": True, **(answers.get(method) or thread or {"ts": body.get("_ts") or body.get("ts", "1.1")})}

    def of(self, *methods: str) -> list[Call]:
        """The calls of these methods, in order."""
        return [call for call in self.calls if call.method in methods]

    @property
    def names(self) -> list[str]:
        """Methods in order, without those every test makes."""
        return [call.method for call in self.calls if call.method not in {"auth.test", "agents.sessions.setStatus"}]

    async def until(self, method: str, count: int = 1) -> Call:
        """Wait until a method was called ``count`` times; returns the last of them."""
        async with self._changed:
            await asyncio.wait_for(self._changed.wait_for(lambda: len(self.of(method)) >= count), WAIT)
        return self.of(method)[count - 1]


async def _body_of(request: web.Request) -> dict[str, Any]:
    if request.method == "GET":
        return dict(request.query)
    if request.content_type == "application/json":
        return dict(await request.json())
    fields = {key: value for key, value in (await request.post()).items() if isinstance(value, str)}
    return {**request.query, **{key: _decoded(value) for key, value in fields.items()}}


def _decoded(value: str) -> Any:
    return json.loads(value) if value[:1] in {"{", "["} else value


class ManualClock:
    """Time that passes only when a test says so."""

    def __init__(self) -> None:
        self.time = 1_800_000_000.0
        self._sleepers: list[tuple[float, asyncio.Future[None]]] = []
        self._slept = asyncio.Condition()

    def monotonic(self) -> float:
        return self.time

    def now(self) -> float:
        return self.time

    async def sleep(self, seconds: float) -> None:
        if seconds <= 0:
            await asyncio.sleep(0)
            return
        waiting: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._sleepers.append((self.time + seconds, waiting))
        async with self._slept:
            self._slept.notify_all()
        await waiting

    async def slept(self, seconds: float) -> None:
        """Wait until somebody sleeps for that long."""
        until = self.time + seconds
        async with self._slept:
            sleeping = self._slept.wait_for(lambda: any(at == until and not w.done() for at, w in self._sleepers))
            await asyncio.wait_for(sleeping, WAIT)

    async def idle(self) -> None:
        """Let everything that can run without time passing run."""
        for _ in range(50):
            await asyncio.sleep(0)

    def pass_time(self, seconds: float) -> None:
        """Wake whoever slept until then."""
        self.time += seconds
        for until, waiting in self._sleepers:
            if until <= self.time and not waiting.done():
                waiting.set_result(None)


class ScriptedAnswerer:
    """An Answerer that plays a list of progress events; an `asyncio.Event` in it waits until it is set."""

    def __init__(self) -> None:
        self.script: list[Progress | asyncio.Event | Exception] = []
        self.questions: list[str] = []
        self.unasked: list[bool] = []

    def play(self, *script: Progress | asyncio.Event | Exception) -> None:
        self.script = list(script)

    async def stream(self, question: Question) -> AsyncIterator[Progress]:
        self.questions.append(question.text)
        self.unasked.append(question.unasked)
        for step in list(self.script):
            if isinstance(step, asyncio.Event):
                await step.wait()
            elif isinstance(step, Exception):
                raise step
            else:
                yield step

    async def answer(self, question: Question) -> Answer:
        async for event in self.stream(question):
            if isinstance(event, Finished):
                return event.answer
        raise AssertionError("the script has no Finished")


def citation(n: int = 1, **changes: Any) -> Citation:
    """A citation like those of the shipped articles."""
    facts: dict[str, Any] = {
        "n": n,
        "passage_id": f"p{n}",
        "document": "articles/honest-take.md",
        "title": "An honest take",
        "heading": "Cost › Time",
        "quote": "A RAG prototype takes 2–3 weeks.",
        "url": None,
        "date": "2025-03-01",
    }
    return Citation(**{**facts, **changes})


def answered(*texts: str, **changes: Any) -> Answer:
    """An answer of these claims, each citing the first source."""
    claims = tuple(Claim(text, (1,)) for text in texts or ("A RAG prototype takes 2–3 weeks.",))
    facts: dict[str, Any] = {
        "outcome": Outcome.ANSWERED,
        "engine": EngineName.EXTRACTIVE,
        "claims": claims,
        "citations": (citation(),),
    }
    return Answer(**{**facts, **changes})


def script_of(answer: Answer) -> list[Progress]:
    """The progress that leads to an answer."""
    ready = [ClaimReady(claim, answer.citations) for claim in answer.claims]
    return [Searched(("An honest take",)), *ready, Finished(answer)]


@cache
def shipped_shelf() -> FrameworkShelf:
    """The frameworks the repository ships, read once."""
    shelf = FrameworkShelf([Path(__file__).parents[3] / "knowledge" / "frameworks"], Engine)
    shelf.refresh()
    return shelf


class FakeLibrary:
    """An index of five documents, changed by a test as it likes."""

    def __init__(self) -> None:
        self.listed = [indexed(f"notes/{name}.md", name.title()) for name in ("a", "b", "c", "d", "e")]
        self.failed: list[Failure] = []
        self.state = VectorState("wordllama", switching=False, done=20, passages=20)
        self.at = "1@x"
        self.readers: Sequence[str] = ()

    def version(self) -> str:
        return self.at

    def documents(self, readers: Sequence[str] = ()) -> list[IndexedDocument]:
        self.readers = readers
        return self.listed

    def stock(self, chosen: Callable[[Collection[str]], Collection[str]], headings: Collection[str]) -> Stock:
        return Stock(self.at, {}, ())

    def failures(self, readers: Sequence[str] = ()) -> list[Failure]:
        return self.failed

    def vectors(self) -> VectorState:
        return self.state


def indexed(path: str, title: str, at: str = "2025-01-01T00:00:00+00:00") -> IndexedDocument:
    """A document of four passages."""
    return IndexedDocument(path, title, 4, at, "2024-05-01")


@dataclass
class Bench:
    """The real bot on the recording Slack."""

    slack: RecordingSlack
    answerer: ScriptedAnswerer
    clock: ManualClock
    make: Callable[..., SlackBot]
    database: Path
    passages: dict[str, Passage] = field(default_factory=dict)
    library: FakeLibrary = field(default_factory=FakeLibrary)
    admins: Admins = field(default_factory=lambda: Admins({"UADMIN"}))
    _bot: SlackBot | None = None
    _events: Iterator[int] = field(default_factory=lambda: itertools.count(1))

    @property
    def bot(self) -> SlackBot:
        if self._bot is None:
            self._bot = self.make()
        return self._bot

    def pace(self, grace: float) -> None:
        """Start the bot with another grace period; by default there is none."""
        self._bot = self.make(Pace(grace=grace))

    def restart(self) -> SlackBot:
        """Another process on the same database."""
        self._bot = self.make()
        return self._bot

    async def dispatch(self, body: dict[str, Any]) -> int:
        """Give the bot a request and let its listener end; returns the status Bolt acknowledges with."""
        others = _listeners()
        response = await self.bot.bolt.async_dispatch(AsyncBoltRequest(mode="socket_mode", body=body))
        if listeners := _listeners() - others:
            await asyncio.wait(listeners, timeout=WAIT)
        return int(response.status)

    async def event(self, kind: str, event_id: str | None = None, **event: Any) -> int:
        event_id = event_id or f"Ev{next(self._events)}"
        body = {"type": "event_callback", "team_id": "T1", "event_id": event_id, "event": {"type": kind, **event}}
        return await self.dispatch(body)

    async def dm(self, text: str, ts: str = "1700000001.000100", **more: Any) -> int:
        return await self.event("message", channel="D1", channel_type="im", user="U1", text=text, ts=ts, **more)

    async def mention(self, text: str, ts: str = "1700000001.000100", **more: Any) -> int:
        return await self.event("app_mention", channel="C1", user="U1", text=f"<@{BOT_USER}> {text}", ts=ts, **more)

    async def command(self, name: str, text: str, channel: str = "C1", trigger: str = "trigger.1") -> int:
        body = {"command": name, "text": text, "channel_id": channel, "user_id": "U1", "team_id": "T1"}
        return await self.dispatch({**body, "trigger_id": trigger, "response_url": f"{self.slack.url}respond"})

    async def click(self, action_id: str, value: str, user: str = "U1", kind: str = "button", **more: Any) -> int:
        action = {"type": kind, "action_id": action_id, "block_id": "b", "value": value, "action_ts": "1"}
        place = {"channel": {"id": "C1"}, "user": {"id": user}, "team": {"id": "T1"}}
        url = f"{self.slack.url}respond"
        body = {"type": "block_actions", "trigger_id": "t.1", "response_url": url, "actions": [action]}
        return await self.dispatch({**body, **place, **more})

    @contextmanager
    def locked_store(self) -> Iterator[None]:
        """Hold the database's write lock, as another process would."""
        assert self.bot
        holder = sqlite3.connect(self.database, isolation_level=None)
        holder.execute("BEGIN IMMEDIATE")
        yield
        holder.close()

    async def settled(self) -> None:
        """Wait until everything the bot began has ended."""
        assert await self.bot._running.drain(WAIT)


def _listeners() -> set[asyncio.Task[Any]]:
    """Return what Bolt runs of the bot's now."""
    return {task for task in asyncio.all_tasks() if "run_ack_function" in repr(task.get_coro())}


class Office:
    """The real bot in the real local workspace."""

    def __init__(self, server: WorkspaceServer, answerer: ScriptedAnswerer, folder: Path) -> None:
        self.server = server
        self.answerer = answerer
        self.folder = folder
        self.passages: dict[str, Passage] = {}
        self.library = FakeLibrary()
        self.pace = Pace(grace=0.0, interval=0.01)

    async def open(self) -> None:
        """Start the bot, or another process of it after `close`."""
        self.store = open_store(self.folder, lease=0.5)
        self.bot = build_app(
            self.answerer,
            self.store,
            token=self.server.bot_token,
            base_url=self.server.api_url,
            passages=lambda id_, _reader: self.passages.get(id_),
            library=self.library,
            shelf=shipped_shelf(),
            pace=self.pace,
        )
        self.socket = SocketMode(self.bot, self.server.app_token, self.server.api_url)
        await self.socket.start()
        await self.server.wait_for(lambda: self.server.connected)

    async def close(self, drain_seconds: float = WAIT) -> None:
        """End the process."""
        await self.socket.stop(drain_seconds)
        self.store.close()

    async def replies(self, person: Any, root: Any, count: int = 1) -> list[Any]:
        """Wait for finished replies to a direct message."""
        await self.server.wait_for(lambda: len(self.thread(person.direct_message, root.ts)) >= count)
        await self.server.idle()
        return self.thread(person.direct_message, root.ts)

    def thread(self, channel: Any, ts: str) -> list[Any]:
        """Messages below a root."""
        return list(self.server.control.messages(channel, ts)[1:])
