"""A live reply: shows an answer while it is being written, and ends as exactly one complete message.

The order of things follows Slack's rules for agents: the session says "processing" at once; a stream is opened only
when there is something to show; it grows at most once a second; it ends with sources and feedback and the session
"active". Where a stream cannot be had, or dies, the same answer is posted, or the message updated.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Coroutine, Sequence
from dataclasses import dataclass
from typing import Any

from slack_sdk.errors import SlackApiError

from bot.answers.model import Answer, Claim, ClaimReady, Finished, Progress, Searched, Understood, Withdrawn
from bot.slack import texts
from bot.slack.asks import Place
from bot.slack.blocks.answer import answer_message, claim_text, stream_text, tail_blocks, understood_text
from bot.slack.blocks.parts import Message, section, sentence
from bot.slack.clock import Clock
from bot.slack.delivery import Chunk, Delivery, error_code
from bot.slack.feed import Feed
from bot.slack.limits import TASK_FIELD
from bot.slack.markup import fit, fold, markdown
from bot.slack.stream import State, Stream, batches

_UPDATE_LOST = {"message_not_found", "cant_update_message", "edit_window_closed"}


@dataclass(frozen=True, slots=True)
class Pace:
    """How often a stream grows, in seconds.

    Attributes:
        grace: an answer complete within this is posted whole, which saves two of the twenty stream calls a minute
            that Slack grants the whole app.
        interval: time between two appends.
    """

    grace: float = 0.25
    interval: float = 1.0


class LiveReply:
    """The one reply to one question. Call `follow`, then `finish`; or `end` instead of either.

    Args:
        key: marks the finished message as the reply to this question.
        since: ts of the question, from which an earlier post of ours may stand.
    """

    def __init__(
        self,
        delivery: Delivery,
        stream: Stream,
        *,
        place: Place,
        key: str,
        clock: Clock,
        pace: Pace,
        since: str | None = None,
    ) -> None:
        self._delivery = delivery
        self._place = place
        self._key = key
        self._stream = stream
        self._clock = clock
        self._pace = pace
        self._since = since
        self._notes: list[str] = []
        self._head: Chunk | None = None
        self._waiting: list[Chunk] = []
        self._ready: list[Claim] = []
        self._shown = 0
        self._first_here = 0
        self._void = False
        self._next_flush = 0.0

    async def follow(self, events: AsyncGenerator[Progress, None]) -> Answer:
        """Show progress until the answer is complete, and return it. Nothing is complete on the screen yet.

        Raises:
            QuestionError: the question cannot be worked on.
            StoppedByUser: the person pressed Stop.
        """
        self._next_flush = self._clock.monotonic() + self._pace.grace
        feed = Feed(events, self._clock)
        try:
            while True:
                event = await feed.next(self._seconds_to_flush())
                if isinstance(event, Finished):
                    return event.answer
                if event is not None:
                    await _unbroken(self._take(event))
                if self._seconds_to_flush() == 0:
                    await _unbroken(self._flush())
        finally:
            await feed.close()

    def note(self, text: str) -> None:
        """Say something about the answer in a line of its own below it."""
        self._notes.append(text)

    async def leave(self) -> str | None:
        """Stop here and leave what is shown to another reply, which replaces it; returns its ts, if there is any.

        The session goes on.
        """
        if self._stream.state is State.OPEN:
            await self._stream.abandon()
        return self._stream.ts

    def _seconds_to_flush(self) -> float | None:
        if not self._waiting or self._stream.state in {State.LOST, State.UNAVAILABLE}:
            return None
        return max(0.0, self._next_flush - self._clock.monotonic())

    async def _take(self, event: Progress) -> None:
        if isinstance(event, Understood):
            self._head = _text_chunk(understood_text(event.text, markdown))
            self._waiting.append(self._head)
        elif isinstance(event, Searched):
            self._waiting += _searched_chunks(event)
        elif isinstance(event, ClaimReady):
            self._ready.append(event.claim)
            self._waiting.append(_text_chunk(claim_text(event.claim, markdown)))
        elif isinstance(event, Withdrawn):
            await self._withdraw()

    async def _withdraw(self) -> None:
        """Claims on the screen cannot be taken back: the message will be replaced. Claims not shown are dropped."""
        self._void = self._void or self._shown > 0
        self._ready.clear()
        self._waiting.clear()
        if self._void and self._stream.state is State.OPEN:
            await self._stream.abandon()

    async def _flush(self) -> None:
        for batch in batches(self._waiting):
            if not await self._push(batch):
                break
        self._waiting.clear()
        self._next_flush = self._clock.monotonic() + self._pace.interval

    async def _push(self, batch: Sequence[Chunk]) -> bool:
        """Show more, keeping count of the claims on the screen and of those in earlier messages."""
        ts = self._stream.ts
        if not await self._stream.push(batch):
            return False
        if ts is not None and self._stream.ts != ts:
            self._first_here = self._shown
        self._shown += sum(chunk["type"] == "markdown_text" and chunk is not self._head for chunk in batch)
        return True

    async def finish(self, answer: Answer, answer_id: str) -> str:
        """Complete the message; returns its ts.

        Raises:
            SlackApiError: Slack refused every way of showing it.
            StoppedByUser: the person pressed Stop at the last moment.
        """
        if self._shows_prefix_of(answer) and await self._finish_stream(answer, answer_id):
            return str(self._stream.ts)
        message = answer_message(answer, answer_id, first_claim=self._first_here, notes=self._notes)
        return await self._replace(message)

    def _shows_prefix_of(self, answer: Answer) -> bool:
        shown = tuple(self._ready[: self._shown])
        fits = not self._void and answer.claims[: self._shown] == shown
        if not fits:
            self._first_here = 0
        return fits

    async def _finish_stream(self, answer: Answer, answer_id: str) -> bool:
        rest = [_text_chunk(text) for text in stream_text(answer, answer.claims[self._shown :])]
        *earlier, last = batches([_written_chunk(), *rest])
        for batch in earlier:
            if not await self._push(batch):
                return False
        return await self._stream.finish(last, tail_blocks(answer, answer_id, self._notes), self._key)

    async def end(self, text: str) -> str:
        """End with one plain sentence, below what is already shown and still stands; returns the message's ts."""
        claims = () if self._void else self._ready[self._first_here : self._shown]
        shown = [section(claim_text(claim)) for claim in claims]
        ending = sentence(text)
        return await self._replace(Message(ending.text, (*shown, *ending.blocks)) if shown else ending)

    async def _replace(self, message: Message) -> str:
        """Make ``message`` the one reply: in place of what stands there, or as a new post."""
        if self._stream.state is State.OPEN:
            await self._stream.abandon()
        ts = await self._update_or_post(message)
        await self._delivery.session(self._place, "active")
        return ts

    async def _update_or_post(self, message: Message) -> str:
        if self._stream.ts is not None:
            try:
                await self._delivery.update(self._place, self._stream.ts, message, self._key)
            except SlackApiError as error:
                if error_code(error) not in _UPDATE_LOST:
                    raise
            else:
                return self._stream.ts
        return await self._delivery.post(self._place, message, self._key, self._since)


async def _unbroken(call: Coroutine[Any, Any, None]) -> None:
    """Let a call to Slack end when we are stopped meanwhile: half a call leaves a message nobody knows of."""
    task = asyncio.ensure_future(call)
    try:
        await asyncio.shield(task)
    except asyncio.CancelledError:
        await asyncio.wait({task})
        raise


def _text_chunk(text: str) -> Chunk:
    return {"type": "markdown_text", "text": f"{text}\n\n"}


def _searched_chunks(event: Searched) -> list[Chunk]:
    titles = fit(", ".join(fold(title) for title in event.titles), TASK_FIELD, markdown)
    done = _task("search", texts.SEARCHING_TASK, "complete")
    return [{**done, "details": titles} if titles else done, _task("write", texts.WRITING_TASK, "in_progress")]


def _written_chunk() -> Chunk:
    return _task("write", texts.WRITTEN_TASK, "complete")


def _task(task_id: str, title: str, status: str) -> Chunk:
    return {"type": "task_update", "id": task_id, "title": title, "status": status}
