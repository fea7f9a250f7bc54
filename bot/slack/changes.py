"""Edits and deletions of questions: the reply follows them, in its own message, and never becomes two."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from weakref import WeakValueDictionary

from slack_sdk.errors import SlackApiError

from bot.slack import texts
from bot.slack.answering import Answering
from bot.slack.asks import EDIT, Ask, Change
from bot.slack.blocks.parts import sentence
from bot.slack.delivery import Delivery, Uncertain, error_code
from bot.slack.edge import Edge
from bot.slack.running import Held, Running
from bot.store.claims import Claims

logger = logging.getLogger(__name__)


class Changes:
    """Takes edits and deletions. Of several edits of one message, the latest counts, in whatever order they come."""

    def __init__(
        self, claims: Claims, delivery: Delivery, answering: Answering, *, running: Running, edge: Edge
    ) -> None:
        self._claims = claims
        self._delivery = delivery
        self._answering = answering
        self._running = running
        self._edge = edge
        self._turns: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()

    async def take(self, change: Change, *keys: str) -> bool:
        """Claim a change, before it is acknowledged; False when it was seen before.

        Raises:
            StoreError: it could not be written down; Slack will deliver it again.
        """
        work = change.after.work() if change.after else None
        if not await self._claims.take(change.key, *keys, work=work):
            return False
        if await self._claims.take(change.before.origin):  # nobody began to answer: the question itself comes too late
            await self._claims.done(change.before.origin)
        return True

    def begin(self, change: Change) -> None:
        """Follow a claimed change in the background."""
        self._running.start(self._follow(change))

    async def _follow(self, change: Change) -> None:
        try:
            async with self._turns.setdefault(change.before.origin, asyncio.Lock()):
                if await self._claims.later(f"{change.before.origin}{EDIT}", change.key):
                    await self._claims.done(change.key)
                elif change.after is None:
                    await self._withdraw(change)
                else:
                    await self._revise(change.before, change.after)
        except Exception as error:  # noqa: BLE001 - the edge: there is nobody above to tell
            self._edge.explain(error)

    async def _revise(self, before: Ask, ask: Ask) -> None:
        """Answer the question as it is now, in the message that holds the answer to what it was."""
        stopped = await self._running.supersede(ask.origin)
        ask = await self._with_reply(ask, stopped)
        if stopped is not None and ask.overheard and not before.overheard:  # nothing may come that ends the session
            await self._delivery.session(ask.place, "active")
        await self._claims.note(ask.key, ask.work())
        if ask.reply_ts is not None and not ask.answered:
            try:
                await self._delivery.update(ask.place, ask.reply_ts, sentence(texts.EDITED), ask.origin)
            except (SlackApiError, *Uncertain) as error:
                logger.info("A reply was not marked as out of date: %s", error_code(error) or type(error).__name__)
        self._answering.begin(ask)

    async def _with_reply(self, ask: Ask, stopped: Held | None) -> Ask:
        """Find our message: left by the answer just stopped, by another process, or complete in the thread."""
        if stopped is not None and stopped.left is not None:
            return ask.with_reply(stopped.left)
        finished = await self._finished(ask)
        if finished is not None:
            return replace(ask.with_reply(finished), answered=True)
        return ask.with_reply(await self._unfinished(ask))

    async def _finished(self, ask: Ask) -> str | None:
        """The newest complete reply to any version of a question."""
        found = [
            str(message["ts"])
            for message in await self._delivery.replies(ask.place, since=ask.ts)
            if _answers(_key(message), ask.origin)
        ]
        return found[-1] if found else None

    async def _unfinished(self, ask: Ask) -> str | None:
        """A message another process has begun. Its stream ends here; that process sees the edit before it finishes."""
        work = await self._claims.work(ask.origin)
        if work is None:
            return None
        ts = work.get("reply_ts") or (None if work.get("overheard") else await self._begun(ask))
        if ts is not None:
            try:
                await self._delivery.stop_stream(ask.place, ts, "processing")
            except (SlackApiError, *Uncertain) as error:
                logger.info("A stream left open was not stopped: %s", error_code(error) or type(error).__name__)
        return ts

    async def _begun(self, ask: Ask) -> str | None:
        """The first message of ours below the question that is not complete."""
        me = await self._delivery.bot_user()
        for message in await self._delivery.replies(ask.place, since=ask.ts):
            if message.get("user") == me and not _key(message):
                return str(message["ts"])
        return None

    async def _withdraw(self, change: Change) -> None:
        """The question is gone, or not for us any more: stop, and take an unfinished reply away.

        A finished one goes with a deleted question as long as nobody wrote below it; then others may rely on it.
        """
        ask = change.before
        stopped = await self._running.supersede(ask.origin)
        left = stopped.left if stopped is not None else await self._unfinished(ask)
        if change.deleted and left is None and stopped is None:
            left = await self._last_in_thread(ask)
        if stopped is not None:  # while there is a thread
            await self._delivery.session(ask.place, "active")
        if left is not None:
            await self._delivery.remove(ask.place, left)
        await self._claims.done(change.key)

    async def _last_in_thread(self, ask: Ask) -> str | None:
        messages = await self._delivery.replies(ask.place, since=ask.ts)
        last = messages[-1] if messages else {}
        return str(last["ts"]) if _answers(_key(last), ask.origin) else None


def _answers(key: str, origin: str) -> bool:
    """Whether a reply with that key answers a question; what was said back about a decision has a name behind it."""
    asked, _, edited = key.partition(EDIT)
    return asked == origin and ":" not in edited


def _key(message: Mapping[str, Any]) -> str:
    metadata = message.get("metadata") or {}
    return str((metadata.get("event_payload") or {}).get("key") or "")
