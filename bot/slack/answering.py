"""From a question to its one visible reply, whatever happens in between, processes dying included."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from typing import Any

from bot.slack.asks import EDIT, Ask, Audience
from bot.slack.courtesies import courtesy
from bot.slack.delivery import Delivery, is_uncertain, is_unfinished
from bot.slack.edge import Edge
from bot.slack.metrics import Metrics
from bot.slack.private import PrivateAnswers
from bot.slack.running import Running
from bot.slack.threads import ThreadAnswers
from bot.slack.unasked import UnaskedAnswers
from bot.store.store import Store

RETRY_SECONDS = 10.0
"""Wait before a reply that Slack could not take is tried again."""
GIVE_UP_SECONDS = 600.0
"""Age of a question after which a reply that Slack cannot take is given up."""

logger = logging.getLogger(__name__)


class Answering:
    """Takes questions, answers them, and marks them as done when the reply stands.

    ``now`` gives seconds since the epoch.
    """

    def __init__(
        self,
        store: Store,
        delivery: Delivery,
        *,
        threads: ThreadAnswers,
        private: PrivateAnswers,
        unasked: UnaskedAnswers,
        running: Running,
        edge: Edge,
        metrics: Metrics,
        now: Callable[[], float],
    ) -> None:
        self._store = store
        self._delivery = delivery
        self._threads = threads
        self._private = private
        self._unasked = unasked
        self._running = running
        self._edge = edge
        self._metrics = metrics
        self._now = now

    async def take(self, ask: Ask, *keys: str) -> bool:
        """Claim a question, before it is acknowledged; False when it was seen before.

        Raises:
            StoreError: it could not be written down; Slack will deliver it again.
        """
        taken = await self._store.claims.take(ask.key, *keys, work=ask.work())
        if taken:
            self._metrics.count("questions", audience=ask.audience)
        return taken

    def begin(self, ask: Ask) -> None:
        """Answer a claimed question in the background."""
        self._running.hold(ask.origin, self._settle(ask))

    async def _settle(self, ask: Ask) -> None:
        try:
            await self._answer(ask)
            await self._store.claims.done(ask.key)
        except Exception as error:  # noqa: BLE001 - the edge: there is nobody above to tell
            self._edge.explain(error)
            await self._give_up(ask, error)

    async def _answer(self, ask: Ask) -> None:
        if ask.audience is Audience.PRIVATE:
            await self._private.answer(ask)
        elif ask.overheard:
            await self._unasked.answer(ask)
        elif (said := courtesy(ask.text)) is None:
            await self._threads.answer(ask)
        elif ask.reply_ts is not None:
            await self._delivery.update(ask.place, ask.reply_ts, said, ask.key)
        else:
            await self._delivery.post(ask.place, said, ask.key, since=ask.ts)

    async def _give_up(self, ask: Ask, error: Exception) -> None:
        """Try later when Slack could not be reached; settle what Slack refused, or it would come back for ever."""
        try:
            if is_uncertain(error) and self._now() - ask.asked_at < GIVE_UP_SECONDS:
                await self._store.claims.hand_back(ask.key, RETRY_SECONDS)
            else:
                await self._store.claims.done(ask.key)
        except Exception as second:  # noqa: BLE001 - the edge: the claim lapses by itself
            self._edge.explain(second)

    def carry_on(self, work: Mapping[str, Any]) -> None:
        """See a question whose process died to its one reply."""
        ask = Ask.from_work(work)
        self._running.hold(ask.origin, self._continue(ask))

    async def _continue(self, ask: Ask) -> None:
        """Answer again, in the message that was left unfinished; or only note that the reply stands already."""
        logger.info("Continuing a question that was left unfinished")
        try:
            left = await self._look_for_reply(ask)
        except Exception as error:  # noqa: BLE001 - the edge: there is nobody above to tell
            self._edge.explain(error)
            await self._give_up(ask, error)
            return
        if left is None:
            await self._store.claims.done(ask.key)
        else:
            await self._settle(left)

    async def _look_for_reply(self, ask: Ask) -> Ask | None:
        """Return the question with the unfinished message it left, if any; None when its reply is complete."""
        if ask.audience is Audience.PRIVATE:
            return ask
        me = await self._delivery.bot_user()
        reply_ts = ask.reply_ts
        for message in await self._delivery.replies(ask.place, since=ask.ts):
            metadata = message.get("metadata") or {}
            key = str((metadata.get("event_payload") or {}).get("key") or "")
            if key.partition(EDIT)[0] == ask.origin:
                if key >= ask.key:
                    return None
                reply_ts = str(message["ts"])
            if reply_ts is None and not ask.overheard and is_unfinished(message, me):
                reply_ts = str(message["ts"])
        if reply_ts is not None:
            await self._delivery.end_stream(ask.place, reply_ts)
        return ask.with_reply(reply_ts)
