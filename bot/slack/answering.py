"""From a question to its one visible reply, whatever happens in between, processes dying included."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import replace

from slack_sdk.errors import SlackApiError

from bot.slack.asks import Ask, Audience
from bot.slack.blocks.help import help_message
from bot.slack.delivery import METADATA_EVENT, Delivery, Uncertain, is_uncertain
from bot.slack.edge import Edge
from bot.slack.metrics import Metrics
from bot.slack.private import PrivateAnswers
from bot.slack.running import Running
from bot.slack.threads import ThreadAnswers
from bot.store.store import Store

HELP_WORDS = {"", "help", "hi", "hello", "?"}
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
        running: Running,
        edge: Edge,
        metrics: Metrics,
        now: Callable[[], float],
    ) -> None:
        self._store = store
        self._delivery = delivery
        self._threads = threads
        self._private = private
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
        self._running.start(self._settle(ask))

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
        elif ask.text.lower() in HELP_WORDS:
            await self._delivery.post(ask.place, help_message(), ask.key, since=ask.ts)
        else:
            await self._threads.answer(ask)

    async def _give_up(self, ask: Ask, error: Exception) -> None:
        """Try later when Slack could not be reached; settle what Slack refused, or it would come back for ever."""
        try:
            if is_uncertain(error) and self._now() - ask.asked_at < GIVE_UP_SECONDS:
                await self._store.claims.hand_back(ask.key, RETRY_SECONDS)
            else:
                await self._store.claims.done(ask.key)
        except Exception as second:  # noqa: BLE001 - the edge: the claim lapses by itself
            self._edge.explain(second)

    async def resume(self) -> int:
        """Take over questions whose process died and see each to its one reply; returns how many there were."""
        claims = await self._store.claims.orphans()
        for claim in claims:
            self._running.start(self._continue(Ask.from_work(claim.work)))
        return len(claims)

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
            if (metadata.get("event_payload") or {}).get("key") == ask.key:
                return None
            unmarked = message.get("user") == me and metadata.get("event_type") != METADATA_EVENT
            if reply_ts is None and unmarked and message["ts"] != ask.ts:
                reply_ts = str(message["ts"])
        if reply_ts is not None:
            await self._end_stream(ask, reply_ts)
        return replace(ask, reply_ts=reply_ts)

    async def _end_stream(self, ask: Ask, ts: str) -> None:
        """A stream its process left open must end before it can be updated; mostly Slack has ended it already."""
        try:
            await self._delivery.stop_stream(ask.place, ts, "processing")
        except (SlackApiError, *Uncertain) as error:
            logger.info("A stream left open was not stopped: %s", type(error).__name__)
