"""Streamed messages: opened, appended to, stopped, with the limits that hold while they run (facts on Slack, §1.3)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from bot.workspace.block_kit.rules import Report, items, one_of, shape, string, typed
from bot.workspace.block_kit.surfaces import refusal
from bot.workspace.clock import Clock
from bot.workspace.errors import SlackError
from bot.workspace.messenger import Messenger
from bot.workspace.model import Json, Message
from bot.workspace.tasks import Background

LIFETIME_SECONDS = 300.0
"""A stream dies five minutes after its start, however busy it is."""

TEXT_MAX = 12_000
"""Characters in all appends of one stream together."""

CHUNK_FIELD_MAX = 256
TASKS_MAX = 50

_FIELD = string(CHUNK_FIELD_MAX, 0)
_SOURCE = shape({"url": string(3000), "text": _FIELD}, "url")
_CHUNK = typed(
    {
        "markdown_text": shape({"text": string(TEXT_MAX, 0)}, "text"),
        "plan_update": shape({"title": _FIELD}, "title"),
        "task_update": shape(
            {
                "id": _FIELD,
                "title": _FIELD,
                "status": one_of("pending", "in_progress", "complete", "error"),
                "details": _FIELD,
                "output": _FIELD,
                "sources": items(_SOURCE, TASKS_MAX, 0),
            },
            *("id", "title", "status"),
        ),
        "blocks": shape({}, "blocks"),
    }
)
_CHUNKS = items(_CHUNK, 100, 0)


class StreamEnd(StrEnum):
    """How a stream ended, as the error that every later call on it gets."""

    DONE = "message_not_in_streaming_state"
    STOPPED = "stopped_by_user"


@dataclass(slots=True)
class Stream:
    """An open or ended stream. ``mode`` is "text" or "chunks" once something was sent; they never mix."""

    message: Message
    expires: float
    mode: str | None = None
    length: int = 0
    end: StreamEnd | None = None


@dataclass(frozen=True, slots=True)
class Portion:
    """What one call adds: raw text or chunks, never both."""

    text: str | None
    chunks: list[Json] | None

    @property
    def mode(self) -> str | None:
        if self.text is not None:
            return "text"
        return "chunks" if self.chunks else None

    @property
    def length(self) -> int:
        texts = (chunk["text"] for chunk in self.chunks or () if chunk["type"] == "markdown_text")
        return len(self.text or "") + sum(map(len, texts))


class Streams:
    """The streams of the app, by the message they write."""

    def __init__(self, messenger: Messenger, clock: Clock, background: Background) -> None:
        self._messenger = messenger
        self._clock = clock
        self._background = background
        self._streams: dict[tuple[str, str], Stream] = {}

    @property
    def open(self) -> list[Stream]:
        return [stream for stream in self._streams.values() if stream.end is None]

    def start(self, message: Message, portion: Portion) -> Message:
        """Post ``message`` (markdown and streaming set) and begin to stream into it."""
        stream = Stream(message, self._clock.now() + LIFETIME_SECONDS)
        _apply(stream, portion)
        message.streaming = True
        self._messenger.post(message)
        self._streams[message.channel, message.ts] = stream
        self._background.spawn(self._expire(stream))
        return message

    def append(self, message: Message, portion: Portion) -> Message:
        stream = self._running(message)
        if portion.mode is None:
            raise SlackError("no_text")
        _apply(stream, portion)
        self._messenger.redraw(message)
        return message

    def stop(self, message: Message, portion: Portion, blocks: list[Json], metadata: Json | None) -> Message:
        """Append a last portion, set the blocks below it, and end the stream."""
        stream = self._running(message)
        previous = self._messenger.before(message)
        _apply(stream, portion)
        message.blocks = [*message.blocks, *blocks]
        message.metadata = metadata or message.metadata
        self._finish(stream, StreamEnd.DONE)
        self._messenger.changed(message, previous)
        return message

    def forget(self, message: Message) -> None:
        """A message was deleted: if it was still being written, that is over."""
        stream = self._streams.get((message.channel, message.ts))
        if stream is not None and stream.end is None:
            self._finish(stream, StreamEnd.DONE)

    def stop_in_thread(self, channel: str, thread_ts: str) -> list[str]:
        """A person pressed Stop: end the thread's open streams and name their messages."""
        stopped = [stream for stream in self.open if _is_in(stream.message, channel, thread_ts)]
        for stream in stopped:
            self._finish(stream, StreamEnd.STOPPED)
            self._messenger.redraw(stream.message)
        return [stream.message.ts for stream in stopped]

    def _running(self, message: Message) -> Stream:
        stream = self._streams.get((message.channel, message.ts))
        if stream is not None and stream.end is None and self._clock.now() >= stream.expires:
            self._finish(stream, StreamEnd.DONE)
        if stream is None or stream.end is not None:
            raise SlackError((stream.end if stream and stream.end else StreamEnd.DONE).value)
        return stream

    async def _expire(self, stream: Stream) -> None:
        await self._clock.sleep(LIFETIME_SECONDS)
        if stream.end is None:
            self._finish(stream, StreamEnd.DONE)
            self._messenger.redraw(stream.message)

    def _finish(self, stream: Stream, end: StreamEnd) -> None:
        stream.end = end
        stream.message.streaming = False
        stream.message.text = stream.message.markdown or ""


def check_chunks(chunks: object) -> None:
    """Raise SlackError ``invalid_chunks`` naming the places."""
    report = Report()
    _CHUNKS(report, chunks, "/chunks")
    if report.problems:
        raise refusal("invalid_chunks", report.problems)


def _apply(stream: Stream, portion: Portion) -> None:
    """Add a portion to the message, or refuse it as a whole."""
    if portion.mode and stream.mode and portion.mode != stream.mode:
        raise SlackError("streaming_mode_mismatch")
    if stream.length + portion.length > TEXT_MAX:
        raise SlackError("msg_too_long")
    new_tasks = {chunk["id"] for chunk in portion.chunks or () if chunk["type"] == "task_update"}
    if len(new_tasks | {task["id"] for task in stream.message.tasks}) > TASKS_MAX:
        raise SlackError("invalid_chunks")
    stream.mode = stream.mode or portion.mode
    stream.length += portion.length
    stream.message.markdown = (stream.message.markdown or "") + (portion.text or "")
    for chunk in portion.chunks or ():
        _apply_chunk(stream.message, chunk)


def _apply_chunk(message: Message, chunk: Json) -> None:
    if chunk["type"] == "markdown_text":
        message.markdown = (message.markdown or "") + chunk["text"]
    elif chunk["type"] == "plan_update":
        message.plan_title = chunk["title"]
    elif chunk["type"] == "blocks":
        message.blocks = [*message.blocks, *chunk["blocks"]]
    else:
        _update_task(message.tasks, chunk)


def _update_task(tasks: list[Json], chunk: Json) -> None:
    """Replace the task's title, status and sources; what it says in details and output grows."""
    update = {name: value for name, value in chunk.items() if name != "type" and value is not None}
    known = next((task for task in tasks if task["id"] == chunk["id"]), None)
    if known is None:
        tasks.append(update)
        return
    for grows in ("details", "output"):
        if grows in update:
            update[grows] = known.get(grows, "") + update[grows]
    known.update(update)


def _is_in(message: Message, channel: str, thread_ts: str) -> bool:
    return message.channel == channel and thread_ts in {message.thread_ts, message.ts}
