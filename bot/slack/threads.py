"""Answers in threads: direct messages and mentions, live."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncGenerator
from contextlib import aclosing
from dataclasses import replace

from bot.answers.followups.standalone import leans
from bot.answers.model import Answer, Answerer, Progress, Question
from bot.errors import QuestionError, StoreError
from bot.slack import texts
from bot.slack.asks import EDIT, Ask, Audience
from bot.slack.clock import Clock
from bot.slack.delivery import Delivery, is_uncertain
from bot.slack.edge import Edge
from bot.slack.history import History, ThreadHistory
from bot.slack.keeping import Keeper
from bot.slack.markup import plain
from bot.slack.running import Held, Running, written
from bot.slack.stream import StoppedByUser, Stream
from bot.slack.streaming import LiveReply, Pace
from bot.store.claims import Claims

_TITLE_LIMIT = 60
_STATUS_SECONDS = 1.0
"""Longest a reply waits for the session to be marked as processing, which was asked for at the beginning."""

logger = logging.getLogger(__name__)


class ThreadAnswers:
    """Answers messages, each with one reply in its thread."""

    def __init__(
        self,
        answerer: Answerer,
        delivery: Delivery,
        claims: Claims,
        *,
        history: ThreadHistory,
        keeper: Keeper,
        edge: Edge,
        running: Running,
        clock: Clock,
        pace: Pace,
    ) -> None:
        self._history = history
        self._answerer = answerer
        self._delivery = delivery
        self._claims = claims
        self._keeper = keeper
        self._edge = edge
        self._running = running
        self._clock = clock
        self._pace = pace

    async def answer(self, ask: Ask) -> None:
        """Answer one message. Ends with one complete reply also when stopped or when the answer fails.

        Raises:
            SlackApiError: the reply could not be shown in any way.
            Uncertain: Slack could not be reached.
        """
        held = self._running.held(ask.origin)
        if held is not None and held.superseded:
            held.left = ask.reply_ts
            return
        reply = self._reply(ask)
        title = plain(ask.text, _TITLE_LIMIT) if ask.audience is Audience.DIRECT else None
        status = self._running.start(self._delivery.session(ask.place, "processing", title))
        following = self._running.start(reply.follow(self._progress(ask, reply)), ask.place)
        await written(following, held)
        await asyncio.wait({status}, timeout=_STATUS_SECONDS)  # or it might overtake the final one
        status.cancel()
        if await is_superseded(self._claims, ask, held):
            left = await reply.leave()
            if held is not None:
                held.left = left
        else:
            await self._conclude(ask, reply, following)

    async def _progress(self, ask: Ask, reply: LiveReply) -> AsyncGenerator[Progress, None]:
        """The answer step by step, with what was said in the thread before the question."""
        history = History() if ask.anew else await self._history.before(ask)
        if (history.unread or history.cut) and leans(ask.text):
            reply.note(texts.UNREAD if history.unread else texts.read_newest(len(history.turns)))
        question = Question(ask.text, history.turns, ask.place.reader, history.cut, ask.anew)
        async with aclosing(self._answerer.stream(question)) as steps:
            async for progress in steps:
                yield progress

    async def _conclude(self, ask: Ask, reply: LiveReply, following: asyncio.Task[Answer]) -> None:
        """End the reply with the answer; or, in words, with why there is none."""
        error = StoppedByUser() if following.cancelled() else following.exception()
        if error is None:
            error = await self._finish(ask, reply, following.result())
        if error is not None:
            await reply.end(self._words(error))

    async def _finish(self, ask: Ask, reply: LiveReply, answer: Answer) -> Exception | None:
        """Keep and show the answer; returns what kept it from being shown, unless trying later may help."""
        try:
            answer_id = await self._keeper.keep(ask, answer)
            ts = await reply.finish(answer, answer_id)
        except Exception as error:  # the edge: the asker gets a reply whatever happened
            if is_uncertain(error):
                raise
            return error
        await self._keeper.posted(answer_id, ts)
        return None

    def _words(self, error: BaseException) -> str:
        if isinstance(error, StoppedByUser):
            return texts.STOPPED
        return str(error) if isinstance(error, QuestionError) else self._edge.explain(error)

    def _reply(self, ask: Ask) -> LiveReply:
        async def note(ts: str) -> None:
            try:
                await self._claims.note(ask.key, replace(ask, reply_ts=ts).work())
            except StoreError as error:  # the answer goes on; a successor would find the message in its thread
                logger.warning("A started reply could not be noted: %s", error)

        stream = Stream(self._delivery, ask.place, self._clock, on_start=note, ts=ask.reply_ts, since=ask.ts)
        reply = LiveReply(
            self._delivery, stream, place=ask.place, key=ask.key, clock=self._clock, pace=self._pace, since=ask.ts
        )
        if ask.answered:
            reply.note(texts.AFTER_EDIT)
        return reply


async def is_superseded(claims: Claims, ask: Ask, held: Held | None) -> bool:
    """Tell whether a question was edited or deleted meanwhile, as seen here or by another process."""
    if held is not None and held.superseded:
        return True
    try:
        return await claims.later(f"{ask.origin}{EDIT}", ask.key)
    except StoreError as error:  # the answer goes on
        logger.warning("Edits of a question could not be looked for: %s", error)
        return False
